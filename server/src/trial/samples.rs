//! Sample people of the trial: one citizen, and officers at three offices.

use kernel::{
    contact::{Email, Phone},
    ids::OfficeCode,
    role::Role,
};
use serde::{Deserialize, Serialize};
use shell::House;
use std::path::Path;
use store::Actor;

/// The password of all sample people. Known to everybody: it opens nothing outside a trial.
pub const PASSWORD: &str = "teluk biru pukul lima";
/// The sample citizen: name, e-mail, telephone.
pub const CITIZEN: (&str, &str, &str) = ("Yuliana Nona Lero", "yuliana@contoh.id", "0812 3456 7890");

const OFFICES: [(&str, &str); 3] =
    [("kanim-maumere", "maumere"), ("kanim-bekasi", "bekasi"), ("kanim-labuan-bajo", "labuanbajo")];

/// A sample officer, kept in the trial's folder so that people and tests can read her seed; the database holds it sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Officer {
    pub office: String,
    pub name: String,
    pub email: String,
    pub password: String,
    pub roles: Vec<String>,
    pub seed_base32: String,
}

impl Officer {
    /// As the simulated outside shows it, with the current code.
    pub fn shown(&self) -> world::SampleOfficer {
        world::SampleOfficer {
            office: self.office.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            password: self.password.clone(),
            role: self.roles.join(", "),
            totp_secret: base32(&self.seed_base32),
        }
    }
}

/// Bytes of a text in the alphabet of RFC 4648, without padding.
fn base32(text: &str) -> Vec<u8> {
    let (mut bits, mut count, mut out) = (0_u32, 0_u32, Vec::new());
    for c in text.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'2'..=b'7' => c - b'2' + 26,
            _ => continue,
        };
        bits = (bits << 5) | u32::from(value);
        count += 5;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((bits >> count) & 0xff).unwrap_or(0));
        }
    }
    out
}

fn wanted() -> Vec<(String, String, OfficeCode, Vec<Role>)> {
    use Role::{Adjudicator, Admin, Finance, FrontDesk, HandOver, Interviewer, Outreach, Printer, Verifier};
    let names = [
        ["Agnes Kartini Wula", "Bernadus Lado", "Clara Ina Tupen"],
        ["Dewi Ambarwati", "Eko Prasetyawan", "Fitri Handayani"],
        ["Gregorius Jelaha", "Hana Mulyani", "Ignatius Sabu"],
    ];
    let mut list = Vec::new();
    for ((code, place), names) in OFFICES.iter().zip(names) {
        let Ok(office) = OfficeCode::parse(code) else { continue };
        let duties = [
            ("loket", vec![FrontDesk, Verifier, Interviewer]),
            ("putusan", vec![Adjudicator, Finance, Admin, Outreach]),
            ("cetak", vec![Printer, HandOver]),
        ];
        for ((duty, roles), name) in duties.into_iter().zip(names) {
            list.push((name.to_owned(), format!("{duty}.{place}@contoh.id"), office.clone(), roles));
        }
    }
    list
}

/// Makes the sample people where they are missing; answers the officers.
pub async fn prepare(house: &House, folder: &Path) -> Result<Vec<Officer>, String> {
    let file = folder.join("officers.json");
    if let Some(list) = std::fs::read_to_string(&file).ok().and_then(|text| serde_json::from_str(&text).ok()) {
        return Ok(list);
    }
    publish(house).await?;
    let (name, email, phone) = CITIZEN;
    let (email, phone) = (Email::parse(email).map_err(|e| e.to_string())?, Phone::parse(phone).map_err(|e| e.to_string())?);
    house
        .db
        .transact::<_, account::SampleRefused, _>(|tx| {
            let (email, phone) = (&email, &phone);
            Box::pin(async move { account::create_sample_account(house, tx, (name, email, phone), PASSWORD).await })
        })
        .await
        .map_err(|e| format!("the sample citizen: {e}"))?;
    let mut officers = Vec::new();
    for (name, email, office, roles) in wanted() {
        let invite = account::Invite {
            email: Email::parse(&email).map_err(|e| e.to_string())?,
            name: name.clone(),
            office: office.clone(),
            roles: roles.clone(),
        };
        let made = house
            .db
            .transact::<_, account::SampleRefused, _>(|tx| {
                let invite = &invite;
                Box::pin(async move { account::create_sample_officer(house, tx, invite, PASSWORD).await })
            })
            .await
            .map_err(|e| format!("the sample officer {email}: {e}"))?;
        // a start that was ended before the file was written left officers behind: their seeds stand in the database
        let made = match made {
            Some(made) => Some(made),
            None => account::sample_officer(house, &mut house.reader(), &invite.email, PASSWORD)
                .await
                .map_err(|e| format!("the sample officer {email}: {e}"))?,
        };
        if let Some(made) = made {
            let roles = roles.iter().map(|r| r.code().to_owned()).collect();
            let (office, password) = (office.to_string(), PASSWORD.to_owned());
            officers.push(Officer { office, name, email, password, roles, seed_base32: made.seed });
        }
    }
    super::write_json(&file, &officers)?;
    Ok(officers)
}

/// The reference tables become version 1, and the sample offices open at once; the others follow while pages are served.
async fn publish(house: &House) -> Result<(), String> {
    let tables = catalogue::Tables::embedded();
    house
        .db
        .transact::<_, catalogue::LoadError, _>(|tx| {
            let tables = &tables;
            Box::pin(async move { catalogue::load(tx, tables, Actor::Operator).await })
        })
        .await
        .map_err(|e| format!("the reference tables: {e}"))?;
    catalogue::refresh(house).await.map_err(|e| e.to_string())?;
    Ok(())
}
