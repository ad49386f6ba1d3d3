//! The files of `ui/static`, inside the binary, and the one style sheet made of the styles of all components. An address holds the first eight hex digits of the content's hash,
//! so browsers may keep it for a year; the brotli form is made once, when it is first asked for.

use crate::words::Words;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    routing::get,
};
use kernel::lang::Lang;
use rust_embed::Embed;
use std::{collections::BTreeMap, io::Write as _, sync::OnceLock};

mod icons;
mod sheet;
#[cfg(test)]
mod tests;

pub use icons::icon;
pub(crate) use icons::icon_names;
pub(crate) use sheet::components;

#[derive(Embed)]
#[folder = "../../ui/static"]
struct Files;

/// The static files of the product.
#[derive(Debug, Clone, Copy)]
pub struct Assets;

struct Asset {
    /// `app.1a2b3c4d.css`
    address: String,
    digest: String,
    plain: Bytes,
    brotli: OnceLock<Bytes>,
    kind: &'static str,
}

const SHEET: &str = "app.css";
const SCRIPT: (&str, &str) = ("app.js", include_str!("../../../ui/static/app.js"));

/// What the script says: its names for the words, and their keys.
const SAID: [(&str, &str); 9] = [
    ("saving", "common-saving"),
    ("sending", "common-sending"),
    ("saved", "common-saved"),
    ("unsaved", "common-not-saved"),
    ("changed", "common-changed-elsewhere"),
    ("choose", "common-choose-file"),
    ("none", "common-no-file"),
    ("show", "common-show-password"),
    ("hide", "common-hide-password"),
];

fn script_name(lang: Lang) -> String {
    format!("app.{}.js", lang.code())
}

/// The script with the words it says, once for each language: a page of every step would carry them again.
fn spoken(lang: Lang) -> String {
    let words = Words::for_lang(lang);
    let said: BTreeMap<&str, String> = SAID.iter().map(|(name, key)| (*name, words.t(key))).collect();
    format!("'use strict';\nconst words = {};\n{}", serde_json::json!(said), SCRIPT.1)
}

impl Asset {
    fn new(name: &str, plain: Vec<u8>) -> Self {
        let digest = hex::encode(&vault::sha256(&plain)[..4]);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        Self {
            address: format!("{stem}.{digest}.{ending}"),
            digest,
            plain: Bytes::from(plain),
            brotli: OnceLock::new(),
            kind: kind_of(ending),
        }
    }
}

impl Assets {
    /// The address of the script that speaks a language.
    pub fn script(lang: Lang) -> String {
        Self::url(&script_name(lang))
    }

    /// The address of a file by its name in `ui/static`: `/aset/app.1a2b3c4d.css`. An unknown name gives an address
    /// that answers 404.
    pub fn url(name: &str) -> String {
        match all().get(name) {
            Some(asset) => format!("/aset/{}", asset.address),
            None => format!("/aset/{name}"),
        }
    }
}

/// The route of all static files, `GET /aset/{file}`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/aset/{file}", get(serve))
}

fn all() -> &'static BTreeMap<String, Asset> {
    static ALL: OnceLock<BTreeMap<String, Asset>> = OnceLock::new();
    ALL.get_or_init(|| {
        let sheet = sheet::whole();
        let mut texts: Vec<(String, Vec<u8>)> = Files::iter()
            .filter_map(|name| {
                let file = Files::get(&name)?.data.into_owned();
                let file = match name.rsplit_once('.') {
                    Some((_, "css")) => sheet::squeezed(&String::from_utf8_lossy(&file)).into_bytes(),
                    _ => file,
                };
                (name != SHEET && name != SCRIPT.0).then_some((name.into_owned(), file))
            })
            .collect();
        texts.extend(Lang::ALL.map(|lang| (script_name(lang), spoken(lang).into_bytes())));
        texts.push(("app-dark.css".to_owned(), sheet::fixed(&sheet, true).into_bytes()));
        texts.push(("app-light.css".to_owned(), sheet::fixed(&sheet, false).into_bytes()));
        texts.push((SHEET.to_owned(), sheet.into_bytes()));
        texts.into_iter().map(|(name, text)| (name.clone(), Asset::new(&name, text))).collect()
    })
}

fn kind_of(ending: &str) -> &'static str {
    match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" | "json" => "application/json",
        _ => "application/octet-stream",
    }
}

/// A build for work at the desk compresses lightly, because its brotli is slow; the delivered one as well as it can.
const QUALITY: u32 = if cfg!(debug_assertions) { 4 } else { 11 };

fn compressed(plain: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(plain.len() / 3);
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, QUALITY, 22);
    let written = writer.write_all(plain).and_then(|()| writer.flush());
    drop(writer);
    if written.is_err() {
        tracing::error!("a static file could not be compressed");
        return Bytes::new();
    }
    Bytes::from(out)
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|part| {
            let (coding, weight) = part.split_once(';').unwrap_or((part, ""));
            coding.trim().eq_ignore_ascii_case("br") && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
        })
    })
}

async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response<Body> {
    let Some(asset) = all().values().find(|asset| asset.address == file) else {
        return answer(StatusCode::NOT_FOUND, Bytes::new());
    };
    let text = asset.kind.starts_with("text/") || matches!(asset.kind, "image/svg+xml" | "application/json");
    let brotli = if text && takes_brotli(&headers) {
        Some(asset.brotli.get_or_init(|| compressed(&asset.plain)).clone()).filter(|bytes| !bytes.is_empty())
    } else {
        None
    };
    let tag = format!("\"{}{}\"", asset.digest, if brotli.is_some() { "-br" } else { "" });
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let fresh = known.flat_map(|value| value.split(',')).any(|one| one.trim().trim_start_matches("W/") == tag);
    let mut response = if fresh {
        answer(StatusCode::NOT_MODIFIED, Bytes::new())
    } else {
        answer(StatusCode::OK, brotli.clone().unwrap_or_else(|| asset.plain.clone()))
    };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(value) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, value);
    }
    if !fresh {
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
        if brotli.is_some() {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
    }
    response
}

fn answer(status: StatusCode, body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
}
