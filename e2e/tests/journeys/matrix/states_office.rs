//! What an office has seldom, on the desk and on the applicant's own pages: papers that are asked for, a difference that is
//! billed, a refusal, a visit nobody came to, an information day that is cancelled, work that stopped.

use super::{all, sent_elsewhere, under};
use crate::{
    citizen as does,
    officer::{self as desk, sign_in, twice},
};
use e2e::{Person, Screen, Stage, Walk, first, flores, journey};
use std::{path::Path, process::Command, sync::Arc};

const PAPERS: [&str; 3] = ["identity_card", "family_card", "birth_certificate"];

#[test]
fn what_an_office_has_seldom_stands_in_both_languages_at_every_width() {
    journey("states-office", |stage| async move {
        let mut walk = stage.walk(Screen::Phone).await;
        walk.looks(false);
        let (home, code) = does::up_to_bill(&mut walk, &first(), &PAPERS).await;
        let number = paid(&mut walk, &home, &code).await;
        let other = second(&mut walk, &flores()).await;
        walk.visit("/").await;
        walk.clock("Ke hari kunjungan").await;
        walk.looks(true);
        let (mut front, case) = door(&stage, &number).await;
        difference(&mut front, &mut walk, &case, &home).await;
        papers(&mut front, &mut walk, &case, &home).await;
        refused(&stage, &mut front, &mut walk, &case, &home).await;
        walk.visit("/").await;
        walk.clock("Hari kerja berikut").await;
        walk.in_every_way("missed", &other).await;
        walk.in_every_way("mine-ended", "/permohonan").await;
        walk.quiet().await;
        walk.end().await;
    });
}

/// The money arrives; answers the number of the application.
async fn paid(walk: &mut Walk, home: &str, code: &str) -> String {
    does::pay(walk, code).await;
    does::paid(walk, home).await;
    walk.visit(home).await;
    walk.read("dd.num").await
}

/// Another application of the same account, paid too.
async fn second(walk: &mut Walk, person: &Person) -> String {
    let home = does::begin(walk).await;
    does::answer_all(walk, &home, person, false).await;
    for (seed, code) in (21..).zip(PAPERS) {
        does::paper(walk, &home, code, seed).await;
    }
    does::compare(walk, &home).await;
    does::choose(walk, &home).await;
    let code = does::submit(walk, &home).await;
    paid(walk, &home, &code).await;
    home
}

/// At the door; the same letter once more, and a case that changed since it was opened.
async fn door(stage: &Arc<Stage>, number: &str) -> (Walk, String) {
    let mut walk = sign_in(stage, "front_desk").await;
    for _ in 0..2 {
        walk.visit("/petugas/masuk-antre").await;
        walk.fill("kode", number).await;
        walk.press_in("main form", "Masukkan ke antrean").await;
    }
    walk.sees("Sudah masuk antrean").await;
    walk.as_it_stands("desk-entry-used").await;
    walk.press_in("main", "Buka berkas ").await;
    let case = walk.path().await;
    sent_elsewhere(&walk, "main form[action$='/cocok']", &[("lanjut", "belum")]).await;
    walk.press_in("main", "Simpan yang sudah dicocokkan").await;
    walk.sees("Berkas ini berubah sejak Anda membukanya").await;
    walk.as_it_stands("desk-case-changed").await;
    (walk, case)
}

/// From now on passports cost more, as an operator publishes it.
fn dearer(stage: &Stage) {
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    let folder = stage.trial.folder("tables");
    std::fs::create_dir_all(&folder).expect("a folder for tables");
    for entry in std::fs::read_dir(tables).expect("the tables").flatten() {
        if entry.path().extension().is_some_and(|e| e == "csv") {
            let text = std::fs::read_to_string(entry.path()).expect("a table");
            let text = text.replace("2024-12-17,,950000,per_application", "2024-12-17,,1000000,per_application");
            std::fs::write(folder.join(entry.file_name()), text).expect("the folder takes a table");
        }
    }
    let done = Command::new(e2e::binary())
        .args(["data", "load", "--folder"])
        .arg(&folder)
        .arg("--data-dir")
        .arg(stage.trial.folder("data"))
        .output()
        .expect("the program runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// The kind is mended and costs more: what both sides see until the difference is paid.
async fn difference(front: &mut Walk, walk: &mut Walk, case: &str, home: &str) {
    dearer(&front.stage());
    front.visit(case).await;
    front.choose("alasan", "old_passport_shown").await;
    twice(front, "Ubah jenis").await;
    front.comes_to_say("Kode billing").await;
    front.in_every_way("desk-difference", case).await;
    walk.visit(&format!("{home}/bayar")).await;
    walk.comes_to_have("[data-copy]").await;
    all(walk, &under(home, &[("difference-owed", ""), ("difference-bill", "/bayar")])).await;
    let code = walk.attribute("[data-copy]", "data-copy").await.expect("a code to copy");
    does::pay(walk, &code).await;
    walk.visit(&format!("{home}/bayar")).await;
    walk.comes_to_say("Buka kuitansi").await;
    all(walk, &under(home, &[("difference-paid", "/bayar")])).await;
    front.visit(case).await;
    front.comes_to_say("Semua cocok, lanjut ke wawancara").await;
}

/// A paper is asked for, and comes.
async fn papers(front: &mut Walk, walk: &mut Walk, case: &str, home: &str) {
    front.visit(case).await;
    front.choose("berkas-family_card", "ya").await;
    twice(front, "Minta dokumen").await;
    front.in_every_way("desk-papers-asked", case).await;
    let asked = [("papers-asked", ""), ("papers-asked-list", "/berkas"), ("paper-asked", "/berkas/family_card")];
    all(walk, &under(home, &asked)).await;
    does::paper(walk, home, "family_card", 41).await;
    front.in_every_way("desk-papers-in", case).await;
    front.visit(case).await;
    front.press_in("main", "Dokumen lengkap, lanjutkan pemeriksaan").await;
}

/// Interview, and a decision with its reason; work that stopped; an information day that does not take place.
async fn refused(stage: &Arc<Stage>, front: &mut Walk, walk: &mut Walk, case: &str, home: &str) {
    front.visit(case).await;
    front.tick_all("cocok-").await;
    front.press_in("main", "Semua cocok, lanjut ke wawancara").await;
    front.choose("catatan", "doubtful").await;
    front.fill("biometrik", "BIO-2026-0003").await;
    front.press_in("main", "Wawancara selesai").await;
    let mut decides = sign_in(stage, "adjudicator").await;
    decides.visit(case).await;
    decides.choose_first("alasan").await;
    desk::twice(&mut decides, "Tolak permohonan").await;
    decides.in_every_way("desk-rejected", case).await;
    walk.in_every_way("rejected", home).await;
    stopped(&mut decides).await;
    cancelled(&mut decides, walk).await;
    decides.quiet().await;
    decides.end().await;
}

/// Work that failed five times waits for somebody.
async fn stopped(walk: &mut Walk) {
    let mut db = does::database(&walk.stage()).await;
    let dead = "INSERT INTO job (id, kind, job_key, payload, run_at, state, failures, attempt, error, created_at)
        VALUES ('0199a000-0000-7000-8000-000000000001', 'notification.mail', 'contoh', '{}', 0, 'dead', 5, 5,
        'the mail server says 550', 0)";
    sqlx::query(dead).execute(&mut db).await.expect("a job that stopped");
    walk.in_every_way("desk-admin-stopped", "/petugas/admin").await;
    let gone = "DELETE FROM job WHERE state = 'dead' AND job_key = 'contoh'";
    sqlx::query(gone).execute(&mut db).await.expect("the job is away again");
}

/// An information day is cancelled, on the desk and for everybody.
async fn cancelled(desk: &mut Walk, walk: &mut Walk) {
    desk.visit("/petugas/penyuluhan").await;
    let found = "return document.querySelector(\"main table a[href^='/petugas/penyuluhan/']\").pathname;";
    let day = desk.run(found).await.as_str().expect("an information day").to_owned();
    desk.visit(&format!("{day}/batal")).await;
    desk.fill("alasan", "Pembicara sakit").await;
    twice(desk, "Batalkan acara ini").await;
    desk.in_every_way("desk-day-cancelled", &day).await;
    let open = day.trim_start_matches("/petugas");
    walk.in_every_way("day-cancelled", open).await;
}
