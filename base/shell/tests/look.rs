//! Every component in one page, so that a broken macro fails here and not in a room.

use askama::Template;
use jiff::civil::{Date, date};
use kernel::{lang::Lang, money::Rupiah};
use shell::{Frame, NavLink, SignedIn, TrialBar, assets::Assets, words::Words};
use std::path::Path;

struct Cell {
    day: u8,
    state: &'static str,
    text: String,
    href: String,
}

struct Offer {
    name: String,
    day: u8,
    text: String,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "sample/applicant.html")]
struct Applicant {
    frame: Frame,
    name: String,
    wrong: Vec<(String, String)>,
    wrong_date: String,
    provinces: Vec<(String, String)>,
    days: Vec<Offer>,
    weeks: Vec<Vec<Cell>>,
    groups: Vec<String>,
    money: Rupiah,
    today: Date,
    seats: i64,
}

#[derive(Template)]
#[template(path = "sample/officer.html")]
struct Officer {
    frame: Frame,
    heads: [&'static str; 4],
}

#[derive(Template)]
#[template(path = "sample/home.html")]
struct Home {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "sample/screen.html")]
struct Screen {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "sample/letter.html")]
struct Letter {
    frame: Frame,
}

fn frame(lang: Lang, is_officer: bool) -> Frame {
    Frame {
        lang,
        w: Words::for_lang(lang),
        path: "/contoh".to_owned(),
        title: "Contoh".to_owned(),
        nonce: "contoh".to_owned(),
        signed_in: Some(SignedIn {
            name: "Yuliana".to_owned(),
            unread: 2,
            is_officer,
            office: is_officer.then(|| "Kanim Maumere · WITA".to_owned()),
            nav: if is_officer {
                let link = |href, text: &str, current| NavLink { href, text: text.to_owned(), current };
                vec![link("/petugas/hari-ini", "Hari ini", true), link("/petugas/masuk-antre", "Masuk antrean", false)]
            } else {
                Vec::new()
            },
        }),
        trial: Some(TrialBar {
            now_text: "Kamis, 15 Oktober 2026, 09.24 WITA".to_owned(),
            offset_text: "+2 hari".to_owned(),
            world_url: "http://127.0.0.1:8081/".to_owned(),
            back: "/contoh".to_owned(),
        }),
        css: Assets::url("app.css"),
        js: Assets::url("app.js"),
        other_lang_url: "/bahasa/en".to_owned(),
    }
}

fn cell(day: u8, state: &'static str, text: &str) -> Cell {
    let href = if matches!(state, "open" | "few") { format!("/sesi/{day}") } else { String::new() };
    Cell { day, state, text: text.to_owned(), href }
}

fn applicant(lang: Lang) -> Applicant {
    let wrong_date = "Anda menulis 11 Maret 1998, tetapi NIK Anda menunjukkan 1 Maret 1998.".to_owned();
    Applicant {
        frame: frame(lang, false),
        name: "Yuliana <Nona> Sare".to_owned(),
        wrong: vec![("lahir-d".to_owned(), wrong_date.clone()), ("email".to_owned(), "Alamat surel tidak lengkap".to_owned())],
        wrong_date,
        provinces: vec![("53".to_owned(), "Nusa Tenggara Timur".to_owned()), ("51".to_owned(), "Bali".to_owned())],
        days: (15..20_u8)
            .map(|day| Offer {
                name: "Kamis".to_owned(),
                day,
                text: if day == 17 { "tutup" } else { "6 kursi" }.to_owned(),
                href: if day == 17 { String::new() } else { format!("?hari={day}") },
                current: day == 15,
            })
            .collect(),
        weeks: vec![vec![
            cell(0, "none", ""),
            cell(13, "past", "lewat"),
            cell(14, "full", "penuh"),
            cell(15, "open", "6 sisa"),
            cell(16, "few", "2 sisa"),
            cell(17, "shut", ""),
            cell(18, "soon", ""),
        ]],
        groups: ["820", "261", "007", "004", "517"].map(str::to_owned).to_vec(),
        money: Rupiah(650_000),
        today: date(2026, 10, 15),
        seats: 3,
    }
}

/// Writes a page where a person can look at it, with its style sheet and script beside it.
fn put(name: &str, page: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("look");
    std::fs::create_dir_all(&folder).expect("the folder for samples can be made");
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/static");
    for file in ["app.css", "app.js", "mark.svg"] {
        std::fs::copy(ui.join(file), folder.join(file)).expect("static files can be read");
    }
    let page = page.replace(&Assets::url("app.css"), "app.css").replace(&Assets::url("app.js"), "app.js");
    std::fs::write(folder.join(name), page).expect("the sample can be written");
}

fn assert_sound(page: &str) {
    assert!(!page.contains('⟦'), "a word is missing: {:?}", page.split('⟦').nth(1).map(|rest| &rest[..40]));
    assert!(!page.contains(" style="), "styles stand in the sheet");
    assert!(!page.contains("viewBox=\"0 0 24 24\" aria-hidden=\"true\"></svg>"), "an icon has no drawing");
}

#[test]
fn the_sample_of_an_applicants_page_holds_every_component_in_both_languages() {
    for lang in Lang::ALL {
        let page = applicant(lang).render().expect("the sample renders");
        assert_sound(&page);
        assert!(page.contains("Yuliana &#60;Nona&#62; Sare"), "what people type is escaped");
        assert!(page.contains("aria-describedby=\"lahir-h lahir-e\""), "hint and error belong to the field");
        put(&format!("applicant-{}.html", lang.code()), &page);
    }
}

#[test]
fn the_sample_of_an_officers_page_renders() {
    let page = Officer { frame: frame(Lang::Id, true), heads: ["Isian", "Ditulis pemohon", "Data kependudukan", "Hasil"] }
        .render()
        .expect("the sample renders");
    assert_sound(&page);
    put("officer.html", &page);
}

#[test]
fn the_sample_of_a_home_page_renders() {
    let page =
        Home { frame: Frame { signed_in: None, trial: None, ..frame(Lang::En, false) } }.render().expect("the sample renders");
    assert_sound(&page);
    put("home.html", &page);
}

#[test]
fn the_sample_of_a_display_renders() {
    let page = Screen { frame: frame(Lang::Id, false) }.render().expect("the sample renders");
    assert_sound(&page);
    put("screen.html", &page);
}

#[test]
fn the_sample_of_a_letter_renders() {
    let page = Letter { frame: frame(Lang::Id, false) }.render().expect("the sample renders");
    assert_sound(&page);
    put("letter.html", &page);
}
