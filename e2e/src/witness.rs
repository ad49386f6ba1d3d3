//! What a test was told by the product, and the outside auditor's judgement on it at the end.

use crate::{trial::told, wait::until};
use rush::audit::{Invariant, Report, audit};
use serde_json::json;
use std::{
    fs::OpenOptions,
    io::Write as _,
    path::{Path, PathBuf},
};

/// What settles by itself has this long: a seal, a notice of the bank.
const SETTLE_SECONDS: u64 = 15;

/// Something the product said is done.
#[derive(Debug, Clone, Copy)]
pub enum Told<'a> {
    /// A seat was taken, and there is a bill with this code.
    Booked(&'a str),
    /// The money arrived.
    Paid,
    /// The visit was moved.
    Moved,
    /// The passport was handed over.
    Collected,
}

/// Writes down what was told, and lets it be judged.
#[derive(Debug)]
pub struct Witness {
    database: String,
    world: String,
    acks: PathBuf,
    ledger: PathBuf,
}

impl Witness {
    /// Of the product on this database, with the simulated outside at this address. The files lie in `folder`.
    pub fn new(folder: &Path, database: &str, world: &str) -> Self {
        let acks = folder.join("acks.jsonl");
        std::fs::write(&acks, "").expect("the folder takes a file");
        let (database, world) = (database.to_owned(), world.to_owned());
        Self { database, world, acks, ledger: folder.join("ledger.json") }
    }

    /// The product said so about the application whose pages begin with `home` (`/permohonan/…`).
    pub fn told(&self, home: &str, what: Told) {
        let id = home.trim_start_matches("/permohonan/").split(['/', '?', '#']).next().unwrap_or_default();
        let line = match what {
            Told::Booked(code) => json!({ "kind": "booked", "application": id, "code": code }),
            Told::Paid => json!({ "kind": "paid", "application": id }),
            Told::Moved => json!({ "kind": "moved", "application": id }),
            Told::Collected => json!({ "kind": "collected", "application": id }),
        };
        let file = OpenOptions::new().append(true).open(&self.acks);
        writeln!(file.expect("the file of what was told"), "{line}").expect("a line goes into it");
    }

    /// What the auditor finds now.
    pub async fn audit(&self) -> Report {
        let ledger = reqwest::get(format!("{}/ledger.json", self.world)).await.expect("the outside shows its ledger");
        let ledger = ledger.bytes().await.expect("a whole ledger");
        std::fs::write(&self.ledger, ledger).expect("the folder takes the ledger");
        let report = audit(&self.database, Some(&self.ledger), Some(&self.acks)).await;
        report.unwrap_or_else(|error| panic!("the audit cannot be made: {error}"))
    }

    /// Lets the auditor judge database, ledger and what was told; a violation ends the test, and so does a rule that nobody
    /// looked at. A line about it goes to the file that `MPASPOR_AUDITS` names.
    pub async fn judge(&self, title: &str) {
        let settled = || async {
            let report = self.audit().await;
            report.holds().then_some(report)
        };
        let report = match until(SETTLE_SECONDS, settled).await {
            Some(report) => report,
            None => self.audit().await,
        };
        assert!(report.holds(), "the audit of {title} finds:\n{report}");
        assert_eq!(report.judged(), Invariant::ALL, "the audit of {title} looked at each rule:\n{report}");
        println!("audit of {title}:\n{report}");
        if let Some(place) = told("MPASPOR_AUDITS") {
            let file = OpenOptions::new().create(true).append(true).open(&place);
            let line = format!("{title}: I1 to I9 hold, {} acknowledgements\n", self.count());
            file.and_then(|mut file| file.write_all(line.as_bytes())).expect("the list of audits takes a line");
        }
    }

    /// How many things were told so far.
    pub fn count(&self) -> usize {
        std::fs::read_to_string(&self.acks).map_or(0, |text| text.lines().count())
    }
}
