//! A paper that carries a program is refused with its reason and replaced by a good one.

use crate::citizen as does;
use e2e::{Screen, first, journey, script_pdf};

#[test]
fn a_paper_with_a_program_is_refused_and_replaced() {
    journey("refused", |stage| async move {
        let mut walk = stage.walk(Screen::Phone).await;
        does::sign_up(&mut walk, &first()).await;
        let home = does::begin(&mut walk).await;
        let page = format!("{home}/berkas/family_card");
        walk.visit(&page).await;
        let bad = stage.trial.file("kartu-keluarga.pdf", &script_pdf());
        walk.hand_over(&bad).await;
        walk.sees("PDF ini memuat program").await;
        walk.look().await;
        walk.shot("refused").await;
        walk.visit(&format!("{home}/berkas")).await;
        walk.sees("Tidak bisa dipakai").await;
        walk.shot("list-refused").await;
        walk.visit(&page).await;
        walk.sees("Kiriman terakhir tidak bisa dipakai.").await;
        does::paper(&mut walk, &home, "family_card", 5).await;
        walk.shot("replaced").await;
        assert!(!walk.says("Kiriman terakhir tidak bisa dipakai.").await, "the refusal is over");
        walk.visit(&format!("{home}/berkas")).await;
        walk.sees("Diterima").await;
        walk.shot("list-good").await;
        walk.quiet().await;
        walk.end().await;
    });
}
