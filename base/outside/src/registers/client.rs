//! The registers' clients: the scheme of BILL/1 with other headers and paths.

use super::{IssuedIn, PassportRecord, PassportRegister, PopulationRecord, PopulationRegister};
use crate::{
    PartnerError, form,
    partner::{Call, HeaderNames, Line},
};
use async_trait::async_trait;
use kernel::{
    config::Partner,
    nik::{Nik, Sex},
    time::Clock,
};
use reqwest::Method;
use serde::Deserialize;
use std::sync::Arc;

const HEADERS: HeaderNames = HeaderNames { client: "x-client", id: "x-id", timestamp: "x-timestamp", signature: "x-signature" };

/// More passports than this in one life is a damaged answer.
const MOST_PASSPORTS: usize = 100;

/// Asks the population register.
pub struct PopulationClient(Line);

/// Asks the register of issued passports.
pub struct PassportClient(Line);

impl PopulationClient {
    pub fn new(partner: &Partner, http: reqwest::Client, clock: Arc<dyn Clock>) -> Result<Self, String> {
        Line::new("population", partner, &HEADERS, http, clock).map(Self)
    }
}

impl PassportClient {
    pub fn new(partner: &Partner, http: reqwest::Client, clock: Arc<dyn Clock>) -> Result<Self, String> {
        Line::new("passports", partner, &HEADERS, http, clock).map(Self)
    }
}

// the number travels in the body, so that no log of addresses holds it
fn look_up(path: &str, nik: &Nik) -> Call {
    let body = serde_json::json!({ "nik": nik.reveal() }).to_string().into_bytes();
    Call { name: "look_up", method: Method::POST, path: path.to_owned(), body }
}

#[derive(Deserialize)]
struct PopulationAnswer {
    found: bool,
    record: Option<RawPerson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawPerson {
    nik: String,
    full_name: String,
    birth_place: String,
    birth_date: String,
    sex: Sex,
    civil_status: String,
    address: String,
    district_code: String,
    mother_name: Option<String>,
    father_name: Option<String>,
    alive: bool,
}

impl RawPerson {
    fn read(self, nik: &Nik) -> Result<PopulationRecord, String> {
        if self.nik != nik.reveal() {
            return Err("the record is another person's".to_owned());
        }
        // an empty name is a register's way to say that it does not know
        let parent = |field: &str, name: Option<String>| {
            name.filter(|name| !name.trim().is_empty()).map(|name| form::words(field, &name, 200)).transpose()
        };
        Ok(PopulationRecord {
            nik: self.nik,
            full_name: form::words("fullName", &self.full_name, 200)?,
            birth_place: form::words("birthPlace", &self.birth_place, 200)?,
            birth_date: form::day("birthDate", &self.birth_date)?,
            sex: self.sex,
            civil_status: form::one_of("civilStatus", self.civil_status, &["single", "married", "divorced", "widowed"])?,
            address: form::words("address", &self.address, 500)?,
            district_code: form::digits("districtCode", self.district_code, 6)?,
            mother_name: parent("motherName", self.mother_name)?,
            father_name: parent("fatherName", self.father_name)?,
            alive: self.alive,
        })
    }
}

#[async_trait]
impl PopulationRegister for PopulationClient {
    async fn look_up(&self, nik: &Nik) -> Result<Option<PopulationRecord>, PartnerError> {
        let call = look_up("/population/v1/lookup", nik);
        self.0
            .ask(call, |answer| {
                let answer: PopulationAnswer = answer.read()?;
                match (answer.found, answer.record) {
                    (true, Some(record)) => record.read(nik).map(Some).map_err(PartnerError::Unknown),
                    (false, None) => Ok(None),
                    _ => Err(PartnerError::Unknown("found and record do not go together".to_owned())),
                }
            })
            .await
    }
}

#[derive(Deserialize)]
struct PassportAnswer {
    passports: Vec<RawPassport>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawPassport {
    number: String,
    full_name: String,
    birth_date: String,
    birth_place: String,
    sex: Sex,
    issue_date: String,
    expiry_date: String,
    issued_in: IssuedIn,
    office: String,
    state: String,
}

impl RawPassport {
    fn read(self) -> Result<PassportRecord, String> {
        let issue_date = form::day("issueDate", &self.issue_date)?;
        let expiry_date = form::day("expiryDate", &self.expiry_date)?;
        if expiry_date < issue_date {
            return Err("a passport ends before it begins".to_owned());
        }
        Ok(PassportRecord {
            number: form::token("number", self.number, 12)?,
            full_name: form::words("fullName", &self.full_name, 200)?,
            birth_date: form::day("birthDate", &self.birth_date)?,
            birth_place: form::words("birthPlace", &self.birth_place, 200)?,
            sex: self.sex,
            issue_date,
            expiry_date,
            issued_in: self.issued_in,
            office: form::words("office", &self.office, 200)?,
            state: form::one_of("state", self.state, &["valid", "expired", "cancelled", "lost"])?,
        })
    }
}

#[async_trait]
impl PassportRegister for PassportClient {
    async fn look_up(&self, nik: &Nik) -> Result<Vec<PassportRecord>, PartnerError> {
        let call = look_up("/passports/v1/lookup", nik);
        self.0
            .ask(call, |answer| {
                let answer: PassportAnswer = answer.read()?;
                if answer.passports.len() > MOST_PASSPORTS {
                    return Err(PartnerError::Unknown("more passports than a person can have had".to_owned()));
                }
                answer.passports.into_iter().map(|p| p.read().map_err(PartnerError::Unknown)).collect()
            })
            .await
    }
}
