//! The audit trail: one row for each change, in the same transaction, chained within a second by the sealer.
//!
//! Rows are written without a chain, so that no transaction waits for another. A sealer takes committed rows in the
//! order of their ids and chains them: `hash = SHA-256(previous hash, row)`. [`verify_audit`] walks the chain and names
//! the first broken link and any old row that nobody sealed.

use crate::{Ask, Db, Sql, StoreError, Tx, Value, params, sql, value::Row};
use kernel::{ids::AuditId, time::Timestamp};

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A citizen's account.
    Account(kernel::ids::AccountId),
    /// An officer.
    Officer(kernel::ids::OfficerId),
    /// The product itself: jobs, deadlines.
    System,
    /// A partner's authenticated message.
    Partner(&'static str),
    /// The operator at the command line.
    Operator,
}

impl Actor {
    fn columns(&self) -> (&'static str, String) {
        match self {
            Self::Account(id) => ("account", id.to_string()),
            Self::Officer(id) => ("officer", id.to_string()),
            Self::System => ("system", String::new()),
            Self::Partner(name) => ("partner", (*name).to_owned()),
            Self::Operator => ("operator", String::new()),
        }
    }
}

/// What is written down. `detail` holds codes and ids, never names, numbers or free text of a person.
#[derive(Debug, Clone)]
pub struct AuditEntry<'a> {
    /// Who.
    pub actor: Actor,
    /// What, as `room.verb`, such as `schedule.move`.
    pub action: &'static str,
    /// The kind of thing, such as `booking`.
    pub object: &'static str,
    /// Its id.
    pub id: &'a str,
    /// The application it belongs to, if any: answers "who opened my file".
    pub application: Option<&'a kernel::ids::ApplicationId>,
    /// Codes and ids that explain it.
    pub detail: serde_json::Value,
}

/// A row as it stands.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// `account`, `officer`, `system`, `partner` or `operator`.
    pub actor_kind: String,
    /// The actor's id or name.
    pub actor: String,
    /// `room.verb`.
    pub action: String,
    /// Kind of thing.
    pub object: String,
    /// Id of the thing.
    pub object_id: String,
    /// Codes and ids.
    pub detail: String,
}

const INSERT: Sql =
    sql("INSERT INTO audit (id, at, actor_kind, actor, action, object, object_id, application, detail, written_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const OF_APPLICATION: Sql = sql("SELECT id, at, actor_kind, actor, action, object, object_id, application, detail FROM audit \
     WHERE application = $1 ORDER BY id");
const UNSEALED: Sql =
    sql("SELECT a.id, a.at, a.actor_kind, a.actor, a.action, a.object, a.object_id, a.application, a.detail FROM audit a \
     LEFT JOIN audit_seal s ON s.audit = a.id WHERE a.id >= $1 AND s.audit IS NULL ORDER BY a.id LIMIT 500");
const LAST_SEAL: Sql = sql("SELECT seq, hash, sealed_at FROM audit_seal ORDER BY seq DESC LIMIT 1");
const INSERT_SEAL: Sql = sql("INSERT INTO audit_seal (seq, audit, hash, sealed_at) VALUES ($1, $2, $3, $4)");
const CHAIN: Sql =
    sql("SELECT s.seq, s.hash, a.id, a.at, a.actor_kind, a.actor, a.action, a.object, a.object_id, a.application, a.detail \
     FROM audit_seal s LEFT JOIN audit a ON a.id = s.audit WHERE s.seq > $1 ORDER BY s.seq LIMIT 1000");
const OLD_UNSEALED: Sql = sql("SELECT a.id FROM audit a LEFT JOIN audit_seal s ON s.audit = a.id \
     WHERE s.audit IS NULL AND a.written_at < $1 ORDER BY a.id LIMIT 1");

impl Tx<'_> {
    /// Writes an audit row with this change.
    pub async fn audit(&mut self, entry: AuditEntry<'_>) -> Result<(), StoreError> {
        let id = AuditId::mint(self.real_now(), self.chance());
        let (kind, actor) = entry.actor.columns();
        let detail = entry.detail.to_string();
        let (now, written) = (self.now(), self.real_now());
        let row = params![&id, now, kind, actor, entry.action, entry.object, entry.id, entry.application, detail, written];
        self.exec(INSERT, row).await?;
        Ok(())
    }
}

/// The trail of one application, oldest first.
pub async fn audit_of(ask: &mut dyn Ask, application: &kernel::ids::ApplicationId) -> Result<Vec<AuditRow>, StoreError> {
    ask.all(OF_APPLICATION, params![application]).await?.iter().map(row_of).collect()
}

fn row_of(row: &Row) -> Result<AuditRow, StoreError> {
    Ok(AuditRow {
        id: row.parsed("id", AuditId::parse)?,
        at: row.time("at")?,
        actor_kind: row.text("actor_kind")?,
        actor: row.text("actor")?,
        action: row.text("action")?,
        object: row.text("object")?,
        object_id: row.text("object_id")?,
        detail: row.text("detail")?,
    })
}

fn link(previous: &str, row: &Row) -> Result<String, StoreError> {
    let mut parts = vec![previous.to_owned(), row.text("id")?, row.int("at")?.to_string()];
    for column in ["actor_kind", "actor", "action", "object", "object_id"] {
        parts.push(row.text(column)?);
    }
    parts.push(row.opt_text("application")?.unwrap_or_default());
    parts.push(row.text("detail")?);
    // length before each part, so that no two rows give the same bytes
    let bytes: Vec<u8> = parts.iter().flat_map(|p| (p.len() as u64).to_be_bytes().into_iter().chain(p.bytes())).collect();
    Ok(hex::encode(vault::sha256(&bytes)))
}

/// How long before the last seal a row may have been begun and still be found by [`seal`]: far more than a transaction with
/// all its repeats may last.
const LOOK_BACK: i64 = 10 * kernel::time::MINUTE;

/// Chains what is committed and not yet sealed; answers how many rows. Looks at the young end of the trail only, so that a
/// trail of years costs no more than one of a day. Two sealers cannot fork the chain: the sequence number is unique, and the
/// loser starts again.
pub async fn seal(db: &Db) -> Result<usize, StoreError> {
    seal_from(db, LOOK_BACK).await
}

/// The same over the whole trail: finds rows that came in while no sealer ran for long.
pub async fn seal_forgotten(db: &Db) -> Result<usize, StoreError> {
    seal_from(db, i64::MAX).await
}

async fn seal_from(db: &Db, back: i64) -> Result<usize, StoreError> {
    let sealed = db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let (mut seq, mut hash, from) = match tx.maybe(LAST_SEAL, params![]).await? {
                    Some(last) => (last.int("seq")?, last.text("hash")?, last.int("sealed_at")?.saturating_sub(back)),
                    None => (0, String::new(), 0),
                };
                let rows = tx.all(UNSEALED, params![kernel::ids::first_of(Timestamp(from.max(0)))]).await?;
                let now = tx.real_now();
                for row in &rows {
                    seq += 1;
                    hash = link(&hash, row)?;
                    tx.exec(INSERT_SEAL, params![seq, row.text("id")?, &hash, now]).await?;
                }
                Ok(rows.len())
            })
        })
        .await;
    match sealed {
        Err(StoreError::Constraint(_)) => Ok(0),
        other => other,
    }
}

/// A fault of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditFault {
    /// The link with this number does not fit its row (or the row is gone).
    Broken {
        /// Number in the chain.
        seq: i64,
    },
    /// A number in the chain is missing.
    Gap {
        /// The missing number.
        seq: i64,
    },
    /// A row older than ten seconds that nobody sealed.
    Unsealed {
        /// Its id.
        id: String,
    },
}

impl std::fmt::Display for AuditFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Broken { seq } => write!(f, "link {seq} does not fit its row: the row was changed or removed"),
            Self::Gap { seq } => write!(f, "link {seq} is missing from the chain"),
            Self::Unsealed { id } => write!(f, "row {id} is older than ten seconds and was never sealed"),
        }
    }
}

/// Walks the whole chain. Answers how many links are whole, or the first fault.
pub async fn verify_audit(db: &Db) -> Result<Result<i64, AuditFault>, StoreError> {
    let mut reader = db.reader();
    let (mut seq, mut hash) = (0_i64, String::new());
    loop {
        let rows = reader.all(CHAIN, params![seq]).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            seq += 1;
            if row.int("seq")? != seq {
                return Ok(Err(AuditFault::Gap { seq }));
            }
            if row.opt_text("id")?.is_none() || link(&hash, row)? != row.text("hash")? {
                return Ok(Err(AuditFault::Broken { seq }));
            }
            hash = row.text("hash")?;
        }
    }
    let old = db.time().real_now().plus(-10_000);
    match reader.maybe(OLD_UNSEALED, &[Value::from(old)]).await? {
        Some(row) => Ok(Err(AuditFault::Unsealed { id: row.text("id")? })),
        None => Ok(Ok(seq)),
    }
}
