//! With the keys alone: no finger, no mouse, no address but the first.

use crate::{
    citizen::{self as does, PASSWORD},
    officer::OFFICE,
};
use e2e::{Key, Person, Screen, Stage, Walk, card, first, flores, journey, sheet};
use kernel::time::{Clock as _, SystemClock};
use serde_json::json;
use std::sync::Arc;

const PAPERS: [&str; 3] = ["identity_card", "family_card", "birth_certificate"];

#[test]
fn the_way_from_the_first_page_to_the_running_bill_is_gone_with_the_keys_alone() {
    journey("keyboard", |stage| async move {
        let person = first();
        let mut walk = stage.walk(Screen::Desk).await;
        walk.visit("/").await;
        // the matrix looks at these pages; here it is the keys that count
        walk.looks(false);
        walk.key_press("Langsung ke isi").await;
        walk.key_send("Ajukan paspor baru").await;
        walk.key_send("Buat akun").await;
        for (name, text) in [("nama", person.name), ("surel", person.email), ("telepon", "0813 3900 1256"), ("sandi", PASSWORD)] {
            walk.key_type(name, text).await;
        }
        walk.key_choose("setuju", "ya").await;
        walk.key_send("Buat akun").await;
        let code = stage.trial.mailbox().code_for(person.email).await;
        walk.key_type("kode", &code).await;
        walk.key_send("Lanjutkan").await;
        if !walk.path().await.starts_with("/permohonan/baru") {
            walk.key_send("Mulai").await;
        }
        walk.key_send("Mulai").await;
        let home = walk.path().await;
        while !task(&mut walk, &home, &person).await {}
        walk.looks(true);
        walk.comes_to_have("[data-copy]").await;
        walk.shot("bill").await;
        println!("{} keys from the first page to the bill", walk.keys_pressed());
        walk.quiet().await;
        walk.end().await;
    });
}

/// What the open page asks for, and on to the next; true once the application was sent.
async fn task(walk: &mut Walk, home: &str, person: &Person) -> bool {
    let path = walk.path().await;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let place = path.strip_prefix(home).expect("a page of the application");
    match place {
        "" => walk.key_send("Lanjut: ").await,
        "/berkas" => papers(walk).await,
        "/periksa" => {
            walk.key_send("Cocokkan sekarang").await;
            walk.comes_to_say("Data Anda sama dengan data kependudukan.").await;
            walk.key_send("Lanjutkan").await;
        }
        "/paspor" => {
            walk.key_choose("jenis", "electronic_10").await;
            walk.key_send("Simpan dan lanjutkan").await;
        }
        "/kantor" => {
            walk.key_type("q", "Maumere").await;
            walk.key_go(Key::Enter, "Maumere").await;
            walk.key_send("Pilih kantor ini").await;
        }
        "/tinjau" => {
            walk.key_choose("pernyataan", "ya").await;
            walk.key_send("Lanjut: pilih hari dan jam").await;
        }
        "/jadwal" => {
            walk.key_first("slot").await;
            walk.key_send("Kirim permohonan").await;
            return true;
        }
        question => {
            assert!(question.starts_with("/isi/"), "a page of the way: {question}");
            walk.key_answer(person).await;
            walk.key_send("Simpan dan lanjutkan").await;
        }
    }
    false
}

/// The three papers, each from the list and back to it.
async fn papers(walk: &mut Walk) {
    let links = [("family_card", "Kirim foto"), ("identity_card", "KTP elektronik"), ("birth_certificate", "Akta kelahiran")];
    for (seed, (code, link)) in (1..).zip(links) {
        let picture = if code == "identity_card" { card(seed) } else { sheet(seed) };
        let file = walk.stage().trial.file(&format!("{code}.jpg"), &picture);
        walk.key_send(link).await;
        walk.key_file(&file).await;
        walk.sees("Yang sudah dikirim").await;
        walk.key_send("Kembali ke daftar dokumen").await;
    }
    walk.key_send("Lanjutkan").await;
}

#[test]
fn officers_take_a_case_from_the_door_to_the_hand_over_with_the_keys_alone() {
    journey("keyboard-desk", |stage| async move {
        let person = flores();
        let mut walk = stage.walk(Screen::Phone).await;
        walk.looks(false);
        let (home, code) = does::up_to_bill(&mut walk, &person, &PAPERS).await;
        does::pay(&mut walk, &code).await;
        does::paid(&mut walk, &home).await;
        walk.visit(&home).await;
        let number = walk.read("dd.num").await;
        walk.clock("Ke hari kunjungan").await;
        let mut keys = front(&stage, &number).await;
        keys += decision(&stage).await;
        keys += booklet(&stage, person.name).await;
        println!("{keys} keys of the officers, from the door to the hand-over");
        walk.visit(&home).await;
        walk.sees("Paspor sudah di tangan Anda").await;
        walk.end().await;
    });
}

async fn sign_in(stage: &Arc<Stage>, role: &str) -> Walk {
    let officer = stage.trial.officer(OFFICE, role).await;
    let mut walk = stage.walk(Screen::Desk).await;
    walk.visit("/petugas/masuk").await;
    walk.looks(false);
    walk.key_type("surel", &officer.email).await;
    walk.key_type("sandi", &officer.password).await;
    walk.key_type("kode", &officer.digits(SystemClock.now())).await;
    walk.key_go(Key::Enter, "Masuk").await;
    walk
}

/// What cannot be undone is asked for twice.
async fn twice(walk: &mut Walk, key: &str) {
    walk.key(key).await;
    walk.sees("Tekan sekali lagi untuk mengirim").await;
    walk.key_go(key, key).await;
}

/// Number at the door, each row ticked, interview; answers how many keys that took.
async fn front(stage: &Arc<Stage>, number: &str) -> usize {
    let mut walk = sign_in(stage, "front_desk").await;
    walk.key_go("p", "P").await;
    walk.key_type("kode", number).await;
    walk.key_go(Key::Enter, "Masukkan ke antrean").await;
    walk.sees("Masuk antrean. Nomor ").await;
    walk.key(Key::Escape).await;
    walk.key_go("b", "B").await;
    let left = "return document.querySelectorAll('main .list input:not(:checked)').length;";
    for _ in 0..walk.run(left).await.as_u64().unwrap_or_default() {
        walk.key("j").await;
        walk.key(" ").await;
    }
    assert_eq!(walk.run(left).await, json!(0), "each row is ticked");
    walk.key_go("l", "L").await;
    walk.key("w").await;
    walk.key_choose("catatan", "consistent").await;
    walk.key_type("biometrik", "BIO-2026-0002").await;
    walk.key(Key::Escape).await;
    walk.key_go("w", "W").await;
    walk.quiet().await;
    let keys = walk.keys_pressed();
    walk.end().await;
    keys
}

async fn decision(stage: &Arc<Stage>) -> usize {
    let mut walk = sign_in(stage, "adjudicator").await;
    walk.key_go("n", "N").await;
    twice(&mut walk, "s").await;
    walk.quiet().await;
    let keys = walk.keys_pressed();
    walk.end().await;
    keys
}

/// Printed, looked at and handed over.
async fn booklet(stage: &Arc<Stage>, name: &str) -> usize {
    let mut walk = sign_in(stage, "printer").await;
    walk.key_go("n", "N").await;
    walk.key("c").await;
    walk.key_type("nomor-buku", "E7654322").await;
    walk.key(Key::Escape).await;
    twice(&mut walk, "c").await;
    twice(&mut walk, "b").await;
    walk.key("s").await;
    walk.key_choose("pengambil", "self").await;
    walk.key_type("nama", name).await;
    walk.key(Key::Escape).await;
    twice(&mut walk, "s").await;
    walk.looks(true);
    walk.sees("Diambil: ").await;
    walk.shot("collected").await;
    walk.quiet().await;
    let keys = walk.keys_pressed();
    walk.end().await;
    keys
}
