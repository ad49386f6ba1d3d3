//! The first pages without scripts.

use crate::citizen as does;
use e2e::{Screen, first, journey};

#[test]
fn the_first_pages_work_without_scripts() {
    journey("plain", |stage| async move {
        let person = first();
        let mut walk = stage.plain_walk(Screen::Phone).await;
        does::sign_up(&mut walk, &person).await;
        let home = does::begin(&mut walk).await;
        walk.shot("tasks").await;
        walk.press_in("main .row.far", "Lanjut: ").await;
        for step in ["applying-for", "name", "nik", "birth"] {
            assert!(walk.path().await.contains(&format!("/isi/{step}")), "{step} is asked now, not {}", walk.path().await);
            walk.answer(&person).await;
            walk.press_in("main form", "Simpan dan lanjutkan").await;
        }
        walk.visit(&home).await;
        walk.sees("Sebagian").await;
        walk.shot("tasks-partly").await;
        for page in ["/kantor", "/biaya", "/lacak", "/bantuan"] {
            walk.visit(page).await;
            walk.shot(page.trim_start_matches('/')).await;
        }
        walk.end().await;
    });
}
