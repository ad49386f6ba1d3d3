//! The program as an operator uses it: commands, what refuses a start, and the life of a trial's folder.

mod checks;
mod clock;
mod commands;
mod keys;
mod sentences;
mod serving;
mod trials;

use std::{
    path::Path,
    process::{Command, Output},
};

/// The program under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_mpaspor");

fn run(args: &[&str]) -> Output {
    Command::new(PROGRAM).args(args).output().expect("the program starts")
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The configuration of an installation in a folder; each of `lines` takes the place of the setting it names.
fn configure(folder: &Path, lines: &[String]) -> String {
    let secret = folder.join("secret");
    std::fs::write(&secret, "a-secret-of-this-test-only").expect("a secret");
    let at = folder.display();
    let mut settings = vec![
        "listen = \"127.0.0.1:0\"".to_owned(),
        "public_url = \"http://localhost:8080\"".to_owned(),
        "papers_listen = \"127.0.0.1:0\"".to_owned(),
        "papers_url = \"http://127.0.0.1:8081\"".to_owned(),
        "partner_listen = \"127.0.0.1:0\"".to_owned(),
        "watch_listen = \"127.0.0.1:0\"".to_owned(),
        format!("database = \"sqlite:{at}/m.db\""),
        format!("files = \"{at}/files\""),
        format!("keys = \"{at}/keys\""),
        "biller.url = \"http://127.0.0.1:9\"".to_owned(),
        "population.url = \"http://127.0.0.1:9\"".to_owned(),
        "passports.url = \"http://127.0.0.1:9\"".to_owned(),
    ];
    for partner in ["biller", "population", "passports"] {
        settings.push(format!("{partner}.client = \"mpaspor\"\n{partner}.secret_file = \"{}\"", secret.display()));
    }
    let key = |line: &str| line.split(" = ").next().unwrap_or_default().to_owned();
    settings.retain(|line| !lines.iter().any(|other| key(other) == key(line)));
    settings.extend(lines.iter().cloned());
    let rest = "[mail]\nhost = \"127.0.0.1\"\nport = 9\nsecurity = \"none\"\nfrom = \"M-Paspor <m@contoh.id>\"\n\
         [revenue]\nministry = \"137\"\nechelon = \"04\"\nwork_unit = \"409221\"\naccount = \"425213\"\n";
    let path = folder.join("mpaspor.toml");
    std::fs::write(&path, format!("{}\n{rest}", settings.join("\n"))).expect("a configuration");
    path.display().to_string()
}
