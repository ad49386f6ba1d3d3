//! What an applicant or a guest sees seldom: an old page, a passport that is on record, a session that fills up, a seat that
//! was given back, too many tries, a session that ends, a place on a list that was given up.

use super::{all, sent_elsewhere, under};
use crate::{citizen as does, idle::passes};
use e2e::{Person, Screen, Walk, ageing, journey};

#[test]
fn what_an_applicant_sees_seldom_stands_in_both_languages_at_every_width() {
    journey("states", |stage| async move {
        let mut walk = stage.walk(Screen::Phone).await;
        withdrawn(&mut walk).await;
        let person = ageing().saying("passport_history", "never");
        walk.looks(false);
        does::sign_up(&mut walk, &person).await;
        let home = does::begin(&mut walk).await;
        does::answer_all(&mut walk, &home, &person, false).await;
        for (seed, code) in (31..).zip(["identity_card", "family_card", "birth_certificate"]) {
            does::paper(&mut walk, &home, code, seed).await;
        }
        walk.looks(true);
        ending(&mut walk, &home).await;
        changed(&mut walk, &home).await;
        on_record(&mut walk, &home, &person).await;
        let code = full(&mut walk, &home).await;
        walk.looks(false);
        does::pay(&mut walk, &code).await;
        does::paid(&mut walk, &home).await;
        walk.visit(&home).await;
        let number = walk.read("dd.num").await;
        walk.looks(true);
        tracked(&mut walk, &number, &person).await;
        walk.visit(&format!("{home}/kembalikan")).await;
        walk.press_in("main form", "Ya, kembalikan tanpa pengembalian biaya").await;
        all(&mut walk, &under(&home, &[("given-back", "")])).await;
        walk.in_every_way("mine-given-back", "/permohonan").await;
        walk.quiet().await;
        walk.end().await;
    });
}

/// A guest of an information day who does not come after all.
async fn withdrawn(walk: &mut Walk) {
    walk.visit("/penyuluhan").await;
    let found = "return [...document.querySelectorAll('main .agenda .card:not(.off) a')].map(a => a.pathname)[0];";
    let day = walk.run(found).await.as_str().expect("an information day").to_owned();
    walk.visit(&format!("{day}/daftar")).await;
    walk.fill("nama", "Theresia Nona Bunga").await;
    walk.fill("surel", "theresia.bunga@contoh.id").await;
    walk.choose("setuju", "ya").await;
    walk.press_in("main form", "Daftar").await;
    walk.press_in("main form", "Batalkan pendaftaran").await;
    walk.sees("Pendaftaran dibatalkan").await;
    let own = walk.path().await;
    walk.in_every_way("withdrawn", &own).await;
}

/// The last minutes of a session, and its end, on a page with a form.
async fn ending(walk: &mut Walk, home: &str) {
    for lang in ["en", "id"] {
        for (name, minutes) in [("idle-soon", 14), ("idle-over", 30)] {
            walk.visit(&format!("{home}/isi/occupation?bahasa={lang}")).await;
            passes(walk, minutes).await;
            assert!(walk.attribute(".idle", "hidden").await.is_none(), "the page says that the session ends");
            walk.in_its_language(name, lang).await;
        }
    }
}

/// An answer that changed in another place, and a page that is older than what it asks about.
async fn changed(walk: &mut Walk, home: &str) {
    walk.visit(&format!("{home}/isi/occupation")).await;
    sent_elsewhere(walk, "main form", &[("occupation", "Nelayan")]).await;
    walk.fill("occupation", "Petani").await;
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.sees("Isian ini berubah di tempat lain").await;
    walk.as_it_stands("answer-conflict").await;
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.visit(&format!("{home}/paspor")).await;
    sent_elsewhere(walk, "main form", &[("jenis", "ordinary_5")]).await;
    walk.choose("jenis", "electronic_10").await;
    walk.press_in("main form", "Simpan dan lanjutkan").await;
    walk.as_it_stands("passport-changed").await;
}

/// New was chosen, and the passport register knows a passport: one press makes it a replacement.
async fn on_record(walk: &mut Walk, home: &str, person: &Person) {
    walk.visit(&format!("{home}/periksa")).await;
    walk.press_in("main form", "Cocokkan sekarang").await;
    walk.comes_to_say("Ubah ke ganti paspor").await;
    all(walk, &under(home, &[("check-on-record", "/periksa")])).await;
    walk.visit(&format!("{home}/periksa")).await;
    walk.press_in("main form", "Ubah ke ganti paspor").await;
    walk.in_every_way("tasks-replacement", home).await;
    walk.looks(false);
    does::answer_all(walk, home, person, false).await;
    does::paper(walk, home, "old_passport", 35).await;
    does::choose(walk, home).await;
    walk.looks(true);
}

/// Others take the seats of a session while somebody chooses it; then it has one again.
async fn full(walk: &mut Walk, home: &str) -> String {
    walk.visit(&format!("{home}/tinjau")).await;
    walk.choose("pernyataan", "ya").await;
    walk.press_in("main form", "Lanjut: pilih hari dan jam").await;
    walk.choose_first("slot").await;
    seats(walk, "UPDATE slot SET capacity = taken").await;
    walk.press_in("main .bar", "Kirim permohonan").await;
    walk.as_it_stands("session-full").await;
    seats(walk, "UPDATE slot SET capacity = taken + 3").await;
    does::submit(walk, home).await
}

async fn seats(walk: &Walk, order: &'static str) {
    sqlx::query(order).execute(&mut does::database(&walk.stage()).await).await.expect("the calendar changes");
}

/// Progress that is found, and what is said to somebody who asks too often.
async fn tracked(walk: &mut Walk, number: &str, person: &Person) {
    walk.visit("/lacak").await;
    walk.fill("nomor", number).await;
    for (part, value) in ["d", "m", "y"].into_iter().zip(person.born) {
        walk.fill(&format!("lahir-{part}"), value).await;
    }
    walk.press_in("main form", "Lihat").await;
    walk.sees("Sudah sampai").await;
    walk.as_it_stands("track-found").await;
    for _ in 0..5 {
        if walk.says("Terlalu sering dicoba").await {
            break;
        }
        walk.press_in("main form", "Lihat").await;
    }
    walk.sees("Terlalu sering dicoba").await;
    walk.as_it_stands("track-too-often").await;
}
