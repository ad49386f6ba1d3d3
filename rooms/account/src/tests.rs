//! Stories through the pages, with a post office that opens each mail at the moment of sending.

mod contact;
mod doors;
mod officers;
mod recovery;
mod sign_in;
mod sign_up;

use crate::{CodeMail, InvitationMail, code_mail, contact_change_mail, invitation_mail, room, sessions};
use harness::{Browser, Page, Product};
use kernel::event::Event;
use shell::Room;
use std::sync::Mutex;

/// A password nobody refuses.
pub const GOOD: &str = "kuda payung sendok biru";
/// Another one.
pub const OTHER: &str = "teh hangat tujuh jendela";

/// What arrived by mail.
#[derive(Default)]
struct Post {
    codes: Mutex<Vec<CodeMail>>,
    invitations: Mutex<Vec<InvitationMail>>,
    changes: Mutex<Vec<(String, String)>>,
    passwords: Mutex<usize>,
}

/// A room that hears what notification would.
fn post_office() -> Room {
    Room {
        start: Some(|house| house.keep(Post::default())),
        hears: Some(|house, tx, _, event| {
            Box::pin(async move {
                let post = house.kept::<Post>();
                let now = tx.real_now();
                match event {
                    Event::CodeIssued { code } | Event::AddressProbed { code } => {
                        let mail = code_mail(&house.vault, tx, code, now).await?;
                        post.codes.lock().unwrap().extend(mail);
                    }
                    Event::OfficerInvited { invitation } => {
                        let mail = invitation_mail(&house.vault, tx, invitation, now).await?;
                        post.invitations.lock().unwrap().extend(mail);
                    }
                    Event::ContactChanged { change } => {
                        let mail = contact_change_mail(&house.vault, tx, change).await?.unwrap();
                        post.changes.lock().unwrap().push((mail.old.to_string(), mail.new.to_string()));
                    }
                    Event::PasswordChanged { .. } => *post.passwords.lock().unwrap() += 1,
                    _ => {}
                }
                Ok(())
            })
        }),
        ..Room::new("post")
    }
}

fn builder() -> harness::Builder {
    Product::builder().rooms(vec![catalogue::room(), room(), post_office()]).sessions(sessions)
}

pub async fn product() -> Product {
    builder().open().await
}

pub async fn trial() -> Product {
    builder().trial().open().await
}

/// The mails to an address, oldest first.
pub async fn mails(p: &Product, to: &str) -> Vec<CodeMail> {
    p.settle().await;
    let post = p.house.kept::<Post>();
    let all = post.codes.lock().unwrap();
    all.iter().filter(|m| m.to.as_str() == to).cloned().collect()
}

/// The digits of the newest mail to an address.
pub async fn code(p: &Product, to: &str) -> String {
    mails(p, to).await.last().and_then(|m| m.digits.clone()).unwrap_or_default()
}

/// Six digits that are not these.
pub fn wrong(code: &str) -> String {
    if code == "123456" { "654321".to_owned() } else { "123456".to_owned() }
}

/// The form of a newcomer.
pub fn newcomer(email: &str) -> [(&str, &str); 5] {
    [("nama", "Yuliana Goreti"), ("surel", email), ("telepon", "0812 3456 7890"), ("sandi", GOOD), ("setuju", "ya")]
}

/// Signs up and is signed in afterwards.
pub async fn signed_up(p: &Product, email: &str) -> Browser {
    let mut browser = p.browser();
    let page = browser.post("/daftar", &newcomer(email)).await;
    assert_eq!(page.location(), "/daftar/kode", "{}", page.text());
    let digits = code(p, email).await;
    let page = browser.post("/daftar/kode", &[("kode", &digits)]).await;
    assert_eq!(page.location(), "/permohonan", "{}", page.text());
    browser
}

/// Tries to sign in.
pub async fn sign_in(browser: &mut Browser, email: &str, password: &str) -> Page {
    browser.post("/masuk", &[("surel", email), ("sandi", password)]).await
}

/// True when this browser is signed in.
pub async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/akun").await.status == 200
}
