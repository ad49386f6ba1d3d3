//! What `check` finds and what `serve` refuses.

use super::{PROGRAM, configure, run, text};
use std::{
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
};

fn installed(folder: &Path, lines: &[String]) -> String {
    let config = configure(folder, lines);
    let made = run(&["migrate", "--config", &config]);
    assert!(made.status.success(), "{}", text(&made));
    config
}

#[test]
fn a_reader_who_leaves_early_does_not_end_a_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = installed(folder.path(), &[]);
    let mut child = Command::new(PROGRAM)
        .args(["check", "--config", &config])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("it ends");
    assert!(!text(&done).contains("panicked"), "{}", text(&done));
}

#[test]
fn papers_need_a_decoder_that_starts_and_a_folder_that_takes_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = installed(folder.path(), &[]);
    let good = text(&run(&["check", "--config", &config]));
    assert!(good.contains("good  the decoder of papers starts"), "{good}");
    assert!(good.contains("good  papers can be written to"), "{good}");
    let wrong = ["decoder = \"/bin/true\"".to_owned(), format!("files = \"{}/secret/files\"", folder.path().display())];
    let config = installed(folder.path(), &wrong);
    let check = run(&["check", "--config", &config]);
    let said = text(&check);
    assert!(!check.status.success());
    assert!(said.contains("BAD   the decoder of papers does not start: /bin/true"), "{said}");
    assert!(said.contains("BAD   papers cannot be written to"), "{said}");
    let config = installed(folder.path(), &wrong[..1]);
    let serve = run(&["serve", "--config", &config]);
    assert!(!serve.status.success() && text(&serve).contains("The decoder of papers does not start"), "{}", text(&serve));
}

#[test]
fn a_partner_is_reached_at_the_host_behind_its_address() {
    let folder = tempfile::tempdir().expect("a folder");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = listener.local_addr().expect("an address");
    let config = installed(folder.path(), &[format!("biller.url = \"https://name:word@{at}/bill?x=1\"")]);
    let said = text(&run(&["check", "--config", &config]));
    assert!(said.contains(&format!("good  treasury billing can be reached at {at}")), "{said}");
    assert!(!said.contains("word"), "what stands before the host is not repeated: {said}");
}

/// Runs the program on a kernel that cannot filter calls; none where nothing can be traced.
fn unfenced(args: &[&str], folder: &Path) -> Option<std::process::Output> {
    let traced = |program: &str, args: &[&str]| {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(folder.join("trace"));
        command.args(["-e", "trace=seccomp,prctl", "-e", "inject=seccomp,prctl:error=EINVAL", program]).args(args).output()
    };
    traced("true", &[]).ok().filter(|done| done.status.success())?;
    Some(traced(PROGRAM, args).expect("strace starts the program"))
}

#[test]
fn without_the_kernels_filter_check_says_so_and_serve_refuses() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = installed(folder.path(), &[]);
    let Some(check) = unfenced(&["check", "--config", &config], folder.path()) else {
        println!("NOT RUN: a kernel without the filter needs strace, and leave to trace");
        return;
    };
    assert!(!check.status.success());
    let said = text(&check);
    assert!(said.contains("BAD   papers cannot be decoded safely on this machine"), "{said}");
    let serve = unfenced(&["serve", "--config", &config], folder.path()).expect("it was traced before");
    let said = text(&serve);
    assert!(!serve.status.success() && said.contains("Papers cannot be decoded safely on this machine"), "{said}");
    assert!(!said.contains("serving"), "{said}");
}

#[test]
fn a_postgres_database_ordered_by_a_language_is_refused() {
    let Some(server) = e2e::postgres() else {
        println!("NOT RUN: the order of a database needs MPASPOR_TEST_POSTGRES, the address of a private PostgreSQL");
        return;
    };
    let (base, _) = server.rsplit_once('/').expect("an address with a database");
    let orders = [
        ("utf8", "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'", "C.UTF-8"),
        ("icu", "LOCALE_PROVIDER icu ICU_LOCALE 'id' LC_COLLATE 'C' LC_CTYPE 'C'", "of ICU"),
    ];
    for (name, order, named) in orders {
        let folder = tempfile::tempdir().expect("a folder");
        let name = format!("mpaspor_order_{name}_{}", std::process::id());
        let make = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {order}");
        let made = Command::new("psql").args([&server, "-q", "-c", &make]).output().expect("psql starts");
        assert!(made.status.success(), "{}", text(&made));
        let url = format!("{base}/{name}");
        let data = folder.path().join("trial").display().to_string();
        let trial = run(&["trial", "--listen", "127.0.0.1:0", "--data-dir", &data, "--database", &url]);
        let said = text(&trial);
        assert!(!trial.status.success() && said.contains(&format!("has the collation {named}; it must be C")), "{said}");
        let config = installed(folder.path(), &[format!("database = \"{url}\"")]);
        for command in ["check", "serve", "work"] {
            let refused = run(&[command, "--config", &config]);
            let said = text(&refused);
            assert!(!refused.status.success(), "{command}: {said}");
            assert!(said.contains(&format!("has the collation {named}; it must be C")), "{command}: {said}");
        }
    }
}
