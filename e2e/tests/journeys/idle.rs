//! A session that ends while somebody types: said two minutes ahead, and nothing typed is lost.

use crate::citizen::{self as does, PASSWORD, database};
use e2e::{Screen, first, journey, until};

/// Typed when the session is over.
const LATER: &str = "YULIANA NONA LERO PAREIRA";
/// What the page says of an answer that was given.
const SAVED: &str = "main form .saved";

/// The browser tells the page that an input changed.
async fn leave_the_input(walk: &e2e::Walk) {
    walk.run("document.activeElement.blur();").await;
}

/// The page believes that so many minutes have passed; the server's clock stays.
pub async fn passes(walk: &e2e::Walk, minutes: u32) {
    walk.run(&format!("window.realNow ??= Date.now; Date.now = () => window.realNow.call(Date) + {minutes} * 60000")).await;
    // the page looks at its clock when somebody comes back to it
    walk.run("document.dispatchEvent(new Event('visibilitychange'))").await;
}

/// All sessions were last heard so many minutes earlier than they were; the latest of them, in milliseconds.
async fn silence(stage: &e2e::Stage, minutes: i64) -> i64 {
    let mut db = database(stage).await;
    let aged = "UPDATE session SET seen_at = seen_at - $1 * 60000 WHERE account IS NOT NULL";
    let done = sqlx::query(aged).bind(minutes).execute(&mut db).await;
    assert!(done.expect("the sessions age").rows_affected() > 0);
    heard(stage).await
}

/// When the server last heard of somebody who is signed in, in milliseconds.
async fn heard(stage: &e2e::Stage) -> i64 {
    let found = sqlx::query_scalar("SELECT MAX(seen_at) FROM session WHERE account IS NOT NULL");
    found.fetch_one(&mut database(stage).await).await.expect("a session")
}

#[test]
fn a_session_that_ends_is_said_ahead_and_the_form_is_finished_after_signing_in() {
    journey("idle", |stage| async move {
        let person = first();
        let mut walk = stage.walk(Screen::Phone).await;
        does::sign_up(&mut walk, &person).await;
        let home = does::begin(&mut walk).await;
        walk.press_in("main .row.far", "Lanjut: ").await;
        walk.answer(&person).await;
        walk.press_in("main form", "Simpan dan lanjutkan").await;
        let page = walk.path().await;
        assert!(page.contains("/isi/name"), "{page}");

        passes(&walk, 14).await;
        walk.comes_to_say("Tetap masuk?").await;
        walk.shot("soon").await;
        let before = silence(&stage, 14).await;
        walk.touch("body", "Tetap masuk").await;
        let known = until(10, || async { (heard(&stage).await > before).then_some(()) }).await;
        assert!(known.is_some(), "the server does not hear that somebody is there");
        passes(&walk, 0).await;
        walk.comes_to_have(".idle[hidden]").await;

        // what is typed before the silence is saved at once
        walk.answer(&person).await;
        leave_the_input(&walk).await;
        let saved = until(10, || async { (walk.read(SAVED).await == "Tersimpan").then_some(()) }).await;
        assert!(saved.is_some(), "the page does not say that the answer is saved: {}", walk.read(SAVED).await);
        passes(&walk, 30).await;
        walk.comes_to_say("Sesi Anda sudah berakhir").await;
        walk.shot("over").await;
        silence(&stage, 60).await;
        // what is typed after it nobody saves any more: only the form itself can bring it
        walk.fill("full_name", LATER).await;
        leave_the_input(&walk).await;
        let unsaved = until(10, || async { (walk.read(SAVED).await != "Tersimpan").then_some(()) }).await;
        assert!(unsaved.is_some(), "nobody is signed in, and yet the page says that the answer is saved");
        walk.press_in("main form", "Simpan dan lanjutkan").await;
        walk.sees("Masuk").await;
        walk.shot("sign-in").await;
        walk.fill("surel", person.email).await;
        walk.fill("sandi", PASSWORD).await;
        walk.press_in("main form", "Masuk").await;
        walk.shot("finished").await;
        let after = walk.path().await;
        assert!(after.starts_with(&format!("{home}/isi/")), "the form was finished: {after}");
        assert!(!after.contains("/isi/name"), "the form was finished and the page after it came: {after}");
        walk.visit(&page).await;
        assert_eq!(walk.read("main form input[name=full_name]").await, LATER, "what was typed last is there");
        walk.end().await;
    });
}
