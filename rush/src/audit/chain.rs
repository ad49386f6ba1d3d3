//! I9: the chain of the audit trail is computed again. `hash = SHA-256(previous hash, row)`, each part after its length
//! in eight bytes, so that no two rows give the same bytes.

use super::{Invariant, Report};
use crate::{AuditError, Database};
use std::time::{SystemTime, UNIX_EPOCH};

const CHAIN: &str = "SELECT s.seq, s.hash, s.audit, a.id, a.at, a.actor_kind, a.actor, a.action, a.object, a.object_id, \
     a.application, a.detail FROM audit_seal s LEFT JOIN audit a ON a.id = s.audit ORDER BY s.seq";
const UNSEALED: &str = "SELECT a.id, a.written_at FROM audit a LEFT JOIN audit_seal s ON s.audit = a.id \
     WHERE s.audit IS NULL ORDER BY a.id";
/// A row may wait for its seal this long, in milliseconds.
const SEALED_WITHIN: i64 = 10_000;

fn link(previous: &str, row: &[String]) -> String {
    let parts = std::iter::once(previous).chain(row.iter().map(String::as_str));
    let bytes: Vec<u8> = parts.flat_map(|part| (part.len() as u64).to_be_bytes().into_iter().chain(part.bytes())).collect();
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes))
}

#[expect(
    clippy::disallowed_methods,
    reason = "rows carry the time of the real clock, and this crate knows no clock of the house"
)]
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Walks the chain and names each broken link, each gap and each old row without a seal.
pub async fn judge(db: &mut Database, report: &mut Report) -> Result<(), AuditError> {
    let (mut expected, mut previous) = (1_i64, String::new());
    for row in db.rows(CHAIN).await? {
        let seq: i64 = row[0].parse().unwrap_or(0);
        if seq != expected {
            report.violated(Invariant::I9, format!("link {expected} is missing from the chain of the audit trail"));
        }
        let audit = &row[2];
        if row[3].is_empty() {
            report.violated(Invariant::I9, format!("link {seq} seals audit row {audit}, which is not there any more"));
        } else if link(&previous, &row[3..]) != row[1] {
            report.violated(Invariant::I9, format!("link {seq} does not fit audit row {audit}: one of them was changed"));
        }
        // from the hash that stands, so that one change is named once
        previous.clone_from(&row[1]);
        expected = seq + 1;
    }
    let bound = now() - SEALED_WITHIN;
    for row in db.rows(UNSEALED).await? {
        if row[1].parse::<i64>().unwrap_or(0) < bound {
            report.violated(Invariant::I9, format!("audit row {} is older than ten seconds and has no seal", row[0]));
        }
    }
    Ok(())
}
