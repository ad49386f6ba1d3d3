//! One journey's stage: its trial, its driver, and where its pictures go.

use crate::{browser::Driver, browser::Screen, trial::Trial, walk::Walk, witness::Witness};
use std::{
    future::Future,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Shared by the browsers of a journey.
pub struct Stage {
    /// The browsers' driver. Ends before the trial does.
    driver: Driver,
    /// The product.
    pub trial: Trial,
    /// Hears what the product says is done.
    pub witness: Witness,
    shots: PathBuf,
    counted: AtomicUsize,
    browsers: AtomicUsize,
    /// Addresses of the pages that were looked at in every way.
    looked_at: Mutex<Vec<String>>,
}

impl Stage {
    async fn set(name: &str, on_postgres: bool) -> Self {
        let trial = Trial::start(on_postgres).await;
        let driver = Driver::start(&trial.folder("")).await;
        let witness = trial.witness();
        let shots = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("shots").join(name);
        let _ = std::fs::remove_dir_all(&shots);
        std::fs::create_dir_all(&shots).expect("a folder for the pictures");
        Self {
            driver,
            trial,
            witness,
            shots,
            counted: AtomicUsize::new(0),
            browsers: AtomicUsize::new(0),
            looked_at: Mutex::default(),
        }
    }

    /// A page was looked at in every way it is shown.
    pub(crate) fn note(&self, path: String) {
        self.looked_at.lock().expect("nobody panics with it").push(path);
    }

    /// The addresses of the pages that were looked at in every way.
    pub fn looked_at(&self) -> Vec<String> {
        self.looked_at.lock().expect("nobody panics with it").clone()
    }

    /// Where the next picture goes.
    pub(crate) fn next_shot(&self, name: &str) -> PathBuf {
        let number = self.counted.fetch_add(1, Ordering::Relaxed) + 1;
        self.shots.join(format!("{number:02}-{name}.png"))
    }

    /// A new browser with nothing remembered.
    pub async fn walk(self: &Arc<Self>, screen: Screen) -> Walk {
        Walk::new(Arc::clone(self), self.browser(screen, true).await, true)
    }

    /// The same where the product's script does not arrive.
    pub async fn plain_walk(self: &Arc<Self>, screen: Screen) -> Walk {
        Walk::new(Arc::clone(self), self.browser(screen, false).await, false)
    }

    async fn browser(&self, screen: Screen, scripts: bool) -> thirtyfour::WebDriver {
        let number = self.browsers.fetch_add(1, Ordering::Relaxed);
        self.driver.open(&self.trial.folder(&format!("profile-{number}")), screen, scripts).await
    }
}

/// Runs a journey on a stage of its own, on SQLite; at its end the outside auditor judges.
pub fn journey<F: Future<Output = ()>>(name: &str, play: impl FnOnce(Arc<Stage>) -> F) {
    run(name, false, play);
}

/// The same on the run's PostgreSQL; without one it says so and plays nothing.
pub fn journey_on_postgres<F: Future<Output = ()>>(name: &str, play: impl FnOnce(Arc<Stage>) -> F) {
    if std::env::var_os("MPASPOR_TEST_POSTGRES").is_none_or(|server| server.is_empty()) {
        println!("NOT RUN: {name} needs MPASPOR_TEST_POSTGRES, the address of a private PostgreSQL");
        return;
    }
    run(name, true, play);
}

fn run<F: Future<Output = ()>>(name: &str, on_postgres: bool, play: impl FnOnce(Arc<Stage>) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let stage = Arc::new(Stage::set(name, on_postgres).await);
        play(Arc::clone(&stage)).await;
        stage.witness.judge(name).await;
    });
}
