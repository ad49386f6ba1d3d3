//! Everything the outside remembers, as an append-only journal: one line for each change, later lines of the same thing
//! replace earlier ones. A change is on disk before anybody hears of it, so that a killed process forgets nothing.

use crate::{
    billing::{Billing, LedgerRow, Notice, Payment},
    mailbox::Mail,
    registers::{HeldPassport, Person},
    samples,
    switches::{Part, Switch},
};
use jiff::civil::Date;
use kernel::time::{Timestamp, Zone};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    fs::{self, File, OpenOptions},
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
};

/// Mails beyond this number are forgotten, oldest first.
const MAILS_KEPT: usize = 20_000;
/// How many unknown population numbers are offered for adding.
const UNKNOWN_KEPT: usize = 8;

/// One line of the journal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Record {
    /// The samples were put in once.
    Begun,
    /// A billing as it is now.
    Billing(Billing),
    /// A payment as it is now.
    Payment(Payment),
    /// A notice as it is now.
    Notice(Notice),
    /// A person as she is now.
    Person(Person),
    /// A person was taken out.
    PersonGone(String),
    /// A passport as it is now.
    Passport(HeldPassport),
    /// A passport was taken out.
    PassportGone(String),
    /// A mail came.
    Mail(Mail),
    /// A part behaves like this now.
    Switch(Part, Switch),
}

/// What the journal says.
#[derive(Debug, Default)]
pub struct Content {
    begun: bool,
    /// By code.
    pub billings: BTreeMap<String, Billing>,
    /// Code by our key.
    pub by_trx: HashMap<String, String>,
    /// By NTPN.
    pub payments: BTreeMap<String, Payment>,
    /// NTPNs by code, oldest first.
    pub paid: HashMap<String, Vec<String>>,
    /// By sequence.
    pub notices: BTreeMap<u64, Notice>,
    /// By number.
    pub people: BTreeMap<String, Person>,
    /// By passport number.
    pub passports: BTreeMap<String, HeldPassport>,
    /// Oldest first.
    pub mails: VecDeque<Mail>,
    /// Parts that were touched.
    pub switches: BTreeMap<Part, Switch>,
    /// Numbers that were asked for and not found, newest first; not kept over a restart.
    pub unknown: VecDeque<String>,
    /// Billings made on a day.
    serials: HashMap<Date, u32>,
    /// Number of the newest mail.
    pub last_mail: u64,
}

impl Content {
    fn apply(&mut self, record: Record) {
        match record {
            Record::Begun => self.begun = true,
            Record::Billing(billing) => {
                let code = billing.billing_code.clone();
                self.by_trx.insert(billing.request.trx_id_kl.clone(), code.clone());
                if !self.billings.contains_key(&code) {
                    *self.serials.entry(billing.created_at.0.day_in(Zone::Wib)).or_default() += 1;
                }
                self.billings.insert(code, billing);
            }
            Record::Payment(payment) => {
                let known = self.paid.entry(payment.billing_code.clone()).or_default();
                if !known.contains(&payment.ntpn) {
                    known.push(payment.ntpn.clone());
                }
                self.payments.insert(payment.ntpn.clone(), payment);
            }
            Record::Notice(notice) => {
                self.notices.insert(notice.sequence, notice);
            }
            Record::Person(person) => {
                self.unknown.retain(|nik| nik != person.nik.reveal());
                self.people.insert(person.nik.reveal().to_owned(), person);
            }
            Record::PersonGone(nik) => {
                self.people.remove(&nik);
            }
            Record::Passport(held) => {
                self.passports.insert(held.passport.number.clone(), held);
            }
            Record::PassportGone(number) => {
                self.passports.remove(&number);
            }
            Record::Mail(mail) => {
                self.last_mail = self.last_mail.max(mail.id);
                self.mails.push_back(mail);
                if self.mails.len() > MAILS_KEPT {
                    self.mails.pop_front();
                }
            }
            Record::Switch(part, switch) => {
                self.switches.insert(part, switch);
            }
        }
    }

    fn records(&self) -> Vec<Record> {
        let mut out = vec![Record::Begun];
        out.extend(self.billings.values().cloned().map(Record::Billing));
        // payments in the order they were made, which the order of NTPNs is not
        for code in self.billings.keys() {
            out.extend(self.payments_of(code).into_iter().cloned().map(Record::Payment));
        }
        out.extend(self.notices.values().cloned().map(Record::Notice));
        out.extend(self.people.values().cloned().map(Record::Person));
        out.extend(self.passports.values().cloned().map(Record::Passport));
        out.extend(self.mails.iter().cloned().map(Record::Mail));
        out.extend(self.switches.iter().map(|(part, switch)| Record::Switch(*part, *switch)));
        out
    }

    /// All payments of a billing, oldest first, reversed ones too.
    pub fn payments_of(&self, code: &str) -> Vec<&Payment> {
        self.paid.get(code).into_iter().flatten().filter_map(|ntpn| self.payments.get(ntpn)).collect()
    }

    /// The first payment that was not reversed.
    pub fn standing_payment(&self, code: &str) -> Option<&Payment> {
        self.payments_of(code).into_iter().find(|payment| payment.reversed_at.is_none())
    }

    /// The next free code: `8`, the day in Jakarta, a serial of six digits. None after 999,999 on one day.
    pub fn next_code(&self, now: Timestamp) -> Option<String> {
        let day = now.day_in(Zone::Wib);
        let mut serial = self.serials.get(&day).copied().unwrap_or(0);
        loop {
            serial += 1;
            let code = format!("8{}{serial:06}", day.strftime("%Y%m%d"));
            if serial > 999_999 {
                return None;
            }
            if !self.billings.contains_key(&code) {
                return Some(code);
            }
        }
    }

    /// How a part behaves.
    pub fn switch(&self, part: Part) -> Switch {
        self.switches.get(&part).copied().unwrap_or_default()
    }

    /// Remembers that a number was asked for in vain.
    pub fn missed(&mut self, nik: &str) {
        self.unknown.retain(|known| known != nik);
        self.unknown.push_front(nik.to_owned());
        self.unknown.truncate(UNKNOWN_KEPT);
    }

    /// Everything about money, for the auditor.
    pub fn ledger(&self, now: Timestamp) -> Vec<LedgerRow> {
        let mut notices: HashMap<&str, Vec<Notice>> = HashMap::new();
        for notice in self.notices.values() {
            notices.entry(&notice.billing_code).or_default().push(notice.clone());
        }
        let row = |billing: &Billing| LedgerRow {
            billing_code: billing.billing_code.clone(),
            trx_id_kl: billing.request.trx_id_kl.clone(),
            amount: billing.request.amount,
            created_at: billing.created_at,
            expires_at: billing.request.expires_at,
            state: billing.state(self.standing_payment(&billing.billing_code), now),
            payments: self.payments_of(&billing.billing_code).into_iter().cloned().collect(),
            notices: notices.remove(billing.billing_code.as_str()).unwrap_or_default(),
        };
        self.billings.values().map(row).collect()
    }
}

/// The content and its journal file.
#[derive(Debug)]
pub struct Book {
    /// What is known.
    pub content: Content,
    file: File,
    folder: PathBuf,
    changed: bool,
}

impl Book {
    /// Reads the journal of a folder (an unreadable last line is a write that was cut, and dropped), writes it anew
    /// without what was replaced, and puts the samples in when it is empty.
    pub fn open(folder: &Path) -> std::io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join("world.jsonl");
        let mut content = Content::default();
        if path.exists() {
            for line in BufReader::new(File::open(&path)?).lines() {
                match serde_json::from_str(&line?) {
                    Ok(record) => content.apply(record),
                    Err(error) => tracing::warn!(%error, "a line of the world's journal was dropped"),
                }
            }
        }
        if !content.begun {
            content.begun = true;
            for person in samples::people() {
                content.apply(Record::Person(person));
            }
            for held in samples::passports() {
                content.apply(Record::Passport(held));
            }
        }
        let fresh = folder.join("world.jsonl.new");
        let mut lines = Vec::new();
        for record in content.records() {
            push_line(&mut lines, &record)?;
        }
        fs::write(&fresh, lines)?;
        fs::rename(&fresh, &path)?;
        let file = OpenOptions::new().append(true).open(&path)?;
        Ok(Self { content, file, folder: folder.to_owned(), changed: true })
    }

    /// Writes a change down, then makes it.
    pub fn put(&mut self, record: Record) {
        let mut line = Vec::new();
        let written = push_line(&mut line, &record).and_then(|()| self.file.write_all(&line));
        if let Err(error) = written {
            tracing::error!(%error, "the world's journal cannot be written; the change lives in memory only");
        }
        self.content.apply(record);
        self.changed = true;
    }

    /// The ledger when something changed since the last call, and the file it belongs into.
    pub fn changed_ledger(&mut self, now: Timestamp) -> Option<(PathBuf, Vec<LedgerRow>)> {
        std::mem::take(&mut self.changed).then(|| (self.folder.join("world.json"), self.content.ledger(now)))
    }
}

fn push_line(out: &mut Vec<u8>, record: &Record) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.push(b'\n');
    Ok(())
}

/// Writes the ledger, replacing the file in one step.
pub fn write_ledger(path: &Path, rows: &[LedgerRow]) -> std::io::Result<()> {
    let fresh = path.with_extension("json.new");
    fs::write(&fresh, serde_json::to_vec_pretty(rows)?)?;
    fs::rename(&fresh, path)
}
