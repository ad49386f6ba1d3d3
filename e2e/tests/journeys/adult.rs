//! A new passport for an adult, from the first page to the passport in her hand.

use crate::{citizen as does, officer as desk};
use e2e::{Screen, Told, first, journey};

#[test]
fn a_new_adult_passport_from_the_first_page_to_the_hand() {
    journey("adult", |stage| async move {
        let person = first();
        let mut walk = stage.walk(Screen::Phone).await;
        does::sign_up(&mut walk, &person).await;
        let home = does::begin(&mut walk).await;
        does::answer_all(&mut walk, &home, &person, true).await;
        walk.visit(&format!("{home}/berkas")).await;
        walk.shot("papers").await;
        for (seed, code) in [(1, "identity_card"), (2, "family_card"), (3, "birth_certificate")] {
            does::paper(&mut walk, &home, code, seed).await;
            walk.shot(&format!("paper-{code}")).await;
        }
        walk.visit(&format!("{home}/berkas")).await;
        walk.shot("papers-sent").await;
        does::compare(&mut walk, &home).await;
        does::choose(&mut walk, &home).await;
        let code = does::submit(&mut walk, &home).await;
        does::pay(&mut walk, &code).await;
        does::paid(&mut walk, &home).await;
        walk.shot("paid").await;
        walk.press_in("main", "Buka surat pengantar").await;
        walk.sees("Surat pengantar ke kantor imigrasi").await;
        walk.shot("letter").await;
        crate::slow::within_budget(walk.weighed(), 2_000);
        walk.visit(&format!("{home}/kuitansi")).await;
        walk.shot("receipt").await;
        walk.visit(&home).await;
        walk.shot("timeline-paid").await;
        let number = walk.read("dd.num").await;
        walk.clock("Ke hari kunjungan").await;
        walk.shot("day-of-visit").await;

        desk::hand_over_passport(&stage, &number, person.name).await;

        walk.visit(&home).await;
        walk.sees("Paspor sudah di tangan Anda").await;
        stage.witness.told(&home, Told::Collected);
        walk.shot("collected").await;
        walk.visit("/kabar").await;
        walk.shot("messages").await;
        walk.visit("/data-pribadi/jejak").await;
        walk.shot("who-opened").await;
        walk.quiet().await;
        walk.end().await;
    });
}
