//! What commands say: the truth, the way, and good English; and that looking changes nothing.

use super::{configure, run, text};
use kernel::time::{Clock as _, SystemClock, Zone, add_days};

#[test]
fn looking_at_a_wrong_path_makes_no_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = configure(folder.path(), &[]);
    for command in [&["check"][..], &["doctor"], &["serve"], &["audit", "verify"], &["data", "load"], &["mail", "held"]] {
        let done = run(&[command, &["--config", &config]].concat());
        let said = text(&done);
        assert!(!done.status.success() && said.contains("There is no database at"), "{command:?}: {said}");
        for name in ["m.db", "m.db-wal", "m.lock"] {
            assert!(!folder.path().join(name).exists(), "{command:?} made {name}");
        }
    }
}

#[test]
fn a_server_takes_a_configuration_and_its_help_says_no_more() {
    for command in ["serve", "work"] {
        let help = text(&run(&[command, "--help"]));
        assert!(help.contains("--config") && !help.contains("--data-dir"), "{help}");
        let without = run(&[command]);
        let said = text(&without);
        assert!(!without.status.success() && said.contains("--config <FILE>") && !said.contains("--data-dir"), "{said}");
    }
}

#[test]
fn released_mails_need_a_choice_and_both_are_named() {
    let said = text(&run(&["mail", "release"]));
    assert!(said.contains("--send") && said.contains("--drop"), "{said}");
    let both = run(&["mail", "release", "--send", "--drop"]);
    assert!(!both.status.success(), "{}", text(&both));
}

#[test]
fn faults_of_a_configuration_name_file_line_and_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bad.toml");
    let said = |content: &str| {
        std::fs::write(&path, content).expect("a file");
        let done = run(&["check", "--config", &path.display().to_string()]);
        assert!(!done.status.success());
        text(&done)
    };
    let kinds = said("\nlisten = 8080\ntrusted_proxies = \"10.0.0.1\"\n[biller]\nurl = false\n\n[mail]\nport = \"x\"\n");
    assert!(kinds.contains(&path.display().to_string()), "{kinds}");
    for words in ["line 2, listen:", "line 3, trusted_proxies:", "line 5, biller.url:", "line 8, mail.port:", "revenue:"] {
        assert!(kinds.contains(words), "{words}: {kinds}");
    }
    let unknown = said("colour = 1\n[biller]\nurl = \"https://a.example\"\nhue = 2\n");
    assert!(unknown.contains("line 1, colour:") && unknown.contains("line 4, biller.hue:"), "{unknown}");
    let broken = said("listen = \"127.0.0.1:0\"\npublic_url = http\n");
    assert!(broken.contains("has 1 fault:") && broken.contains("line 2"), "{broken}");
    assert!(broken.contains("public_url"), "{broken}");
    let twice = said("listen = \"127.0.0.1:0\"\nlisten = \"127.0.0.1:1\"\n");
    assert!(twice.contains("line 2") && twice.contains("listen"), "{twice}");
}

#[test]
fn check_says_what_an_installation_still_lacks() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = configure(folder.path(), &[]);
    let asked = |words: &[&str]| run(&[words, &["--config", &config]].concat());
    assert!(asked(&["migrate"]).status.success());
    let bare = text(&asked(&["check"]));
    assert!(bare.contains("BAD   there are no reference tables: run mpaspor data load"), "{bare}");
    assert!(asked(&["data", "load"]).status.success());
    let closed = text(&asked(&["check"]));
    assert!(closed.contains("good  reference tables"), "{closed}");
    assert!(closed.contains("BAD   no session lies ahead") && closed.contains("mpaspor calendar open"), "{closed}");
    let today = SystemClock.now().day_in(Zone::Wib);
    let day = add_days(today, 3).to_string();
    let opened = asked(&["calendar", "open", "--from", &day, "--until", &add_days(today, 9).to_string()]);
    assert!(opened.status.success(), "{}", text(&opened));
    let open = text(&asked(&["check"]));
    assert!(open.contains("good  the calendar is open until"), "{open}");
}

#[test]
fn one_thing_is_not_many_things() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = configure(folder.path(), &[]);
    let asked = |words: &[&str]| run(&[words, &["--config", &config]].concat());
    assert!(asked(&["migrate"]).status.success());
    assert!(asked(&["data", "load"]).status.success());
    let at = ["--office", "kanim-maumere"];
    let opened = asked(&[&["calendar", "open"], &at[..], &["--from", "2026-12-01", "--until", "2026-12-01"]].concat());
    assert!(opened.status.success());
    let listed = text(&asked(&[&["calendar", "show"], &at[..], &["--day", "2026-12-01"]].concat()));
    let id = listed.lines().nth(1).and_then(|line| line.split_whitespace().next()).expect("a session").to_owned();
    let set = text(&asked(&["calendar", "capacity", "--slot", &id, "--seats", "3"]));
    assert_eq!(set, "Set.\n");
    let doctor = text(&asked(&["doctor"]));
    assert!(!doctor.contains(" 1 events") && !doctor.contains(" 1 jobs") && !doctor.contains(": 1 links"), "{doctor}");
}

#[test]
fn an_invitation_that_nobody_took_up_can_be_withdrawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = configure(folder.path(), &[]);
    let asked = |words: &[&str]| run(&[words, &["--config", &config]].concat());
    assert!(asked(&["migrate"]).status.success());
    assert!(asked(&["data", "load"]).status.success());
    let invite = [
        "officer",
        "invite",
        "--email",
        "agnes@contoh.id",
        "--name",
        "Agnes Wula",
        "--office",
        "kanim-maumere",
        "--roles",
        "admin",
    ];
    assert!(asked(&invite).status.success());
    let withdrawn = asked(&["officer", "disable", "--email", "agnes@contoh.id"]);
    let said = text(&withdrawn);
    assert!(withdrawn.status.success() && said.contains("invitation") && said.contains("withdrawn"), "{said}");
    let again = asked(&["officer", "disable", "--email", "agnes@contoh.id"]);
    assert!(
        !again.status.success() && text(&again).contains("No officer has this address, and no invitation waits"),
        "{}",
        text(&again)
    );
}
