//! Nobody pays in time: the seat goes, the answers stay. Money that comes late is not lost.

use crate::citizen as does;
use e2e::{Screen, Told, Walk, first, flores, journey};

const NEW_ADULT: [&str; 3] = ["identity_card", "family_card", "birth_certificate"];

async fn let_it_expire(walk: &mut Walk, home: &str) {
    walk.visit(&format!("{home}/bayar")).await;
    walk.clock("Ke batas bayar").await;
    walk.visit(&format!("{home}/bayar")).await;
    walk.comes_to_say("Waktu membayar sudah habis").await;
    walk.shot("expired").await;
}

#[test]
fn an_unpaid_bill_expires_and_one_press_takes_a_new_seat() {
    journey("expired", |stage| async move {
        let person = first();
        let mut walk = stage.walk(Screen::Phone).await;
        // other journeys look at the way to the bill
        walk.looks(false);
        let (home, old) = does::up_to_bill(&mut walk, &person, &NEW_ADULT).await;
        walk.looks(true);
        let_it_expire(&mut walk, &home).await;
        walk.visit(&home).await;
        walk.shot("tasks-expired").await;
        walk.visit(&format!("{home}/bayar")).await;
        walk.press_in("main", "Ambil kursi baru").await;
        walk.shot("new-seat").await;
        if walk.says("Saya menyatakan").await {
            walk.choose("pernyataan", "ya").await;
        }
        walk.choose_first("slot").await;
        walk.press_in("main .bar", "Kirim permohonan").await;
        let new = does::bill(&mut walk).await;
        assert_ne!(old, new, "a new bill has a new code");
        does::pay(&mut walk, &new).await;
        does::paid(&mut walk, &home).await;
        walk.quiet().await;
        walk.end().await;
    });
}

#[test]
fn money_that_comes_late_takes_the_same_seat_again() {
    journey("late", |stage| async move {
        let person = flores();
        let mut walk = stage.walk(Screen::Phone).await;
        // other journeys look at the way to the bill
        walk.looks(false);
        let (home, code) = does::up_to_bill(&mut walk, &person, &NEW_ADULT).await;
        walk.looks(true);
        let_it_expire(&mut walk, &home).await;
        walk.visit_world(&format!("/bank?kode={code}")).await;
        walk.unfold("Uji gangguan").await;
        walk.shot("bank-faults").await;
        walk.press_in("main details", "Bayar setelah batas waktu").await;
        walk.visit(&home).await;
        walk.comes_to_say("Pembayaran sudah diterima dan kursi Anda pasti").await;
        stage.witness.told(&home, Told::Paid);
        walk.shot("late-and-booked").await;
        walk.visit(&format!("{home}/lunas")).await;
        walk.shot("late-paid").await;
        walk.quiet().await;
        walk.end().await;
    });
}
