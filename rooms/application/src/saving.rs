//! Answers are saved as they are given, the wrong ones too. A save names the version it was made upon; another one
//! meanwhile is a conflict, and nothing is overwritten silently.

use crate::answers::Answers;
use crate::field::{parse, typed};
use crate::model::{Application, Flag, SaveRefused, Saved};
use crate::state::Verb;
use crate::store::{answer, application as rows, check};
use catalogue::{ApplicationKind, Field};
use jiff::civil::Date;
use kernel::ids::{ApplicationId, OfficeCode, PersonId};
use kernel::nik::Nik;
use kernel::time::Zone;
use serde_json::json;
use std::collections::BTreeMap;
use store::{Actor, Ask, AuditEntry, StoreError, Tx};
use vault::{HashPurpose, PersonKey, Vault};

/// The keyed hash by which a NIK is found without being readable.
pub fn nik_hash(vault: &Vault, nik: &Nik) -> String {
    vault.keyed_hash(HashPurpose::Nik, nik.reveal())
}

/// The day on which answers are judged: the calendar of Jakarta.
pub(crate) fn today(ask: &dyn Ask) -> Date {
    ask.now().day_in(Zone::Wib)
}

/// The answers of an application, opened under the person's key.
pub async fn answers(vault: &Vault, ask: &mut dyn Ask, application: &Application) -> Result<Answers, StoreError> {
    let key = account::person_key(vault, ask, &application.person).await?;
    let rows = answer::all(&key, ask, &application.id).await?;
    Ok(Answers::new(rows, application.flags.clone(), today(ask)))
}

/// The answers of some applications, as [`answers`] reads those of one, in a bounded number of statements.
pub async fn answers_many(
    vault: &Vault,
    ask: &mut dyn Ask,
    applications: &[Application],
) -> Result<BTreeMap<ApplicationId, Answers>, StoreError> {
    let persons: Vec<&PersonId> = applications.iter().map(|a| &a.person).collect();
    let keys = account::person_keys(vault, ask, &persons).await?;
    let key_of = |a: &Application| keys.get(&a.person).ok_or(StoreError::NoRow("person"));
    let by_application = applications.iter().map(|a| key_of(a).map(|key| (&a.id, key))).collect::<Result<BTreeMap<_, _>, _>>()?;
    let mut rows = answer::of_many(ask, &by_application).await?;
    let today = today(ask);
    let of_one = |a: &Application| Answers::new(rows.remove(&a.id).unwrap_or_default(), a.flags.clone(), today);
    Ok(applications.iter().map(of_one).zip(applications).map(|(answers, a)| (a.id.clone(), answers)).collect())
}

/// Saves one answer. `expected` is the version the form was drawn with (0: no answer yet); none does not ask. The same
/// text again is no change and no conflict. A wrong value is kept, and the answer says what is wrong with it.
pub async fn save(
    vault: &Vault,
    tx: &mut Tx<'_>,
    application: &Application,
    (field, value): (Field, &str),
    expected: Option<i64>,
    by: &Actor,
) -> Result<Saved, SaveRefused> {
    let key = account::person_key(vault, tx, &application.person).await?;
    let now = open_and_locked(tx, &application.id).await?;
    let parsed = parse(field, value, today(tx));
    let text = parsed.as_ref().map_or_else(|_| typed(value), |clean| clean.as_str().to_owned());
    let stands = answer::one(&key, tx, &now.id, field).await?;
    let (old, version) = stands.map_or((String::new(), 0), |a| (a.text, a.version));
    let invalid = parsed.err();
    if old == text {
        return Ok(Saved { version, invalid });
    }
    if expected.is_some_and(|expected| expected != version) {
        return Err(SaveRefused::Conflict { theirs: old, version });
    }
    let version = answer::put(&key, tx, &now.id, field, (&text, invalid.is_none(), version)).await?;
    rows::touch(tx, &now.id).await?;
    follow(vault, tx, &now, field, invalid.is_none().then_some(text.as_str())).await?;
    let detail = json!({ "field": field.code(), "version": version, "good": invalid.is_none() });
    note(tx, &now.id, "application.save", detail, by).await?;
    Ok(Saved { version, invalid })
}

async fn open_and_locked(tx: &mut Tx<'_>, id: &ApplicationId) -> Result<Application, SaveRefused> {
    let application = rows::lock(tx, id).await?.ok_or(SaveRefused::NotNow)?;
    if Verb::Edit.from(application.state.word()).is_none() { Err(SaveRefused::NotNow) } else { Ok(application) }
}

async fn note(
    tx: &mut Tx<'_>,
    id: &ApplicationId,
    action: &'static str,
    detail: serde_json::Value,
    by: &Actor,
) -> Result<(), StoreError> {
    let (object, application) = ("application", Some(id));
    tx.audit(AuditEntry { actor: by.clone(), action, object, id: id.as_str(), application, detail }).await
}

/// What else stands and falls with an answer: the hash, the kind, the flags, the register checks.
async fn follow(vault: &Vault, tx: &mut Tx<'_>, now: &Application, field: Field, good: Option<&str>) -> Result<(), StoreError> {
    match field {
        Field::Nik => {
            let hash = good.and_then(|text| Nik::parse(text).ok()).map(|nik| nik_hash(vault, &nik));
            rows::put_nik(tx, &now.id, hash.as_deref()).await?;
        }
        Field::PassportHistory => match good {
            Some("held") => rows::put_kind(tx, &now.id, ApplicationKind::Replacement).await?,
            _ => rows::put_kind(tx, &now.id, ApplicationKind::New).await?,
        },
        _ => {}
    }
    // what was said of other data is said no more
    let dropped: &[Flag] = match field {
        Field::Nik => &[Flag::NikMismatch, Flag::NikRegionUnknown, Flag::RegisterDiffers, Flag::PassportKnown],
        Field::FullName | Field::BirthDate => &[Flag::NikMismatch, Flag::RegisterDiffers, Flag::PassportKnown],
        Field::Sex => &[Flag::NikMismatch, Flag::RegisterDiffers],
        Field::BirthPlace => &[Flag::RegisterDiffers],
        Field::PassportHistory => &[Flag::PassportKnown],
        _ => &[],
    };
    if now.flags.iter().any(|f| dropped.contains(f)) {
        let left: Vec<Flag> = now.flags.iter().copied().filter(|f| !dropped.contains(f)).collect();
        rows::put_flags(tx, &now.id, &left).await?;
    }
    if matches!(field, Field::Nik | Field::FullName | Field::BirthDate) {
        check::forget(tx, &now.id).await?;
    }
    Ok(())
}

/// Puts a flag up or takes it down, while the application is open.
pub async fn flag(tx: &mut Tx<'_>, id: &ApplicationId, flag: Flag, up: bool, by: &Actor) -> Result<(), SaveRefused> {
    let now = open_and_locked(tx, id).await?;
    if now.flags.contains(&flag) == up {
        return Ok(());
    }
    let mut flags: Vec<Flag> = now.flags.iter().copied().filter(|f| *f != flag).collect();
    if up {
        flags.push(flag);
    }
    rows::put_flags(tx, id, &flags).await?;
    note(tx, id, "application.flag", json!({ "flag": flag.code(), "up": up }), by).await?;
    Ok(())
}

/// Chooses the office, while the application is open. Whether it offers the type is the caller's question.
pub async fn choose_office(
    tx: &mut Tx<'_>,
    id: &ApplicationId,
    office: Option<&OfficeCode>,
    by: &Actor,
) -> Result<(), SaveRefused> {
    let now = open_and_locked(tx, id).await?;
    if now.office.as_ref() == office {
        return Ok(());
    }
    rows::put_office(tx, id, office).await?;
    note(tx, id, "application.choose_office", json!({ "office": office }), by).await?;
    Ok(())
}

/// Chooses the passport type with its years (a code of the catalogue), while the application is open.
pub async fn choose_passport(tx: &mut Tx<'_>, id: &ApplicationId, code: Option<&str>, by: &Actor) -> Result<(), SaveRefused> {
    let now = open_and_locked(tx, id).await?;
    if now.passport_type.as_deref() == code {
        return Ok(());
    }
    rows::put_type(tx, id, code).await?;
    note(tx, id, "application.choose_passport", json!({ "type": code }), by).await?;
    Ok(())
}

pub(crate) async fn key_of(vault: &Vault, ask: &mut dyn Ask, application: &Application) -> Result<PersonKey, StoreError> {
    account::person_key(vault, ask, &application.person).await
}
