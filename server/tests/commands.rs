//! The commands, as an operator types them.

use std::{
    path::Path,
    process::{Command, Output},
};

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mpaspor")).args(args).output().expect("the program starts")
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn config(folder: &Path) -> String {
    let secret = folder.join("secret");
    std::fs::write(&secret, "a-secret-of-this-test-only").expect("a secret");
    let partner = |name: &str| {
        format!("[{name}]\nurl = \"http://127.0.0.1:9\"\nclient = \"mpaspor\"\nsecret_file = \"{}\"\n", secret.display())
    };
    let text = format!(
        "listen = \"127.0.0.1:0\"\npublic_url = \"http://localhost:8080\"\npapers_listen = \"127.0.0.1:0\"\npapers_url = \"http://127.0.0.1:8081\"\n\
         partner_listen = \"127.0.0.1:0\"\nwatch_listen = \"127.0.0.1:0\"\ndatabase = \"sqlite:{0}/m.db\"\nfiles = \"{0}/files\"\nkeys = \"{0}/keys\"\n\
         {1}{2}{3}[mail]\nhost = \"127.0.0.1\"\nport = 9\nsecurity = \"none\"\nfrom = \"M-Paspor <m@contoh.id>\"\n\
         [revenue]\nministry = \"137\"\nechelon = \"04\"\nwork_unit = \"409221\"\naccount = \"425213\"\n",
        folder.display(),
        partner("biller"),
        partner("population"),
        partner("passports"),
    );
    let path = folder.join("mpaspor.toml");
    std::fs::write(&path, text).expect("a configuration");
    path.display().to_string()
}

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
    let config = config(folder.path());
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
