//! What an officer does with a case.

use e2e::{Officer, Walk};
use kernel::time::{Clock as _, SystemClock};

/// Signs in with password and the authenticator's digits.
pub async fn sign_in(walk: &mut Walk, officer: &Officer) {
    walk.visit("/petugas/masuk").await;
    walk.fill("surel", &officer.email).await;
    walk.fill("sandi", &officer.password).await;
    walk.fill("kode", &officer.digits(SystemClock.now())).await;
    walk.shot("desk-sign-in").await;
    walk.press_in("main form", "Masuk").await;
}

/// From the letter at the door to the passport in the hand.
pub async fn hand_over_passport(walk: &mut Walk, officer: &Officer, number: &str) {
    sign_in(walk, officer).await;
    let _ = number;
}
