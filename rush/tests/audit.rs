//! A town in order passes; whatever is broken in it is named.
#![expect(clippy::unwrap_used, reason = "a test whose scene cannot be set up ends there")]

mod scene;

use rush::audit::{Invariant, Invariant::*, Report, audit};
use scene::{Scene, ledger};
use serde_json::{Value, json};
use std::process::Command;

async fn judged(scene: &Scene, ledger: &Value, acks: &str) -> Report {
    let world = scene.file("world.json", &ledger.to_string());
    let acks = scene.file("acks.jsonl", acks);
    audit(&scene.url(), Some(&world), Some(&acks)).await.unwrap()
}

fn assert_named(report: &Report, invariant: Invariant, sentence: &str) {
    let found = report.violations().iter().any(|(i, text)| *i == invariant && text.contains(sentence));
    assert!(found, "{invariant:?} \"{sentence}\" is not among:\n{report}");
}

/// Breaks a town of its own for each row: what is done, what must be said.
async fn each(invariant: Invariant, breaks: &[(&str, &str)]) {
    for (broken, sentence) in breaks {
        let mut scene = Scene::in_order().await;
        scene.run(broken).await;
        let report = audit(&scene.url(), None, None).await.unwrap();
        assert_named(&report, invariant, sentence);
    }
}

const ACKS: &str = r#"{"kind":"booked","application":"a1","booking":"k1"}
{"kind":"paid","application":"a1"}

{"kind":"moved","application":"a1","booking":"k2"}
{"kind":"moved","application":"a1","booking":null}
"#;

#[tokio::test]
async fn a_town_in_order_passes_with_one_line_for_each_invariant() {
    let scene = Scene::in_order().await;
    let report = judged(&scene, &ledger(), ACKS).await;
    assert!(report.holds(), "{report}");
    let text = report.to_string();
    assert_eq!(text.lines().count(), 9, "{text}");
    assert!(text.contains("(2 slots, 5 bookings)"), "{text}");
    assert!(text.contains("(4 payments, 2600000 rupiah)"), "{text}");
}

#[tokio::test]
async fn seats_that_do_not_add_up_are_named() {
    let breaks = [
        ("UPDATE slot SET taken = 3 WHERE id = 's1'", "slot s1 counts 3 seats taken, but 2 bookings use it"),
        ("UPDATE slot SET capacity = 1 WHERE id = 's1'", "slot s1 has 2 seats taken, more than its capacity of 1"),
        ("UPDATE booking SET seat = 1 WHERE id = 'k4'", "seat 1 of slot s1 is used by 2 bookings"),
        ("UPDATE booking SET application = 'a1' WHERE id = 'k4'", "application a1 has 2 live bookings"),
        ("DELETE FROM slot WHERE id = 's2'", "names slot s2, which is not there"),
    ];
    each(I1, &breaks).await;
}

#[tokio::test]
async fn bills_that_belong_to_two_are_named() {
    let breaks = [
        ("UPDATE bill SET code = 'code-b1' WHERE id = 'b2'", "billing code code-b1 belongs to 2 bills"),
        ("UPDATE bill SET application = 'zz' WHERE id = 'b2'", "bill b2 names application zz, which is not there"),
        ("UPDATE bill SET booking = 'k1' WHERE id = 'b2'", "booking k1 has 2 bills"),
        ("UPDATE bill SET booking = 'k4' WHERE id = 'b2'", "its booking k4 is of another one"),
        ("UPDATE application SET bill = 'b1' WHERE id = 'a2'", "application a2 waits for bill b1"),
        ("UPDATE bill SET state = 'payable', application = 'a2'", "application a2 has 4 visit bills that run"),
    ];
    each(I2, &breaks).await;
}

#[tokio::test]
async fn paid_bookings_that_vanished_are_named() {
    let breaks = [
        ("DELETE FROM booking WHERE id = 'k4'", "bill b3 of application a3 is paid, but there is no booking"),
        (
            "DELETE FROM audit WHERE action = 'application.give_back'",
            "bill b4 of application a4 is paid, but there is no booking",
        ),
        ("UPDATE booking SET first_paid_at = 4 WHERE id = 'k3'", "booking k3 of application a2 was paid and is released"),
        ("UPDATE booking SET previous = NULL WHERE id = 'k2'", "booking k1 was moved, but no booking follows it"),
        ("DELETE FROM audit WHERE action = 'schedule.give_back'", "paid booking k5 is given_back without an audit row"),
        ("UPDATE application SET booking = 'k1' WHERE id = 'a1'", "application a1 is scheduled on booking k1"),
    ];
    each(I4, &breaks).await;
}

#[tokio::test]
async fn an_open_case_stands_for_a_paid_booking() {
    let mut scene = Scene::in_order().await;
    scene.run("DELETE FROM booking WHERE id = 'k2'").await;
    let report = audit(&scene.url(), None, None).await.unwrap();
    assert!(!report.to_string().contains("bill b1 of application a1 is paid"), "{report}");
    scene.run("UPDATE money_case SET state = 'closed', closed_at = 9").await;
    let report = audit(&scene.url(), None, None).await.unwrap();
    assert_named(&report, I4, "bill b1 of application a1 is paid");
}

#[tokio::test]
async fn a_person_with_two_live_bookings_is_named() {
    let broken = "UPDATE booking SET nik_hash = 'nik-a1' WHERE id = 'k4'";
    each(I5, &[(broken, "the person with NIK hash nik-a1 has 2 live bookings")]).await;
}

#[tokio::test]
async fn moves_that_are_not_listed_are_named() {
    let breaks = [
        ("UPDATE application SET state = 'collected' WHERE id = 'a1'", "a1 is collected, but its timeline leads to scheduled"),
        (
            "UPDATE application_history SET what = 'printed' WHERE application = 'a3' AND seq = 5",
            "\"printed\", which is not listed",
        ),
        ("UPDATE application_history SET what = 'flown' WHERE application = 'a4' AND seq = 4", "\"flown\", which is not listed"),
        ("DELETE FROM application_history WHERE application = 'a2'", "a2 is expired, but its timeline leads to nothing"),
        (
            r#"UPDATE audit SET detail = '{"from":"draft","to":"scheduled"}' WHERE action = 'application.mark_paid'"#,
            "application.mark_paid from draft to scheduled, which is not listed",
        ),
        ("UPDATE booking SET state = 'served' WHERE id = 'k4'", "booking k4 is served without the step"),
        ("UPDATE booking SET state = 'booked' WHERE id = 'k5'", "booking k5 is booked although the trail says that it ended"),
        ("UPDATE audit SET object_id = 'k1' WHERE action = 'schedule.release'", "booking k1 ended 2 times"),
        ("DELETE FROM audit WHERE action = 'schedule.move'", "booking k2 is booked, but was never confirmed"),
        ("UPDATE bill SET state = 'cancelled' WHERE id = 'b2'", "bill b2 is cancelled without the step"),
        ("UPDATE bill SET state = 'payable' WHERE id = 'b3'", "bill b3 is payable although the trail says that it was paid"),
    ];
    each(I6, &breaks).await;
}

#[tokio::test]
async fn a_new_date_may_be_taken_only_for_money_that_is_there() {
    let mut scene = Scene::in_order().await;
    let taken = r#"UPDATE audit SET detail = '{"slot":"s1","seat":1,"state":"booked"}' WHERE action = 'schedule.take'"#;
    scene.run(&format!("DELETE FROM audit WHERE action = 'schedule.confirm'; {taken}")).await;
    let report = audit(&scene.url(), None, None).await.unwrap();
    assert!(!report.to_string().contains("never confirmed"), "{report}");
    scene.run("UPDATE bill SET state = 'expired' WHERE id = 'b3'").await;
    let report = audit(&scene.url(), None, None).await.unwrap();
    assert_named(&report, I6, "booking k4 is checked_in, but was never confirmed");
}

#[tokio::test]
async fn effects_that_came_twice_are_named() {
    let again = "INSERT INTO audit SELECT 'x' || id, at, actor_kind, actor, action, object, object_id, application, detail, \
        written_at FROM audit WHERE action = 'payment.settle' AND object_id = 'b3'";
    let breaks = [
        ("UPDATE bill SET reference = 'NTPN1' WHERE id = 'b3'", "NTPN NTPN1 pays 2 bills"),
        (again, "bill b3 was settled 2 times"),
        (
            "INSERT INTO notice (id, billing_code, ntpn, sequence, raw, received_at, state, judged_at) \
             SELECT 'n2', billing_code, ntpn, sequence, raw, received_at, state, judged_at FROM notice",
            "notice 1 about billing code code-b1 is kept 2 times",
        ),
    ];
    each(I8, &breaks).await;
}

#[tokio::test]
async fn faults_of_the_trail_are_named() {
    let file = "INSERT INTO case_file (id, application, booking, office, day, lane, queue, state, state_at, arrived_at, version) \
        VALUES ('f1', 'a3', 'k4', 'kanim-maumere', '2026-10-12', 'regular', 'A001', 'interview', 6, 5, 1)";
    let breaks = [
        ("UPDATE audit SET actor = 'nobody' WHERE id = 't005'", "link 5 does not fit audit row t005"),
        ("DELETE FROM audit WHERE id = 't005'", "link 5 seals audit row t005, which is not there any more"),
        ("DELETE FROM audit_seal WHERE seq = 5", "link 5 is missing"),
        ("DELETE FROM audit_seal WHERE seq = (SELECT MAX(seq) FROM audit_seal)", "is older than ten seconds and has no seal"),
        ("DELETE FROM audit WHERE object_id = 'a2'", "application a2 has no audit row"),
        ("DELETE FROM audit WHERE object_id = 'b2'", "bill b2 has no audit row"),
        ("DELETE FROM audit WHERE object_id = 'c1'", "case c1 has no audit row"),
        ("DELETE FROM audit WHERE object_id = 'k3'", "booking k3 has no audit row"),
        (file, "file f1 of application a3 at the counter has no audit row of its beginning"),
        ("DELETE FROM audit WHERE action = 'application.expire'", "a2 has 3 steps, but its trail has 2 changes of state"),
    ];
    each(I9, &breaks).await;
}

#[tokio::test]
async fn a_fresh_row_may_wait_for_its_seal() {
    let mut scene = Scene::in_order().await;
    scene.run("INSERT INTO audit VALUES ('t999', 7, 'system', '', 'x', 'x', 'x', NULL, '{}', 9000000000000)").await;
    let report = audit(&scene.url(), None, None).await.unwrap();
    assert!(report.holds(), "{report}");
}

#[tokio::test]
async fn money_that_differs_from_the_ledger_is_named() {
    let breaks = [
        ("DELETE FROM money_case", "NTPN NTPN2 of 650000 rupiah for billing code code-b1 is in no bill and no case"),
        ("DELETE FROM money_case", "the treasury's ledger has 2600000 rupiah, our bills and cases have 1950000"),
        ("UPDATE money_case SET ntpn = 'NTPN1'", "NTPN NTPN1 of 650000 rupiah is in more than one place: bill b1, case c1"),
        ("UPDATE money_case SET amount = 1", "NTPN NTPN2 is of 650000 rupiah, but case c1 says 1"),
        ("UPDATE bill SET code = 'other' WHERE id = 'b3'", "NTPN NTPN3 is for billing code code-b3, but bill b3 has other"),
        ("UPDATE bill SET reference = 'NTPN9' WHERE id = 'b3'", "bill b3 is paid by NTPN NTPN9, which the treasury's ledger"),
    ];
    for (broken, sentence) in breaks {
        let mut scene = Scene::in_order().await;
        scene.run(broken).await;
        assert_named(&judged(&scene, &ledger(), "").await, I3, sentence);
    }
}

#[tokio::test]
async fn a_reversed_payment_needs_a_case() {
    let mut scene = Scene::in_order().await;
    let mut ledger = ledger();
    ledger[2]["payments"][0]["reversedAt"] = json!("2026-10-06T09:00:00+07:00");
    assert_named(&judged(&scene, &ledger, "").await, I3, "NTPN NTPN3 was reversed by the bank, but it still counts in bill b3");
    scene
        .run("INSERT INTO money_case SELECT 'c2', 'reversed', 'b3', 'a3', 'NTPN3', amount, evidence, state, 5, NULL FROM money_case")
        .await;
    let report = judged(&scene, &ledger, "").await;
    assert!(!report.to_string().contains("I3 VIOLATED"), "{report}");
}

#[tokio::test]
async fn an_acknowledged_notice_that_is_not_kept_is_named() {
    let mut scene = Scene::in_order().await;
    scene.run("DELETE FROM notice").await;
    assert_named(
        &judged(&scene, &ledger(), "").await,
        I8,
        "notice 1 about billing code code-b1 was acknowledged after 2 sendings",
    );
}

#[tokio::test]
async fn acknowledged_things_that_are_not_there_are_named() {
    let scene = Scene::in_order().await;
    let lines = [
        (r#"{"kind":"booked","application":"a1","booking":"zz"}"#, "application a1: booking zz was acknowledged"),
        (r#"{"kind":"booked","application":"a1","booking":"k4"}"#, "application a1: booking k4 was acknowledged"),
        (r#"{"kind":"booked","application":"zz"}"#, "application zz: a seat was acknowledged"),
        (r#"{"kind":"paid","application":"a2"}"#, "application a2: a payment was acknowledged"),
        (r#"{"kind":"moved","application":"a3","booking":"k4"}"#, "application a3: a move was acknowledged"),
        (r#"{"kind":"moved","application":"a3"}"#, "application a3: a move was acknowledged"),
        (r#"{"kind":"booked","application":"a1","code":"code-b2"}"#, "application a1: billing code code-b2 was acknowledged"),
        (r#"{"kind":"booked","application":"a1","code":"zz"}"#, "application a1: billing code zz was acknowledged"),
        (r#"{"kind":"collected","application":"a1"}"#, "application a1: the passport was acknowledged as handed over"),
    ];
    for (line, sentence) in lines {
        assert_named(&judged(&scene, &ledger(), line).await, I7, sentence);
    }
}

#[tokio::test]
async fn files_that_cannot_be_read_name_the_line() {
    let scene = Scene::in_order().await;
    let acks =
        scene.file("acks.jsonl", "{\"kind\":\"paid\",\"application\":\"a1\"}\n{\"kind\":\"lost\",\"application\":\"a1\"}\n");
    let error = audit(&scene.url(), None, Some(&acks)).await.unwrap_err().to_string();
    assert!(error.contains("acks.jsonl cannot be read: line 2: unknown variant `lost`"), "{error}");
    let error = audit("mysql://x", None, None).await.unwrap_err().to_string();
    assert!(error.contains("neither sqlite: nor postgres://"), "{error}");
}

#[tokio::test]
async fn the_command_ends_with_its_verdict() {
    let mut scene = Scene::in_order().await;
    let rush = |url: &str| Command::new(env!("CARGO_BIN_EXE_rush")).args(["audit", "--db", url]).output().unwrap();
    let good = rush(&scene.url());
    assert_eq!(good.status.code(), Some(0), "{good:?}");
    assert_eq!(String::from_utf8_lossy(&good.stdout).lines().count(), 7);
    scene.run("UPDATE slot SET taken = 3 WHERE id = 's1'").await;
    let bad = rush(&scene.url());
    assert_eq!(bad.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&bad.stdout).contains("I1 VIOLATED: slot s1 counts 3"), "{bad:?}");
    assert_eq!(rush("sqlite:/nowhere/at/all.db").status.code(), Some(2));
}
