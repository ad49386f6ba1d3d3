//! Every page and state: both languages, at 320, 360 and 1280 pixels, looked at with the rules of axe; at 360 and 1280
//! a picture of each, light and dark. A page that is not looked at makes its journey fail.

use e2e::{Stage, Walk};
use std::{fs, path::Path};

#[path = "matrix/desk.rs"]
mod desk;
#[path = "matrix/open.rs"]
mod open;
#[path = "matrix/own.rs"]
mod own;
#[path = "matrix/states.rs"]
mod states;
#[path = "matrix/states_office.rs"]
mod states_office;

/// What answers GET and is no page of words: files, pictures of papers, the style page's samples, numbers for a machine.
const NO_PAGES: [&str; 9] = [
    "/aset/{file}",
    "/lihat/{token}",
    "/permohonan/{id}/berkas/{code}/halaman/{page}",
    "/permohonan/{id}/kunjungan.ics",
    "/penyuluhan/{id}/kalender.ics",
    "/permohonan/{id}/tagihan.pdf",
    "/permohonan/{id}/kuitansi.pdf",
    "/permohonan/{id}/surat.pdf",
    // leads on to the first page of the officer's work
    "/petugas",
];

/// The form that stands on the open page is sent once more from another place, with other answers; the page does not know.
async fn sent_elsewhere(walk: &Walk, form: &str, answers: &[(&str, &str)]) {
    let text = format!(
        "const answer = await fetch(location.href);
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const form = page.querySelector(\"{form}\");
        const sent = new URLSearchParams(new FormData(form));
        for (const [name, value] of {}) sent.set(name, value);
        const to = form.getAttribute('action') || location.href;
        const done = await fetch(to, {{ method: 'POST', body: sent, redirect: 'manual' }});
        return done.type;",
        serde_json::json!(answers)
    );
    let done = walk.run(&format!("return (async () => {{ {text} }})();")).await;
    assert_eq!(done, "opaqueredirect", "the form that was sent elsewhere is taken");
}

/// Opens each page in every way.
async fn all(walk: &mut Walk, pages: &[(&str, String)]) {
    for (name, path) in pages {
        walk.in_every_way(name, path).await;
    }
}

fn under(home: &str, pages: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    pages.iter().map(|(name, rest)| (*name, format!("{home}{rest}"))).collect()
}

/// The addresses that the rooms answer with a page, as their sources name them.
fn pages_of_the_product() -> Vec<String> {
    fn read(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
            let path = entry.path();
            if path.is_dir() {
                read(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).expect("a source");
                let routes = text.split(".route(\"").skip(1).filter_map(|rest| rest.split_once("\", "));
                found.extend(routes.filter(|(_, to)| to.starts_with("get(")).map(|(path, _)| path.to_owned()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for room in fs::read_dir(root.join("rooms")).expect("the rooms").flatten() {
        read(&room.path().join("src"), &mut found);
    }
    read(&root.join("base/shell/src"), &mut found);
    found
}

fn fits(template: &str, path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (wanted, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    wanted.len() == given.len() && wanted.iter().zip(&given).all(|(w, g)| w == g || (w.starts_with('{') && !g.is_empty()))
}

/// Of the product's pages that belong to a part, each was looked at.
fn nothing_is_left_out(stage: &Stage, belongs: impl Fn(&str) -> bool) {
    let seen = stage.looked_at();
    let all = pages_of_the_product();
    assert!(all.len() > 60, "the sources are read: {all:?}");
    let wanted = all.iter().filter(|page| belongs(page) && !NO_PAGES.contains(&page.as_str()));
    let left: Vec<&String> = wanted.filter(|page| !seen.iter().any(|path| fits(page, path))).collect();
    assert!(left.is_empty(), "never looked at: {left:?}");
}
