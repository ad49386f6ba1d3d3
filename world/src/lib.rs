//! The outside, simulated: treasury and bank, population and passport registers, a mail server, with pages to act as
//! each and switches that make each misbehave. Used by the trial and by tests; nothing in it is real, and a production
//! build does not hold it.
//!
//! [`World::start`] opens one address for pages and partners and one for mail. Every button of a page has a method here.

#![deny(missing_docs)]

mod bank;
mod billing;
mod book;
mod door;
mod mailbox;
mod notices;
mod pages;
mod registers;
mod samples;
mod signing;
mod smtp;
mod switches;
mod treasury;
mod wire;

pub use bank::{CHANNELS, Inquiry, PayOrder, Receipt};
pub use billing::{Attempt, Billing, BillingLine, BillingRequest, BillingState, LedgerRow, Notice, NoticeState, Payment};
pub use mailbox::ReceivedMail;
pub use registers::{CivilStatus, HeldPassport, IssuedIn, Passport, PassportState, Person};
pub use samples::{DIFFERING_NIK, FIRST_NIK, UNKNOWN_NAME, UNKNOWN_NIK, passports as sample_passports, people as sample_people};
pub use signing::Refusal;
pub use switches::{Part, Switch};
pub use wire::WireTime;

use book::{Book, Record};
use jiff::civil::Date;
use kernel::{
    chance::SystemChance,
    time::{Clock, SECOND, Timestamp, millis},
};
use signing::SeenIds;
use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
};

/// Where the outside lives and how it knows us.
#[derive(Debug, Clone)]
pub struct WorldConfig {
    /// Folder of the journal; a new start continues there.
    pub data_dir: PathBuf,
    /// Address of pages and partners; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// Address of the mail server; port 0 lets the system choose.
    pub smtp_listen: SocketAddr,
    /// Base address of our listener for partners, such as `http://127.0.0.1:8081`; empty until it is known.
    pub notify_url: String,
    /// Key of BILL/1, both ways.
    pub billing_secret: String,
    /// Key of the registers.
    pub register_secret: String,
    /// Our name at all partners.
    pub client: String,
}

/// An officer's account of the trial, shown on the page `/petugas` with the current code of the second factor.
#[derive(Debug, Clone)]
pub struct SampleOfficer {
    /// Where she works.
    pub office: String,
    /// Her invented name.
    pub name: String,
    /// To sign in with.
    pub email: String,
    /// To sign in with.
    pub password: String,
    /// What she may do, in words.
    pub role: String,
    /// Seed of the second factor.
    pub totp_secret: Vec<u8>,
}

struct Inner {
    config: WorldConfig,
    clock: Arc<dyn Clock>,
    book: Mutex<Book>,
    seen: Mutex<SeenIds>,
    notify_url: RwLock<String>,
    product_url: RwLock<String>,
    officers: RwLock<Vec<SampleOfficer>>,
    client: reqwest::Client,
    wake: Notify,
    delivering: tokio::sync::Mutex<()>,
    stop: watch::Sender<bool>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    http_addr: SocketAddr,
    smtp_addr: SocketAddr,
}

/// The running outside. Clones are the same one.
#[derive(Clone)]
pub struct World {
    inner: Arc<Inner>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(lock: &RwLock<String>) -> String {
    lock.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn write<T>(lock: &RwLock<T>, value: T) {
    *lock.write().unwrap_or_else(PoisonError::into_inner) = value;
}

impl World {
    /// Opens both addresses and begins to work. `clock` is the domain's time, with the trial's offset.
    ///
    /// # Errors
    /// An address is taken, or the journal's folder cannot be used.
    pub async fn start(config: WorldConfig, clock: Arc<dyn Clock>) -> std::io::Result<Self> {
        let listeners = (TcpListener::bind(config.listen).await?, TcpListener::bind(config.smtp_listen).await?);
        Self::start_on(listeners, config, clock)
    }

    /// As [`World::start`], on listeners that the caller bound: the one for pages and partners, and the one for mail. Inside a
    /// runtime.
    ///
    /// # Errors
    /// The journal's folder cannot be used.
    pub fn start_on(
        (http, smtp): (TcpListener, TcpListener),
        config: WorldConfig,
        clock: Arc<dyn Clock>,
    ) -> std::io::Result<Self> {
        let book = Book::open(&config.data_dir)?;
        let client = reqwest::Client::builder()
            .timeout(millis(10 * SECOND))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(std::io::Error::other)?;
        let world = Self {
            inner: Arc::new(Inner {
                notify_url: RwLock::new(config.notify_url.clone()),
                http_addr: http.local_addr()?,
                smtp_addr: smtp.local_addr()?,
                config,
                clock,
                book: Mutex::new(book),
                seen: Mutex::default(),
                product_url: RwLock::default(),
                officers: RwLock::default(),
                client,
                wake: Notify::new(),
                delivering: tokio::sync::Mutex::default(),
                stop: watch::Sender::new(false),
                tasks: Mutex::default(),
            }),
        };
        let pages = door::router(world.clone()).merge(pages::router(world.clone()));
        let stopped = world.clone();
        let serving = async move {
            let served = axum::serve(http, pages).with_graceful_shutdown(async move { stopped.stopped().await }).await;
            if let Err(error) = served {
                tracing::error!(%error, "the world's pages stopped");
            }
        };
        let tasks = vec![
            tokio::spawn(serving),
            tokio::spawn(smtp::serve(world.clone(), smtp)),
            tokio::spawn(notices::run(world.clone())),
        ];
        *held(&world.inner.tasks) = tasks;
        Ok(world)
    }

    /// Where pages and partners are.
    pub fn http_addr(&self) -> SocketAddr {
        self.inner.http_addr
    }

    /// Where mail is taken.
    pub fn smtp_addr(&self) -> SocketAddr {
        self.inner.smtp_addr
    }

    /// Base address to which notices go from now on.
    pub fn set_notify_url(&self, url: String) {
        write(&self.inner.notify_url, url);
        self.inner.wake.notify_one();
    }

    /// Address of the product, for links.
    pub fn set_product_url(&self, url: String) {
        write(&self.inner.product_url, url);
    }

    /// Accounts shown on the page `/petugas`.
    pub fn set_officers(&self, officers: Vec<SampleOfficer>) {
        write(&self.inner.officers, officers);
    }

    /// Makes a part misbehave, or behave again.
    pub fn set_switch(&self, part: Part, switch: Switch) {
        self.book().put(Record::Switch(part, switch));
    }

    /// How a part behaves.
    pub fn switch(&self, part: Part) -> Switch {
        self.book().content.switch(part)
    }

    /// Adds a person or replaces the one with this number.
    pub fn add_person(&self, person: Person) {
        self.book().put(Record::Person(person));
    }

    /// Takes a person out.
    pub fn remove_person(&self, nik: &str) {
        self.book().put(Record::PersonGone(nik.to_owned()));
    }

    /// Everybody in the population register.
    pub fn people(&self) -> Vec<Person> {
        self.book().content.people.values().cloned().collect()
    }

    /// Adds a passport or replaces the one with this number.
    pub fn add_passport(&self, passport: HeldPassport) {
        self.book().put(Record::Passport(passport));
    }

    /// Takes a passport out.
    pub fn remove_passport(&self, number: &str) {
        self.book().put(Record::PassportGone(number.to_owned()));
    }

    /// All passports of the register.
    pub fn passports(&self) -> Vec<HeldPassport> {
        self.book().content.passports.values().cloned().collect()
    }

    /// Every billing with its payments and notices.
    pub fn ledger(&self) -> Vec<LedgerRow> {
        self.book().content.ledger(self.now())
    }

    /// What the bank shows for a code.
    pub fn inquire(&self, code: &str) -> Result<Inquiry, Refusal> {
        bank::inquire(&self.book().content, code, self.now())
    }

    /// Pays a code as a careful bank does and, when the notice is not held back, sends it once before returning.
    pub async fn pay(&self, code: &str, amount: Option<i64>) -> Result<Receipt, String> {
        let order = PayOrder { code: code.to_owned(), amount, ..PayOrder::default() };
        let receipt = self.take(&order).map_err(|refusal| refusal.to_string())?;
        self.deliver_notices().await;
        Ok(receipt)
    }

    /// Pays as told; the notice goes out on its own.
    pub fn take(&self, order: &PayOrder) -> Result<Receipt, Refusal> {
        let receipt = bank::pay(&mut self.book(), order, self.now(), &SystemChance)?;
        self.inner.wake.notify_one();
        Ok(receipt)
    }

    /// Gives the money of a payment back; the notice of it goes out on its own.
    pub fn reverse(&self, ntpn: &str) -> Result<Receipt, Refusal> {
        let receipt = bank::reverse(&mut self.book(), ntpn, self.now())?;
        self.inner.wake.notify_one();
        Ok(receipt)
    }

    /// The proof of a payment.
    pub fn receipt(&self, ntpn: &str) -> Result<Receipt, Refusal> {
        bank::receipt_of(&self.book().content, ntpn)
    }

    /// The treasury's file of a day.
    pub fn daily_file(&self, day: Date) -> Result<String, Refusal> {
        treasury::daily(&self.book().content, day, self.now())
    }

    /// Mails to an address (case does not count), newest first; all mails when it is empty.
    pub fn mails(&self, to: &str) -> Vec<ReceivedMail> {
        mailbox::find(&self.book().content.mails, to, usize::MAX)
    }

    /// Stops serving, waits for what is under way (at most two seconds) and writes the ledger.
    pub async fn stop(self) {
        self.inner.stop.send_replace(true);
        let tasks = std::mem::take(&mut *held(&self.inner.tasks));
        for mut task in tasks {
            if tokio::time::timeout(millis(2 * SECOND), &mut task).await.is_err() {
                task.abort();
            }
        }
        self.write_ledger();
    }

    fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        held(&self.inner.book)
    }

    fn write_ledger(&self) {
        let changed = self.book().changed_ledger(self.now());
        if let Some((path, rows)) = changed
            && let Err(error) = book::write_ledger(&path, &rows)
        {
            tracing::warn!(%error, "the world's ledger cannot be written");
        }
    }

    async fn stopped(&self) {
        let mut stop = self.inner.stop.subscribe();
        // an error means that the sender is gone, which is a stop too
        let _ = stop.wait_for(|stop| *stop).await;
    }

    /// Waits in real time; ends early at a stop.
    async fn wait(&self, time: i64) {
        tokio::select! {
            () = tokio::time::sleep(millis(time)) => {}
            () = self.stopped() => {}
        }
    }
}

#[cfg(test)]
mod tests;
