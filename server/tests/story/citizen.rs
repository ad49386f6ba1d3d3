//! An applicant who fills in the pages' own forms.

use e2e::{Mailbox, Person, card, sheet, until};
use harness::{Browser, Kind, Page};

const PASSWORD: &str = "perahu kuning tujuh jendela";
const SECONDS: u64 = 30;

/// Somebody in front of the product.
pub struct Citizen {
    pub browser: Browser,
    pub home: String,
    person: Person,
}

/// The page says these words, or the test ends with the page.
pub fn says(page: &Page, words: &str) {
    assert!(page.says(words), "{} ({}) does not say “{words}”:\n{}", page.path, page.status, page.text());
}

/// Opens a page again until it says the words.
pub async fn comes_to_say(browser: &mut Browser, path: &str, words: &str) -> Page {
    let page = until(SECONDS, || {
        let mut own = browser.clone();
        async move { Some(own.open(path).await).filter(|page| page.says(words)) }
    });
    match page.await {
        Some(page) => page,
        None => panic!("{path} never says “{words}”:\n{}", browser.open(path).await.text()),
    }
}

/// Where the first link leads that says these words.
pub fn link(page: &Page, words: &str) -> String {
    let html = page.text();
    let links = html.split("<a ").skip(1).filter_map(|link| link.split_once("</a>").map(|(link, _)| link));
    let found = links.filter(|link| link.contains(words)).find_map(|link| link.split_once("href=\"")?.1.split('"').next());
    found.unwrap_or_else(|| panic!("{} has no link “{words}”:\n{html}", page.path)).to_owned()
}

impl Citizen {
    /// From the first page to an account that is signed in. Requests go to the nodes in turn.
    pub async fn sign_up(nodes: &[&str], mailbox: &Mailbox, person: Person) -> Self {
        let mut browser = Browser::of(nodes);
        says(&browser.open("/").await, "<main");
        let form = browser.open("/daftar").await.form("Buat akun");
        let form = form.with("nama", person.name).with("surel", person.email).with("telepon", "0813 3900 1256");
        let page = browser.press(&form.with("sandi", PASSWORD).with("setuju", "ya")).await;
        says(&page, "Masukkan kode");
        let code = mailbox.code_for(person.email).await;
        let page = browser.press(&page.form("Lanjutkan").with("kode", &code)).await;
        assert_eq!(page.status, 200, "{}", page.text());
        Self { browser, home: String::new(), person }
    }

    /// Begins an application and answers all its questions.
    pub async fn answer_all(&mut self) {
        let form = self.browser.open("/permohonan/baru").await.form("Mulai");
        let page = self.browser.press(&form).await;
        page.path.split('?').next().unwrap_or_default().clone_into(&mut self.home);
        let questions = format!("{}/isi/", self.home);
        for _ in 0..60 {
            let tasks = self.browser.open(&self.home).await.text();
            let (_, next) = tasks.split_once("row far\"").expect("the list of tasks says what comes next");
            let next = next.split_once("href=\"").and_then(|(_, link)| link.split('"').next()).unwrap_or_default();
            if !next.starts_with(&questions) {
                return;
            }
            self.answer(next).await;
        }
        panic!("the questions never end");
    }

    async fn answer(&mut self, path: &str) {
        let page = self.browser.open(path).await;
        let mut form = page.form("Simpan dan lanjutkan");
        for (name, kind) in form.names() {
            if !matches!(kind, Kind::Hidden | Kind::Button) {
                let answer = self.person.answer(&name).unwrap_or_else(|| panic!("no answer for {name}"));
                form = form.with(&name, answer);
            }
        }
        let after = self.browser.press(&form).await;
        assert_eq!(after.status, 200, "{path}: {}", after.text());
        assert_ne!(after.path, page.path, "{path} takes the answers: {}", after.text());
    }

    /// Sends photographs as papers.
    pub async fn papers(&mut self, codes: &[&str]) {
        for (seed, code) in (1..).zip(codes) {
            let picture = if ["identity_card", "old_passport"].contains(code) { card(seed) } else { sheet(seed) };
            let path = format!("{}/berkas/{code}", self.home);
            let file = ("foto.jpg", "image/jpeg", picture.as_slice());
            let sent = self.browser.upload(&path, "berkas", file, &[]).await;
            assert!(sent.status.is_redirection(), "{path}: {} {}", sent.status, sent.text());
            says(&self.browser.open(&path).await, "Yang sudah dikirim");
        }
    }

    /// The registers compare; passport and office are chosen.
    pub async fn choose(&mut self) {
        let check = format!("{}/periksa", self.home);
        let form = self.browser.open(&check).await.form("Cocokkan sekarang");
        self.browser.press(&form).await;
        comes_to_say(&mut self.browser, &check, "Data Anda sama dengan data kependudukan.").await;
        let form = self.browser.open(&format!("{}/paspor", self.home)).await.form("Simpan dan lanjutkan");
        let page = self.browser.press(&form.with("jenis", "electronic_10")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let form = self.browser.open(&format!("{}/kantor?q=Maumere", self.home)).await.form("Pilih kantor ini");
        let page = self.browser.press(&form).await;
        assert_eq!(page.status, 200, "{}", page.text());
    }

    /// Declares, takes the first seat, and waits for the code of the bill.
    pub async fn submit(&mut self) -> String {
        let form = self.browser.open(&format!("{}/tinjau", self.home)).await.form("Lanjut: pilih hari dan jam");
        let page = self.browser.press(&form.with("pernyataan", "ya")).await;
        let page = self.browser.press(&page.form("Kirim permohonan").with_first("slot")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        self.code().await
    }

    /// The code of the bill, once the treasury gave it.
    pub async fn code(&mut self) -> String {
        let page = comes_to_say(&mut self.browser, &format!("{}/bayar", self.home), "data-copy=\"").await;
        let text = page.text();
        let code = text.split_once("data-copy=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        assert_eq!(code.len(), 15, "a billing code has 15 digits: {code}");
        code.to_owned()
    }

    /// Pays at the simulated bank and waits until the product knows.
    pub async fn pay(&mut self, world: &str, code: &str) {
        let mut bank = Browser::of(&[world]);
        let desk = bank.open(&format!("/bank?kode={code}")).await;
        let form = desk.forms().into_iter().find(|form| form.action == "/bank/bayar").expect("the bank takes the code");
        let receipt = bank.press(&form).await;
        assert_eq!(receipt.status, 200, "{}", receipt.text());
        comes_to_say(&mut self.browser, &format!("{}/bayar", self.home), "Pembayaran diterima").await;
    }
}
