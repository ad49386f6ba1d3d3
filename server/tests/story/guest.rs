//! Guests of an information day, who have no account: what the mail server gets for them, in which words, and how often.

use crate::citizen::says;
use e2e::{Mailbox, Trial};
use harness::Browser;

/// A guest: language, address, and what her mails say.
struct Guest {
    lang: &'static str,
    email: &'static str,
    register: &'static str,
    confirmed: (&'static str, [&'static str; 4]),
    tomorrow: (&'static str, &'static str),
    own_page: &'static str,
}

const GUESTS: [Guest; 2] = [
    Guest {
        lang: "id",
        email: "martina.tamu@contoh.id",
        register: "Daftar",
        confirmed: (
            "Anda terdaftar untuk penyuluhan",
            ["Martina Sare", "Pendaftaran Anda sudah kami catat. Kami ingatkan sehari sebelumnya.", "Jumlah orang", "WITA"],
        ),
        tomorrow: ("Penyuluhan besok", "Acara yang Anda daftar berlangsung besok."),
        own_page: "Anda terdaftar",
    },
    Guest {
        lang: "en",
        email: "markus.guest@contoh.id",
        register: "Register",
        confirmed: (
            "You are registered for an information day",
            ["Martina Sare", "We have noted your registration and will remind you the day before.", "Number of people", "WITA"],
        ),
        tomorrow: ("Information day tomorrow", "The day you registered for is tomorrow."),
        own_page: "You are registered",
    },
];

/// The mails to an address with a subject.
async fn with_subject(mailbox: &Mailbox, to: &str, subject: &str) -> Vec<String> {
    mailbox.mails(to).await.into_iter().filter(|(said, _)| said == subject).map(|(_, text)| text).collect()
}

impl Guest {
    /// Registers for a day and answers her browser.
    async fn registers(&self, trial: &Trial, day: &str) -> Browser {
        let mut browser = Browser::of(&[&trial.at.product]);
        let form = browser.open(&format!("{day}/daftar?bahasa={}", self.lang)).await.form(self.register);
        let form = form.with("nama", "Martina Sare").with("surel", self.email).with("jumlah", "2").with("setuju", "ya");
        says(&browser.press(&form).await, self.own_page);
        // the form once more, as a hasty finger sends it
        says(&browser.press(&form).await, self.own_page);
        browser
    }

    async fn reads_the_confirmation(&self, trial: &Trial, browser: &mut Browser) {
        let (subject, words) = self.confirmed;
        let (_, text) = trial.mailbox().mail(self.email, subject, |said, _| said == subject).await;
        for said in words {
            assert!(text.contains(said), "“{said}” is missing:\n{text}");
        }
        assert!(!text.contains('⟦'), "{text}");
        let at = text.find("/penyuluhan/pendaftaran/").expect("the way to her own page");
        let path: String = text[at..].chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
        says(&browser.open(&path).await, self.own_page);
    }

    async fn was_told_once(&self, trial: &Trial) {
        let (subject, words) = self.tomorrow;
        let (_, text) = trial.mailbox().mail(self.email, subject, |said, _| said == subject).await;
        assert!(text.contains(words) && !text.contains('⟦'), "{text}");
        for subject in [self.confirmed.0, subject] {
            assert_eq!(with_subject(&trial.mailbox(), self.email, subject).await.len(), 1, "{subject}");
        }
        assert_eq!(trial.mailbox().mails(self.email).await.len(), 2, "a confirmation and a reminder, nothing else");
    }
}

/// The trial's clock goes two hours ahead, as it does for whoever has no bill, and what is due is done.
async fn two_hours(browser: &mut Browser) {
    let page = browser.post("/percobaan/jam", &[("maju", "batas-bayar"), ("kembali", "/")]).await;
    assert_eq!(page.status, 303, "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn guests_without_an_account_get_confirmation_and_reminder_once_in_their_language() {
    let trial = Trial::start(true).await;
    let mut browser = Browser::of(&[&trial.at.product]);
    let days = browser.open("/penyuluhan").await;
    // the first day of Maumere's list with free seats lies a few days ahead
    let day = days.links("/penyuluhan/").into_iter().find(|link| link.len() == "/penyuluhan/".len() + 36);
    let day = day.unwrap_or_else(|| panic!("no day is open:\n{}", days.text()));
    let mut readers = Vec::new();
    for guest in &GUESTS {
        readers.push(guest.registers(&trial, &day).await);
    }
    for (guest, reader) in GUESTS.iter().zip(&mut readers) {
        guest.reads_the_confirmation(&trial, reader).await;
    }
    // a few days lie between: more than ten of them would be a clock that stands
    for _ in 0..120 {
        if !with_subject(&trial.mailbox(), GUESTS[0].email, GUESTS[0].tomorrow.0).await.is_empty() {
            break;
        }
        two_hours(&mut browser).await;
    }
    for _ in 0..3 {
        two_hours(&mut browser).await;
    }
    for guest in &GUESTS {
        guest.was_told_once(&trial).await;
    }
}
