//! Chromium through its driver, both started for one journey and ended with it.

use crate::wait::until;
use serde_json::json;
use std::{
    fs::File,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver, prelude::WebDriverResult};

/// What a page is looked at on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// A small phone: 360 by 740.
    Phone,
    /// The screen on a desk: 1280 by 800.
    Desk,
}

impl Screen {
    const fn size(self) -> (u32, u32) {
        match self {
            Self::Phone => (360, 740),
            Self::Desk => (1280, 800),
        }
    }
}

/// The browser, or a sentence that says what to install.
pub fn chromium_path() -> PathBuf {
    let places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let found = places.iter().map(PathBuf::from).find(|path| path.is_file());
    found.expect("Chromium is absent: apt-get install chromium chromium-driver")
}

/// The running driver; ends with all its browsers when dropped.
pub struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts the driver on a free port. The port it finds for one family of addresses may be taken in the other: it then
    /// ends, and is asked again.
    pub async fn start(folder: &Path) -> Self {
        chromium_path();
        let places = ["/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver"];
        let program = places.iter().find(|p| Path::new(p).is_file());
        let program = program.expect("chromedriver is absent: apt-get install chromium chromium-driver");
        for attempt in 0..5 {
            if let Some(driver) = Self::attempt(program, &folder.join(format!("chromedriver-{attempt}.log"))).await {
                return driver;
            }
        }
        panic!("{program} does not say its port")
    }

    async fn attempt(program: &str, place: &Path) -> Option<Self> {
        let log = File::create(place).expect("a file for the driver's output");
        let mut process = Command::new(program)
            .arg("--port=0")
            .env("LANGUAGE", "id")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log)
            .spawn()
            .unwrap_or_else(|e| panic!("{program} does not start: {e}"));
        let port = || async {
            let said = std::fs::read_to_string(place).ok()?;
            let (_, after) = said.split_once("started successfully on port ")?;
            let (digits, _) = after.split_once('.')?;
            digits.parse::<u16>().ok()
        };
        if let Some(port) = until(6, port).await {
            return Some(Self { process, port });
        }
        let _ = process.kill();
        let _ = process.wait();
        None
    }

    /// A browser of its own, with or without scripts.
    pub async fn open(&self, profile: &Path, screen: Screen, scripts: bool) -> WebDriver {
        let asked = capabilities(profile, screen).expect("capabilities are plain data");
        let address = format!("http://127.0.0.1:{}", self.port);
        let driver = WebDriver::builder(address, asked).request_timeout(Duration::from_secs(40)).await;
        let driver = driver.unwrap_or_else(|e| panic!("Chromium does not start: {e}"));
        let cdp = thirtyfour::cdp::Cdp::new(std::sync::Arc::clone(driver.handle()));
        let mut wished = vec![("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }))];
        if !scripts {
            // the product's only script never arrives, as on a line that breaks; nothing stands inline
            wished.extend([("Network.enable", json!({})), ("Network.setBlockedURLs", json!({ "urls": ["*.js*"] }))]);
        }
        for (what, with) in wished {
            cdp.send_raw(what, with).await.unwrap_or_else(|e| panic!("{what} is refused: {e}"));
        }
        driver
    }

    fn shut(&self) -> std::io::Result<()> {
        let mut line = TcpStream::connect(("127.0.0.1", self.port))?;
        line.set_read_timeout(Some(Duration::from_secs(5)))?;
        line.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        line.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.shut();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn capabilities(profile: &Path, screen: Screen) -> WebDriverResult<thirtyfour::ChromeCapabilities> {
    let (width, height) = screen.size();
    let mut caps = DesiredCapabilities::chrome();
    caps.set_binary(&chromium_path().to_string_lossy())?;
    for flag in [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--lang=id",
    ] {
        caps.add_arg(flag)?;
    }
    caps.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    caps.add_arg(&format!("--window-size={width},{height}"))?;
    caps.add_experimental_option("prefs", json!({ "intl.accept_languages": "id-ID,id" }))?;
    if screen == Screen::Phone {
        let metrics = json!({ "width": width, "height": height, "pixelRatio": 2.0, "mobile": true, "touch": true });
        caps.add_experimental_option("mobileEmulation", json!({ "deviceMetrics": metrics }))?;
    }
    caps.set_browser_log_level(LoggingPrefsLogLevel::Severe)?;
    Ok(caps)
}
