//! Two servers and two workers from one configuration file, on one PostgreSQL.

use crate::citizen::{Citizen, comes_to_say, says};
use e2e::{Mailbox, Told, Witness, ageing, first, flores, postgres, until};
use harness::Browser;
use kernel::time::{Clock as _, SystemClock, Zone, add_days};
use serde_json::Value;
use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
};
use tokio::task::JoinSet;
use world::{World, WorldConfig};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mpaspor");
const SECRET: &str = "a-secret-of-this-test-only";
const START_SECONDS: u64 = 60;

/// Ends with the test.
struct Process {
    child: Child,
    log: PathBuf,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Process {
    fn start(folder: &Path, command: &str, number: u8, config: &str) -> Self {
        let log = folder.join(format!("{command}-{number}.log"));
        let file = File::create(&log).expect("a file for its output");
        let mut line = Command::new(PROGRAM);
        line.args([command, "--config", config]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(file);
        Self { child: line.spawn().expect("the program starts"), log }
    }

    fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Waits for a line of the log; answers its fields.
    async fn says(&self, words: &str) -> Value {
        let line = || async {
            let said = self.said();
            let lines = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            lines.map(|line| line["fields"].clone()).find(|fields| fields["message"] == words)
        };
        let found = until(START_SECONDS, line).await;
        found.unwrap_or_else(|| panic!("{} never says “{words}”:\n{}", self.log.display(), self.said()))
    }

    fn lives(&mut self) {
        let ended = self.child.try_wait().expect("a process can be asked");
        assert!(ended.is_none(), "it ended: {ended:?}\n{}", self.said());
    }
}

async fn outside(folder: &Path) -> World {
    let config = WorldConfig {
        data_dir: folder.join("world"),
        listen: ([127, 0, 0, 1], 0).into(),
        smtp_listen: ([127, 0, 0, 1], 0).into(),
        notify_url: String::new(),
        billing_secret: SECRET.to_owned(),
        register_secret: SECRET.to_owned(),
        client: "mpaspor".to_owned(),
    };
    World::start(config, Arc::new(SystemClock)).await.expect("the simulated outside starts")
}

/// Writes the one configuration that all processes read; answers its path.
fn configure(folder: &Path, database: &str, world: &World) -> String {
    let secret = folder.join("secret");
    std::fs::write(&secret, SECRET).expect("a secret");
    let partner = |name: &str| {
        let (at, secret) = (world.http_addr(), secret.display());
        format!("[{name}]\nurl = \"http://{at}\"\nclient = \"mpaspor\"\nsecret_file = \"{secret}\"\n")
    };
    let listeners = ["listen", "papers_listen", "partner_listen", "watch_listen", "work_watch_listen"]
        .map(|key| format!("{key} = \"127.0.0.1:0\"\n"));
    let text = format!(
        "{}public_url = \"http://localhost:8080\"\npapers_url = \"http://127.0.0.1:8081\"\ndatabase = \"{database}\"\n\
         files = \"{}/files\"\nkeys = \"{}/keys\"\n{}{}{}[mail]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n\
         from = \"M-Paspor <m@contoh.id>\"\n[revenue]\nministry = \"137\"\nechelon = \"04\"\nwork_unit = \"409221\"\n\
         account = \"425213\"\n",
        listeners.concat(),
        folder.display(),
        folder.display(),
        partner("biller"),
        partner("population"),
        partner("passports"),
        world.smtp_addr().port(),
    );
    let path = folder.join("mpaspor.toml");
    std::fs::write(&path, text).expect("a configuration");
    path.display().to_string()
}

fn run(args: &[&str], config: &str) {
    let done = Command::new(PROGRAM).args(args).args(["--config", config]).output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(done.status.success(), "{args:?}: {}{}", text(&done.stdout), text(&done.stderr));
}

fn install(config: &str) {
    let today = SystemClock.now().day_in(Zone::Wita);
    let (from, until) = (today.to_string(), add_days(today, 40).to_string());
    run(&["migrate"], config);
    run(&["data", "load"], config);
    run(&["calendar", "open", "--office", "kanim-maumere", "--from", &from, "--until", &until], config);
}

/// The rows that a statement answers, one a line.
fn rows(database: &str, statement: &str) -> String {
    let done = Command::new("psql").args([database, "-Atc", statement]).output().expect("psql starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}

/// What arrives for her: the code of her account, the billing code, the payment. The others signed up only.
const HER_MAILS: usize = 3;
const OTHERS: [&str; 5] = ["dua@contoh.id", "tiga@contoh.id", "empat@contoh.id", "lima@contoh.id", "enam@contoh.id"];

/// Six people sign up at the same time and from one address, half of them at each server: none is asked to wait.
async fn crowd(nodes: [&str; 2], mailbox: &Mailbox) -> Vec<Citizen> {
    let others = [flores(), ageing(), first(), flores(), ageing()].into_iter().zip(OTHERS);
    let people = std::iter::once(first()).chain(others.map(|(person, email)| person.at(email)));
    let mut coming = JoinSet::new();
    for (at, person) in people.enumerate() {
        let (node, mailbox) = (nodes[at % 2].to_owned(), mailbox.clone());
        coming.spawn(async move { (at, Citizen::sign_up(&[&node], &mailbox, person).await) });
    }
    let mut there = coming.join_all().await;
    there.sort_by_key(|(at, _)| *at);
    there.into_iter().map(|(_, citizen)| citizen).collect()
}

async fn everything_happened_once(database: &str, world: &World) {
    let told = until(30, || async { (world.mails(first().email).len() >= HER_MAILS).then_some(()) }).await;
    assert!(told.is_some(), "mails are missing: {:?}", world.mails(first().email));
    let due = "SELECT COUNT(*) FROM job WHERE state = 'waiting' AND run_at <= (EXTRACT(EPOCH FROM now()) * 1000)";
    let done = until(30, || async { (rows(database, due) == "0").then_some(()) }).await;
    assert!(done.is_some(), "jobs stay: {}", rows(database, "SELECT kind, state, attempt, error FROM job"));
    // a job of mails is one for each recipient and comes again while messages wait: those are counted where they arrive
    let once = "SELECT kind, COUNT(*), MIN(attempt), MAX(attempt), MAX(failures) FROM job \
         WHERE state <> 'waiting' AND kind <> 'notification.mail' GROUP BY kind";
    assert!(rows(database, once).lines().count() >= 1, "jobs were done");
    for line in rows(database, once).lines() {
        assert!(line.ends_with("|1|1|0"), "each job runs once, but: {line}");
    }
    for (to, expected) in std::iter::once((first().email, HER_MAILS)).chain(OTHERS.map(|to| (to, 1))) {
        let subjects: Vec<String> = world.mails(to).into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects.len(), expected, "{to}: {subjects:?}");
    }
    assert_eq!(world.ledger().len(), 1, "the treasury was asked for one billing");
}

/// Each process, servers and workers alike, tells on a port of its own how it is.
async fn is_watched(at: &str) {
    let mut asked = Browser::of(&[at]);
    for (path, words) in [("/health", "ok"), ("/ready", "ready"), ("/metrics", "jobs_due")] {
        says(&asked.open(path).await, words);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_and_two_workers_share_one_database_on_postgres() {
    let Some(database) = postgres() else {
        println!("NOT RUN: two servers and two workers need MPASPOR_TEST_POSTGRES, the address of a private PostgreSQL");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let world = outside(folder.path()).await;
    let config = configure(folder.path(), &database, &world);
    install(&config);
    let mut all = [("serve", 1), ("serve", 2), ("work", 1), ("work", 2)]
        .map(|(command, number)| Process::start(folder.path(), command, number, &config));
    let (a, b) = (all[0].says("serving").await, all[1].says("serving").await);
    let (c, d) = (all[2].says("working").await, all[3].says("working").await);
    let node = |fields: &Value, what: &str| format!("http://{}", fields[what].as_str().expect("an address"));
    let (first_node, second_node) = (node(&a, "listen"), node(&b, "listen"));
    let nodes = [first_node.as_str(), second_node.as_str()];
    let outside = format!("http://{}", world.http_addr());
    let (mailbox, witness) = (Mailbox::of(&outside), Witness::new(folder.path(), &database, &outside));

    let mut people = crowd(nodes, &mailbox).await;
    // she signed up at the first server; from here on each request goes to the other one than the one before
    let mut she = people.remove(0);
    she.browser = she.browser.over(&nodes);
    she.answer_all().await;
    she.papers(&["identity_card", "family_card", "birth_certificate"]).await;
    she.choose().await;
    she.browser = she.browser.over(&nodes[..1]);
    let code = she.submit().await;
    witness.told(&she.home, Told::Booked(&code));
    let mut other: Browser = she.browser.clone().over(&nodes[1..]);
    let bill = other.open(&format!("{}/bayar", she.home)).await;
    says(&bill, &code);
    // the notice arrives at the second server, she looks at the first
    world.set_notify_url(node(&b, "partners"));
    she.pay(&outside, &code).await;
    witness.told(&she.home, Told::Paid);
    comes_to_say(&mut other, &format!("{}/bayar", she.home), "Pembayaran diterima").await;

    everything_happened_once(&database, &world).await;
    for process in [&a, &b, &c, &d] {
        is_watched(&node(process, "watch")).await;
    }
    all.iter_mut().for_each(Process::lives);
    witness.judge("two servers and two workers").await;
    world.stop().await;
}
