//! Information days: the calendar and the registration are the same for programs and on the pages.

use crate::scene::{self, EMAIL, Program, header, is_problem};
use harness::Product;
use kernel::{
    lang::Lang,
    time::{DAY, HOUR, MINUTE},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn product() -> Product {
    let product = scene::product().await;
    outreach::create_sample_days(&product.house).await.expect("the sample days are made");
    product
}

fn drawn(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;")
}

fn word<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// All days ahead, in one part.
async fn ahead(product: &Product, filter: &str) -> Vec<Value> {
    let page = Program::stranger(product).get(&format!("/days?limit=100{filter}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.json()["next"].is_null());
    page.json()["items"].as_array().cloned().expect("days")
}

/// The id of the day at a place.
async fn day_at(product: &Product, place: &str) -> String {
    let all = ahead(product, "").await;
    let day = all.iter().find(|day| word(day, "place").contains(place)).expect("a sample day");
    word(day, "id").to_owned()
}

fn guest() -> Value {
    json!({ "name": "Martina Sare", "phone": "0812 3456 7890", "email": null, "persons": 2, "agreed": true })
}

#[tokio::test]
async fn a_day_says_the_same_to_programs_and_on_its_page() {
    let product = product().await;
    let all = ahead(&product, "").await;
    assert_eq!(all.len(), 8);
    for day in &all {
        let one = Program::stranger(&product).get(&format!("/days/{}", word(day, "id"))).await;
        assert_eq!((one.status.as_u16(), &one.json()), (200, day));
        for lang in Lang::ALL {
            let code = lang.code();
            let page = product.browser().get(&format!("/penyuluhan/{}?bahasa={code}", word(day, "id"))).await;
            let start = word(day, "start").replace(':', if lang == Lang::Id { "." } else { ":" });
            let own =
                ["place", "regency_name", "directions", "officers", "note", "office_name", "zone"].map(|name| word(day, name));
            let both = ["kind_text", "audience_text", "language_text", "state_text"].map(|name| word(&day[name], code));
            for text in own.into_iter().chain(both).chain([start.as_str()]) {
                assert!(page.says(&drawn(text)), "the page does not say “{text}”:\n{}", page.text());
            }
        }
    }
    let states: BTreeSet<&str> = all.iter().map(|day| word(day, "state")).collect();
    assert_eq!(states, BTreeSet::from(["free", "full"]));
}

#[tokio::test]
async fn the_filters_of_the_calendar_find_the_same_days() {
    let product = product().await;
    for (asked, address) in [
        ("", ""),
        ("&regency=3275", "?wilayah=3275"),
        ("&month=2026-10", "?bulan=2026-10"),
        ("&regency=5307&month=2026-11", "?wilayah=5307&bulan=2026-11"),
        ("&regency=9999", "?wilayah=9999"),
    ] {
        let found = ahead(&product, asked).await;
        let page = product.browser().get(&format!("/penyuluhan{address}")).await;
        let shown: Vec<String> = page.links("/penyuluhan/0");
        let found: Vec<String> = found.iter().map(|day| format!("/penyuluhan/{}", word(day, "id"))).collect();
        assert_eq!(found, shown, "{asked}");
    }
    let mut program = Program::stranger(&product);
    for (asked, field) in [
        ("regency=Ende", "regency"),
        ("month=2026-13", "month"),
        ("limit=0", "limit"),
        ("cursor=entah", "cursor"),
        ("cursor=0192f3a0-0000-7000-8000-000000000000", "cursor"),
        ("wilayah=5307", "wilayah"),
    ] {
        let page = program.get(&format!("/days?{asked}")).await;
        is_problem(&page, 400, "bad-input");
        assert_eq!(page.json()["field"], field, "{asked}");
    }
    for id in ["entah", "0192f3a0-0000-7000-8000-000000000000"] {
        is_problem(&program.get(&format!("/days/{id}")).await, 404, "not-found");
    }
}

#[tokio::test]
async fn the_calendar_is_read_part_by_part_even_when_a_day_ends_meanwhile() {
    let product = product().await;
    let whole: Vec<Value> = ahead(&product, "").await;
    let mut program = Program::stranger(&product);
    let first = program.get("/days?limit=3").await.json();
    let mut seen = first["items"].as_array().cloned().expect("days");
    let mut cursor = word(&first, "next").to_owned();
    product.clock.advance(4 * DAY + 3 * HOUR);
    assert_eq!(ahead(&product, "").await.len(), 7, "the first day is over");
    while !cursor.is_empty() {
        let page = program.get(&format!("/days?limit=2&cursor={cursor}")).await.json();
        seen.extend(page["items"].as_array().cloned().expect("days"));
        word(&page, "next").clone_into(&mut cursor);
    }
    let ids = |days: &[Value]| days.iter().map(|day| word(day, "id").to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(&seen), ids(&whole));
}

#[tokio::test]
async fn a_public_read_of_days_is_confirmed_until_a_seat_is_taken() {
    let product = product().await;
    let id = day_at(&product, "Bekasi Utara").await;
    for path in ["/days".to_owned(), format!("/days/{id}")] {
        let mut program = Program::stranger(&product);
        let first = program.get(&path).await;
        let tag = header(&first, "etag").to_owned();
        assert!(tag.starts_with("W/\"") && header(&first, "cache-control") == "public, max-age=0", "{path}");
        program.browser.always("if-none-match", &tag);
        let again = program.get(&path).await;
        assert!(again.status == 304 && again.bytes.is_empty(), "{path}: {}", again.status);
        let taken = Program::stranger(&product).post_as(&vault::new_token(), &format!("/days/{id}/guests"), &guest()).await;
        assert_eq!(taken.status, 201, "{}", taken.text());
        assert_eq!(program.get(&path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_guest_registered_by_a_program_has_her_page_and_the_same_key_takes_no_second_seat() {
    let product = product().await;
    let id = day_at(&product, "Bekasi Utara").await;
    let free = |day: Value| day["free"].as_i64().expect("seats");
    let path = format!("/days/{id}");
    let mut program = Program::stranger(&product);
    let before = free(program.get(&path).await.json());
    let first = program.post_as("kunci-satu", &format!("{path}/guests"), &guest()).await;
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(header(&first, "ratelimit-policy"), "\"registrations\";q=60;w=600");
    let again = program.post_as("kunci-satu", &format!("{path}/guests"), &guest()).await;
    assert_eq!((again.status.as_u16(), again.json()), (201, first.json()));
    assert_eq!(free(program.get(&path).await.json()), before - 2);
    let mut other = guest();
    other["name"] = json!("Yosep Keraf");
    is_problem(&program.post_as("kunci-satu", &format!("{path}/guests"), &other).await, 422, "key-reused");
    let mut known = Program::of(&product, EMAIL).await;
    let hers = known.post_as("kunci-satu", &format!("{path}/guests"), &other).await;
    assert_eq!(hers.status, 201, "another caller has keys of her own: {}", hers.text());
    let body = first.json();
    let own = word(&body, "page").strip_prefix("http://localhost:8080").expect("an address of this installation");
    let mine = product.browser().get(own).await;
    assert!(mine.says("Martina Sare") && mine.says("2 orang"), "{}", mine.text());
    product.browser().press(&mine.form("Batalkan")).await;
    assert_eq!(free(program.get(&path).await.json()), before - 2, "her two seats are free again, the other guest has two");
}

#[tokio::test]
async fn what_the_form_refuses_programs_are_refused_in_the_same_words() {
    let product = product().await;
    let id = day_at(&product, "Bekasi Utara").await;
    let mut program = Program::stranger(&product);
    program.browser.always("accept-language", "id");
    let long = "a".repeat(101);
    for (changed, value, field) in [
        ("name", json!(""), "name"),
        ("name", json!("123"), "name"),
        ("name", json!("\u{0}"), "name"),
        ("name", json!(long), "name"),
        ("phone", json!(null), "phone"),
        ("phone", json!("12"), "phone"),
        ("email", json!("bukan surel"), "email"),
        ("persons", json!(0), "persons"),
        ("persons", json!(11), "persons"),
        ("agreed", json!(false), "agreed"),
    ] {
        let mut body = guest();
        body[changed] = value;
        let page = program.post(&format!("/days/{id}/guests"), &body).await;
        is_problem(&page, 400, "bad-input");
        let said = page.json();
        assert_eq!(said["field"], field, "{body}");
        if changed == "name" && word(&body, "name") == "\u{0}" {
            continue; // no form can carry it
        }
        let persons = body["persons"].to_string();
        let agreed = if body["agreed"] == true { "ya" } else { "" };
        let form = [
            ("nama", word(&body, "name")),
            ("ponsel", word(&body, "phone")),
            ("surel", word(&body, "email")),
            ("jumlah", &persons),
            ("setuju", agreed),
        ];
        let form: Vec<(&str, &str)> = form.into_iter().chain([("kunci", "satu-kunci-yang-cukup")]).collect();
        let drawn_form = product.browser().post(&format!("/penyuluhan/{id}/daftar"), &form).await;
        assert_eq!(drawn_form.status, 400, "{body}");
        assert!(drawn_form.says(&drawn(word(&said, "detail"))), "{said}: {}", drawn_form.text());
    }
    let unknown = json!({ "name": "Martina Sare", "phone": "081234567890", "persons": 1, "agreed": true, "nik": "5307" });
    is_problem(&program.post(&format!("/days/{id}/guests"), &unknown).await, 400, "bad-json");
    is_problem(&program.post_as("", &format!("/days/{id}/guests"), &guest()).await, 400, "bad-input");
}

#[tokio::test]
async fn a_day_without_seats_refuses_programs_too() {
    let product = product().await;
    let mut program = Program::stranger(&product);
    let full = day_at(&product, "Larantuka").await;
    let page = program.post(&format!("/days/{full}/guests"), &guest()).await;
    is_problem(&page, 409, "slot-full");
    assert!(page.json()["field"].is_null());
    let few = day_at(&product, "Lembata").await;
    let mut many = guest();
    many["persons"] = json!(4);
    let page = program.post(&format!("/days/{few}/guests"), &many).await;
    is_problem(&page, 409, "slot-full");
    assert_eq!(page.json()["field"], "persons", "fewer would fit");
    product.clock.advance(10 * DAY);
    is_problem(&program.post(&format!("/days/{few}/guests"), &guest()).await, 409, "slot-closed");
    assert_eq!(program.get(&format!("/days/{few}")).await.json()["state"], "over");
    let absent = "0192f3a0-0000-7000-8000-000000000000";
    is_problem(&program.post(&format!("/days/{absent}/guests"), &guest()).await, 404, "not-found");
}

#[tokio::test]
async fn registrations_on_the_page_and_by_programs_are_counted_together() {
    let product = product().await;
    let full = day_at(&product, "Larantuka").await;
    let mut program = Program::stranger(&product);
    for _ in 0..59 {
        is_problem(&program.post(&format!("/days/{full}/guests"), &guest()).await, 409, "slot-full");
    }
    let form = [
        ("kunci", "satu-kunci-yang-cukup"),
        ("nama", "Martina Sare"),
        ("ponsel", "081234567890"),
        ("jumlah", "1"),
        ("setuju", "ya"),
    ];
    let path = format!("/penyuluhan/{full}/daftar");
    assert_eq!(product.browser().post(&path, &form).await.status, 409);
    let page = program.post(&format!("/days/{full}/guests"), &guest()).await;
    is_problem(&page, 429, "too-many");
    assert_eq!(header(&page, "retry-after"), "600");
    assert_eq!(product.browser().post(&path, &form).await.status, 429);
    product.clock.advance(10 * MINUTE);
    is_problem(&program.post(&format!("/days/{full}/guests"), &guest()).await, 409, "slot-full");
}
