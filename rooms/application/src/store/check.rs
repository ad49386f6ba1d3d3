//! What the registers said, sealed at the place `register:APPLICATION:REGISTER`, and the counter of an account's day.

use crate::checks::{CheckState, CheckTicket, Register};
use jiff::civil::Date;
use kernel::ids::ApplicationId;
use kernel::nik::Sex;
use kernel::time::parse_day;
use outside::{IssuedIn, PassportRecord, PopulationRecord};
use serde::{Deserialize, Serialize};
use store::{Ask, Sql, StoreError, Tx, params, sql};
use vault::PersonKey;

const ONE: Sql = sql("SELECT state, asked_at, answered_at, nik_hash, sealed FROM register_check \
     WHERE application = $1 AND register = $2");
const FORGET: Sql = sql("DELETE FROM register_check WHERE application = $1");
const AGAIN: Sql = sql("UPDATE register_check SET state = 'asked', asked_at = $4, answered_at = NULL, sealed = NULL, \
     tries = tries + 1 WHERE application = $1 AND register = $2 AND nik_hash = $3");
const DROP_OLD: Sql = sql("DELETE FROM register_check WHERE application = $1 AND register = $2");
const ASK: Sql = sql("INSERT INTO register_check (application, register, state, nik_hash, asked_at, tries) \
     VALUES ($1, $2, 'asked', $3, $4, 1)");
const ANSWER: Sql = sql("UPDATE register_check SET state = $4, answered_at = $5, sealed = $6 \
     WHERE application = $1 AND register = $2 AND nik_hash = $3");
const DAY_START: Sql = sql("INSERT INTO register_check_day (account, day, used) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING");
const DAY_USE: Sql = sql("UPDATE register_check_day SET used = used + 1 WHERE account = $1 AND day = $2 AND used < $3");

fn place(application: &ApplicationId, register: Register) -> String {
    format!("register:{application}:{}", register.code())
}

/// Forgets what the registers said: it was about other data.
pub(crate) async fn forget(tx: &mut Tx<'_>, application: &ApplicationId) -> Result<bool, StoreError> {
    Ok(tx.exec(FORGET, params![application]).await? > 0)
}

/// Notes that a register is asked; false when the account asked for as many numbers today as it may. Asking for the
/// same number again after silence costs nothing: it tells nobody anything new.
pub(crate) async fn begin(tx: &mut Tx<'_>, ticket: &CheckTicket, day: Date, cap: i64) -> Result<bool, StoreError> {
    let (id, register, now) = (&ticket.application, ticket.register.code(), tx.now());
    if tx.exec(AGAIN, params![id, register, &ticket.nik_hash, now]).await? > 0 {
        return Ok(true);
    }
    tx.exec(DAY_START, params![&ticket.account, day]).await?;
    if tx.exec(DAY_USE, params![&ticket.account, day, cap]).await? == 0 {
        return Ok(false);
    }
    tx.exec(DROP_OLD, params![id, register]).await?;
    tx.exec(ASK, params![id, register, &ticket.nik_hash, now]).await?;
    Ok(true)
}

/// Notes an answer; false when it is about data that no longer stand there.
pub(crate) async fn answer(
    tx: &mut Tx<'_>,
    ticket: &CheckTicket,
    state: &str,
    sealed: Option<Vec<u8>>,
) -> Result<bool, StoreError> {
    let (register, now) = (ticket.register.code(), tx.now());
    let row = params![&ticket.application, register, &ticket.nik_hash, state, now, sealed];
    Ok(tx.exec(ANSWER, row).await? > 0)
}

async fn read<T>(
    key: &PersonKey,
    ask: &mut dyn Ask,
    (application, register, nik_hash): (&ApplicationId, Register, &str),
    open: impl FnOnce(&str) -> Option<T>,
) -> Result<CheckState<T>, StoreError> {
    let Some(row) = ask.maybe(ONE, params![application, register.code()]).await? else { return Ok(CheckState::NotAsked) };
    if row.text("nik_hash")? != nik_hash {
        return Ok(CheckState::NotAsked);
    }
    Ok(match row.text("state")?.as_str() {
        "asked" => CheckState::Asked { at: row.time("asked_at")? },
        "silent" => CheckState::Silent { at: row.time("answered_at")? },
        "not_found" => CheckState::NotFound { at: row.time("answered_at")? },
        "found" => {
            let text = key.open_text(&place(application, register), &row.bytes("sealed")?)?;
            let record = open(&text).ok_or_else(|| StoreError::inconsistent("register_check.sealed", "not a record"))?;
            CheckState::Found { at: row.time("answered_at")?, record }
        }
        _ => return Err(StoreError::inconsistent("register_check.state", "unknown word")),
    })
}

pub(crate) async fn population(
    key: &PersonKey,
    ask: &mut dyn Ask,
    application: &ApplicationId,
    nik_hash: &str,
) -> Result<CheckState<PopulationRecord>, StoreError> {
    read(key, ask, (application, Register::Population, nik_hash), open_person).await
}

pub(crate) async fn passports(
    key: &PersonKey,
    ask: &mut dyn Ask,
    application: &ApplicationId,
    nik_hash: &str,
) -> Result<CheckState<Vec<PassportRecord>>, StoreError> {
    read(key, ask, (application, Register::Passports, nik_hash), open_passports).await
}

#[derive(Serialize, Deserialize)]
struct Person {
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

#[derive(Serialize, Deserialize)]
struct Passport {
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

fn seal(
    key: &PersonKey,
    application: &ApplicationId,
    register: Register,
    record: &impl Serialize,
) -> Result<Vec<u8>, StoreError> {
    let text = serde_json::to_string(record).map_err(|e| StoreError::inconsistent("register_check.sealed", e.to_string()))?;
    Ok(key.seal_text(&place(application, register), &text)?)
}

pub(crate) fn seal_person(key: &PersonKey, id: &ApplicationId, record: PopulationRecord) -> Result<Vec<u8>, StoreError> {
    let person = Person {
        nik: record.nik,
        full_name: record.full_name,
        birth_place: record.birth_place,
        birth_date: record.birth_date.to_string(),
        sex: record.sex,
        civil_status: record.civil_status,
        address: record.address,
        district_code: record.district_code,
        mother_name: record.mother_name,
        father_name: record.father_name,
        alive: record.alive,
    };
    seal(key, id, Register::Population, &person)
}

fn open_person(text: &str) -> Option<PopulationRecord> {
    let person: Person = serde_json::from_str(text).ok()?;
    Some(PopulationRecord {
        birth_date: parse_day(&person.birth_date)?,
        nik: person.nik,
        full_name: person.full_name,
        birth_place: person.birth_place,
        sex: person.sex,
        civil_status: person.civil_status,
        address: person.address,
        district_code: person.district_code,
        mother_name: person.mother_name,
        father_name: person.father_name,
        alive: person.alive,
    })
}

pub(crate) fn seal_passports(
    key: &PersonKey,
    id: &ApplicationId,
    mut records: Vec<PassportRecord>,
) -> Result<Vec<u8>, StoreError> {
    records.sort_by_key(|r| std::cmp::Reverse(r.issue_date));
    let passports: Vec<Passport> = records
        .into_iter()
        .map(|r| Passport {
            number: r.number,
            full_name: r.full_name,
            birth_date: r.birth_date.to_string(),
            birth_place: r.birth_place,
            sex: r.sex,
            issue_date: r.issue_date.to_string(),
            expiry_date: r.expiry_date.to_string(),
            issued_in: r.issued_in,
            office: r.office,
            state: r.state,
        })
        .collect();
    seal(key, id, Register::Passports, &passports)
}

fn open_passports(text: &str) -> Option<Vec<PassportRecord>> {
    let passports: Vec<Passport> = serde_json::from_str(text).ok()?;
    passports
        .into_iter()
        .map(|p| {
            Some(PassportRecord {
                birth_date: parse_day(&p.birth_date)?,
                issue_date: parse_day(&p.issue_date)?,
                expiry_date: parse_day(&p.expiry_date)?,
                number: p.number,
                full_name: p.full_name,
                birth_place: p.birth_place,
                sex: p.sex,
                issued_in: p.issued_in,
                office: p.office,
                state: p.state,
            })
        })
        .collect()
}
