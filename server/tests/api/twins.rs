//! What anybody reads on the pages, programs read as well: the same answers from the same rules.

use crate::scene::{self, Program, header, is_problem};
use harness::{Mode, Product};
use kernel::{lang::Lang, time::MINUTE};
use serde_json::Value;
use shell::words::Words;

/// A program's answers and the page's for the same case.
const CASES: [(&str, &str); 7] = [
    ("for=adult&before=none&type=ordinary_10", "untuk=dewasa&paspor=belum&jenis=ordinary_10"),
    ("for=adult&before=expired&old=same&type=electronic_10", "untuk=dewasa&paspor=habis&lama=sama&jenis=electronic_10"),
    ("for=adult&before=full&old=other&type=electronic_5", "untuk=dewasa&paspor=penuh&lama=lain&jenis=electronic_5"),
    ("for=adult&before=lost&type=ordinary_5", "untuk=dewasa&paspor=hilang&jenis=ordinary_5"),
    ("for=adult&before=damaged&type=electronic_5", "untuk=dewasa&paspor=rusak&jenis=electronic_5"),
    ("for=child&before=none&type=ordinary_5", "untuk=anak&paspor=belum&jenis=ordinary_5"),
    ("for=child&before=expired&type=electronic_5", "untuk=anak&paspor=habis&jenis=electronic_5"),
];

fn drawn(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;")
}

fn rows<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value[name].as_array().expect("a list").iter()
}

/// Every text and every sum that the program gets for a case stands on the page.
async fn same_as_the_page(product: &Product, (asked, address): (&str, &str), lang: Lang) {
    let answer = Program::stranger(product).get(&format!("/needs?{asked}")).await;
    assert_eq!(answer.status, 200, "{asked}: {}", answer.text());
    let needs = answer.json();
    let (code, w) = (lang.code(), Words::for_lang(lang));
    let page = product.browser().get(&format!("/perlu-apa?{address}&bahasa={code}")).await;
    assert_eq!(page.status, 200, "{address}");
    let mut said: Vec<String> = Vec::new();
    let mut both = |value: &Value| said.push(drawn(value[code].as_str().unwrap_or_default()));
    for paper in rows(&needs, "papers") {
        both(&paper["name"]);
        both(&paper["note"]);
    }
    for row in rows(&needs, "lines").chain(rows(&needs, "types")) {
        both(&row["name"]);
    }
    for name in ["name", "validity", "early", "spared", "instead"] {
        both(&needs[name]);
    }
    let sums =
        rows(&needs, "lines").map(|l| &l["amount"]).chain(rows(&needs, "types").map(|t| &t["fee"])).chain([&needs["total"]]);
    said.extend(sums.map(|sum| w.rupiah(kernel::money::Rupiah(sum.as_i64().expect("a sum")))));
    for text in said {
        assert!(page.says(&text), "{address}: the page does not say “{text}”:\n{}", page.text());
    }
    assert!(rows(&needs, "papers").count() >= 1 && rows(&needs, "types").filter(|t| t["chosen"] == true).count() == 1, "{needs}");
    for paper in rows(&needs, "papers") {
        assert!(!paper["why"][code].as_str().unwrap_or("⟦").contains('⟦'), "{paper}");
    }
}

#[tokio::test]
async fn what_a_case_needs_is_the_same_for_programs_and_on_the_page() {
    let product = scene::product().await;
    for case in CASES {
        for lang in Lang::ALL {
            same_as_the_page(&product, case, lang).await;
        }
    }
    let lost = Program::stranger(&product).get("/needs?for=adult&before=lost&type=ordinary_5").await.json();
    let sum: i64 = rows(&lost, "lines").map(|line| line["amount"].as_i64().unwrap()).sum();
    assert_eq!((lost["total"].as_i64(), rows(&lost, "lines").count()), (Some(sum), 2), "the charge is a line of its own");
    assert_eq!(lost["category"], "lost");
}

#[tokio::test]
async fn an_answer_that_is_missing_or_not_offered_is_named() {
    let product = scene::product().await;
    let mut program = Program::stranger(&product);
    for (asked, field) in [
        ("", "for"),
        ("?for=cat", "for"),
        ("?for=adult", "before"),
        ("?for=adult&before=never", "before"),
        ("?for=adult&before=expired&type=ordinary_10", "old"),
        ("?for=adult&before=none&old=x&type=ordinary_10", "old"),
        ("?for=adult&before=none", "type"),
        ("?for=child&before=none&type=ordinary_10", "type"),
        ("?for=adult&before=none&type=karangan", "type"),
    ] {
        let page = program.get(&format!("/needs{asked}")).await;
        is_problem(&page, 400, "bad-input");
        assert_eq!(page.json()["field"], field, "{asked}");
    }
    is_problem(&program.get("/needs?for=adult&lain=1").await, 400, "bad-input");
}

#[tokio::test]
async fn the_state_of_the_parts_is_what_the_page_says() {
    let product = scene::product().await;
    let answer = Program::stranger(&product).get("/status/parts").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let seen = answer.json();
    let codes: Vec<&str> = rows(&seen, "parts").filter_map(|part| part["code"].as_str()).collect();
    assert_eq!(codes, ["system", "biller", "registers", "mail"]);
    for lang in Lang::ALL {
        let page = product.browser().get(&format!("/status?bahasa={}", lang.code())).await;
        for part in rows(&seen, "parts") {
            for name in ["name", "means"] {
                let text = drawn(part[name][lang.code()].as_str().expect("a text"));
                assert!(page.says(&text), "the page does not say “{text}”:\n{}", page.text());
            }
        }
    }
    let state =
        |seen: &Value, code: &str| rows(seen, "parts").find(|part| part["code"] == code).expect("a part")["state"].clone();
    assert_eq!((state(&seen, "system"), state(&seen, "mail")), ("up".into(), "quiet".into()));
    product.outside.mailer.set(Mode::Unknown);
    let form = product.browser().get("/daftar").await.form("Buat akun").with("nama", "Yuliana").with("surel", scene::EMAIL);
    let form = form.with("telepon", "081234567890").with("sandi", scene::PASSWORD).with("setuju", "ya");
    product.browser().press(&form).await;
    product.settle().await;
    product.later(2 * MINUTE).await;
    let seen = Program::stranger(&product).get("/status/parts").await.json();
    assert_eq!(state(&seen, "mail"), "silent", "{seen}");
    let mail = rows(&seen, "parts").find(|part| part["code"] == "mail").unwrap();
    assert!(mail["silent_since"].is_string() && mail["answered_at"].is_null(), "{mail}");
}

#[tokio::test]
async fn both_are_confirmed_without_a_body_and_counted_like_other_public_reads() {
    let product = scene::product().await;
    for path in ["/needs?for=adult&before=none&type=ordinary_10", "/status/parts"] {
        let mut program = Program::stranger(&product);
        let first = program.get(path).await;
        assert_eq!(first.status, 200, "{}", first.text());
        assert!(header(&first, "cache-control").starts_with("public, max-age="), "{path}");
        assert!(!header(&first, "ratelimit").is_empty() && !header(&first, "ratelimit-policy").is_empty(), "{path}");
        let tag = header(&first, "etag").to_owned();
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        program.browser.always("if-none-match", &tag);
        let again = program.get(path).await;
        assert!(again.status == 304 && again.bytes.is_empty(), "{path}: {}", again.status);
        assert_eq!(header(&again, "etag"), tag);
    }
}
