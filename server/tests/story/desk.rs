//! What the officers of Maumere do with a case.

use crate::citizen::{link, says};
use e2e::Trial;
use harness::{Browser, Page};
use kernel::time::{Clock as _, SystemClock};

const OFFICE: &str = "kanim-maumere";

/// Signs in with password and the authenticator's digits whoever has the role.
async fn sign_in(trial: &Trial, role: &str) -> Browser {
    let officer = trial.officer(OFFICE, role).await;
    let mut browser = Browser::of(&[&trial.at.product]);
    let page = browser.open("/petugas/masuk").await;
    let form = page.forms().into_iter().find(|form| form.action == "/petugas/masuk").expect("a form to sign in with");
    let digits = officer.digits(SystemClock.now());
    let page = browser.press(&form.with("surel", &officer.email).with("sandi", &officer.password).with("kode", &digits)).await;
    assert_eq!(page.status, 200, "{}", page.text());
    says(&browser.open("/petugas/hari-ini").await, "<main");
    browser
}

/// Presses the only form of a case that says these words, with its fields set.
async fn act(browser: &mut Browser, case: &str, words: &str, fields: &[(&str, &str)]) -> Page {
    let form = browser.open(case).await.form(words);
    let form = fields.iter().fold(form, |form, (name, value)| form.with(name, value));
    let page = browser.press(&form).await;
    assert_eq!(page.status, 200, "“{words}”: {}", page.text());
    page
}

/// From the number at the door to the passport in the hand.
pub async fn hand_over_passport(trial: &Trial, number: &str, name: &str) {
    let mut counter = sign_in(trial, "front_desk").await;
    let form = counter.open("/petugas/masuk-antre").await.form("Masukkan ke antrean");
    let page = counter.press(&form.with("kode", number)).await;
    says(&page, "Masuk antrean. Nomor ");
    let case = link(&page, "Buka berkas ");
    let mut form = counter.open(&case).await.form("Semua cocok, lanjut ke wawancara");
    let refused = counter.press(&form).await;
    says(&refused, "Belum dicocokkan: ");
    assert!(form.tick_all("cocok-") >= 5, "the data are confirmed one by one");
    let page = counter.press(&form).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let interview = [("catatan", "consistent"), ("biometrik", "BIO-2026-0001")];
    act(&mut counter, &case, "Wawancara selesai", &interview).await;

    let mut decides = sign_in(trial, "adjudicator").await;
    act(&mut decides, &case, "Setujui", &[]).await;
    says(&decides.open("/petugas/keuangan").await, "<main");

    let mut prints = sign_in(trial, "printer").await;
    act(&mut prints, &case, "Sudah dicetak", &[("nomor-buku", "E7654321")]).await;
    act(&mut prints, &case, "Buku benar, siap diambil", &[]).await;
    let page = act(&mut prints, &case, "Paspor diserahkan", &[("pengambil", "self"), ("nama", name)]).await;
    says(&page, "Diambil: ");
}
