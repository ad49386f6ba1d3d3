//! Through the front door, with the fake clock: the day begins on Monday, 5 October 2026, 09.00 in Maumere.

mod attendance;
mod desk;
mod help;
mod register;
mod sheets;
mod time;

use harness::{Browser, Page, Product};
use kernel::{
    chance::SystemChance,
    event::{DayNews, Event},
    ids::{OfficeCode, OfficerId, SessionId},
    role::Role,
    time::Timestamp,
};
use shell::{House, Room, Sessions, SignedInCitizen, SignedInOfficer, cookies::OFFICER};
use std::sync::{Arc, Mutex};
use store::StoreError;

/// An officer's token is `role..office`: signing in is another room's story.
struct ByToken;

#[async_trait::async_trait]
impl Sessions for ByToken {
    async fn citizen(&self, _: &House, _: &str) -> Result<Option<SignedInCitizen>, StoreError> {
        Ok(None)
    }
    async fn officer(&self, _: &House, token: &str) -> Result<Option<SignedInOfficer>, StoreError> {
        let (role, office) = token.split_once("..").expect("role..office");
        Ok(Some(SignedInOfficer {
            officer: OfficerId::parse("0192f3a0-0000-7000-8000-00000000000a").unwrap(),
            session: SessionId::mint(Timestamp(1), &SystemChance),
            name: "Agnes".into(),
            office: OfficeCode::parse(office).unwrap(),
            office_name: office.into(),
            roles: vec![Role::parse(role).unwrap()],
        }))
    }
}

/// What was told, in order.
#[derive(Default)]
struct Told(Mutex<Vec<DayNews>>);

/// A room that listens, in the place of notification.
fn ear() -> Room {
    Room {
        hears: Some(|house, _, _, event| {
            Box::pin(async move {
                if let Event::InformationDay { news, .. } = event {
                    house.kept::<Told>().0.lock().unwrap().push(*news);
                }
                Ok(())
            })
        }),
        start: Some(|house: &Arc<House>| house.keep(Told::default())),
        ..Room::new("ear")
    }
}

async fn product() -> Product {
    Product::builder().rooms(vec![catalogue::room(), crate::room(), ear()]).sessions(|| ByToken).open().await
}

/// The same in trial mode, with its sample days.
async fn trial() -> Product {
    let rooms = vec![catalogue::room(), crate::room(), ear()];
    let p = Product::builder().rooms(rooms).sessions(|| ByToken).trial().open().await;
    assert_eq!(crate::create_sample_days(&p.house).await.unwrap(), 10);
    p
}

async fn told(p: &Product) -> Vec<DayNews> {
    p.settle().await;
    std::mem::take(&mut *p.house.kept::<Told>().0.lock().unwrap())
}

fn desk_of(p: &Product, role: &str, office: &str) -> Browser {
    let mut browser = p.browser();
    browser.set_cookie(OFFICER, &format!("{role}..{office}"));
    browser
}

fn desk(p: &Product) -> Browser {
    desk_of(p, "outreach", "kanim-maumere")
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

/// The plan with some fields typed otherwise.
fn plan<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = PLAN.to_vec();
    for (name, value) in other {
        fields.retain(|(n, _)| n != name);
        fields.push((name, value));
    }
    fields
}

/// Plans a day and answers its id.
async fn planned(p: &Product, other: &[(&str, &str)]) -> String {
    let key = vault::new_token();
    let mut fields = plan(other);
    fields.push(("kunci", &key));
    let page = desk(p).post("/petugas/penyuluhan/baru", &fields).await;
    assert_eq!(page.status, 303, "{}", page.text());
    page.location().rsplit('/').next().unwrap().to_owned()
}

/// Registers somebody; the answer as it came.
async fn register(p: &Product, id: &str, other: &[(&str, &str)]) -> Page {
    let key = vault::new_token();
    let mut fields =
        vec![("kunci", key.as_str()), ("nama", "Martina Sare"), ("ponsel", "0812 3456 7890"), ("jumlah", "2"), ("setuju", "ya")];
    for (name, value) in other {
        fields.retain(|(n, _)| n != name);
        fields.push((name, value));
    }
    p.browser().post(&format!("/penyuluhan/{id}/daftar"), &fields).await
}
