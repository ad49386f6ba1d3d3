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
    let log = folder.join("trial.log");
    let file = File::create(&log).expect("a file for its output");
    let mut line = trial(folder, more);
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
