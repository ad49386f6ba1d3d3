//! With the keys alone: no finger, no mouse.

use crate::citizen::PASSWORD;
use e2e::{Screen, first, journey};

#[test]
fn an_application_is_begun_and_answered_with_the_keys_alone() {
    journey("keyboard", |stage| async move {
        let person = first();
        let mut walk = stage.walk(Screen::Desk).await;
        walk.visit("/").await;
        walk.key_press("Langsung ke isi").await;
        walk.visit("/daftar").await;
        for (name, text) in [("nama", person.name), ("surel", person.email), ("telepon", "0813 3900 1256"), ("sandi", PASSWORD)] {
            walk.key_type(name, text).await;
        }
        walk.key_choose("setuju", "ya").await;
        walk.shot("sign-up").await;
        walk.key_send("Buat akun").await;
        let code = stage.trial.mailbox().code_for(person.email).await;
        walk.key_type("kode", &code).await;
        walk.key_send("Lanjutkan").await;
        walk.visit("/permohonan/baru").await;
        walk.key_send("Mulai").await;
        walk.key_send("Lanjut: ").await;
        for _ in 0..9 {
            if !walk.path().await.contains("/isi/") {
                walk.key_send("Lanjut: ").await;
            }
            walk.key_answer(&person).await;
            walk.key_send("Simpan dan lanjutkan").await;
        }
        walk.shot("tasks").await;
        walk.quiet().await;
        walk.end().await;
    });
}
