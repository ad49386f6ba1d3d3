//! A production server as it runs: what it outlives, what it says meanwhile, and how it ends.

use super::{PROGRAM, configure, run, text};
use e2e::until;
use harness::{Browser, Page};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};
use store::{Db, StoreError, TimeSource};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

const SECONDS: u64 = 60;

/// A running server; ends when dropped.
struct Serving {
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    /// Starts it. The shell hands down that a file which may not grow is an error and no signal.
    fn start(config: &str) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", PROGRAM, "serve", "--config", config])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let said = Arc::new(Mutex::new(String::new()));
        let (log, heard) = (child.stderr.take().expect("its log"), said.clone());
        std::thread::spawn(move || {
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                let mut said = heard.lock().expect("nobody panics with it");
                said.push_str(&line);
                said.push('\n');
            }
        });
        Self { child, said }
    }

    fn said(&self) -> String {
        self.said.lock().expect("nobody panics with it").clone()
    }

    /// Waits for a line of the log; answers its fields.
    async fn says(&self, words: &str) -> Value {
        let line = || async {
            let said = self.said();
            let lines = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            lines.map(|line| line["fields"].clone()).find(|fields| fields["message"] == words)
        };
        let found = until(SECONDS, line).await;
        found.unwrap_or_else(|| panic!("it never says “{words}”:\n{}", self.said()))
    }

    /// Browsers of its pages and of its health.
    async fn browsers(&self) -> (Browser, Browser) {
        let at = self.says("serving").await;
        let of = |name: &str| Browser::of(&[&format!("http://{}", at[name].as_str().unwrap_or_default())]);
        (of("listen"), of("watch"))
    }

    /// How large its files may grow from now on, as if the disk were that full.
    fn room(&self, bytes: &str) {
        let pid = self.child.id().to_string();
        let set = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={bytes}:")]).status();
        assert!(set.is_ok_and(|done| done.success()), "prlimit sets a limit");
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(sent.is_ok_and(|done| done.success()), "kill sends a signal");
    }
}

/// An installation that can serve; each of `lines` takes the place of the setting it names.
fn installed(folder: &Path, lines: &[String]) -> String {
    let config = configure(folder, lines);
    for words in [&["migrate"][..], &["data", "load"]] {
        let done = run(&[words, &["--config", &config]].concat());
        assert!(done.status.success(), "{words:?}: {}", text(&done));
    }
    config
}

/// Somebody asks for an account: the server must write that down.
async fn asks_for_an_account(browser: &mut Browser, email: &str) -> Page {
    let form = [
        ("nama", "Maria Wea"),
        ("surel", email),
        ("telepon", "0813 3900 1256"),
        ("sandi", "perahu kuning tujuh jendela"),
        ("setuju", "ya"),
    ];
    browser.submit("/daftar", &form).await
}

/// A page that says that we are in trouble, promises nothing, and asks to come again.
fn owns_up(page: &Page) {
    assert_eq!(page.status, 503, "{}", page.text());
    assert!(page.headers.contains_key("retry-after"), "{:?}", page.headers);
    assert!(page.says("Kami sedang bermasalah") && !page.says("ramai"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_outlived_without_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = installed(folder.path(), &[]);
    let server = Serving::start(&config);
    let (mut browser, mut health) = server.browsers().await;
    assert_eq!(health.get("/ready").await.status, 200);
    server.room("0");
    for email in ["satu@contoh.id", "dua@contoh.id"] {
        owns_up(&asks_for_an_account(&mut browser, email).await);
    }
    let ready = health.get("/ready").await;
    assert_eq!(ready.status, 503, "{}", ready.text());
    assert!(ready.says("cannot be written"), "{}", ready.text());
    assert_eq!(browser.get("/masuk").await.status, 200, "what only reads goes on");
    server.room("unlimited");
    for email in ["satu@contoh.id", "dua@contoh.id", "tiga@contoh.id"] {
        let page = asks_for_an_account(&mut browser, email).await;
        assert!(page.status == 200 && page.says("Masukkan kode"), "{}: {}\n{}", page.status, page.text(), server.said());
    }
    assert_eq!(health.get("/ready").await.status, 200);
}

/// A way to the run's PostgreSQL that can be shut.
struct Gate {
    at: SocketAddr,
    to: String,
    open: JoinSet<()>,
}

impl Gate {
    async fn open(at: SocketAddr, to: String) -> Self {
        let listener = TcpListener::bind(at).await.expect("a port");
        let at = listener.local_addr().expect("an address");
        let (mut open, target) = (JoinSet::new(), to.clone());
        open.spawn(async move {
            let mut through = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                let mut far = TcpStream::connect(&target).await.expect("the server answers");
                through.spawn(async move {
                    let _ended = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                });
            }
        });
        Self { at, to, open }
    }

    async fn shut(mut self) -> (SocketAddr, String) {
        self.open.shutdown().await;
        (self.at, self.to)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_stops_is_told_apart_from_a_busy_one_and_comes_back_without_a_restart() {
    let Some(url) = e2e::postgres() else {
        println!("NOT RUN: a server that stops needs MPASPOR_TEST_POSTGRES, the address of a private PostgreSQL");
        return;
    };
    let (user, rest) = url.split_once('@').expect("a user");
    let (host, name) = rest.split_once('/').expect("a database");
    let gate = Gate::open(([127, 0, 0, 1], 0).into(), host.to_owned()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let config = installed(folder.path(), &[format!("database = \"{user}@{}/{name}\"", gate.at)]);
    let server = Serving::start(&config);
    let (mut browser, mut health) = server.browsers().await;
    assert_eq!(health.get("/ready").await.status, 200);
    let (at, to) = gate.shut().await;
    owns_up(&asks_for_an_account(&mut browser, "satu@contoh.id").await);
    let ready = health.get("/ready").await;
    assert!(ready.status == 503 && ready.says("does not answer"), "{}", ready.text());
    let check = text(&run(&["check", "--config", &config]));
    assert!(check.contains("does not answer") && !check.contains("busy"), "{check}");
    let _gate = Gate::open(at, to).await;
    let page = asks_for_an_account(&mut browser, "satu@contoh.id").await;
    assert!(page.status == 200 && page.says("Masukkan kode"), "{}: {}", page.status, page.text());
    assert_eq!(health.get("/ready").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_postgres_ends_spoils_its_own_transaction_and_no_other() {
    let Some(url) = e2e::postgres() else {
        println!("NOT RUN: a connection that is ended needs MPASPOR_TEST_POSTGRES, the address of a private PostgreSQL");
        return;
    };
    let db = Db::open(&url, TimeSource::system()).await.expect("the database opens");
    store::migrate(&db).await.expect("its tables");
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() \
               AND pid <> pg_backend_pid()";
    for _ in 0..2 {
        let url = &url;
        let ended: Result<(), StoreError> = db
            .transact(|tx| {
                Box::pin(async move {
                    store::put_setting(tx, "first", "1").await?;
                    let done = Command::new("psql").args([url, "-q", "-c", end]).output().expect("psql starts");
                    assert!(done.status.success(), "{}", text(&done));
                    // the fault is swallowed here, and must not be
                    let _lost = store::put_setting(tx, "second", "2").await;
                    Ok(())
                })
            })
            .await;
        assert!(matches!(ended, Err(StoreError::Unreachable)), "{ended:?}");
        db.try_write().await.expect("the next one has a connection that lives");
    }
    assert_eq!(store::get_setting(&mut db.reader(), "first").await.expect("an answer"), None);
    db.close().await;
}

#[test]
fn a_postgres_that_nobody_started_does_not_answer_and_is_not_called_busy() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = configure(folder.path(), &["database = \"postgres://nobody@127.0.0.1:9/none\"".to_owned()]);
    let check = text(&run(&["check", "--config", &config]));
    assert!(check.contains("does not answer") && !check.contains("busy"), "{check}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_file_has_one_server_and_a_dead_one_bars_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = installed(folder.path(), &[]);
    // a number that a crash left behind, which belongs to another program by now
    std::fs::write(folder.path().join("m.lock"), std::process::id().to_string()).expect("an old lock");
    let mut first = Serving::start(&config);
    first.browsers().await;
    let second = run(&["serve", "--config", &config]);
    let said = text(&second);
    assert!(!second.status.success(), "{said}");
    assert!(said.contains(&format!("process {} already serves this database file", first.child.id())), "{said}");
    first.child.kill().expect("it is killed");
    // not waited for: what is left of it is in the list of processes still
    let third = Serving::start(&config);
    third.browsers().await;
    third.signal("-TERM");
    third.says("stopped").await;
}
