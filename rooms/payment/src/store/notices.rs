//! Notices as they arrived, and the ids of messages that were seen.

use kernel::{ids::NoticeId, time::DAY};
use outside::Notice;
use store::{Ask, Sql, StoreError, Tx, params, sql};

const SEEN: Sql = sql("INSERT INTO notice_message (id, seen_at) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE \
     SET seen_at = excluded.seen_at WHERE notice_message.seen_at <= $3");
const INSERT: Sql = sql("INSERT INTO notice (id, billing_code, ntpn, sequence, raw, received_at, state) \
     VALUES ($1, $2, $3, $4, $5, $6, 'received') ON CONFLICT DO NOTHING");
const INSERT_UNREADABLE: Sql =
    sql("INSERT INTO notice (id, raw, received_at, state, judged_at) VALUES ($1, $2, $3, 'unreadable', $3)");
const RAW: Sql = sql("SELECT raw FROM notice WHERE id = $1 AND state = 'received'");
const JUDGE: Sql = sql("UPDATE notice SET state = $1, judged_at = $2 WHERE id = $3 AND state = 'received'");

/// Notes a message id; false when it was seen within a day.
pub(crate) async fn first_sight(tx: &mut Tx<'_>, message: &str) -> Result<bool, StoreError> {
    let now = tx.real_now();
    Ok(tx.exec(SEEN, params![message, now, now.plus(-DAY)]).await? == 1)
}

/// Keeps a notice; none when the same one is kept already.
pub(crate) async fn keep(tx: &mut Tx<'_>, notice: &Notice, raw: &str) -> Result<Option<NoticeId>, StoreError> {
    let id = NoticeId::mint(tx.real_now(), tx.chance());
    let now = tx.now();
    let row = params![&id, &notice.billing_code, &notice.ntpn, notice.sequence, raw, now];
    Ok((tx.exec(INSERT, row).await? == 1).then_some(id))
}

/// Keeps a genuine notice that cannot be read.
pub(crate) async fn keep_unreadable(tx: &mut Tx<'_>, raw: &str) -> Result<(), StoreError> {
    let id = NoticeId::mint(tx.real_now(), tx.chance());
    let now = tx.now();
    tx.exec(INSERT_UNREADABLE, params![&id, raw, now]).await?;
    Ok(())
}

/// A notice that was not judged yet.
pub(crate) async fn waiting(ask: &mut dyn Ask, id: &NoticeId) -> Result<Option<Notice>, StoreError> {
    let Some(row) = ask.maybe(RAW, params![id]).await? else { return Ok(None) };
    row.parsed("raw", |raw| Notice::parse(raw.as_bytes())).map(Some)
}

/// Writes what became of a notice: `settled`, `nothing` or `case`.
pub(crate) async fn judge(tx: &mut Tx<'_>, id: &NoticeId, state: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(JUDGE, params![state, now, id]).await?;
    Ok(())
}
