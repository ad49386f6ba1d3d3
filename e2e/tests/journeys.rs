//! Journeys through the product in Chromium, in Indonesian, as people go them. Each has a trial of its own.
//! The pictures lie in `e2e/shots/<journey>/`.

#[path = "journeys/adult.rs"]
mod adult;
#[path = "journeys/citizen.rs"]
mod citizen;
#[path = "journeys/idle.rs"]
mod idle;
#[path = "journeys/keyboard.rs"]
mod keyboard;
#[path = "journeys/late.rs"]
mod late;
#[path = "journeys/matrix.rs"]
mod matrix;
#[path = "journeys/moved.rs"]
mod moved;
#[path = "journeys/officer.rs"]
mod officer;
#[path = "journeys/plain.rs"]
mod plain;
#[path = "journeys/refused.rs"]
mod refused;
#[path = "journeys/slow.rs"]
mod slow;
