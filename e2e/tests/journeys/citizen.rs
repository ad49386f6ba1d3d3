//! What each applicant does, from the first page to the bill and the paid page.

use e2e::{Person, Stage, Told, Walk, card, sheet};
use sqlx::{Connection as _, SqliteConnection};

pub const PASSWORD: &str = "perahu kuning tujuh jendela";

/// The trial's own database, for what time or other people would do to it.
pub async fn database(stage: &Stage) -> SqliteConnection {
    let file = stage.trial.folder("").join("data/mpaspor.db");
    SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.expect("the trial's database")
}

/// From the first page to an account that is signed in.
pub async fn sign_up(walk: &mut Walk, person: &Person) {
    walk.visit("/").await;
    walk.shot("home").await;
    walk.visit("/daftar").await;
    walk.fill("nama", person.name).await;
    walk.fill("surel", person.email).await;
    walk.fill("telepon", "0813 3900 1256").await;
    walk.fill("sandi", PASSWORD).await;
    walk.choose("setuju", "ya").await;
    walk.shot("sign-up").await;
    walk.press("Buat akun").await;
    walk.sees("Masukkan kode").await;
    walk.shot("code").await;
    let code = walk.stage().trial.mailbox().code_for(person.email).await;
    walk.fill("kode", &code).await;
    walk.press_in("main form", "Lanjutkan").await;
}

/// Begins an application; answers its address.
pub async fn begin(walk: &mut Walk) -> String {
    walk.visit("/permohonan/baru").await;
    walk.shot("begin").await;
    walk.press_in("main form", "Mulai").await;
    walk.path().await
}

/// Answers all question pages. `shots` keeps a picture of each.
pub async fn answer_all(walk: &mut Walk, home: &str, person: &Person, shots: bool) {
    for _ in 0..60 {
        let path = walk.path().await;
        if let Some((_, step)) = path.split_once("/isi/") {
            walk.answer(person).await;
            if shots {
                let step = step.split(['?', '#']).next().unwrap_or_default();
                walk.shot(&format!("q-{step}")).await;
            }
            walk.press_in("main form", "Simpan dan lanjutkan").await;
            continue;
        }
        if path != home {
            walk.visit(home).await;
        }
        if !walk.attribute("main .row.far a.btn", "href").await.is_some_and(|href| href.contains("/isi/")) {
            return;
        }
        if shots {
            walk.shot("tasks").await;
        }
        walk.press_in("main .row.far", "Lanjut: ").await;
    }
    panic!("the questions never end");
}

/// Sends a photograph as a paper.
pub async fn paper(walk: &mut Walk, home: &str, code: &str, seed: u64) {
    let picture = if code == "identity_card" || code == "old_passport" { card(seed) } else { sheet(seed) };
    let file = walk.stage().trial.file(&format!("{code}.jpg"), &picture);
    walk.visit(&format!("{home}/berkas/{code}")).await;
    walk.send_file(&file).await;
    walk.sees("Yang sudah dikirim").await;
}

/// Lets the registers compare.
pub async fn compare(walk: &mut Walk, home: &str) {
    walk.visit(&format!("{home}/periksa")).await;
    walk.shot("check-before").await;
    walk.press_in("main form", "Cocokkan sekarang").await;
    walk.comes_to_say("Data Anda sama dengan data kependudukan.").await;
    walk.shot("check").await;
}

/// Passport type and office.
pub async fn choose(walk: &mut Walk, home: &str) {
    walk.visit(&format!("{home}/paspor")).await;
    walk.choose("jenis", "electronic_10").await;
    walk.shot("passport").await;
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.visit(&format!("{home}/kantor?q=Maumere")).await;
    walk.shot("office").await;
    walk.press_in("main .offices", "Pilih kantor ini").await;
}

/// From "check answers" to the bill with its code.
pub async fn submit(walk: &mut Walk, home: &str) -> String {
    walk.visit(&format!("{home}/tinjau")).await;
    walk.shot("review").await;
    walk.choose("pernyataan", "ya").await;
    walk.press_in("main form", "Lanjut: pilih hari dan jam").await;
    walk.choose_first("slot").await;
    walk.shot("session").await;
    walk.press_in("main .bar", "Kirim permohonan").await;
    bill(walk).await
}

/// Waits for the code of the bill.
pub async fn bill(walk: &mut Walk) -> String {
    walk.comes_to_have("[data-copy]").await;
    walk.shot("bill").await;
    let code = walk.attribute("[data-copy]", "data-copy").await.expect("the bill has a code to copy");
    assert_eq!(code.len(), 15, "a billing code has 15 digits: {code}");
    walk.stage().witness.told(&walk.path().await, Told::Booked(&code));
    code
}

/// Pays at the simulated bank.
pub async fn pay(walk: &mut Walk, code: &str) {
    walk.visit_world(&format!("/bank?kode={code}")).await;
    walk.shot("bank").await;
    walk.press_in("main form[action='/bank/bayar']", "Bayar").await;
    walk.shot("bank-receipt").await;
}

/// The page of the bill says that the money is there.
pub async fn paid(walk: &mut Walk, home: &str) {
    walk.visit(&format!("{home}/bayar")).await;
    walk.comes_to_say("Pembayaran diterima").await;
    walk.stage().witness.told(home, Told::Paid);
}

/// Everything up to a bill that can be paid; answers the application's address and the code.
pub async fn up_to_bill(walk: &mut Walk, person: &Person, papers: &[&str]) -> (String, String) {
    sign_up(walk, person).await;
    let home = begin(walk).await;
    answer_all(walk, &home, person, false).await;
    for (seed, code) in (11..).zip(papers) {
        paper(walk, &home, code, seed).await;
    }
    compare(walk, &home).await;
    choose(walk, &home).await;
    let code = submit(walk, &home).await;
    (home, code)
}
