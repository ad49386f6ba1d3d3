//! A trial's folder and database: what starting again keeps, and what starting anew removes.

use super::{PROGRAM, configure, run, text};
use kernel::time::{Clock as _, DAY, MINUTE, SystemClock};
use std::{
    fs::File,
    path::Path,
    process::{Child, Command, Stdio},
};
use store::{Ask as _, Db, StoreError, TimeSource, params, sql};

/// A running trial; ends when dropped.
struct Trial(Child);

impl Drop for Trial {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn trial(folder: &Path, more: &[&str]) -> Command {
    let mut line = Command::new(PROGRAM);
    line.args(["trial", "--listen", "127.0.0.1:0", "--data-dir"]).arg(folder.join("data")).args(more);
    line
}

async fn start(folder: &Path, more: &[&str]) -> Trial {
    begin(folder, trial(folder, more)).await
}

/// Runs the line until its trial is ready; what it says stands in `trial.log`.
async fn begin(folder: &Path, mut line: Command) -> Trial {
    let log = folder.join("trial.log");
    let file = File::create(&log).expect("a file for its output");
    line.stdin(Stdio::null()).stdout(file.try_clone().expect("a second handle")).stderr(file);
    let trial = Trial(line.spawn().expect("the program starts"));
    let said = || std::fs::read_to_string(&log).unwrap_or_default();
    let ready = e2e::until(60, || async { said().contains("Stop with Ctrl-C").then_some(()) }).await;
    assert!(ready.is_some(), "the trial is not ready: {}", said());
    trial
}

fn officers(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("data/officers.json")).expect("the sample officers")
}

/// A database that stands outside the trial's folder: the run's PostgreSQL, else a file elsewhere.
fn elsewhere(folder: &Path) -> String {
    e2e::postgres().unwrap_or_else(|| format!("sqlite:{}/elsewhere.db", folder.display()))
}

async fn count(url: &str) -> i64 {
    let db = Db::open(url, TimeSource::system()).await.expect("the database opens");
    let row = db.reader().one(sql("SELECT COUNT(*) AS n FROM officer"), params![]).await.expect("a table");
    db.close().await;
    row.int("n").expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_was_ended_before_its_officers_were_written_down_finds_their_seeds_again() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(start(folder.path(), &[]).await);
    let before = officers(folder.path());
    assert_eq!(before.matches("seed_base32").count(), 9);
    std::fs::remove_file(folder.path().join("data/officers.json")).expect("as if it had not been written");
    drop(start(folder.path(), &[]).await);
    assert_eq!(officers(folder.path()), before);
    std::fs::write(folder.path().join("data/officers.json"), "[{\"office\": \"kan").expect("as if it was half written");
    drop(start(folder.path(), &[]).await);
    assert_eq!(officers(folder.path()), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_anew_empties_a_database_that_stands_elsewhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = elsewhere(folder.path());
    drop(start(folder.path(), &["--database", &url]).await);
    let before = officers(folder.path());
    std::fs::remove_dir_all(folder.path().join("data")).expect("its keys are gone");
    let without_keys = trial(folder.path(), &["--database", &url]).output().expect("the program starts");
    let said = text(&without_keys);
    assert!(!without_keys.status.success() && said.contains("whose keys are not in"), "{said}");
    drop(start(folder.path(), &["--fresh", "--database", &url]).await);
    assert_ne!(officers(folder.path()), before);
    assert_eq!(count(&url).await, 9, "nothing sealed under the old keys is left");
    // the database is remembered: it need not be named again
    drop(start(folder.path(), &["--fresh"]).await);
    assert_eq!(count(&url).await, 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_neither_opens_nor_empties_what_is_not_a_trials() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = elsewhere(folder.path());
    let config = configure(folder.path(), &[format!("database = \"{url}\"")]);
    assert!(run(&["migrate", "--config", &config]).status.success());
    assert!(run(&["data", "load", "--config", &config]).status.success());
    for more in [&["--fresh", "--database", url.as_str()][..], &["--database", url.as_str()][..]] {
        let refused = trial(folder.path(), more).output().expect("the program starts");
        let said = text(&refused);
        assert!(!refused.status.success() && said.contains("holds something that is not a trial"), "{more:?}: {said}");
    }
    let still = text(&run(&["data", "load", "--config", &config]));
    assert!(still.contains("Version 1 is in force already"), "{still}");
}

/// Where the trial of a folder serves its pages.
fn product(folder: &Path) -> String {
    let text = std::fs::read_to_string(folder.join("data/addresses.json")).expect("the addresses");
    let at: serde_json::Value = serde_json::from_str(&text).expect("addresses");
    at["product"].as_str().expect("an address").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_port_takes_the_next_free_one_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let busy = taken.local_addr().expect("an address").port();
    let mut line = Command::new(PROGRAM);
    line.args(["trial", "--listen", &format!("127.0.0.1:{busy}"), "--data-dir"]).arg(folder.path().join("data"));
    let trial = begin(folder.path(), line).await;
    let at = product(folder.path());
    let port: u16 = at.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).expect("an address with a port");
    assert!(port > busy, "{port} is not after {busy}");
    let said = std::fs::read_to_string(folder.path().join("trial.log")).expect("what it said");
    assert!(said.contains(&format!("Port {busy} is busy; using {port} instead.")), "{said}");
    assert!(said.contains(&format!("Product           {at}")), "{said}");
    assert_eq!(harness::Browser::of(&[&at]).get("/").await.status, 200);
    drop(trial);
    // in production a busy port is a fault: nobody would look for it elsewhere
    let lines = [format!("listen = \"127.0.0.1:{busy}\"")];
    let config = configure(folder.path(), &lines);
    assert!(run(&["migrate", "--config", &config]).status.success());
    let serve = run(&["serve", "--config", &config]);
    let said = text(&serve);
    assert!(!serve.status.success() && said.contains(&format!("127.0.0.1:{busy} cannot be listened on")), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_who_is_disabled_by_a_command_is_out_at_once_and_comes_in_no_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let _trial = start(folder.path(), &[]).await;
    let list: Vec<e2e::Officer> = serde_json::from_str(&officers(folder.path())).expect("officers");
    let officer = list.iter().find(|o| o.roles.iter().any(|role| role == "front_desk")).expect("one of the desk");
    let at = product(folder.path());
    let mut browser = harness::Browser::of(&[&at]);
    let digits = officer.digits(SystemClock.now());
    let form = [("surel", officer.email.as_str()), ("sandi", &officer.password), ("kode", &digits)];
    assert_eq!(browser.post("/petugas/masuk", &form).await.status, 303);
    assert_eq!(browser.get("/petugas/hari-ini").await.status, 200);
    let data = folder.path().join("data").display().to_string();
    let disabled = run(&["officer", "disable", "--data-dir", &data, "--email", &officer.email]);
    assert!(disabled.status.success() && text(&disabled).contains("Disabled: all sessions ended."), "{}", text(&disabled));
    let page = browser.get("/petugas/hari-ini").await;
    assert!(page.status == 303 && page.location().starts_with("/petugas/masuk"), "{} {}", page.status, page.location());
    // the digits of the next half minute, so that they were not used before
    let digits = officer.digits(SystemClock.now().plus(MINUTE / 2));
    let form = [("surel", officer.email.as_str()), ("sandi", &officer.password), ("kode", &digits)];
    let refused = browser.post("/petugas/masuk", &form).await;
    assert!(refused.status.is_client_error() && refused.says("role=\"alert\""), "{} {}", refused.status, refused.text());
    assert_eq!(browser.get("/petugas/hari-ini").await.status, 303);
    let other = list.iter().find(|o| o.email != officer.email).expect("another one");
    let form = [("surel", other.email.as_str()), ("sandi", &other.password), ("kode", &other.digits(SystemClock.now()))];
    assert_eq!(browser.post("/petugas/masuk", &form).await.status, 303, "others still come in");
    let db = Db::open(&format!("sqlite:{data}/mpaspor.db"), TimeSource::system()).await.expect("the database opens");
    let count = sql("SELECT COUNT(*) AS n FROM audit WHERE action = $1 AND actor_kind = $2");
    let row = db.reader().one(count, params!["account.disable_officer", "operator"]).await;
    assert_eq!(row.and_then(|row| row.int("n")).expect("a number"), 1);
    db.close().await;
    let again = run(&["officer", "disable", "--data-dir", &data, "--email", &officer.email]);
    assert!(
        !again.status.success() && text(&again).contains("No officer has this address, and no invitation waits."),
        "{}",
        text(&again)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_on_a_trial_works_at_the_trials_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = elsewhere(folder.path());
    drop(start(folder.path(), &["--database", &url]).await);
    let db = Db::open(&url, TimeSource::system()).await.expect("the database opens");
    let ahead = (30 * DAY).to_string();
    let moved = db.transact::<_, StoreError, _>(|tx| {
        let ahead = &ahead;
        Box::pin(async move { store::put_setting(tx, "trial.offset", ahead).await })
    });
    moved.await.expect("the clock is moved");
    let data = folder.path().join("data").display().to_string();
    let closed = run(&[
        "calendar",
        "close",
        "--data-dir",
        &data,
        "--office",
        "kanim-maumere",
        "--day",
        "2031-03-03",
        "--reason",
        "Listrik padam",
    ]);
    assert!(closed.status.success(), "{}", text(&closed));
    let row = db.reader().one(sql("SELECT MAX(at) AS at FROM audit WHERE action = $1"), params!["schedule.close"]).await;
    let written = row.and_then(|row| row.time("at")).expect("the closure is written down");
    let there = SystemClock.now().plus(30 * DAY);
    assert!(written > there.plus(-10 * MINUTE), "{} is behind {}", written.rfc3339(), there.rfc3339());
    db.close().await;
}
