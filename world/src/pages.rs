pub fn router(_w: crate::World) -> axum::Router { axum::Router::new() }
