//! The officer's pages. All are of the officer's own office; what is elsewhere is absent.

use axum::Router;
use shell::House;
use std::sync::Arc;
pub(crate) fn routes() -> Router<Arc<House>> { Router::new() }
