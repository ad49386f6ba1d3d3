use super::{
    HEAD_BYTES_MAX, Jar, KEPT_LIFE, KEPT_MAX, Memory, Said, Told, Turn, digest, fresh_key, is_key, key_in_head, peeked, whole,
};
use crate::{fields::FORM_BYTES_MAX, visitor::see_other};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Request, header},
};
use kernel::{problem::ProblemCode, time::Timestamp};
use std::sync::Arc;
use tokio::sync::watch;

fn jar(citizen: &str) -> Jar {
    let mut headers = HeaderMap::new();
    if !citizen.is_empty() {
        headers.insert(header::COOKIE, HeaderValue::from_str(&format!("__Host-mp={citizen}")).unwrap());
    }
    Jar::of(&headers)
}

fn say(memory: &Memory, name: [u8; 32], at: Timestamp) -> watch::Sender<Said> {
    match memory.turn(name, jar("a").who(), at) {
        Turn::Mine(say) => say,
        _ => panic!("nobody was there before"),
    }
}

fn told(cookie: &str) -> Told {
    let mut response = see_other("/permohonan");
    response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_str(cookie).unwrap());
    Told::of(&response).unwrap()
}

#[test]
fn a_key_is_short_random_and_of_plain_characters() {
    let (one, other) = (fresh_key(), fresh_key());
    assert!(is_key(&one) && one.len() == 22 && one != other, "{one}");
    for bad in ["", "x", "empat belas ok!", "1234567890123<b>", &"a".repeat(65)] {
        assert!(!is_key(bad), "{bad}");
    }
}

#[test]
fn what_is_remembered_is_bounded_in_count_and_age() {
    let memory = Memory::default();
    let many = u32::try_from(KEPT_MAX).unwrap() + 500;
    for n in 0..many {
        drop(say(&memory, digest(&[&n.to_be_bytes()]), Timestamp(1_000)));
    }
    assert_eq!(memory.len(), KEPT_MAX, "the oldest went");
    let late = Timestamp(1_000 + KEPT_LIFE);
    drop(say(&memory, digest(&[b"x"]), late));
    assert_eq!(memory.len(), 1, "the old ones went");
}

#[test]
fn an_answer_is_for_the_browser_that_asked_before_and_after_it() {
    let memory = Memory::default();
    let (name, now) = (digest(&[b"x"]), Timestamp(1_000));
    let say = say(&memory, name, now);
    assert!(matches!(memory.turn(name, jar("a").who(), now), Turn::Wait(_)), "the second waits");
    assert!(matches!(memory.turn(name, jar("b").who(), now), Turn::Alone), "another session has a turn of its own");
    let told = told("__Host-mp=c; Path=/; Secure");
    let may = [jar("a").who(), jar("a").after(&told).who()];
    say.send_replace(Some(Arc::new((told, may))));
    for (who, known) in [("a", true), ("c", true), ("b", false), ("", false)] {
        assert_eq!(matches!(memory.turn(name, jar(who).who(), now), Turn::Wait(_)), known, "{who}");
    }
}

#[test]
fn a_form_that_ran_without_an_answer_worth_keeping_may_run_again() {
    let memory = Memory::default();
    let (name, now) = (digest(&[b"x"]), Timestamp(1_000));
    let say_nothing = say(&memory, name, now);
    memory.drop_unsaid(&name);
    drop(say_nothing);
    drop(say(&memory, name, now));
}

#[test]
fn only_a_redirect_of_modest_size_is_remembered() {
    assert!(Told::of(&see_other("/permohonan")).is_some());
    assert!(Told::of(&see_other(format!("/{}", "x".repeat(4_000)))).is_none());
    let page: axum::response::Response = axum::response::IntoResponse::into_response("halo");
    assert!(Told::of(&page).is_none());
}

#[test]
fn parts_do_not_run_into_each_other() {
    assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
}

#[tokio::test]
async fn the_key_at_the_head_of_a_file_is_read_and_nothing_of_the_file_is_lost() {
    let body = |key: &str| {
        let head = format!("--x\r\ncontent-disposition: form-data; name=\"kunci\"\r\n\r\n{key}\r\n--x\r\n");
        [head.as_bytes(), &vec![7_u8; 3 * HEAD_BYTES_MAX]].concat()
    };
    for cut in [1_usize, 40, 70, 20_000] {
        let sent = body("satu-kunci-yang-cukup");
        let chunks: Vec<Result<Vec<u8>, std::io::Error>> = sent.chunks(cut).map(|chunk| Ok(chunk.to_vec())).collect();
        let request = Request::builder().header(header::CONTENT_LENGTH, sent.len()).body(()).unwrap();
        let (parts, ()) = request.into_parts();
        let (rest, key) = peeked(&parts, Body::from_stream(futures_util::stream::iter(chunks))).await;
        assert_eq!(key.as_deref(), Some("satu-kunci-yang-cukup"), "{cut}");
        assert_eq!(axum::body::to_bytes(rest, usize::MAX).await.unwrap(), sent, "{cut}");
    }
    assert_eq!(key_in_head(b"name=\"kunci\"\r\n\r\nbelum selesai"), None);
}

#[tokio::test]
async fn a_form_longer_than_any_form_is_not_held() {
    let huge = Body::from(vec![b'9'; FORM_BYTES_MAX + 1]);
    assert_eq!(whole(huge).await.unwrap_err().code, ProblemCode::TooLarge);
}
