//! A session that ends while somebody types: said two minutes ahead, and nothing typed is lost.

use crate::citizen::{self as does, PASSWORD, database};
use e2e::{Screen, first, journey, until};

/// The page believes that so many minutes have passed; the server's clock stays.
async fn passes(walk: &e2e::Walk, minutes: u32) {
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

        walk.answer(&person).await;
        passes(&walk, 30).await;
        walk.comes_to_say("Sesi Anda sudah berakhir").await;
        walk.shot("over").await;
        silence(&stage, 60).await;
        walk.press_in("main form", "Simpan dan lanjutkan").await;
        walk.sees("Masuk").await;
        walk.shot("sign-in").await;
        walk.fill("surel", person.email).await;
        walk.fill("sandi", PASSWORD).await;
        walk.press_in("main form", "Masuk").await;
        walk.shot("finished").await;
        walk.visit(&format!("{home}/isi/name")).await;
        let typed = walk.attribute("main form input[name]:not([type=hidden])", "value").await;
        assert!(typed.is_some_and(|name| name.to_uppercase().contains("YULIANA")), "what was typed is there");
        walk.end().await;
    });
}
