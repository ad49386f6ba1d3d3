//! A page that had become old: its action is refused, the page says what stands there now, and what was chosen stays.

use crate::{
    once::{drawn, send, with},
    stage::{Applicant, NIK, PASSWORD, desk, officer, open_calendar, product, sign_in, stage},
};
use harness::{Browser, Page};
use store::StoreError;

const CHANGED: &str = "berubah sejak halaman ini dibuka";

/// Sends the form of an older page; it is refused with a page that says what changed.
async fn refused(browser: &mut Browser, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
    let path = page.path.split('?').next().unwrap_or_default();
    let path = if path.ends_with(action) { path.to_owned() } else { format!("{path}{action}") };
    let answer = send(browser, &path, &with(drawn(page, action), typed)).await;
    assert_eq!(answer.status, 409, "{path}: {}", answer.text());
    assert!(answer.says(CHANGED), "{path}: {}", answer.text());
    answer
}

#[tokio::test]
async fn an_older_page_of_a_draft_is_refused_with_what_stands_there_now() {
    let product = product().await;
    open_calendar(&product).await;
    let mut she = Applicant::complete(&product, "yuliana@contoh.id", NIK).await;
    let book = she.browser.get(&she.at("paspor")).await;
    let office = she.browser.get(&she.at("kantor")).await;
    let check = she.browser.get(&she.at("periksa")).await;
    let cancel = she.browser.get(&she.at("batal")).await;
    let mut other_tab = she.browser.clone();
    assert_eq!(other_tab.post(&she.at("paspor"), &[("jenis", "electronic_10")]).await.status, 303);

    let page = refused(&mut she.browser, &book, "/paspor", &[("jenis", "ordinary_10")]).await;
    let chosen = page.text().split("value=\"ordinary_10\"").nth(1).map(|rest| rest.starts_with(" checked"));
    assert_eq!(chosen, Some(true), "what was chosen stays: {}", page.text());
    let page = refused(&mut she.browser, &office, "/kantor", &[("kantor", "kanim-maumere")]).await;
    assert!(page.says("Maumere"), "the office that was pressed stands there");
    refused(&mut she.browser, &check, "/periksa", &[]).await;
    let page = refused(&mut she.browser, &cancel, "/batal", &[]).await;
    // the page that came back is of today
    let path = she.at("batal");
    let done = send(&mut she.browser, &path, &drawn(&page, "/batal")).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, she.at("")), "{}", done.text());
    // what is done already is not refused
    let again = send(&mut she.browser, &path, &drawn(&page, "/batal")).await;
    assert_eq!(again.location(), she.at(""));
}

#[tokio::test]
async fn an_older_page_of_a_visit_is_refused_with_what_stands_there_now() {
    let product = product().await;
    open_calendar(&product).await;
    let mut she = Applicant::complete(&product, "yuliana@contoh.id", NIK).await;
    she.submit(&product, 10).await;
    she.pay(&product).await;
    let change = she.browser.get(&she.at("ubah-jadwal")).await;
    let back = she.browser.get(&she.at("kembalikan")).await;
    let slot = change.input("slot").unwrap();
    // the application moved on
    let touched = product.house.db.transact::<_, StoreError, _>(|tx| {
        let write = store::sql("UPDATE application SET version = version + 1 WHERE id = $1");
        let id = she.id.clone();
        Box::pin(async move { tx.exec(write, store::params![&id]).await })
    });
    touched.await.unwrap();
    refused(&mut she.browser, &back, "/kembalikan", &[]).await;
    let page = refused(&mut she.browser, &change, "/ubah-jadwal", &[("slot", &slot)]).await;
    let path = she.at("ubah-jadwal");
    let moved = send(&mut she.browser, &path, &with(drawn(&page, "/ubah-jadwal"), &[("slot", &slot)])).await;
    assert_eq!(moved.status, 303, "{}", moved.text());
}

#[tokio::test]
async fn an_older_page_of_an_account_is_refused_and_what_was_typed_stays() {
    let mut stage = stage().await;
    let mut other_tab = stage.mine.clone();
    let contact = stage.mine.get("/akun/telepon").await;
    let factor = stage.mine.get("/akun/verifikasi").await;
    assert_eq!(other_tab.post("/akun/verifikasi", &[("aksi", "mulai")]).await.status, 303);
    refused(&mut stage.mine, &factor, "/akun/verifikasi", &[("aksi", "mulai")]).await;
    assert_eq!(other_tab.post("/akun/telepon", &[("telepon", "081339001257")]).await.status, 303);
    stage.product.settle().await;
    let code = stage.product.outside.mailer.code_for("yuliana.sare@contoh.id");
    assert_eq!(other_tab.post("/akun/telepon/kode", &[("kode", &code)]).await.location(), "/akun?selesai=telepon");
    let page = refused(&mut stage.mine, &contact, "/akun/telepon", &[("telepon", "081339001258")]).await;
    assert_eq!(page.input("telepon").as_deref(), Some("081339001258"), "{}", page.text());
    assert!(page.says("1257"), "{}", page.text());
}

#[tokio::test]
async fn a_second_factor_that_is_switched_on_or_off_is_told_by_mail_and_in_the_inbox() {
    let mut stage = stage().await;
    stage.mine.post("/akun/verifikasi", &[("aksi", "mulai")]).await;
    let page = stage.mine.get("/akun/verifikasi").await;
    let seed = page.text().split("secret=").nth(1).unwrap().split(['&', '"']).next().unwrap().to_owned();
    let code = account::sample_code(&seed, stage.product.house.real_now()).unwrap();
    let form = with(drawn(&page, "/akun/verifikasi"), &[("aksi", "aktif"), ("kode", &code)]);
    assert_eq!(send(&mut stage.mine, "/akun/verifikasi", &form).await.status, 200);
    stage.product.settle().await;
    stage.product.clock.advance(kernel::time::MINUTE);
    let code = account::sample_code(&seed, stage.product.house.real_now()).unwrap();
    let off = stage.mine.post("/akun/verifikasi", &[("aksi", "mati"), ("sandi", PASSWORD), ("kode", &code)]).await;
    assert_eq!(off.status, 303, "{}", off.text());
    stage.product.settle().await;
    let mails: Vec<String> = stage.product.outside.mailer.to("yuliana.sare@contoh.id").into_iter().map(|m| m.subject).collect();
    let inbox = stage.mine.get("/kabar").await;
    for words in ["dua langkah akun Anda dinyalakan", "dua langkah akun Anda dimatikan"] {
        assert_eq!(mails.iter().filter(|subject| subject.contains(words)).count(), 1, "{mails:?}");
        assert!(inbox.says(words), "{}", inbox.text());
    }
}

#[tokio::test]
async fn an_older_page_at_the_desk_is_refused_and_keeps_its_ticks() {
    let product = product().await;
    let seed = officer(&product).await;
    outreach::create_sample_days(&product.house).await.unwrap();
    let mut officer = desk(&product, &seed).await;
    let write = store::sql(
        "INSERT INTO job (id, kind, job_key, payload, run_at, state, failures, attempt, error, created_at) VALUES \
         ('01900000-0000-7000-8000-000000000001', 'schedule.roll', 'x', '{}', 0, 'dead', 5, 5, 'gagal', 0)",
    );
    let again = store::sql("UPDATE job SET attempt = 10, error = 'gagal lagi' WHERE state = 'dead'");
    let days = store::sql("UPDATE information_day SET version = version + 1");
    let run = async |statement: store::Sql| {
        let done = product
            .house
            .db
            .transact::<_, StoreError, _>(|tx| Box::pin(async move { tx.exec(statement, store::params![]).await }));
        done.await.unwrap();
    };
    run(write).await;
    let jobs = officer.get("/petugas/admin").await;
    let past = officer.open("/petugas/penyuluhan?waktu=lalu").await;
    let mut lists = Vec::new();
    for day in past.links("/petugas/penyuluhan/") {
        let page = officer.get(&day).await;
        if page.says("name=\"datang-") && page.says("/tamu\"") {
            lists.push(page);
        }
    }
    let list = lists.into_iter().next().expect("a day with guests");
    run(again).await;
    run(days).await;
    let answer =
        send(&mut officer, "/petugas/admin/pekerjaan/01900000-0000-7000-8000-000000000001/ulang", &drawn(&jobs, "/ulang")).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert!(answer.says("gagal lagi") && answer.says("sejak halaman ini dibuka"), "{}", answer.text());

    let boxes: Vec<String> =
        list.text().split("name=\"datang-").skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect();
    let ticked = format!("datang-{}", boxes[0]);
    let form =
        with(drawn(&list, "/hadir").into_iter().filter(|(name, _)| !name.starts_with("datang-")).collect(), &[(&ticked, "ya")]);
    let path = format!("{}/hadir", list.path.split('?').next().unwrap());
    let answer = send(&mut officer, &path, &form).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert!(answer.says("Centang Anda tetap di sini"), "{}", answer.text());
    let text = answer.text();
    for id in &boxes {
        let tag = text.split(&format!("name=\"datang-{id}\"")).nth(1).and_then(|rest| rest.split('>').next()).unwrap();
        assert_eq!(tag.contains("checked"), *id == boxes[0], "{tag}");
    }
}

#[tokio::test]
async fn a_long_name_of_a_walk_in_is_refused_in_words_and_kept() {
    let product = product().await;
    let seed = officer(&product).await;
    outreach::create_sample_days(&product.house).await.unwrap();
    let mut officer = desk(&product, &seed).await;
    let past = officer.open("/petugas/penyuluhan?waktu=lalu").await;
    let name = "Maria ".repeat(20);
    for day in past.links("/petugas/penyuluhan/") {
        let page = officer.get(&day).await;
        if page.says("/tamu\"") {
            let form = with(drawn(&page, "/tamu"), &[("jumlah", "2"), ("nama", &name)]);
            let answer = send(&mut officer, &format!("{day}/tamu"), &form).await;
            assert_eq!(answer.status, 400, "{}", answer.text());
            assert_eq!(answer.input("nama").as_deref(), Some(name.trim()), "{}", answer.text());
            assert!(answer.says("100"), "the sentence says how long it may be");
            return;
        }
    }
    panic!("no day takes walk-ins");
}

#[tokio::test]
async fn an_officers_problem_page_keeps_the_way_around_the_desk() {
    let mut stage = stage().await;
    let page = stage.officer.get("/petugas/tidak-ada").await;
    assert_eq!(page.status, 404);
    let desk = ["class=\"desk\"", "/petugas/keluar", "Petugas Contoh", "/petugas/hari-ini"];
    assert!(desk.iter().all(|part| page.says(part)), "{}", page.text());
    let page = sign_in(&stage.product, "yuliana.sare@contoh.id").await.get("/tidak-ada").await;
    assert!(page.status == 404 && !page.says("class=\"desk\""), "{}", page.text());
}
