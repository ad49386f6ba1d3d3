//! The switch of language keeps the page and what was typed, acts on nothing, and believes nobody.

use crate::{
    attack::{HOSTILE, answered},
    forms::plain,
    stage::{open_calendar, product, stage},
};
use harness::{Browser, Kind, Page};

/// Where the header's button sends the form of this page.
fn switch(page: &Page) -> String {
    let html = page.text();
    assert!(html.contains("<form id=\"isian\""), "no form that the switch takes along in {html}");
    let place = html.split("formaction=\"").nth(1).and_then(|rest| rest.split('"').next());
    plain(place.unwrap_or_else(|| panic!("no switch in {html}")))
}

/// The page in the other language with these typed.
async fn switched(browser: &mut Browser, page: &Page, typed: &[(&str, &str)]) -> Page {
    let answer = browser.post(&switch(page), typed).await;
    answered(&answer, &page.path);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

/// The value of a field of the page itself.
fn value<'a>(html: &'a str, mark: &str) -> &'a str {
    let main = html.split("<main").nth(1).unwrap_or_default();
    let tag = main.split('<').find(|tag| tag.contains(mark)).unwrap_or_else(|| panic!("no {mark} in {html}"));
    tag.split(" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

fn tag<'a>(html: &'a str, marks: [&str; 2]) -> &'a str {
    html.split('<').find(|tag| marks.iter().all(|mark| tag.contains(mark))).unwrap_or_else(|| panic!("no {marks:?} in {html}"))
}

#[tokio::test]
async fn what_a_stranger_typed_stays_when_the_language_changes() {
    let product = product().await;
    let mut browser = product.browser();
    let page = browser.get("/daftar?kembali=/permohonan").await;
    let typed = [
        ("kembali", "/permohonan"),
        ("nama", "Maria \"Ine\" O'Sare & <b>"),
        ("surel", "ine@"),
        ("sandi", "kuda-nil"),
        ("setuju", "ya"),
    ];
    let english = switched(&mut browser, &page, &typed).await.text();
    assert!(english.contains("<html lang=\"en\""), "{english}");
    assert_eq!(plain(value(&english, "name=\"nama\"")), "Maria \"Ine\" O'Sare & <b>");
    assert_eq!(value(&english, "name=\"surel\""), "ine@");
    assert_eq!(value(&english, "name=\"kembali\""), "/permohonan");
    assert!(tag(&english, ["name=\"setuju\"", "checkbox"]).contains("checked"), "{english}");
    assert!(!english.contains("kuda-nil"), "a password is never drawn");
    assert!(!english.contains("role=\"alert\""), "nothing was sent, so nothing is wrong");
    // and back, with the box no longer ticked
    let page = browser.get("/daftar").await;
    assert!(page.says("<html lang=\"en\""), "the language stays");
    let back = switched(&mut browser, &page, &[("nama", "Ine")]).await.text();
    assert!(back.contains("<html lang=\"id\"") && !tag(&back, ["name=\"setuju\"", "checkbox"]).contains("checked"), "{back}");
    // what is looked for, and a list
    let page = browser.get("/kantor").await;
    let found = switched(&mut browser, &page, &[("q", "Maumere"), ("provinsi", "Nusa Tenggara Timur")]).await.text();
    assert_eq!(value(&found, "name=\"q\""), "Maumere");
    assert!(tag(&found, ["option", "value=\"Nusa Tenggara Timur\""]).contains("selected"), "{found}");
}

#[tokio::test]
async fn what_an_applicant_typed_stays_and_nothing_is_saved() {
    let mut stage = stage().await;
    open_calendar(&stage.product).await;
    let at = |step: &str| format!("/permohonan/{}/isi/{step}", stage.id);
    let (birth, sex, mother, address) = (at("birth"), at("sex"), at("mother"), at("ktp-address"));
    for (path, name, text) in [
        (&birth, "birth_place", "Maumere & sekitarnya"),
        (&birth, "birth_date-d", "31"),
        (&mother, "mother_name", "Maria \"Ine\" O'Bere"),
    ] {
        let page = stage.mine.get(path).await;
        let asked = switched(&mut stage.mine, &page, &[(name, text)]).await.text();
        let mark = format!("name=\"{name}\"");
        assert_eq!(plain(value(&asked, &mark)), text, "{name} on {asked}");
        let again = stage.mine.get(path).await.text();
        assert_eq!(value(&again, &mark), "", "{name} was saved by the switch");
    }
    let page = stage.mine.get(&mother).await;
    let asked = switched(&mut stage.mine, &page, &[("mother_address", "Jl. \"Mawar\" <1>\nRT 2")]).await.text();
    assert!(plain(&asked).contains(">Jl. \"Mawar\" <1>\nRT 2</textarea>"), "{asked}");
    let page = stage.mine.get(&address).await;
    let asked = switched(&mut stage.mine, &page, &[("ktp_province", "53")]).await.text();
    assert!(tag(&asked, ["option", "value=\"53\""]).contains("selected"), "{asked}");
    let page = stage.mine.get(&sex).await;
    let chosen = switched(&mut stage.mine, &page, &[("sex", "female")]).await.text();
    assert!(tag(&chosen, ["name=\"sex\"", "value=\"female\""]).contains("checked"), "{chosen}");
    assert!(!tag(&chosen, ["name=\"sex\"", "value=\"male\""]).contains("checked"), "{chosen}");
    // the versions of what the page was drawn with stay, the key of its forms is new
    let page = stage.mine.get(&mother).await;
    let form = [("kunci", "kunci-lama-0000000000"), ("versi", "7"), ("mother_name", "Maria Bere")];
    let drawn = switched(&mut stage.mine, &page, &form).await;
    assert_eq!(drawn.input("versi").as_deref(), Some("7"));
    assert_ne!(drawn.input("kunci").as_deref(), Some("kunci-lama-0000000000"));
}

#[tokio::test]
async fn a_page_drawn_by_an_act_changes_its_language_at_the_page_it_came_from() {
    let mut stage = stage().await;
    let act = format!("/permohonan/{}/periksa/lanjut", stage.id);
    let page = stage.mine.get(&format!("{act}?bahasa=en")).await;
    assert_eq!((page.status.as_u16(), page.location()), (303, format!("/permohonan/{}/periksa?bahasa=en", stage.id)));
    let page = stage.mine.post(&format!("{act}?bahasa=en&isian"), &[("apa", "saja")]).await;
    assert!(page.status == 200 && page.says("<html lang=\"en\""), "{}", page.text());
    // without a language it stays refused
    assert_eq!(stage.mine.get(&act).await.status, 405);
}

#[tokio::test]
async fn no_hostile_text_harms_the_page_that_takes_it_over() {
    let mut stage = stage().await;
    let home = format!("/permohonan/{}/isi/name", stage.id);
    let mut stranger = stage.product.browser();
    for place in ["/daftar", "/masuk", "/lacak", "/lupa", &home] {
        let browser = if place == home { &mut stage.mine } else { &mut stranger };
        let page = browser.get(place).await;
        let (to, names) =
            (switch(&page), page.forms().into_iter().flat_map(|form| form.names()).filter(|(_, kind)| *kind == Kind::Text));
        for (name, _) in names.collect::<Vec<_>>() {
            for (text, typed) in HOSTILE {
                let answer = browser.post(&to, &[(name.as_str(), text)]).await;
                answered(&answer, &format!("{place} {name}={text:?}"));
                let secret = ["sandi", "kunci"].contains(&name.as_str());
                let html = answer.text();
                let main = html.split("<main").nth(1).unwrap_or_default();
                if typed && answer.status == 200 && !secret && main.contains(&format!("name=\"{name}\" value=\"")) {
                    assert!(plain(main).contains(text), "{place} {name} lost {text:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn another_site_fills_in_nothing() {
    let product = product().await;
    let mut browser = product.browser();
    browser.always("sec-fetch-site", "cross-site");
    let answer = browser.post("/daftar?bahasa=en&isian", &[("nama", "Orang Jahat")]).await;
    assert!(answer.status == 403 && !answer.says("Orang Jahat"), "{}", answer.text());
}

#[tokio::test]
async fn somebody_who_was_away_too_long_finds_the_form_in_the_other_language() {
    let mut stage = stage().await;
    let path = format!("/permohonan/{}/isi/mother", stage.id);
    let page = stage.mine.get(&path).await;
    stage.product.clock.advance(kernel::time::HOUR);
    let away = stage.mine.post(&switch(&page), &[("mother_name", "Maria Bere")]).await;
    assert_eq!(away.status, 303, "{}", away.text());
    let back = stage.mine.submit("/masuk", &[("surel", "yuliana.sare@contoh.id"), ("sandi", crate::stage::PASSWORD)]).await;
    assert!(back.says("Maria Bere") && back.says("<html lang=\"en\""), "{}", back.text());
}
