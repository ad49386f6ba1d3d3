//! The keys of an installation: whose they are, which are missing, and who may read them.

use super::{PROGRAM, configure, run, text};
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use store::{Db, StoreError, TimeSource, params, sql};

/// An installation with an invited officer: something is sealed in it.
struct Installation {
    folder: tempfile::TempDir,
    config: String,
    database: String,
}

impl Installation {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = e2e::postgres().unwrap_or_else(|| format!("sqlite:{}/m.db", folder.path().display()));
        let config = configure(folder.path(), &[format!("database = \"{database}\"")]);
        let made = Self { folder, config, database };
        for words in [&["migrate"][..], &["data", "load"]] {
            let done = made.run(words);
            assert!(done.status.success(), "{words:?}: {}", text(&done));
        }
        made
    }

    fn with_an_officer() -> Self {
        let made = Self::new();
        let invited = made.run(
            &[
                &["officer", "invite", "--email", "agnes@contoh.id", "--name", "Agnes Wula"][..],
                &["--office", "kanim-maumere", "--roles", "admin"],
            ]
            .concat(),
        );
        assert!(invited.status.success(), "{}", text(&invited));
        made
    }

    fn run(&self, words: &[&str]) -> Output {
        run(&[words, &["--config", &self.config]].concat())
    }

    fn keys(&self) -> PathBuf {
        self.folder.path().join("keys")
    }

    fn backup(&self, name: &str) -> (String, Output) {
        let to = self.folder.path().join(name).display().to_string();
        let done = self.run(&["backup", "--to", &to]);
        (to, done)
    }

    /// As a database was before it remembered its keys.
    async fn forgets_its_keys(&self) {
        let db = Db::open(&self.database, TimeSource::system()).await.expect("the database opens");
        let forget = sql("DELETE FROM setting WHERE name = 'keys'");
        let gone = db.transact::<_, StoreError, _>(|tx| Box::pin(async move { tx.exec(forget, params![]).await })).await;
        assert_eq!(gone.expect("it is forgotten"), 1, "it was remembered");
        db.close().await;
    }
}

/// Puts the keys of another installation in the place of these.
fn exchange(keys: &Path, other: &Path) {
    for name in ["sealing-1.key", "hashing.key", "links.key", "letters.key"] {
        fs::copy(other.join(name), keys.join(name)).expect("a key");
    }
}

fn refused(done: &Output, words: &[&str]) {
    let said = text(done);
    assert!(!done.status.success(), "{said}");
    for word in words {
        assert!(said.contains(word), "“{word}” is not said: {said}");
    }
}

#[tokio::test]
async fn the_keys_of_another_installation_are_noticed_by_every_command() {
    let (own, other) = (Installation::with_an_officer(), Installation::new());
    exchange(&own.keys(), &other.keys());
    let words = ["not those of this database", "hashing"];
    refused(&own.run(&["check"]), &["BAD", words[0], words[1]]);
    refused(&own.run(&["serve"]), &words);
    refused(&own.run(&["migrate"]), &words);
    refused(&own.run(&["data", "load"]), &words);
    refused(&own.backup("never").1, &words);
    if own.database.starts_with("postgres") {
        refused(&own.run(&["work"]), &words);
    }
}

#[tokio::test]
async fn an_older_database_remembers_the_keys_that_open_what_is_sealed_in_it_and_no_others() {
    let (own, other) = (Installation::with_an_officer(), Installation::new());
    let before = own.folder.path().join("before");
    assert!(Command::new("cp").arg("-r").args([&own.keys(), &before]).status().is_ok_and(|c| c.success()));
    own.forgets_its_keys().await;
    exchange(&own.keys(), &other.keys());
    let words = ["not those of this database"];
    refused(&own.run(&["check"]), &words);
    refused(&own.run(&["data", "load"]), &words);
    // the right sealing key does not make the wrong hashing key good
    fs::copy(before.join("sealing-1.key"), own.keys().join("sealing-1.key")).expect("a key");
    refused(&own.run(&["data", "load"]), &words);
    exchange(&own.keys(), &before);
    let loaded = own.run(&["data", "load"]);
    assert!(loaded.status.success(), "{}", text(&loaded));
    exchange(&own.keys(), &other.keys());
    refused(&own.run(&["data", "load"]), &words);
    // where nothing is sealed, any keys begin
    let new = Installation::new();
    new.forgets_its_keys().await;
    exchange(&new.keys(), &other.keys());
    assert!(new.run(&["data", "load"]).status.success());
}

#[test]
fn a_further_sealing_key_is_welcome_and_needed_from_then_on() {
    let own = Installation::with_an_officer();
    let second = own.keys().join("sealing-2.key");
    fs::write(&second, "ab".repeat(32)).expect("a key");
    fs::set_permissions(&second, fs::Permissions::from_mode(0o600)).expect("its mode");
    let check = text(&own.run(&["check"]));
    assert!(check.contains("good  the keys") && check.contains("key 2 seals"), "{check}");
    assert!(own.run(&["data", "load"]).status.success());
    fs::remove_file(&second).expect("it is lost");
    refused(&own.run(&["data", "load"]), &["sealing-2"]);
}

#[test]
fn no_new_keys_are_made_for_a_database_that_has_had_keys() {
    let own = Installation::with_an_officer();
    fs::remove_dir_all(own.keys()).expect("the keys are lost");
    let migrate = own.run(&["migrate"]);
    refused(&migrate, &["There are no keys in", "a backup holds none"]);
    assert!(!own.keys().exists(), "no others were made");
    for command in ["check", "serve"] {
        refused(&own.run(&[command]), &["There are no keys in", "a backup holds none"]);
    }
}

#[test]
fn a_single_missing_key_is_named_and_not_made_anew() {
    let own = Installation::with_an_officer();
    fs::remove_file(own.keys().join("hashing.key")).expect("a key is lost");
    for command in ["migrate", "check", "serve"] {
        refused(&own.run(&[command]), &["hashing.key is missing"]);
    }
    assert!(!own.keys().join("hashing.key").exists(), "no other was made");
}

#[test]
fn a_restore_without_keys_says_which_are_needed_and_sends_nobody_to_migrate() {
    let own = Installation::with_an_officer();
    let (from, taken) = own.backup("backup");
    assert!(taken.status.success(), "{}", text(&taken));
    let place = tempfile::tempdir().expect("a folder");
    let config = configure(place.path(), &[]);
    let without = run(&["restore", "--from", &from, "--config", &config]);
    refused(&without, &["There are no keys in", "hashing (", "Do not run `mpaspor migrate`"]);
    let keys = place.path().join("keys");
    fs::create_dir(&keys).expect("a folder");
    exchange(&keys, &own.keys());
    let with = run(&["restore", "--from", &from, "--config", &config]);
    assert!(with.status.success(), "{}", text(&with));
    assert!(text(&run(&["data", "load", "--config", &config])).contains("nothing changed"));
}

#[test]
fn keys_that_others_can_read_are_refused_and_new_ones_are_private_whatever_the_umask() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = configure(folder.path(), &[]);
    let made = Command::new("sh")
        .args(["-c", "umask 000; exec \"$0\" migrate --config \"$1\"", PROGRAM, &config])
        .output()
        .expect("the program starts");
    assert!(made.status.success(), "{}", text(&made));
    let keys = folder.path().join("keys");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&keys), 0o700);
    let key = keys.join("letters.key");
    assert_eq!(mode(&key), 0o600);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("its mode");
    for command in ["check", "serve"] {
        refused(&run(&[command, "--config", &config]), &["letters.key", "644", "chmod 600"]);
    }
}
