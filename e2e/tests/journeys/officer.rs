//! What the officers of an office do with a case: the counter, the decision, the printer.

use e2e::{Screen, Stage, Walk, until};
use kernel::time::{Clock as _, SystemClock};
use std::sync::Arc;

pub const OFFICE: &str = "kanim-maumere";

/// Signs in with password and the authenticator's digits whoever has the role.
pub async fn sign_in(stage: &Arc<Stage>, role: &str) -> Walk {
    let officer = stage.trial.officer(OFFICE, role).await;
    let mut walk = stage.walk(Screen::Desk).await;
    walk.visit("/petugas/masuk").await;
    walk.fill("surel", &officer.email).await;
    walk.fill("sandi", &officer.password).await;
    walk.fill("kode", &officer.digits(SystemClock.now())).await;
    walk.shot(&format!("desk-{role}-sign-in")).await;
    walk.press_in("main form", "Masuk").await;
    walk.shot(&format!("desk-{role}-home")).await;
    walk
}

/// Presses what cannot be undone: the first time only says that it wants a second.
pub async fn twice(walk: &mut Walk, words: &str) {
    walk.touch("main", words).await;
    walk.sees("Tekan sekali lagi untuk mengirim").await;
    walk.press_in("main", words).await;
}

/// Number at the door, data against the originals, interview; answers the address of the case.
async fn counter(stage: &Arc<Stage>, number: &str) -> String {
    let mut walk = sign_in(stage, "front_desk").await;
    walk.visit("/petugas/hari-ini").await;
    walk.shot("desk-today").await;
    walk.visit("/petugas/masuk-antre").await;
    walk.fill("kode", number).await;
    walk.press_in("main form", "Masukkan ke antrean").await;
    walk.sees("Masuk antrean. Nomor ").await;
    walk.shot("desk-entry").await;
    walk.press_in("main", "Buka berkas ").await;
    let case = walk.path().await;
    walk.shot("desk-case").await;
    walk.press_in("main", "Semua cocok, lanjut ke wawancara").await;
    walk.sees("Belum dicocokkan: ").await;
    walk.shot("desk-unconfirmed").await;
    let seen = walk.tick_all("cocok-").await;
    assert!(seen >= 5, "the data are confirmed one by one, not {seen}");
    // another paper is laid beside the data, and what is ticked stays
    walk.touch("main .case nav.tabs", "Kartu keluarga").await;
    let current =
        || async { walk.attribute(".case nav.tabs [aria-current]", "href").await.filter(|at| at.ends_with("family_card")) };
    assert!(until(5, current).await.is_some(), "the family card is not shown");
    walk.press_in("main", "Semua cocok, lanjut ke wawancara").await;
    walk.shot("desk-interview").await;
    walk.choose("catatan", "consistent").await;
    walk.fill("biometrik", "BIO-2026-0001").await;
    walk.press_in("main", "Wawancara selesai").await;
    walk.shot("desk-interviewed").await;
    walk.quiet().await;
    walk.end().await;
    case
}

/// From the letter at the door to the passport in the hand.
pub async fn hand_over_passport(stage: &Arc<Stage>, number: &str, name: &str) {
    let case = counter(stage, number).await;
    let mut decides = sign_in(stage, "adjudicator").await;
    decides.visit(&case).await;
    decides.shot("desk-decide").await;
    twice(&mut decides, "Setujui").await;
    decides.shot("desk-approved").await;
    decides.visit("/petugas/keuangan").await;
    decides.shot("desk-money").await;
    decides.visit("/petugas/admin").await;
    decides.shot("desk-admin").await;
    decides.quiet().await;
    decides.end().await;
    let mut prints = sign_in(stage, "printer").await;
    prints.visit("/petugas/cetak").await;
    prints.shot("desk-print-list").await;
    prints.visit(&case).await;
    prints.fill("nomor-buku", "E7654321").await;
    prints.shot("desk-print").await;
    twice(&mut prints, "Sudah dicetak").await;
    twice(&mut prints, "Buku benar, siap diambil").await;
    prints.visit("/petugas/serah").await;
    prints.shot("desk-hand-list").await;
    prints.visit(&case).await;
    prints.choose("pengambil", "self").await;
    prints.fill("nama", name).await;
    prints.shot("desk-hand-over").await;
    twice(&mut prints, "Paspor diserahkan").await;
    prints.sees("Diambil: ").await;
    prints.shot("desk-collected").await;
    prints.quiet().await;
    prints.end().await;
}
