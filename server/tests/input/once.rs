//! A form that is sent twice acts once, whoever sends it and however fast.

use crate::{
    forms::{crawl, forms, unarmed},
    stage::{Applicant, NIK, PASSWORD, desk, officer, open_calendar, product, stage},
};
use harness::{Browser, Page};

/// The form of a page that goes there, as it would be sent.
pub fn drawn(page: &Page, action: &str) -> Vec<(String, String)> {
    let form = forms(page).into_iter().find(|form| !form.asks && form.action.ends_with(action));
    let form = form.unwrap_or_else(|| panic!("no form goes to {action}: {}", page.text()));
    form.fields.into_iter().filter(|f| !f.value.is_empty()).map(|f| (f.name, f.value)).collect()
}

/// The same with something typed.
pub fn with(mut form: Vec<(String, String)>, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    for (name, value) in typed {
        form.retain(|(other, _)| other != name);
        form.push(((*name).to_owned(), (*value).to_owned()));
    }
    form
}

pub async fn send(browser: &mut Browser, path: &str, form: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields).await
}

/// Two taps at the same moment, and a third once they were answered; all from the page as it was drawn.
async fn thrice(browser: &Browser, path: &str, form: &[(String, String)]) -> [(Page, Browser); 3] {
    let (mut one, mut two, mut three) = (browser.clone(), browser.clone(), browser.clone());
    let (first, second) = tokio::join!(send(&mut one, path, form), send(&mut two, path, form));
    let third = send(&mut three, path, form).await;
    for page in [&first, &second, &third] {
        assert_eq!((page.status.as_u16(), page.location()), (303, first.location()), "{path}: {}", page.text());
    }
    [(first, one), (second, two), (third, three)]
}

#[tokio::test]
async fn every_form_on_every_page_carries_one_key_and_one_version() {
    let mut stage = stage().await;
    outreach::create_sample_days(&stage.product.house).await.unwrap();
    let home = format!("/permohonan/{}", stage.id);
    // whatever is drawn on the way is looked at as well
    let open = ["/", "/masuk", "/daftar", "/lupa", "/lacak", "/penyuluhan", "/kantor", "/petugas/masuk", "/bantuan"];
    let mut all = crawl(&mut stage.product.browser(), &open, &["/"]).await;
    all.extend(crawl(&mut stage.mine, &[&home, "/permohonan/baru", "/akun", "/kabar"], &[&home, "/akun"]).await);
    all.extend(crawl(&mut stage.officer, &["/petugas", "/petugas/penyuluhan/baru"], &["/petugas"]).await);
    assert!(all.iter().filter(|(_, form)| !form.asks).count() >= 25, "{}", all.len());
    // and what is looked for is found missing
    let page = stage.mine.get("/akun/surel").await.text();
    assert_eq!(unarmed(&page), Vec::<String>::new());
    for broken in [
        page.replace("name=\"kunci\"", "name=\"kuncix\""),
        page.replace("name=\"versi\"", "name=\"versix\""),
        page.replace("name=\"versi\"", "name=\"kunci\""),
        page.replace("</form>", "<input type=\"hidden\" name=\"versi\" value=\"1\"></form>"),
        page.replace("name=\"kunci\" value=\"", "name=\"kunci\" value=\"\" x=\""),
    ] {
        assert!(!unarmed(&broken).is_empty());
    }
}

#[tokio::test]
async fn a_page_that_is_drawn_again_with_an_error_keeps_its_key() {
    let product = product().await;
    let mut browser = product.browser();
    let page = browser.get("/daftar").await;
    let key = page.input("kunci").unwrap();
    let again = send(&mut browser, "/daftar", &with(drawn(&page, "/daftar"), &[("nama", "Agnes")])).await;
    assert_eq!((again.status.as_u16(), again.input("kunci")), (400, Some(key.clone())), "{}", again.text());
    assert_ne!(browser.get("/daftar").await.input("kunci"), Some(key), "another drawing has another key");
    for bad in ["", "x", "a b c d e f g h i j", &"a".repeat(65)] {
        assert_eq!(browser.post("/daftar", &[("kunci", bad)]).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn a_sign_up_that_is_tapped_twice_mails_one_code_and_both_taps_can_go_on() {
    let product = product().await;
    let mut newcomer = product.browser();
    let page = newcomer.get("/daftar").await;
    let typed = [("nama", "Agnes Wea Bhoki"), ("surel", "agnes.bhoki@contoh.id"), ("telepon", "081339001256")];
    let form = with(with(drawn(&page, "/daftar"), &typed), &[("sandi", PASSWORD), ("setuju", "ya")]);
    let taps = thrice(&newcomer, "/daftar", &form).await;
    product.settle().await;
    assert_eq!(product.outside.mailer.to("agnes.bhoki@contoh.id").len(), 1);
    let flow = |browser: &Browser| browser.cookie("__Host-mp-alur").map(str::to_owned);
    assert!(flow(&taps[0].1).is_some());
    for (_, browser) in &taps {
        assert_eq!(flow(browser), flow(&taps[0].1), "whichever answer arrived, the browser knows its way");
    }
    let [_, (_, mut browser), _] = taps;
    let code = product.outside.mailer.code_for("agnes.bhoki@contoh.id");
    assert_eq!(browser.post("/daftar/kode", &[("kode", &code)]).await.status, 303);
}

#[tokio::test]
async fn a_draft_a_hold_and_a_cancellation_that_are_tapped_twice_happen_once() {
    let product = product().await;
    open_calendar(&product).await;
    let mut she = Applicant::complete(&product, "yuliana@contoh.id", NIK).await;
    let page = she.browser.get("/permohonan/baru").await;
    thrice(&she.browser, "/permohonan/baru", &drawn(&page, "/permohonan/baru")).await;
    let account = application::find(&mut product.house.reader(), &she.id).await.unwrap().unwrap().account;
    assert_eq!(application::list_of(&mut product.house.reader(), &account).await.unwrap().len(), 2, "hers and one more");

    let page = she.browser.get(&she.at("tinjau")).await;
    let path = she.at("tinjau");
    let declared = send(&mut she.browser, &path, &with(drawn(&page, "/tinjau"), &[("pernyataan", "ya")])).await;
    let page = she.browser.get(&declared.location()).await;
    let slot = page.input("slot").unwrap();
    let taps = thrice(&she.browser, &she.at("jadwal"), &with(drawn(&page, "/jadwal"), &[("slot", &slot)])).await;
    assert_eq!(taps[0].0.location(), she.at("bayar"));
    product.settle().await;
    assert_eq!(product.outside.biller.billings().len(), 1, "one bill");

    let page = she.browser.get(&she.at("batal")).await;
    thrice(&she.browser, &she.at("batal"), &drawn(&page, "/batal")).await;
    let found = application::find(&mut product.house.reader(), &she.id).await.unwrap().unwrap();
    assert_eq!(found.state.word(), application::StateWord::Cancelled);
}

#[tokio::test]
async fn a_walk_in_and_a_decision_at_the_desk_that_are_tapped_twice_happen_once() {
    let product = product().await;
    open_calendar(&product).await;
    let seed = officer(&product).await;
    outreach::create_sample_days(&product.house).await.unwrap();
    let mut she = Applicant::complete(&product, "yuliana@contoh.id", NIK).await;
    let slot = she.submit(&product, 3).await;
    she.pay(&product).await;
    product.clock.set(slot.starts_at);
    let mut officer = desk(&product, &seed).await;

    let past = officer.open("/petugas/penyuluhan?waktu=lalu").await;
    let mut days = Vec::new();
    for day in past.links("/petugas/penyuluhan/") {
        let page = officer.get(&day).await;
        if page.says("/tamu\"") {
            days.push((day, page));
        }
    }
    let (day, page) = days.into_iter().next().unwrap();
    let path = format!("{day}/tamu");
    thrice(&officer, &path, &with(drawn(&page, "/tamu"), &[("jumlah", "3"), ("nama", "Tamu Contoh Tunggal")])).await;
    let list = officer.get(&day).await.text();
    assert_eq!(list.matches("Tamu Contoh Tunggal (3)").count(), 1);

    let found = application::find(&mut product.house.reader(), &she.id).await.unwrap().unwrap();
    let page = officer.get("/petugas/masuk-antre").await;
    let arrival = with(drawn(&page, "/masuk-antre"), &[("kode", &found.number)]);
    let taps = thrice(&officer, "/petugas/masuk-antre", &arrival).await;
    let case = officer.get(&taps[0].0.location()).await.links("/petugas/kasus/").remove(0);
    for (act, typed) in [
        ("cocok", &[("lanjut", "ya")][..]),
        ("wawancara", &[("catatan", "consistent"), ("biometrik", "BIO-2026-0001")]),
        ("setujui", &[]),
    ] {
        let page = officer.get(&case).await;
        let Some(form) = forms(&page).into_iter().find(|form| form.action.ends_with(act)) else { continue };
        let ticks: Vec<(&str, &str)> =
            form.fields.iter().filter(|f| f.name.starts_with("cocok-")).map(|f| (f.name.as_str(), "ya")).collect();
        let form = with(with(drawn(&page, act), &ticks), typed);
        thrice(&officer, &format!("{case}/{act}"), &form).await;
    }
    let steps = store::audit_of(&mut product.house.reader(), &she.id).await.unwrap();
    let approved = steps.iter().filter(|row| row.action.contains("approve")).count();
    assert_eq!(approved, 1, "{:?}", steps.iter().map(|row| row.action.as_str()).collect::<Vec<_>>());
}

#[tokio::test]
async fn nobody_gets_an_answer_that_was_given_to_another_session() {
    let mut stage = stage().await;
    let page = stage.mine.get("/permohonan/baru").await;
    let form = drawn(&page, "/permohonan/baru");
    let hers = send(&mut stage.mine, "/permohonan/baru", &form).await;
    let his = send(&mut stage.other, "/permohonan/baru", &form).await;
    assert_eq!((hers.status.as_u16(), his.status.as_u16()), (303, 303));
    assert_ne!(hers.location(), his.location());
    let nobody = send(&mut stage.product.browser(), "/permohonan/baru", &form).await;
    assert!(nobody.location().starts_with("/masuk"), "{}", nobody.location());
    let again = send(&mut stage.mine, "/permohonan/baru", &form).await;
    assert_eq!(again.location(), hers.location());
    // another body is another wish
    let elsewhere = send(&mut stage.mine, "/permohonan/baru", &with(form, &[("x", "1")])).await;
    assert_eq!(elsewhere.status, 400);
}

#[tokio::test]
async fn a_sign_in_page_that_was_answered_instead_of_an_action_is_no_answer_to_it() {
    let mut stage = stage().await;
    let page = stage.mine.get("/permohonan/baru").await;
    let form = drawn(&page, "/permohonan/baru");
    stage.product.clock.advance(16 * kernel::time::MINUTE);
    let mut she = stage.mine.clone();
    for _ in 0..2 {
        assert!(send(&mut she, "/permohonan/baru", &form).await.location().starts_with("/masuk"));
    }
    let door = she.get("/masuk").await;
    let entry = with(drawn(&door, "/masuk"), &[("surel", "yuliana.sare@contoh.id"), ("sandi", PASSWORD)]);
    let (mut one, mut two) = (she.clone(), she.clone());
    let (first, second) = tokio::join!(send(&mut one, "/masuk", &entry), send(&mut two, "/masuk", &entry));
    // the form that waited is finished once; whichever answer arrives, the browser is in
    let places = [first.location(), second.location()];
    let finished = places.iter().find(|place| place.starts_with("/permohonan/")).expect("the form that waited was finished");
    assert!(places.iter().all(|place| place == finished || place == "/permohonan"), "{places:?}");
    assert!(one.cookie("__Host-mp").is_some() && one.cookie("__Host-mp") == two.cookie("__Host-mp"));
}

#[tokio::test]
async fn a_file_that_is_sent_twice_is_taken_once_and_another_file_is_taken_too() {
    let mut stage = stage().await;
    let path = format!("/permohonan/{}/berkas/identity_card", stage.id);
    let page = stage.mine.get(&path).await;
    let (key, version) = (page.input("kunci").unwrap(), page.input("versi").unwrap());
    let hidden = [("kunci", key.as_str()), ("versi", version.as_str())];
    assert_eq!(version, "0");
    for _ in 0..2 {
        let sent = stage.mine.upload(&path, "berkas", ("ktp.jpg", "image/jpeg", &e2e::sheet(1)), &hidden).await;
        assert_eq!((sent.status.as_u16(), sent.location()), (303, path.clone()), "{}", sent.text());
    }
    let page = stage.mine.get(&path).await;
    assert_eq!(page.input("versi").as_deref(), Some("1"), "{}", page.text());
    // the page of before does not replace what stands there now, and says so
    let late = stage.mine.upload(&path, "berkas", ("ktp.jpg", "image/jpeg", &e2e::sheet(2)), &hidden).await;
    assert_eq!(late.status, 409, "{}", late.text());
    assert!(late.says("sudah diganti sejak halaman ini dibuka"), "{}", late.text());
    let hidden = [("kunci", page.input("kunci").unwrap()), ("versi", page.input("versi").unwrap())];
    let hidden: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let other = stage.mine.upload(&path, "berkas", ("ktp.jpg", "image/jpeg", &e2e::sheet(2)), &hidden).await;
    assert_eq!(other.status, 303, "{}", other.text());
}
