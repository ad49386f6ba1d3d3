//! Every component in every state, in both languages, so that a broken macro fails here and not in a room.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use http_body_util::BodyExt as _;
use kernel::lang::Lang;
use shell::{Frame, NavLink, SignedIn, TrialBar, assets::Assets, gaya, words::Words};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};
use tower::ServiceExt as _;

fn frame(lang: Lang, is_officer: bool) -> Frame {
    Frame {
        key: "kunci-contoh-00000000".to_owned(),
        lang,
        w: Words::for_lang(lang),
        path: "/gaya".to_owned(),
        title: "Contoh".to_owned(),
        nonce: "contoh".to_owned(),
        signed_in: Some(SignedIn {
            name: "Yuliana".to_owned(),
            unread: 2,
            is_officer,
            office: is_officer.then(|| "Kanim Maumere · WITA".to_owned()),
            nav: if is_officer {
                let link = |href, text: &str, key, current| NavLink { href, text: text.to_owned(), key, current };
                vec![link("/petugas/hari-ini", "Hari ini", "H", true), link("/petugas/masuk-antre", "Masuk antrean", "A", false)]
            } else {
                Vec::new()
            },
        }),
        idle: None,
        trial: Some(TrialBar {
            now_text: "Kamis, 15 Oktober 2026, 09.24 WITA".to_owned(),
            offset_text: "+2 hari".to_owned(),
            world_url: "http://127.0.0.1:8081/".to_owned(),
            back: "/gaya".to_owned(),
        }),
        css: Assets::url("app.css"),
        js: Assets::script(lang),
        other_lang_url: "/bahasa/en".to_owned(),
    }
}

fn components() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/components")
}

fn assert_sound(name: &str, page: &str) {
    assert!(!page.contains('⟦'), "{name}: a word is missing: {:?}", page.split('⟦').nth(1).map(|rest| &rest[..40]));
    assert!(!page.contains(" style="), "{name}: styles stand in the sheet");
    assert!(!page.contains("viewBox=\"0 0 24 24\" aria-hidden=\"true\"></svg>"), "{name}: an icon has no drawing");
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "{name}: an id stands twice in {ids:?}");
    for rest in page.split(" aria-describedby=\"").skip(1) {
        for id in rest.split('"').next().unwrap_or_default().split(' ') {
            assert!(known.contains(id), "{name}: {id} describes a field and is absent");
        }
    }
}

#[test]
fn a_component_is_a_folder_with_a_template_a_style_and_a_sample() {
    let names: BTreeSet<&str> = gaya::names().collect();
    for folder in fs::read_dir(components()).expect("the folder of components").flatten() {
        let name = folder.file_name().into_string().expect("names are plain");
        for file in [format!("{name}.html"), format!("{name}.css"), "sample.html".to_owned()] {
            let text = fs::read_to_string(folder.path().join(&file)).unwrap_or_default();
            assert!(!text.trim().is_empty(), "ui/components/{name}/{file} is absent or empty");
        }
        assert!(names.contains(name.as_str()), "{name} is absent from the list in assets/sheet.rs");
    }
}

#[test]
fn the_sample_of_each_component_and_layout_renders_in_both_languages() {
    for lang in Lang::ALL {
        for name in gaya::names() {
            let page = gaya::page(frame(lang, name == "officer"), Some(name)).expect("the sample renders").expect("it is there");
            assert_sound(name, &page);
            // what a sample holds, apart from the frame of the page
            let (_, own) = page.split_once("<main").expect("a page has a main part");
            assert!(own.len() > 300, "{name} shows nothing: is its branch in ui/sample/gaya.html?");
            let branch = format!("include \"components/{name}/sample.html\"");
            let layout = ["home", "officer", "letter", "screen"].contains(&name);
            assert!(layout || include_str!("../../../ui/sample/gaya.html").contains(&branch), "{name} has no branch");
        }
    }
}

#[test]
fn the_page_of_all_components_holds_each_of_them() {
    for lang in Lang::ALL {
        let page = gaya::page(frame(lang, false), None).expect("the page renders").expect("it is there");
        assert_sound("gaya", &page);
        assert!(page.contains("Yuliana &#60;Nona&#62; Sare"), "what people type is escaped");
        assert!(page.contains("aria-describedby=\"d-wrong-h d-wrong-e\""), "hint and error belong to the field");
        for part in fs::read_dir(components()).expect("the folder of components").flatten() {
            let anchor = format!("<section class=\"part\" id=\"{}\"", part.file_name().display());
            assert!(page.contains(&anchor), "{anchor}");
        }
    }
    assert!(gaya::page(frame(Lang::Id, false), Some("nothing")).expect("no template runs").is_none());
}

#[test]
fn a_fixed_scheme_brings_its_own_sheet() {
    for (query, sheet) in [("", "app.css"), ("?rupa=gelap", "app-dark.css"), ("?bahasa=en&rupa=terang", "app-light.css")] {
        let asked = Frame { path: format!("/gaya{query}"), ..frame(Lang::Id, false) };
        let page = gaya::page(asked, Some("note")).expect("the page renders").expect("it is there");
        assert!(page.contains(&format!("href=\"{}\"", Assets::url(sheet))), "{query}");
    }
}

/// Writes a page where a person can look at it, with all static files that it names beside it.
async fn put(name: &str, page: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("look");
    fs::create_dir_all(folder.join("aset")).expect("the folder for samples can be made");
    for address in page.split("\"/aset/").skip(1).filter_map(|rest| rest.split('"').next()) {
        let asked = Request::get(format!("/aset/{address}")).body(Body::empty()).expect("a plain request");
        let routes: Router = shell::assets::routes();
        let file = routes.oneshot(asked).await.expect("the router answers");
        assert_eq!(file.status(), StatusCode::OK, "{address}");
        let bytes = file.into_body().collect().await.expect("the body is in memory").to_bytes();
        fs::write(folder.join("aset").join(address), &bytes).expect("a static file can be written");
    }
    fs::write(folder.join(name), page.replace("\"/aset/", "\"aset/")).expect("the sample can be written");
}

#[tokio::test]
async fn the_samples_can_be_looked_at_without_a_server() {
    for lang in Lang::ALL {
        for scheme in ["", "terang", "gelap"] {
            let asked = Frame { path: format!("/gaya?rupa={scheme}"), ..frame(lang, false) };
            let page = gaya::page(asked, None).expect("the page renders").expect("it is there");
            put(&format!("gaya-{}-{scheme}.html", lang.code()).replace("-.", "."), &page).await;
        }
        for name in ["home", "officer", "letter", "screen"] {
            let page = gaya::page(frame(lang, name == "officer"), Some(name)).expect("the page renders").expect("it is there");
            put(&format!("{name}-{}.html", lang.code()), &page).await;
        }
    }
}
