//! Answers, sealed under the person's key at the place `answer:APPLICATION:FIELD`.

use crate::answers::Answer;
use catalogue::Field;
use kernel::ids::ApplicationId;
use std::collections::BTreeMap;
use store::{Ask, Sql, StoreError, Tx, Value, padded, padded::all_of, params, sql};
use vault::PersonKey;

const OF_APPLICATION: Sql = sql("SELECT field, sealed, version FROM answer WHERE application = $1");
padded! {
    /// The answers of some applications.
    OF_APPLICATIONS = sql("SELECT application, field, sealed, version FROM answer WHERE application IN ($1)")
}
const ONE: Sql = sql("SELECT sealed, version FROM answer WHERE application = $1 AND field = $2");
const INSERT: Sql = sql("INSERT INTO answer (application, field, sealed, valid, version, saved_at) \
     VALUES ($1, $2, $3, $4, 1, $5)");
const UPDATE: Sql = sql("UPDATE answer SET sealed = $3, valid = $4, saved_at = $5, version = version + 1 \
     WHERE application = $1 AND field = $2");
const GOOD: Sql = sql("SELECT COUNT(*) AS good FROM answer WHERE application = $1 AND valid = 1 \
     AND field IN ('nik', 'full_name', 'birth_date')");

fn place(application: &ApplicationId, field: Field) -> String {
    format!("answer:{application}:{}", field.code())
}

/// All answers, opened.
pub(crate) async fn all(
    key: &PersonKey,
    ask: &mut dyn Ask,
    application: &ApplicationId,
) -> Result<BTreeMap<Field, Answer>, StoreError> {
    let mut answers = BTreeMap::new();
    for row in ask.all(OF_APPLICATION, params![application]).await? {
        let field = row.word("field", Field::parse)?;
        let text = key.open_text(&place(application, field), &row.bytes("sealed")?)?;
        answers.insert(field, Answer { text, version: row.int("version")? });
    }
    Ok(answers)
}

/// All answers of some applications, each opened under its person's key.
pub(crate) async fn of_many(
    ask: &mut dyn Ask,
    keys: &BTreeMap<&ApplicationId, &PersonKey>,
) -> Result<BTreeMap<ApplicationId, BTreeMap<Field, Answer>>, StoreError> {
    let mut all: BTreeMap<ApplicationId, BTreeMap<Field, Answer>> = BTreeMap::new();
    for row in all_of(ask, &OF_APPLICATIONS, keys.keys().map(|id| Value::from(*id))).await? {
        let id = row.parsed("application", ApplicationId::parse)?;
        let field = row.word("field", Field::parse)?;
        let key = keys.get(&id).ok_or(StoreError::NoRow("person"))?;
        let text = key.open_text(&place(&id, field), &row.bytes("sealed")?)?;
        all.entry(id).or_default().insert(field, Answer { text, version: row.int("version")? });
    }
    Ok(all)
}

/// One answer, opened.
pub(crate) async fn one(
    key: &PersonKey,
    ask: &mut dyn Ask,
    application: &ApplicationId,
    field: Field,
) -> Result<Option<Answer>, StoreError> {
    let Some(row) = ask.maybe(ONE, params![application, field.code()]).await? else { return Ok(None) };
    let text = key.open_text(&place(application, field), &row.bytes("sealed")?)?;
    Ok(Some(Answer { text, version: row.int("version")? }))
}

/// Writes an answer over the one of version `old` (0: none yet). The caller holds the application's lock.
pub(crate) async fn put(
    key: &PersonKey,
    tx: &mut Tx<'_>,
    application: &ApplicationId,
    field: Field,
    (text, valid, old): (&str, bool, i64),
) -> Result<i64, StoreError> {
    let sealed = key.seal_text(&place(application, field), text)?;
    let now = tx.now();
    let statement = if old == 0 { INSERT } else { UPDATE };
    tx.exec(statement, params![application, field.code(), sealed, valid, now]).await?;
    Ok(old + 1)
}

/// Whether NIK, name and birth date are there and good.
pub(crate) async fn identity_is_good(ask: &mut dyn Ask, application: &ApplicationId) -> Result<bool, StoreError> {
    Ok(ask.one(GOOD, params![application]).await?.int("good")? == 3)
}
