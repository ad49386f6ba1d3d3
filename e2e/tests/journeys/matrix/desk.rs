//! What officers see, from the door to the hand-over, finance, information days and administration.

use super::{all, nothing_is_left_out};
use crate::{citizen as does, officer as desk};
use e2e::{Screen, Stage, Walk, first, journey};
use std::sync::Arc;

const PAPERS: [&str; 3] = ["identity_card", "family_card", "birth_certificate"];

#[test]
fn every_page_of_an_officer_stands_in_both_languages_at_every_width() {
    journey("matrix-desk", |stage| async move {
        let mut walk = stage.walk(Screen::Phone).await;
        walk.looks(false);
        let (home, code) = does::up_to_bill(&mut walk, &first(), &PAPERS).await;
        does::pay(&mut walk, &code).await;
        does::paid(&mut walk, &home).await;
        walk.visit(&home).await;
        let number = walk.read("dd.num").await;
        walk.looks(true);
        paid_twice(&mut walk, &code).await;
        walk.visit("/").await;
        walk.clock("Ke hari kunjungan").await;
        walk.end().await;
        let case = front(&stage, &number).await;
        decisions(&stage, &case, &number).await;
        booklet(&stage, &case).await;
        invited(&stage).await;
        nothing_is_left_out(&stage, |page| page.starts_with("/petugas"));
    });
}

/// Money that a person must look at.
async fn paid_twice(walk: &mut Walk, code: &str) {
    walk.visit_world(&format!("/bank?kode={code}")).await;
    walk.unfold("Uji gangguan").await;
    walk.press_in("main details", "Bayar sekali lagi").await;
    walk.shot("bank-twice").await;
}

async fn front(stage: &Arc<Stage>, number: &str) -> String {
    let mut walk = stage.walk(Screen::Desk).await;
    walk.in_every_way("desk-sign-in", "/petugas/masuk").await;
    walk.end().await;
    let mut walk = desk::sign_in(stage, "front_desk").await;
    let pages = [("desk-today", "/petugas/hari-ini"), ("desk-entry", "/petugas/masuk-antre")];
    all(&mut walk, &pages.map(|(name, path)| (name, path.to_owned()))).await;
    walk.visit("/petugas/masuk-antre").await;
    walk.fill("kode", "1234").await;
    walk.press_in("main form", "Masukkan ke antrean").await;
    walk.as_it_stands("desk-entry-wrong").await;
    walk.fill("kode", number).await;
    walk.press_in("main form", "Masukkan ke antrean").await;
    walk.as_it_stands("desk-entered").await;
    walk.press_in("main", "Buka berkas ").await;
    let case = walk.path().await;
    walk.in_every_way("desk-case", &case).await;
    walk.in_every_way("desk-today-arrived", "/petugas/hari-ini").await;
    walk.visit(&case).await;
    walk.press_in("main", "Semua cocok, lanjut ke wawancara").await;
    walk.as_it_stands("desk-unconfirmed").await;
    walk.tick_all("cocok-").await;
    walk.press_in("main", "Semua cocok, lanjut ke wawancara").await;
    walk.in_every_way("desk-interview", &case).await;
    walk.visit(&case).await;
    walk.choose("catatan", "consistent").await;
    walk.fill("biometrik", "BIO-2026-0001").await;
    walk.press_in("main", "Wawancara selesai").await;
    walk.in_every_way("desk-interviewed", &case).await;
    walk.in_every_way("desk-not-allowed", "/petugas/keuangan").await;
    walk.end().await;
    case
}

async fn decisions(stage: &Arc<Stage>, case: &str, number: &str) {
    let mut walk = desk::sign_in(stage, "adjudicator").await;
    walk.in_every_way("desk-decide", case).await;
    let pages = [
        ("desk-money", "/petugas/keuangan"),
        ("desk-admin", "/petugas/admin"),
        ("desk-trail", "/petugas/admin/jejak"),
        ("desk-days", "/petugas/penyuluhan"),
        ("desk-plan", "/petugas/penyuluhan/baru"),
        ("desk-numbers", "/petugas/penyuluhan/angka"),
    ];
    all(&mut walk, &pages.map(|(name, path)| (name, path.to_owned()))).await;
    money(&mut walk).await;
    days(&mut walk).await;
    trail(&mut walk, number).await;
    walk.visit(case).await;
    desk::twice(&mut walk, "Setujui").await;
    walk.in_every_way("desk-approved", case).await;
    walk.quiet().await;
    walk.end().await;
}

async fn link(walk: &Walk, css: &str) -> String {
    let found = walk.run(&format!("const one = document.querySelector(\"{css}\"); return one ? one.pathname : '';")).await;
    let path = found.as_str().unwrap_or_default().to_owned();
    assert!(!path.is_empty(), "no link {css} on {}", walk.path().await);
    path
}

async fn money(walk: &mut Walk) {
    walk.visit("/petugas/keuangan").await;
    walk.comes_to_have("main a[href^='/petugas/keuangan/']").await;
    let one = link(walk, "main a[href^='/petugas/keuangan/']").await;
    walk.in_every_way("desk-money-case", &one).await;
}

async fn days(walk: &mut Walk) {
    walk.visit("/petugas/penyuluhan").await;
    let day = link(walk, "main table a[href^='/petugas/penyuluhan/']").await;
    let pages = [("desk-day", ""), ("desk-day-change", "/ubah"), ("desk-day-cancel", "/batal")];
    all(walk, &super::under(&day, &pages)).await;
    walk.visit("/petugas/penyuluhan/baru").await;
    walk.press_in("main form", "Simpan").await;
    walk.as_it_stands("desk-plan-wrong").await;
}

async fn trail(walk: &mut Walk, number: &str) {
    walk.visit("/petugas/admin/jejak").await;
    walk.fill("nomor", number).await;
    walk.press_in("main form", "Buka jejak").await;
    let path = walk.path().await;
    walk.in_every_way("desk-trail-found", &path).await;
}

async fn booklet(stage: &Arc<Stage>, case: &str) {
    let mut walk = desk::sign_in(stage, "printer").await;
    walk.in_every_way("desk-print-list", "/petugas/cetak").await;
    walk.in_every_way("desk-print", case).await;
    walk.visit(case).await;
    walk.fill("nomor-buku", "E7654321").await;
    desk::twice(&mut walk, "Sudah dicetak").await;
    walk.in_every_way("desk-printed", case).await;
    walk.visit(case).await;
    desk::twice(&mut walk, "Buku benar, siap diambil").await;
    walk.in_every_way("desk-hand-list", "/petugas/serah").await;
    walk.in_every_way("desk-hand-over", case).await;
    walk.visit(case).await;
    walk.choose("pengambil", "self").await;
    walk.fill("nama", first().name).await;
    desk::twice(&mut walk, "Paspor diserahkan").await;
    walk.in_every_way("desk-collected", case).await;
    walk.quiet().await;
    walk.end().await;
}

/// A new officer's first pages.
async fn invited(stage: &Arc<Stage>) {
    let invite = std::process::Command::new(e2e::binary())
        .args(["officer", "invite", "--email", "baru.maumere@contoh.id", "--name", "Kristoforus Nong"])
        .args(["--office", "kanim-maumere", "--roles", "front_desk", "--data-dir"])
        .arg(stage.trial.folder("").join("data"))
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&invite.stdout).into_owned();
    let token = told.split("/petugas/undangan/").nth(1).and_then(|rest| rest.split_whitespace().next());
    let path = format!("/petugas/undangan/{}", token.unwrap_or_else(|| panic!("no link in {told}")));
    let mut walk = stage.walk(Screen::Desk).await;
    walk.in_every_way("desk-invited", &path).await;
    walk.visit(&path).await;
    walk.fill("sandi-baru", "layar biru tujuh perahu").await;
    walk.press_in("main form", "Lanjut").await;
    walk.as_it_stands("desk-invited-code").await;
    walk.end().await;
}
