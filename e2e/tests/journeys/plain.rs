//! The whole way to a paid visit without scripts.

use crate::citizen as does;
use e2e::{Screen, first, journey};

#[test]
fn the_whole_way_to_a_paid_visit_works_without_scripts() {
    journey("plain", |stage| async move {
        let mut walk = stage.plain_walk(Screen::Phone).await;
        for page in ["/kantor?q=Maumere", "/kantor/kanim-maumere", "/biaya", "/lacak", "/bantuan", "/perlu-apa", "/penyuluhan"] {
            walk.visit(page).await;
        }
        let papers = ["identity_card", "family_card", "birth_certificate"];
        let (home, code) = does::up_to_bill(&mut walk, &first(), &papers).await;
        does::pay(&mut walk, &code).await;
        does::paid(&mut walk, &home).await;
        walk.shot("paid").await;
        walk.visit(&format!("{home}/surat")).await;
        walk.shot("letter").await;
        walk.visit(&home).await;
        walk.shot("timeline").await;
        walk.visit("/kabar").await;
        walk.end().await;
    });
}
