//! The commands, as an operator types them.

use super::{configure, run, text};
use std::path::Path;
use store::{Db, StoreError, TimeSource, params, sql};

#[test]
fn a_wrong_configuration_refuses_to_start_with_all_faults_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bad.toml");
    std::fs::write(&path, "listen = \"nowhere\"\ncolour = \"blue\"\ndatabase = \"mysql://x\"\n").expect("a file");
    let answer = run(&["serve", "--config", &path.display().to_string()]);
    assert!(!answer.status.success());
    for key in ["listen:", "colour:", "database:", "biller.secret_file:", "revenue:"] {
        assert!(text(&answer).contains(key), "{key} is not named in {}", text(&answer));
    }
}

#[test]
fn an_installation_is_made_and_looked_after_from_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = configure(folder.path(), &[]);
    let refused = run(&["serve", "--config", &config]);
    assert!(!refused.status.success() && text(&refused).contains("mpaspor migrate"), "{}", text(&refused));
    let made = run(&["migrate", "--config", &config]);
    assert!(made.status.success(), "{}", text(&made));
    assert!(text(&run(&["migrate", "--config", &config])).starts_with("0 statements"), "again changes nothing");
    let loaded = run(&["data", "load", "--config", &config]);
    assert!(loaded.status.success() && text(&loaded).contains("Version 1"), "{}", text(&loaded));
    assert!(text(&run(&["data", "load", "--config", &config])).contains("nothing changed"));
    let open =
        ["calendar", "open", "--config", &config, "--office", "kanim-maumere", "--from", "2026-12-01", "--until", "2026-12-04"];
    let opened = run(&open);
    assert!(opened.status.success() && !text(&opened).starts_with("0 sessions"), "{}", text(&opened));
    assert!(text(&run(&open)).starts_with("0 sessions"), "opening twice changes nothing");
    let close = [
        "calendar",
        "close",
        "--config",
        &config,
        "--office",
        "kanim-maumere",
        "--day",
        "2026-12-02",
        "--reason",
        "Listrik padam",
    ];
    assert!(run(&close).status.success());
    let invite = [
        "officer",
        "invite",
        "--config",
        &config,
        "--email",
        "agnes@contoh.id",
        "--name",
        "Agnes Wula",
        "--office",
        "kanim-maumere",
        "--roles",
        "front_desk,admin",
    ];
    let invited = run(&invite);
    assert!(invited.status.success() && text(&invited).contains("/petugas/undangan/"), "{}", text(&invited));
    let nowhere = run(&[
        "officer",
        "invite",
        "--config",
        &config,
        "--email",
        "b@contoh.id",
        "--name",
        "Budi",
        "--office",
        "kanim-antah-berantah",
        "--roles",
        "admin",
    ]);
    assert!(!nowhere.status.success(), "an unknown office is refused");
    assert!(!run(&["officer", "disable", "--config", &config, "--email", "siapa@contoh.id"]).status.success());
    let check = run(&["check", "--config", &config]);
    assert!(
        text(&check).contains("SQLite 3.51.3") && text(&check).contains("treasury billing cannot be reached"),
        "{}",
        text(&check)
    );
    let work = run(&["work", "--config", &config]);
    assert!(!work.status.success() && text(&work).contains("serve"), "{}", text(&work));
}

#[test]
fn a_command_without_an_installation_says_what_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer = run(&["doctor", "--data-dir", &folder.path().display().to_string()]);
    assert!(!answer.status.success() && text(&answer).contains("There is no trial"), "{}", text(&answer));
}

/// A copy of the reference tables, with a line added to one of them.
fn tables(folder: &Path, file: &str, line: &str) {
    std::fs::create_dir_all(folder).expect("a folder");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../data")).expect("the tables") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            std::fs::copy(&path, folder.join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    let path = folder.join(file);
    let old = std::fs::read_to_string(&path).expect("the table");
    std::fs::write(&path, format!("{old}{line}\n")).expect("the table is written");
}

#[test]
fn reference_tables_come_from_the_folder_given_then_from_the_configured_one_then_from_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let (wrong, other) = (folder.path().join("wrong"), folder.path().join("other"));
    tables(&wrong, "lanes.csv", "not,a,lane");
    tables(&other, "holidays.csv", "");
    let config = configure(folder.path(), &[format!("data = \"{}\"", wrong.display())]);
    assert!(run(&["migrate", "--config", &config]).status.success());
    let refused = run(&["data", "load", "--config", &config]);
    assert!(!refused.status.success() && text(&refused).contains("lanes.csv"), "the configured folder: {}", text(&refused));
    let given = run(&["data", "load", "--config", &config, "--folder", &other.display().to_string()]);
    assert!(given.status.success() && text(&given).contains("Version 1"), "the folder given: {}", text(&given));
    let config = configure(folder.path(), &[]);
    let embedded = run(&["data", "load", "--config", &config]);
    assert!(embedded.status.success() && text(&embedded).contains("changed: holidays"), "the program's: {}", text(&embedded));
}

#[test]
fn the_capacity_of_a_session_is_set_by_what_it_is_or_by_the_id_that_a_list_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = configure(folder.path(), &[]);
    let asked = |words: &[&str]| run(&[words, &["--config", &config]].concat());
    let at = ["--office", "kanim-maumere"];
    assert!(asked(&["migrate"]).status.success());
    assert!(asked(&["data", "load"]).status.success());
    let opened = asked(&[&["calendar", "open"], &at[..], &["--from", "2026-12-01", "--until", "2026-12-01"]].concat());
    assert!(opened.status.success(), "{}", text(&opened));
    let list = || text(&asked(&[&["calendar", "show"], &at[..], &["--day", "2026-12-01"]].concat()));
    let listed = list();
    let first: Vec<&str> = listed.lines().nth(1).expect("a session").split_whitespace().collect();
    let [id, time, lane, group, ..] = first[..] else { panic!("{listed}") };
    let start = time.split('-').next().expect("a start");
    let named = ["--day", "2026-12-01", "--start", start, "--lane", lane, "--group", group, "--seats", "37"];
    let set = asked(&[&["calendar", "capacity"], &at[..], &named[..]].concat());
    assert!(set.status.success() && text(&set).contains("Set."), "{}", text(&set));
    let row = |seats: &str| {
        let listed = list();
        let line = listed.lines().find(|line| line.starts_with(id)).expect("the session is listed").to_owned();
        assert!(line.split_whitespace().any(|word| word == seats), "{seats} seats are not in {line}");
    };
    row("37");
    assert!(asked(&["calendar", "capacity", "--slot", id, "--seats", "41"]).status.success());
    row("41");
    let half = asked(&["calendar", "capacity", "--office", "kanim-maumere", "--day", "2026-12-01", "--seats", "3"]);
    assert!(!half.status.success() && text(&half).contains("--start"), "what is missing is named: {}", text(&half));
    let strange = ["--day", "2026-12-01", "--start", "03:15", "--lane", lane, "--group", group, "--seats", "1"];
    let strange = asked(&[&["calendar", "capacity"], &at[..], &strange[..]].concat());
    assert!(!strange.status.success() && text(&strange).contains("no session"), "{}", text(&strange));
    let empty = asked(&[&["calendar", "show"], &at[..], &["--day", "2026-12-06"]].concat());
    assert!(empty.status.success() && text(&empty).contains("no sessions"), "{}", text(&empty));
}

#[tokio::test]
async fn the_audit_trail_is_verified_by_a_command_that_fails_once_a_row_is_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = configure(folder.path(), &[]);
    let asked = |words: &[&str]| run(&[words, &["--config", &config]].concat());
    assert!(asked(&["migrate"]).status.success());
    assert!(asked(&["data", "load"]).status.success());
    let open = ["calendar", "open", "--office", "kanim-maumere", "--from", "2026-12-01", "--until", "2026-12-02"];
    assert!(asked(&open).status.success());
    let url = format!("sqlite:{}/m.db", folder.path().display());
    let db = Db::open(&url, TimeSource::system()).await.expect("the database opens");
    let links = store::seal(&db).await.expect("the rows are sealed");
    assert!(links > 1, "{links}");
    let good = asked(&["audit", "verify"]);
    assert!(good.status.success(), "{}", text(&good));
    assert!(text(&good).contains(&format!("the audit trail is whole: {links} links")), "{}", text(&good));
    let forge = sql("UPDATE audit SET detail = '{\"by\":\"nobody\"}' WHERE id = (SELECT audit FROM audit_seal WHERE seq = 2)");
    let forged = db.transact::<_, StoreError, _>(|tx| Box::pin(async move { tx.exec(forge, params![]).await }));
    assert_eq!(forged.await.expect("a row is changed"), 1);
    db.close().await;
    let bad = asked(&["audit", "verify"]);
    assert_eq!(bad.status.code(), Some(1), "{}", text(&bad));
    assert!(text(&bad).contains("the audit trail is broken") && text(&bad).contains('2'), "{}", text(&bad));
    assert!(text(&asked(&["doctor"])).contains("BAD   the audit trail is broken"), "the doctor says so too");
}
