//! A passport that is over is replaced; the visit is moved once. The same walk on both engines.

use crate::citizen as does;
use e2e::{Screen, Stage, Told, ageing, journey, journey_on_postgres};
use std::sync::Arc;

#[test]
fn a_replacement_is_paid_and_its_visit_is_moved_once() {
    journey("moved", walk);
}

#[test]
fn a_replacement_is_paid_and_its_visit_is_moved_once_on_postgres() {
    journey_on_postgres("moved-postgres", walk);
}

async fn walk(stage: Arc<Stage>) {
    let person = ageing();
    let mut walk = stage.walk(Screen::Phone).await;
    let (home, code) = does::up_to_bill(&mut walk, &person, &["identity_card", "old_passport"]).await;
    does::pay(&mut walk, &code).await;
    does::paid(&mut walk, &home).await;
    walk.visit(&home).await;
    let before = walk.read("main h1").await;
    walk.press_in("main aside", "Ubah tanggal").await;
    walk.choose_first("slot").await;
    walk.shot("move").await;
    walk.press_in("main .bar", "Ubah ke sesi ini").await;
    walk.shot("moved").await;
    assert_ne!(walk.read("main h1").await, before, "the timeline tells the new date");
    stage.witness.told(&home, Told::Moved);
    walk.sees("Tanggal sudah pernah diubah").await;
    walk.visit(&format!("{home}/surat")).await;
    walk.shot("letter").await;
    let moved = |subject: &str, _: &str| subject == "Jadwal kunjungan diubah";
    walk.stage().trial.mailbox().mail(person.email, "the new date", moved).await;
    walk.quiet().await;
    walk.end().await;
}
