//! From the first page to the passport in the hand, on the program as a newcomer starts it.

use crate::{
    citizen::{Citizen, comes_to_say, link, says},
    desk,
};
use e2e::{Told, Trial, first};
use std::time::Instant;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_passport_from_the_first_page_to_the_hand_through_http() {
    let trial = Trial::start(true).await;
    let witness = trial.witness();
    let person = first();
    let began = Instant::now();
    let mut she = Citizen::sign_up(&[&trial.at.product], &trial.mailbox(), person.clone()).await;
    she.answer_all().await;
    she.papers(&["identity_card", "family_card", "birth_certificate"]).await;
    she.choose().await;
    let code = she.submit().await;
    let home = she.home.clone();
    witness.told(&home, Told::Booked(&code));
    she.pay(&trial.at.world, &code).await;
    witness.told(&home, Told::Paid);
    letter(&mut she, &home).await;

    let before = she.browser.open(&home).await;
    let page = she.browser.open(&link(&before, "Ubah tanggal")).await;
    let page = she.browser.press(&page.form("Ubah ke sesi ini").with_first("slot")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let timeline = she.browser.open(&home).await;
    says(&timeline, "Tanggal sudah pernah diubah");
    witness.told(&home, Told::Moved);
    letter(&mut she, &home).await;

    let number = timeline.text();
    let number = number.split_once("<dd class=\"num\">").and_then(|(_, rest)| rest.split('<').next()).unwrap_or_default();
    she.browser.press(&timeline.form("Ke hari kunjungan")).await;
    desk::hand_over_passport(&trial, number, person.name).await;
    comes_to_say(&mut she.browser, &home, "Paspor sudah di tangan Anda").await;
    witness.told(&home, Told::Collected);
    println!("whole journey through HTTP: {:.1} s", began.elapsed().as_secs_f64());
    witness.judge("story").await;
    // an auditor who never says no is none
    witness.told("/permohonan/01900000-0000-7000-8000-000000000000", Told::Paid);
    assert!(witness.audit().await.to_string().contains("I7 VIOLATED"), "what nobody has is missed");
}

/// The letter as a page and as a file.
async fn letter(she: &mut Citizen, home: &str) {
    says(&she.browser.open(&format!("{home}/surat")).await, "Surat pengantar ke kantor imigrasi");
    let file = she.browser.open(&format!("{home}/surat.pdf")).await;
    assert!(file.status.is_success() && file.bytes.starts_with(b"%PDF-"), "{}: {}", file.status, file.text());
    assert_eq!(file.headers["content-type"], "application/pdf");
}
