//! Notices as they arrived, and the ids of messages that were seen.

use kernel::{
    ids::NoticeId,
    time::{DAY, Timestamp},
};
use outside::Notice;
use store::{Ask, Sql, StoreError, Tx, params, sql};

const SEEN: Sql = sql("INSERT INTO notice_message (id, seen_at) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE \
     SET seen_at = excluded.seen_at WHERE notice_message.seen_at <= $3");
const INSERT: Sql = sql("INSERT INTO notice (id, billing_code, ntpn, sequence, raw, received_at, state) \
     VALUES ($1, $2, $3, $4, $5, $6, 'received') ON CONFLICT DO NOTHING");
const INSERT_UNREADABLE: Sql = sql("INSERT INTO notice (id, raw, received_at, state, judged_at, body_hash) \
     VALUES ($1, $2, $3, 'unreadable', $3, $4) \
     ON CONFLICT (body_hash) WHERE state = 'unreadable' DO UPDATE SET times = notice.times + 1");
const UNJUDGED: Sql = sql("SELECT id FROM notice WHERE state = 'received' AND received_at < $1 AND id > $2 ORDER BY id LIMIT 64");
const FOR_FINANCE: Sql = sql("SELECT billing_code, ntpn, received_at, times FROM notice WHERE state = 'unreadable' \
     OR (state = 'received' AND received_at < $1) ORDER BY received_at DESC, id DESC LIMIT 200");
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

/// Keeps a genuine notice that cannot be read: one row for one body, with how often it came.
pub(crate) async fn keep_unreadable(tx: &mut Tx<'_>, raw: &str) -> Result<(), StoreError> {
    let id = NoticeId::mint(tx.real_now(), tx.chance());
    let now = tx.now();
    let hash = hex::encode(vault::sha256(raw.as_bytes()));
    tx.exec(INSERT_UNREADABLE, params![&id, raw, now, hash]).await?;
    Ok(())
}

/// Notices that came before an instant and were not judged; 64 at most, after an id.
pub(crate) async fn unjudged(
    ask: &mut dyn Ask,
    before: Timestamp,
    after: Option<&NoticeId>,
) -> Result<Vec<NoticeId>, StoreError> {
    let rows = ask.all(UNJUDGED, params![before, after.map_or("", NoticeId::as_str)]).await?;
    rows.iter().map(|row| row.parsed("id", NoticeId::parse)).collect()
}

/// A notice that finance must know of.
pub(crate) struct Odd {
    /// What it says; nothing when it cannot be read.
    pub says: Option<(String, String)>,
    /// When it came first.
    pub received_at: Timestamp,
    /// How often.
    pub times: i64,
}

/// The newest 200 notices that cannot be read, or that wait since before an instant.
pub(crate) async fn for_finance(ask: &mut dyn Ask, before: Timestamp) -> Result<Vec<Odd>, StoreError> {
    let rows = ask.all(FOR_FINANCE, params![before]).await?;
    rows.iter()
        .map(|row| {
            Ok(Odd {
                says: row.opt_text("billing_code")?.zip(row.opt_text("ntpn")?),
                received_at: row.time("received_at")?,
                times: row.int("times")?,
            })
        })
        .collect()
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
