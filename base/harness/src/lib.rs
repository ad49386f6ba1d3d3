//! For tests only: a running product with a fake clock, fake outsiders and browsers with cookie jars.
//!
//! A test mounts its room and those below it, goes in through the front door, moves the clock, and lets the workers do
//! what is due with [`Product::settle`]. The engine is SQLite in a private folder, or PostgreSQL when the variable
//! `MPASPOR_TEST_POSTGRES` holds the address of a private server; the same tests run on both.

mod browser;
mod database;
mod form;
mod outsiders;

pub use browser::{Browser, Page, multipart};
pub use form::{Form, Kind};
pub use outsiders::{FakeBiller, FakeFiles, FakeMailer, FakePassports, FakePopulation, Mode, Outsiders};

use axum::Router;
use futures_util::future::BoxFuture;
use kernel::{
    config::{Config, Mail, Partner, Revenue, Secret},
    time::{FakeClock, Timestamp, Zone},
};
use shell::{FrameSource, House, HouseParts, Room, Sessions, TrialInfo};
use std::{path::PathBuf, sync::Arc};
use store::TimeSource;

/// Monday, 5 October 2026, 08.00 WIB: where every test's day begins.
pub fn first_morning() -> Timestamp {
    Zone::Wib.at(jiff::civil::date(2026, 10, 5), 8, 0)
}

/// Fills a database once; later tests start from a copy.
pub type Seed = fn(Arc<House>) -> BoxFuture<'static, ()>;

/// Builds a product for a test.
pub struct Builder {
    rooms: Vec<Room>,
    sessions: Box<dyn Fn() -> Box<dyn Sessions>>,
    frames: Box<dyn Fn() -> Box<dyn FrameSource>>,
    seeds: Vec<(&'static str, Seed)>,
    decoder: Option<PathBuf>,
    trial: bool,
}

impl Builder {
    /// These rooms and no others.
    #[must_use]
    pub fn rooms(mut self, rooms: Vec<Room>) -> Self {
        self.rooms = rooms;
        self
    }

    /// Who is signed in: account's implementation.
    #[must_use]
    pub fn sessions<S: Sessions + 'static>(mut self, make: fn() -> S) -> Self {
        self.sessions = Box::new(move || Box::new(make()));
        self
    }

    /// What frames tell: notification's implementation.
    #[must_use]
    pub fn frames<F: FrameSource + 'static>(mut self, make: fn() -> F) -> Self {
        self.frames = Box::new(move || Box::new(make()));
        self
    }

    /// Fills the database once under a name; tests with the same seeds share the copy. The name must change when what the
    /// seed writes changes within one run of the suite.
    #[must_use]
    pub fn seed(mut self, name: &'static str, seed: Seed) -> Self {
        self.seeds.push((name, seed));
        self
    }

    /// The program that decodes papers.
    #[must_use]
    pub fn decoder(mut self, program: impl Into<PathBuf>) -> Self {
        self.decoder = Some(program.into());
        self
    }

    /// With the trial's bar and clock page.
    #[must_use]
    pub const fn trial(mut self) -> Self {
        self.trial = true;
        self
    }

    /// Opens the product.
    pub async fn open(self) -> Product {
        let folder = tempfile::tempdir().expect("a private folder");
        let seed_names: Vec<&str> = self.seeds.iter().map(|(name, _)| *name).collect();
        let template = database::Template::for_seeds(&seed_names);
        if !template.exists().await {
            let building = template.begin().await;
            let (url, seeds, outside) = (building.url(), folder.path().join("seed"), Outsiders::new());
            let house = self.house(&url, &seeds, Arc::new(FakeClock::at(first_morning())), &outside).await;
            start(&house, &self.rooms);
            for (_, seed) in &self.seeds {
                seed(house.clone()).await;
            }
            house.db.close().await;
            building.finish().await;
        }
        let url = template.copy(folder.path()).await;
        let clock = Arc::new(FakeClock::at(first_morning()));
        let outside = Outsiders::new();
        let house = self.house(&url, folder.path(), clock.clone(), &outside).await;
        start(&house, &self.rooms);
        Product {
            product: shell::web::product(&house, &self.rooms),
            papers: shell::web::papers(&house, &self.rooms),
            partners: shell::web::partners(&house, &self.rooms),
            rooms: Arc::new(self.rooms),
            house,
            clock,
            outside,
            url,
            folder,
        }
    }

    async fn house(&self, url: &str, folder: &std::path::Path, clock: Arc<FakeClock>, outside: &Outsiders) -> Arc<House> {
        let db = store::Db::open(url, TimeSource::of(clock)).await.expect("the test's database opens");
        store::migrate(&db).await.expect("the migrations fit the engine");
        House::new(HouseParts {
            db,
            vault: database::test_vault(),
            outside: outside.doors(),
            config: Arc::new(config(url, folder, self.decoder.clone(), self.trial)),
            trial: self.trial.then(|| TrialInfo { world_url: "http://127.0.0.1:1".to_owned() }),
            sessions: (self.sessions)(),
            frames: (self.frames)(),
        })
    }
}

fn start(house: &Arc<House>, rooms: &[Room]) {
    for room in rooms {
        if let Some(start) = room.start {
            start(house);
        }
    }
}

fn config(url: &str, folder: &std::path::Path, decoder: Option<PathBuf>, trial: bool) -> Config {
    let partner = |name: &str| Partner {
        url: format!("http://127.0.0.1:1/{name}"),
        client: "mpaspor".to_owned(),
        secret: Secret::new("a-secret-of-the-tests-only".to_owned()),
    };
    Config {
        trial,
        listen: "127.0.0.1:0".to_owned(),
        public_url: "http://localhost:8080".to_owned(),
        papers_listen: "127.0.0.1:0".to_owned(),
        papers_url: "http://127.0.0.1:8081".to_owned(),
        partner_listen: "127.0.0.1:0".to_owned(),
        watch_listen: "127.0.0.1:0".to_owned(),
        work_watch_listen: None,
        trusted_proxies: kernel::proxies::Proxies::default(),
        database: url.to_owned(),
        files: folder.join("files"),
        keys: folder.join("keys"),
        data: None,
        decoder,
        biller: partner("biller"),
        population: partner("population"),
        passports: partner("passports"),
        mail: Mail {
            host: "127.0.0.1".to_owned(),
            port: 1,
            security: "none".to_owned(),
            from: "M-Paspor <m@contoh.id>".to_owned(),
            login: None,
        },
        revenue: Revenue {
            ministry: "137".to_owned(),
            echelon: "04".to_owned(),
            work_unit: "409221".to_owned(),
            account: "425213".to_owned(),
        },
    }
}

/// A running product.
#[expect(clippy::struct_field_names, reason = "the product is one of three listeners")]
pub struct Product {
    /// The house under it, for doors and for looking at rows.
    pub house: Arc<House>,
    /// The mounted rooms.
    pub rooms: Arc<Vec<Room>>,
    /// The clock: moves only when told to. Domain time and real time alike.
    pub clock: Arc<FakeClock>,
    /// The fake partners.
    pub outside: Outsiders,
    /// The database's address, for auditors.
    pub url: String,
    product: Router,
    papers: Router,
    partners: Router,
    folder: tempfile::TempDir,
}

impl Product {
    /// Starts building one.
    pub fn builder() -> Builder {
        Builder {
            rooms: Vec::new(),
            sessions: Box::new(|| Box::new(())),
            frames: Box::new(|| Box::new(())),
            seeds: Vec::new(),
            decoder: None,
            trial: false,
        }
    }

    /// A browser with an empty cookie jar.
    pub fn browser(&self) -> Browser {
        Browser::new(self.product.clone())
    }

    /// The pages and the API as a router, for a listener of the test's own.
    pub fn router(&self) -> Router {
        self.product.clone()
    }

    /// A browser of the second origin, where papers are shown.
    pub fn papers(&self) -> Browser {
        Browser::new(self.papers.clone())
    }

    /// A caller of the partners' listener.
    pub fn partner(&self) -> Browser {
        Browser::new(self.partners.clone())
    }

    /// Lets the workers do all that is due now.
    pub async fn settle(&self) -> usize {
        shell::work::settle(&self.house, &self.rooms).await.expect("the workers reach the database")
    }

    /// Moves the clock and lets the workers do what became due.
    pub async fn later(&self, millis: i64) -> usize {
        self.clock.advance(millis);
        self.settle().await
    }

    /// A private folder that lives as long as the product.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

impl Product {
    /// The treasury sends a signed notice about a billing's payment to our listener.
    pub async fn notify(&self, code: &str) -> Page {
        let billing = self.outside.biller.billings().into_iter().find(|b| b.code == code).expect("the treasury knows the code");
        let payment = billing.payment.expect("a notice speaks of a payment");
        let body = serde_json::json!({
            "billingCode": billing.code,
            "trxIdKl": billing.trx_id,
            "ntpn": payment.ntpn,
            "ntb": payment.ntb,
            "amount": billing.amount.0,
            "paidAt": payment.paid_at.zoned(Zone::Wib).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            "agentCode": payment.agent,
            "channelCode": payment.channel,
            "sequence": 1,
        })
        .to_string();
        let path = "/bill/v1/notify";
        let mut caller = self.partner();
        for (name, value) in outsiders::notice_headers(path, body.as_bytes(), self.house.real_now()) {
            caller.always(&name, &value);
        }
        caller.send(http::Method::POST, path, Some("application/json"), body.into_bytes()).await
    }
}
