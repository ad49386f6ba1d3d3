use crate::{Fields, FormErrors};
use axum::{body::Body, extract::FromRequest as _, http::Request};
use kernel::{field::FieldError, problem::ProblemCode};

async fn form(body: &'static [u8]) -> Result<Fields, ProblemCode> {
    let request = Request::builder().header("content-type", "application/x-www-form-urlencoded").body(Body::from(body)).unwrap();
    Fields::from_request(request, &()).await.map_err(|p| p.code)
}

#[tokio::test]
async fn a_form_is_read_strictly() {
    let fields = form(b"nama=Siti+Nur%27aini&kosong=").await.unwrap();
    assert_eq!(fields.get("nama"), "Siti Nur'aini");
    assert!(fields.has("kosong") && !fields.has("lain"));
    assert!(fields.only(&["nama"]).is_err(), "an unknown name is refused");
    for bad in [&b"a=1&a=2"[..], b"a=%ff%fe", b"%c0%80=1", b"a=x%00y", b"a\0=1"] {
        assert_eq!(form(bad).await.unwrap_err(), ProblemCode::BadInput);
    }
}

#[tokio::test]
async fn another_content_type_is_refused() {
    let request = Request::builder().header("content-type", "text/plain").body(Body::from("a=1")).unwrap();
    assert_eq!(Fields::from_request(request, &()).await.unwrap_err().code, ProblemCode::UnsupportedMedia);
}

#[test]
fn errors_are_kept_by_field() {
    let mut errors = FormErrors::default();
    let name: Option<String> = errors.take("nama", Err(FieldError::Missing));
    assert!(name.is_none() && errors.of("nama") == Some(&FieldError::Missing));
}
