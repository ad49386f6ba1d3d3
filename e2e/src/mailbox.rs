//! The mails that arrived at the simulated mail server.

use crate::wait::until;
use serde::Deserialize;

const SECONDS: u64 = 20;

/// The page of the simulated outside with all mails.
#[derive(Debug, Clone)]
pub struct Mailbox {
    world: String,
}

impl Mailbox {
    /// Of the outside at this address.
    pub fn of(world: &str) -> Self {
        Self { world: world.to_owned() }
    }

    /// The mails to an address, newest first: subject and text.
    pub async fn mails(&self, to: &str) -> Vec<(String, String)> {
        #[derive(Deserialize)]
        struct Mail {
            subject: String,
            text: String,
        }
        let address = format!("{}/surat.json?to={to}", self.world);
        let answer = reqwest::get(&address).await.expect("the mailbox answers");
        let mails: Vec<Mail> = answer.json().await.expect("the mailbox speaks JSON");
        mails.into_iter().map(|m| (m.subject, m.text)).collect()
    }

    /// The newest mail that satisfies a condition.
    pub async fn mail(&self, to: &str, what: &str, fits: impl Fn(&str, &str) -> bool) -> (String, String) {
        let ask = || async { self.mails(to).await.into_iter().find(|(subject, text)| fits(subject, text)) };
        match until(SECONDS, ask).await {
            Some(found) => found,
            None => panic!("no mail with {what} to {to}; there are {:?}", self.mails(to).await),
        }
    }

    /// The six digits of the newest mail that has some.
    pub async fn code_for(&self, to: &str) -> String {
        let (_, text) = self.mail(to, "a code", |_, text| six(text).is_some()).await;
        six(&text).expect("the mail was chosen for it")
    }
}

/// The first word of exactly six digits.
fn six(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|w| w.len() == 6 && w.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned).next()
}
