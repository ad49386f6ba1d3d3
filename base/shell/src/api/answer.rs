//! Answers for programs.

use crate::{Answer, Fields, Problem};
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use kernel::{lang::Lang, problem::ProblemCode};
use serde::Serialize;
use utoipa::ToSchema;

/// A text in both languages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Both {
    /// In Bahasa Indonesia.
    pub id: String,
    /// In English.
    pub en: String,
}

impl Both {
    /// Both texts.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { id: id.into(), en: en.into() }
    }

    /// Drawn in each language.
    pub fn of(draw: impl Fn(crate::words::Words) -> String) -> Self {
        let words = crate::words::Words::for_lang;
        Self { id: draw(words(Lang::Id)), en: draw(words(Lang::En)) }
    }
}

fn drawn<T: Serialize + ?Sized>(status: StatusCode, body: &T) -> Result<(String, Response), Problem> {
    let text = serde_json::to_string(body).map_err(|e| Problem::new(ProblemCode::Internal).cause(&e))?;
    let mut response = (status, text.clone()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok((text, response))
}

/// 200 with a document; kept by no cache.
pub fn json<T: Serialize + ?Sized>(body: &T) -> Answer {
    drawn(StatusCode::OK, body).map(|(_, response)| response)
}

/// 201 with a document.
pub fn created<T: Serialize + ?Sized>(body: &T) -> Answer {
    drawn(StatusCode::CREATED, body).map(|(_, response)| response)
}

/// 204.
pub fn nothing() -> Answer {
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn same(headers: &HeaderMap, tag: &str) -> bool {
    let bare = tag.trim_start_matches("W/");
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|t| t.trim() == "*" || t.trim().trim_start_matches("W/") == bare)
}

/// 200 with something public, or 304 when the caller has it already. `fresh` is how many seconds a cache may give it
/// without asking.
pub fn public<T: Serialize + ?Sized>(headers: &HeaderMap, fresh: u32, body: &T) -> Answer {
    let (text, mut response) = drawn(StatusCode::OK, body)?;
    // weak: the same document may travel compressed
    let tag = format!("W/\"{}\"", &hex::encode(vault::sha256(text.as_bytes()))[..32]);
    if same(headers, &tag) {
        response = StatusCode::NOT_MODIFIED.into_response();
    }
    let control = format!("public, max-age={fresh}");
    for (name, value) in [(header::ETAG, tag), (header::CACHE_CONTROL, control)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    Ok(response)
}

/// A part of a list.
#[derive(Debug, Clone, Serialize)]
pub struct Slice<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Give it as `cursor` to get the next part; none at the end.
    pub next: Option<String>,
}

const LIMIT_MAX: usize = 100;
const LIMIT: usize = 20;

/// Cuts a list that is ordered by a key: what comes after `cursor`, at most `limit` rows.
pub fn sliced<T, K: AsRef<str>>(query: &Fields, all: Vec<T>, key: impl Fn(&T) -> K) -> Result<Slice<T>, Problem> {
    let wrong = |name: &str| Problem::new(ProblemCode::BadInput).because("api-slice-wrong").field(name);
    let limit = match query.get("limit") {
        "" => LIMIT,
        text => text.parse::<usize>().ok().filter(|n| (1..=LIMIT_MAX).contains(n)).ok_or_else(|| wrong("limit"))?,
    };
    let mut rest = all.into_iter();
    if query.has("cursor") {
        let after = query.get("cursor").to_owned();
        if !rest.any(|row| key(&row).as_ref() == after) {
            return Err(wrong("cursor"));
        }
    }
    let mut items: Vec<T> = rest.by_ref().take(limit).collect();
    items.shrink_to_fit();
    let more = rest.next().is_some();
    let next = if more { items.last().map(|row| key(row).as_ref().to_owned()) } else { None };
    Ok(Slice { items, next })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_part_by_part() {
        let all = || vec!["a", "b", "c"];
        let cut = |pairs: &[(&str, &str)]| sliced(&Fields::of(pairs), all(), |t| (*t).to_owned());
        let first = cut(&[("limit", "2")]).unwrap();
        assert_eq!((first.items, first.next.as_deref()), (vec!["a", "b"], Some("b")));
        let last = cut(&[("limit", "2"), ("cursor", "b")]).unwrap();
        assert_eq!((last.items, last.next), (vec!["c"], None));
        for bad in [("limit", "0"), ("limit", "101"), ("limit", "x"), ("cursor", "z")] {
            assert!(cut(&[bad]).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_tag_is_known_again_in_a_list() {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"x\", W/\"abc\""));
        assert!(same(&headers, "W/\"abc\""));
        assert!(!same(&headers, "W/\"abd\""));
    }
}
