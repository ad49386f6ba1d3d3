//! Fake partners in memory, each with switches.

use async_trait::async_trait;
use kernel::{
    nik::Nik,
    time::{Timestamp, Zone},
};
use outside::{
    Biller, Billing, BillingPayment, BillingState, Files, FilesError, Mail, MailError, Mailer, NewBilling, NoticeHeaders,
    NoticeRefused, Outside, PartnerError, PassportRecord, PassportRegister, PopulationRecord, PopulationRegister,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How a partner behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// As it should.
    #[default]
    Good,
    /// No connection.
    Unreachable,
    /// Does nothing and the result is unknown.
    Unknown,
    /// Does the work, but the answer gets lost.
    LostAnswer,
    /// Refuses for good.
    Refuses,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn before(mode: Mode) -> Result<(), PartnerError> {
    match mode {
        Mode::Good | Mode::LostAnswer => Ok(()),
        Mode::Unreachable => Err(PartnerError::Unreachable("refused".to_owned())),
        Mode::Unknown => Err(PartnerError::Unknown("time-out".to_owned())),
        Mode::Refuses => Err(PartnerError::Refused { code: "BILL-400".to_owned(), message: "no".to_owned() }),
    }
}

fn after<T>(mode: Mode, answer: T) -> Result<T, PartnerError> {
    if mode == Mode::LostAnswer { Err(PartnerError::Unknown("the answer was lost".to_owned())) } else { Ok(answer) }
}

/// All fake partners of a product.
#[derive(Clone)]
pub struct Outsiders {
    /// Treasury billing.
    pub biller: Arc<FakeBiller>,
    /// The population register.
    pub population: Arc<FakePopulation>,
    /// The passport register.
    pub passports: Arc<FakePassports>,
    /// The mail server.
    pub mailer: Arc<FakeMailer>,
    /// The folder of papers.
    pub files: Arc<FakeFiles>,
}

impl Outsiders {
    pub(crate) fn new() -> Self {
        Self {
            biller: Arc::default(),
            population: Arc::default(),
            passports: Arc::default(),
            mailer: Arc::default(),
            files: Arc::default(),
        }
    }

    pub(crate) fn doors(&self) -> Outside {
        Outside {
            biller: self.biller.clone(),
            population: self.population.clone(),
            passports: self.passports.clone(),
            mailer: self.mailer.clone(),
            files: self.files.clone(),
        }
    }
}

/// Treasury billing in memory.
#[derive(Default)]
pub struct FakeBiller {
    billings: Mutex<BTreeMap<String, Billing>>,
    mode: Mutex<Mode>,
    calls: Mutex<BTreeMap<&'static str, usize>>,
}

impl FakeBiller {
    /// Sets how it behaves from now on.
    pub fn set(&self, mode: Mode) {
        *lock(&self.mode) = mode;
    }

    /// How often a call was made: `create`, `inquire`, `inquire_by_reference`, `cancel`.
    pub fn calls(&self, name: &str) -> usize {
        lock(&self.calls).get(name).copied().unwrap_or(0)
    }

    /// All billings, oldest first.
    pub fn billings(&self) -> Vec<Billing> {
        let mut all: Vec<Billing> = lock(&self.billings).values().cloned().collect();
        all.sort_by(|a, b| a.code.cmp(&b.code));
        all
    }

    /// The bank takes the money for a code at an instant. Answers the proof.
    pub fn pay(&self, code: &str, at: Timestamp) -> BillingPayment {
        let mut billings = lock(&self.billings);
        let number = billings.values().filter(|b| b.payment.is_some()).count() + 1;
        let billing = billings.values_mut().find(|b| b.code == code).expect("the bank knows the code");
        let payment = BillingPayment {
            ntpn: format!("NTPN{number:012}"),
            ntb: format!("{number:012}"),
            paid_at: at,
            book_date: None,
            agent: "BNI".to_owned(),
            channel: "7014".to_owned(),
        };
        billing.state = BillingState::Paid;
        billing.payment = Some(payment.clone());
        payment
    }

    /// Changes a billing as the test wants it (other amount, reversed, paid again).
    pub fn change(&self, code: &str, change: impl FnOnce(&mut Billing)) {
        let mut billings = lock(&self.billings);
        change(billings.values_mut().find(|b| b.code == code).expect("the bank knows the code"));
    }

    fn called(&self, name: &'static str) -> Mode {
        *lock(&self.calls).entry(name).or_default() += 1;
        *lock(&self.mode)
    }
}

#[async_trait]
impl Biller for FakeBiller {
    async fn create(&self, request: &NewBilling) -> Result<Billing, PartnerError> {
        let mode = self.called("create");
        before(mode)?;
        let mut billings = lock(&self.billings);
        let number = billings.len() + 1;
        let billing = billings.entry(request.trx_id.clone()).or_insert_with(|| Billing {
            code: format!("82026{number:010}"),
            trx_id: request.trx_id.clone(),
            simponi_id: format!("S{number}"),
            state: BillingState::Issued,
            amount: request.amount,
            created_at: request.expires_at.plus(-2 * kernel::time::HOUR),
            expires_at: request.expires_at,
            payment: None,
        });
        let answer = billing.clone();
        drop(billings);
        after(mode, answer)
    }

    async fn inquire(&self, code: &str) -> Result<Billing, PartnerError> {
        let mode = self.called("inquire");
        before(mode)?;
        let found = lock(&self.billings).values().find(|b| b.code == code).cloned();
        after(mode, found.ok_or(PartnerError::NotFound)?)
    }

    async fn inquire_by_reference(&self, trx_id: &str) -> Result<Option<Billing>, PartnerError> {
        let mode = self.called("inquire_by_reference");
        before(mode)?;
        let found = lock(&self.billings).get(trx_id).cloned();
        after(mode, found)
    }

    async fn cancel(&self, code: &str) -> Result<Billing, PartnerError> {
        let mode = self.called("cancel");
        before(mode)?;
        let mut billings = lock(&self.billings);
        let billing = billings.values_mut().find(|b| b.code == code).ok_or(PartnerError::NotFound)?;
        if billing.state != BillingState::Issued {
            return Err(PartnerError::Refused { code: "BILL-412".to_owned(), message: "already paid".to_owned() });
        }
        billing.state = BillingState::Cancelled;
        let answer = billing.clone();
        drop(billings);
        after(mode, answer)
    }

    fn verify_notice(&self, headers: &NoticeHeaders, path: &str, body: &[u8], now: Timestamp) -> Result<(), NoticeRefused> {
        outside::verify_notice(headers, path, body, now, ("mpaspor", "a-secret-of-the-tests-only"))
    }
}

/// The population register in memory.
#[derive(Default)]
pub struct FakePopulation {
    records: Mutex<BTreeMap<String, PopulationRecord>>,
    mode: Mutex<Mode>,
    asked: Mutex<usize>,
}

impl FakePopulation {
    /// Adds or replaces a person.
    pub fn add(&self, record: PopulationRecord) {
        lock(&self.records).insert(record.nik.clone(), record);
    }
    /// Sets how it behaves from now on.
    pub fn set(&self, mode: Mode) {
        *lock(&self.mode) = mode;
    }
    /// How often it was asked.
    pub fn asked(&self) -> usize {
        *lock(&self.asked)
    }
}

#[async_trait]
impl PopulationRegister for FakePopulation {
    async fn look_up(&self, nik: &Nik) -> Result<Option<PopulationRecord>, PartnerError> {
        *lock(&self.asked) += 1;
        let mode = *lock(&self.mode);
        before(mode)?;
        let found = lock(&self.records).get(nik.reveal()).cloned();
        after(mode, found)
    }
}

/// The passport register in memory.
#[derive(Default)]
pub struct FakePassports {
    records: Mutex<BTreeMap<String, Vec<PassportRecord>>>,
    mode: Mutex<Mode>,
}

impl FakePassports {
    /// Adds a passport to a person.
    pub fn add(&self, nik: &str, record: PassportRecord) {
        lock(&self.records).entry(nik.to_owned()).or_default().push(record);
    }
    /// Sets how it behaves from now on.
    pub fn set(&self, mode: Mode) {
        *lock(&self.mode) = mode;
    }
}

#[async_trait]
impl PassportRegister for FakePassports {
    async fn look_up(&self, nik: &Nik) -> Result<Vec<PassportRecord>, PartnerError> {
        let mode = *lock(&self.mode);
        before(mode)?;
        let found = lock(&self.records).get(nik.reveal()).cloned().unwrap_or_default();
        after(mode, found)
    }
}

/// A mail server that keeps what it took.
#[derive(Default)]
pub struct FakeMailer {
    mails: Mutex<Vec<Mail>>,
    mode: Mutex<Mode>,
}

impl FakeMailer {
    /// Sets how it behaves from now on.
    pub fn set(&self, mode: Mode) {
        *lock(&self.mode) = mode;
    }
    /// All mails, oldest first.
    pub fn all(&self) -> Vec<Mail> {
        lock(&self.mails).clone()
    }
    /// The mails to an address, oldest first.
    pub fn to(&self, address: &str) -> Vec<Mail> {
        lock(&self.mails).iter().filter(|m| m.to.folded() == address.to_lowercase()).cloned().collect()
    }
    /// The six digits in the newest mail to an address.
    pub fn code_for(&self, address: &str) -> String {
        let mails = self.to(address);
        let text = mails.last().map(|m| m.text.clone()).unwrap_or_default();
        let plain: String = text.chars().map(|c| if c.is_ascii_digit() { c } else { ' ' }).collect();
        plain.split(' ').find(|p| p.len() == 6).unwrap_or_default().to_owned()
    }
}

#[async_trait]
impl Mailer for FakeMailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        match *lock(&self.mode) {
            Mode::Good => {}
            Mode::Refuses => return Err(MailError::Refused("550".to_owned())),
            _ => return Err(MailError::Retry("451".to_owned())),
        }
        lock(&self.mails).push(mail.clone());
        Ok(())
    }
}

/// A folder of papers in memory.
#[derive(Default)]
pub struct FakeFiles {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    mode: Mutex<Mode>,
}

impl FakeFiles {
    /// Sets how it behaves from now on.
    pub fn set(&self, mode: Mode) {
        *lock(&self.mode) = mode;
    }
    /// Everything that lies there.
    pub fn all(&self) -> BTreeMap<String, Vec<u8>> {
        lock(&self.files).clone()
    }
    fn ready(&self) -> Result<(), FilesError> {
        if *lock(&self.mode) == Mode::Good { Ok(()) } else { Err(FilesError::Storage("the folder is away".to_owned())) }
    }
}

#[async_trait]
impl Files for FakeFiles {
    async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), FilesError> {
        self.ready()?;
        lock(&self.files).insert(name.to_owned(), bytes);
        Ok(())
    }
    async fn get(&self, name: &str) -> Result<Vec<u8>, FilesError> {
        self.ready()?;
        lock(&self.files).get(name).cloned().ok_or(FilesError::NotFound)
    }
    async fn delete(&self, name: &str) -> Result<(), FilesError> {
        self.ready()?;
        lock(&self.files).remove(name);
        Ok(())
    }
    async fn list(&self, prefix: &str) -> Result<Vec<String>, FilesError> {
        self.ready()?;
        Ok(lock(&self.files).keys().filter(|n| n.starts_with(prefix)).cloned().collect())
    }
}

/// Signs a notice as the treasury would: the headers to send with the body.
pub(crate) fn notice_headers(path: &str, body: &[u8], now: Timestamp) -> Vec<(String, String)> {
    let id = vault::partner::message_id(now);
    let timestamp = now.zoned(Zone::Wib).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let target = format!("POST {path}");
    let signed = vault::partner::Signed { client: "mpaspor", id: &id, timestamp: &timestamp, target: &target, body };
    let signature = signed.sign("a-secret-of-the-tests-only");
    [
        ("X-Bill-Client", "mpaspor".to_owned()),
        ("X-Bill-Id", id.clone()),
        ("X-Bill-Timestamp", timestamp.clone()),
        ("X-Bill-Signature", signature),
    ]
    .into_iter()
    .map(|(k, v)| (k.to_owned(), v))
    .collect()
}
