//! Guests of information days, who have no account: what leaves for them, in which words, and how often.

use super::office;
use ::store::StoreError;
use harness::{Browser, Mode, Product};
use kernel::{
    chance::SystemChance,
    ids::{OfficerId, SessionId},
    role::Role,
    time::{DAY, HOUR, MINUTE, Timestamp},
};
use shell::{House, Sessions, SignedInCitizen, SignedInOfficer, cookies::OFFICER};

/// Whoever shows any token sits at Maumere's desk and plans days.
struct Desk;

#[async_trait::async_trait]
impl Sessions for Desk {
    async fn citizen(&self, _: &House, _: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        Ok(None)
    }
    async fn officer(&self, _: &House, _: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        Ok(Some(SignedInOfficer {
            officer: OfficerId::mint(Timestamp(1), &SystemChance),
            session: SessionId::mint(Timestamp(1), &SystemChance),
            name: "Agnes".into(),
            office: office(),
            office_name: "Maumere".into(),
            roles: vec![Role::Outreach],
        }))
    }
}

const PLAN: [(&str, &str); 14] = [
    ("jenis", "school"),
    ("sasaran", "students"),
    ("bahasa-acara", "local"),
    ("wilayah", "5308"),
    ("hari-d", "15"),
    ("hari-m", "Oktober"),
    ("hari-y", "2026"),
    ("mulai", "9.00"),
    ("selesai", "11.30"),
    ("tempat", "Aula SMA di Ende"),
    ("arah", "Dari terminal, jalan kaki 10 menit."),
    ("petugas", "Agnes, Bernadus"),
    ("kursi", "12"),
    ("catatan", "Bawa ponsel."),
];

async fn product() -> Product {
    let mut rooms = super::rooms();
    rooms.push(outreach::room());
    Product::builder().rooms(rooms).sessions(|| Desk).frames(crate::frames).open().await
}

fn desk(p: &Product) -> Browser {
    let mut browser = p.browser();
    browser.set_cookie(OFFICER, "meja");
    browser
}

/// Plans a day and answers its path.
async fn planned(p: &Product) -> String {
    let mut desk = desk(p);
    let key = desk.get("/petugas/penyuluhan/baru").await.input("kunci").expect("a key");
    let mut fields = PLAN.to_vec();
    fields.push(("kunci", &key));
    let page = desk.post("/petugas/penyuluhan/baru", &fields).await;
    assert_eq!(page.status, 303, "{}", page.text());
    page.location().replace("/petugas", "")
}

/// Registers somebody, who sends the form twice; answers the path of her own page.
async fn registered(p: &Product, day: &str, lang: &str, email: &str) -> String {
    let mut browser = p.browser();
    let key = browser.get(&format!("{day}/daftar?bahasa={lang}")).await.input("kunci").expect("a key");
    let fields =
        [("kunci", key.as_str()), ("nama", "Martina Sare"), ("ponsel", "0812 3456 7890"), ("surel", email), ("jumlah", "2")];
    let fields = [fields.as_slice(), &[("setuju", "ya")]].concat();
    let page = browser.post(&format!("{day}/daftar"), &fields).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let again = browser.post(&format!("{day}/daftar"), &fields).await;
    assert_eq!((again.status, again.location()), (page.status, page.location()));
    page.location()
}

/// Subjects of the mails to an address, oldest first.
fn subjects(p: &Product, to: &str) -> Vec<String> {
    p.outside.mailer.to(to).into_iter().map(|mail| mail.subject).collect()
}

/// The newest mail to an address says all of this, and nothing in the other language.
fn says(p: &Product, to: &str, words: &[&str], foreign: &[&str]) {
    let mail = p.outside.mailer.to(to).pop().expect("a mail");
    let html = mail.html.unwrap_or_default();
    for said in words {
        assert!(mail.text.contains(said), "“{said}” is missing:\n{}", mail.text);
    }
    for said in foreign.iter().chain(&["⟦"]) {
        assert!(!mail.text.contains(said) && !html.contains(said), "“{said}” does not belong:\n{}", mail.text);
    }
}

const ID: &str = "martina@contoh.id";
const EN: &str = "markus@contoh.id";
const REGISTERED_ID: &str = "Anda terdaftar untuk penyuluhan";
const REGISTERED_EN: &str = "You are registered for an information day";
const TOMORROW_ID: &str = "Penyuluhan besok";
const TOMORROW_EN: &str = "Information day tomorrow";

#[tokio::test]
async fn a_guest_gets_confirmation_and_reminder_once_each_in_the_language_of_her_form() {
    let p = product().await;
    let day = planned(&p).await;
    let (id_page, en_page) = (registered(&p, &day, "id", ID).await, registered(&p, &day, "en", EN).await);
    p.settle().await;
    p.settle().await;
    assert_eq!((subjects(&p, ID), subjects(&p, EN)), (vec![REGISTERED_ID.to_owned()], vec![REGISTERED_EN.to_owned()]));
    let facts = ["Martina Sare", "Aula SMA di Ende", "Dari terminal, jalan kaki 10 menit.", "Bawa ponsel.", "WITA"];
    let id = ["Pendaftaran Anda sudah kami catat. Kami ingatkan sehari sebelumnya.", "Kamis, 15 Oktober 2026", "Jumlah orang"];
    let en =
        ["We have noted your registration and will remind you the day before.", "Thursday, 15 October 2026", "Number of people"];
    says(&p, ID, &[&facts[..], &id, &[&id_page]].concat(), &en);
    says(&p, EN, &[&facts[..], &en, &[&en_page]].concat(), &id);
    // Monday 09.00 in Maumere; the day is Thursday of next week, reminded on Wednesday at 09.00
    p.later(9 * DAY - MINUTE).await;
    assert_eq!((subjects(&p, ID).len(), subjects(&p, EN).len()), (1, 1), "nobody is reminded before the hour");
    p.later(MINUTE).await;
    for _ in 0..3 {
        p.later(HOUR).await;
    }
    assert_eq!(subjects(&p, ID), [REGISTERED_ID, TOMORROW_ID]);
    assert_eq!(subjects(&p, EN), [REGISTERED_EN, TOMORROW_EN]);
    let (id, en) = (["Acara yang Anda daftar berlangsung besok."], ["The day you registered for is tomorrow."]);
    says(&p, ID, &[&facts[..], &id, &[&id_page]].concat(), &en);
    says(&p, EN, &[&facts[..], &en, &[&en_page]].concat(), &id);
    assert_eq!(p.outside.mailer.all().len(), 4, "and nobody else hears of it");
}

#[tokio::test]
async fn a_mail_server_that_is_down_at_the_hour_gets_the_reminder_once_when_it_is_back() {
    let p = product().await;
    let day = planned(&p).await;
    registered(&p, &day, "id", ID).await;
    p.settle().await;
    p.outside.mailer.set(Mode::Unknown);
    p.later(9 * DAY).await;
    p.later(HOUR).await;
    assert_eq!(subjects(&p, ID), [REGISTERED_ID]);
    p.outside.mailer.set(Mode::Good);
    for _ in 0..4 {
        p.later(HOUR).await;
    }
    assert_eq!(subjects(&p, ID), [REGISTERED_ID, TOMORROW_ID]);
}

#[tokio::test]
async fn who_withdrew_is_not_reminded_and_who_left_no_address_gets_no_mail() {
    let p = product().await;
    let day = planned(&p).await;
    let own = registered(&p, &day, "id", ID).await;
    let mut browser = p.browser();
    let key = browser.get(&format!("{day}/daftar")).await.input("kunci").expect("a key");
    let fields = [("kunci", key.as_str()), ("nama", "Yohana"), ("ponsel", "0812 3456 7891"), ("jumlah", "1"), ("setuju", "ya")];
    assert_eq!(browser.post(&format!("{day}/daftar"), &fields).await.status, 303);
    p.settle().await;
    assert_eq!(p.browser().post(&format!("{own}/batal"), &[]).await.status, 303);
    p.later(9 * DAY).await;
    p.later(HOUR).await;
    let all: Vec<String> = p.outside.mailer.all().into_iter().map(|mail| mail.subject).collect();
    assert_eq!(all, [REGISTERED_ID]);
}
