//! The product as a newcomer starts it: `mpaspor trial` in a folder of its own.

use crate::{mailbox::Mailbox, wait::until, witness::Witness};
use kernel::time::{Clock as _, SECOND, SystemClock, Timestamp};
use serde::Deserialize;
use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};
use tempfile::TempDir;

const START_SECONDS: u64 = 60;

/// Where the parts of a trial listen, as `addresses.json` says.
#[derive(Debug, Clone, Deserialize)]
pub struct Addresses {
    /// The product.
    pub product: String,
    /// The second origin, from which papers are shown.
    pub papers: String,
    /// The simulated outside.
    pub world: String,
}

/// A sample officer, as `officers.json` says.
#[derive(Debug, Clone, Deserialize)]
pub struct Officer {
    /// Code of the office.
    pub office: String,
    /// Name as shown.
    pub name: String,
    /// What to sign in with.
    pub email: String,
    /// What to sign in with.
    pub password: String,
    /// What the officer may do.
    pub roles: Vec<String>,
    /// Seed of the authenticator.
    pub seed_base32: String,
}

impl Officer {
    /// The six digits of a moment.
    pub fn digits(&self, now: Timestamp) -> String {
        digits_at(&self.seed_base32, now)
    }
}

fn digits_at(seed_base32: &str, now: Timestamp) -> String {
    let secret = totp_rs::Secret::try_from_base32(seed_base32).expect("a seed is base 32");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("a seed of twenty bytes is enough");
    let seconds = u64::try_from(now.0 / SECOND).expect("after 1970");
    totp.generate(seconds).to_string()
}

/// The six digits that an authenticator with this seed shows now.
pub fn digits(seed_base32: &str) -> String {
    digits_at(&seed_base32.replace(' ', ""), SystemClock.now())
}

/// A running trial; ends when dropped.
pub struct Trial {
    folder: TempDir,
    product: Child,
    /// Where it listens.
    pub at: Addresses,
}

#[expect(clippy::disallowed_methods, reason = "the suite is told where the product lies by its environment")]
pub(crate) fn told(name: &str) -> Option<PathBuf> {
    std::env::var(name).ok().filter(|v| !v.is_empty()).map(PathBuf::from)
}

/// The product's binary: `MPASPOR_BIN`, else the one built beside this test.
pub fn binary() -> PathBuf {
    let beside = || {
        let own = std::env::current_exe().ok()?;
        own.ancestors().map(|folder| folder.join("mpaspor")).find(|path| path.is_file())
    };
    let found = told("MPASPOR_BIN").or_else(beside);
    found.expect("no binary `mpaspor`: build it with `cargo build -p mpaspor`, or set MPASPOR_BIN")
}

fn read<T: for<'d> Deserialize<'d>>(path: &Path) -> Option<T> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// A new database on the private PostgreSQL server of the run, if there is one.
pub fn postgres() -> Option<String> {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let server = told("MPASPOR_TEST_POSTGRES")?.to_string_lossy().into_owned();
    let name = format!("mpaspor_e2e_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    let order = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
    let made = Command::new("psql").args([&server, "-q", "-c", &order]).status();
    assert!(made.is_ok_and(|m| m.success()), "psql makes no database on {server}");
    let (base, _) = server.rsplit_once('/').expect("an address with a database");
    Some(format!("{base}/{name}"))
}

impl Trial {
    /// Starts the product and waits until it answers. `on_postgres` takes the run's PostgreSQL, if there is one, else SQLite.
    pub async fn start(on_postgres: bool) -> Self {
        let folder = tempfile::Builder::new().prefix("mpaspor-e2e-").tempdir().expect("a folder for the trial");
        let log = File::create(folder.path().join("trial.log")).expect("a file for its output");
        let program = binary();
        let database = if on_postgres { postgres() } else { None };
        let product = Command::new(&program)
            .args(["trial", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(folder.path().join("data"))
            .args(database.iter().flat_map(|url| ["--database", url]))
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log)
            .spawn()
            .unwrap_or_else(|e| panic!("{} does not start: {e}", program.display()));
        let place = folder.path().join("data/addresses.json");
        let at = until(START_SECONDS, || async { read::<Addresses>(&place) }).await;
        let Some(at) = at else {
            let said = std::fs::read_to_string(folder.path().join("trial.log")).unwrap_or_default();
            let mut trial = product;
            let _ = trial.kill();
            panic!("the trial was not ready within {START_SECONDS} s. It said:\n{said}");
        };
        Self { folder, product, at }
    }

    /// The sample officers.
    pub async fn officers(&self) -> Vec<Officer> {
        let place = self.folder.path().join("data/officers.json");
        let found = until(START_SECONDS, || async { read::<Vec<Officer>>(&place) }).await;
        found.expect("the trial writes officers.json")
    }

    /// The first officer of an office who has a role.
    pub async fn officer(&self, office: &str, role: &str) -> Officer {
        let all = self.officers().await;
        let found = all.iter().find(|o| o.office == office && o.roles.iter().any(|r| r == role));
        found.cloned().unwrap_or_else(|| panic!("no sample officer of {office} is {role}: {all:?}"))
    }

    /// The mails of the simulated outside.
    pub fn mailbox(&self) -> Mailbox {
        Mailbox::of(&self.at.world)
    }

    /// Somebody who writes down what this trial tells.
    pub fn witness(&self) -> Witness {
        #[derive(Deserialize)]
        struct Kept {
            database: String,
        }
        let kept = read::<Kept>(&self.folder.path().join("data/trial.json")).expect("the trial keeps its settings");
        Witness::new(self.folder.path(), &kept.database, &self.at.world)
    }

    /// What the product has written so far.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("trial.log")).unwrap_or_default()
    }

    /// A file in the folder of the trial.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("the folder takes the file");
        path
    }

    /// A folder for a browser's profile.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        let _ = self.product.kill();
        let _ = self.product.wait();
    }
}
