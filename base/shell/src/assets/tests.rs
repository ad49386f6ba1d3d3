use super::{Assets, compressed, icons::ICONS, routes};
use axum::{
    Router,
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use http_body_util::BodyExt as _;
use kernel::lang::Lang;
use std::{collections::BTreeSet, io::Read as _, path::Path};
use tower::ServiceExt as _;

async fn get(address: &str, headers: &[(header::HeaderName, &str)]) -> Response<Body> {
    let mut request = Request::get(address);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let app: Router = routes();
    app.oneshot(request.body(Body::empty()).expect("a plain request")).await.expect("the router answers")
}

async fn body(response: Response<Body>) -> Vec<u8> {
    response.into_body().collect().await.expect("the body is in memory").to_bytes().to_vec()
}

#[tokio::test]
async fn a_static_file_may_be_kept_for_a_year_and_says_what_it_is() {
    for (name, kind) in
        [("app.css", "text/css; charset=utf-8"), ("app.id.js", "text/javascript; charset=utf-8"), ("mark.svg", "image/svg+xml")]
    {
        let response = get(&Assets::url(name), &[]).await;
        assert_eq!(response.status(), StatusCode::OK, "{name}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], kind);
        assert_eq!(response.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert!(!response.headers().contains_key(header::CONTENT_ENCODING));
    }
}

#[tokio::test]
async fn a_browser_that_reads_brotli_gets_the_same_file_smaller() {
    let plain = body(get(&Assets::url("app.css"), &[]).await).await;
    let response = get(&Assets::url("app.css"), &[(header::ACCEPT_ENCODING, "gzip, br;q=0.9")]).await;
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "br");
    let small = body(response).await;
    assert!(small.len() < plain.len() / 2);
    let mut back = Vec::new();
    brotli::Decompressor::new(small.as_slice(), 4096).read_to_end(&mut back).expect("brotli that we made");
    assert_eq!(back, plain);
    let refused = get(&Assets::url("app.css"), &[(header::ACCEPT_ENCODING, "br;q=0")]).await;
    assert!(!refused.headers().contains_key(header::CONTENT_ENCODING));
}

#[tokio::test]
async fn the_script_speaks_the_language_of_its_page() {
    for (lang, saving, other) in [(Lang::Id, "Menyimpan", "Saving"), (Lang::En, "Saving", "Menyimpan")] {
        let script = String::from_utf8(body(get(&Assets::script(lang), &[]).await).await).expect("a script is text");
        assert!(script.contains(saving) && !script.contains(other), "{}", lang.code());
        assert!(!script.contains('⟦'), "{}: a word is missing", lang.code());
    }
}

#[tokio::test]
async fn a_known_file_is_not_sent_again() {
    let first = get(&Assets::script(Lang::Id), &[]).await;
    let tag = first.headers()[header::ETAG].to_str().expect("a tag is text").to_owned();
    let second = get(&Assets::script(Lang::Id), &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
    assert!(body(second).await.is_empty());
}

#[tokio::test]
async fn an_unknown_address_is_not_found() {
    for address in ["/aset/app.css", "/aset/app.00000000.css", "/aset/..%2fREADME.md", &Assets::url("nothing.css")] {
        assert_eq!(get(address, &[]).await.status(), StatusCode::NOT_FOUND, "{address}");
    }
}

#[test]
fn the_sheet_and_the_script_stay_within_their_budgets() {
    let mut sizes = Vec::new();
    for (name, most) in [("app.css", 10_240), ("app.id.js", 4_096), ("app.en.js", 4_096)] {
        let plain = super::all()[name].plain.clone();
        let mut out = Vec::new();
        let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 11, 22);
        std::io::Write::write_all(&mut writer, &plain).expect("memory takes everything");
        drop(writer);
        sizes.push((name, plain.len(), out.len()));
        assert!(out.len() <= most, "{name}: {} of {most} bytes", out.len());
        assert!(!compressed(&plain).is_empty());
    }
    println!("{sizes:?}");
}

/// Names in `icon::icon("...")`, `sign = "..."` and the doors of all templates of the product.
#[test]
fn every_icon_that_a_template_names_has_a_drawing() {
    let known: BTreeSet<&str> = ICONS.iter().map(|(name, _)| *name).collect();
    assert_eq!(known.len(), ICONS.len(), "a name stands twice");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut unknown = Vec::new();
    for folder in ["ui", "rooms", "base/shell/src", "server/src"] {
        walk(&root.join(folder), &mut |path, text| {
            for opening in ["icon::icon(\"", "sign = \""] {
                for rest in text.split(opening).skip(1) {
                    let name = rest.split('"').next().unwrap_or_default();
                    if !known.contains(name) {
                        unknown.push(format!("{}: {name}", path.display()));
                    }
                }
            }
        });
    }
    assert!(unknown.is_empty(), "no drawing for {unknown:?}");
}

fn walk(folder: &Path, each: &mut impl FnMut(&Path, &str)) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            walk(&path, each);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            each(&path, &std::fs::read_to_string(&path).unwrap_or_default());
        }
    }
}
