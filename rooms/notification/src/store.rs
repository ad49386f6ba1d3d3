//! Rows of messages.

use crate::model::{Kind, MailState, Message, Recipient};
use kernel::{
    ids::{AccountId, ApplicationId, EventId, MessageId},
    time::Timestamp,
};
use store::{Ask, Row, Sql, StoreError, Tx, params, sql};

const INSERT: Sql = sql("INSERT INTO message \
     (id, event, kind, recipient, account, application, about, at, mail_state, due_at, tries) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $8, 0) ON CONFLICT (event, kind, recipient) DO NOTHING");
const NEXT: Sql =
    sql("SELECT id, kind, account, application, about, at, read_at, mail_state, mail_at, due_at, tries FROM message \
     WHERE recipient = $1 AND mail_state = 'waiting' ORDER BY at, id LIMIT 1");
const FINISH: Sql =
    sql("UPDATE message SET mail_state = $1, mail_at = $2, tries = tries + 1 WHERE id = $3 AND mail_state = 'waiting'");
const PUT_OFF: Sql = sql("UPDATE message SET due_at = $1, tries = tries + 1 WHERE id = $2 AND mail_state = 'waiting'");
const OVERDUE: Sql =
    sql("SELECT DISTINCT recipient FROM message WHERE mail_state = 'waiting' AND due_at < $1 ORDER BY recipient LIMIT 100");
const FOLLOW: Sql = sql("UPDATE message SET due_at = $1 WHERE recipient = $2 AND mail_state = 'waiting' AND due_at < $1");
const INBOX: Sql =
    sql("SELECT id, kind, account, application, about, at, read_at, mail_state, mail_at, due_at, tries FROM message \
     WHERE account = $1 ORDER BY at DESC, id DESC LIMIT $2 OFFSET $3");
const INBOX_AFTER: Sql =
    sql("SELECT id, kind, account, application, about, at, read_at, mail_state, mail_at, due_at, tries FROM message \
     WHERE account = $1 AND (at < $2 OR (at = $3 AND id < $4)) ORDER BY at DESC, id DESC LIMIT $5");
const ONE: Sql =
    sql("SELECT id, kind, account, application, about, at, read_at, mail_state, mail_at, due_at, tries FROM message \
     WHERE id = $1 AND account = $2");
const READ: Sql = sql("UPDATE message SET read_at = $1 WHERE id = $2 AND account = $3 AND read_at IS NULL");
const UNREAD: Sql = sql("SELECT COUNT(*) AS n FROM message WHERE account = $1 AND read_at IS NULL");
const COUNT: Sql = sql("SELECT COUNT(*) AS n FROM message WHERE account = $1");

const HELD: Sql = sql("SELECT kind, COUNT(*) AS n FROM message WHERE mail_state = 'waiting' \
     AND (recipient LIKE 'account:%' OR recipient LIKE 'guest:%') GROUP BY kind ORDER BY kind");
const DROP_HELD: Sql = sql("UPDATE message SET mail_state = 'dropped', mail_at = $1 WHERE mail_state = 'waiting' \
     AND (recipient LIKE 'account:%' OR recipient LIKE 'guest:%')");
const DROP_DIRECT: Sql = sql("UPDATE message SET mail_state = 'dropped', mail_at = $1 WHERE mail_state = 'waiting' \
     AND recipient NOT LIKE 'account:%' AND recipient NOT LIKE 'guest:%'");
const MAIL_SENT: Sql = sql("SELECT MAX(newest.mail_at) AS at FROM \
     (SELECT mail_state, mail_at FROM message ORDER BY id DESC LIMIT 200) AS newest WHERE newest.mail_state = 'sent'");
const MAIL_STUCK: Sql = sql("SELECT MIN(at) AS at FROM message WHERE mail_state = 'waiting' AND tries > 0");
const BEFORE: Sql = sql("SELECT id FROM message WHERE id = $1 AND event < $2");

/// A message as it is heard.
pub struct New<'a> {
    pub event: &'a EventId,
    pub kind: Kind,
    pub recipient: &'a Recipient,
    pub account: Option<&'a AccountId>,
    pub application: Option<&'a ApplicationId>,
    pub about: &'a str,
}

fn message(row: &Row) -> Result<Message, StoreError> {
    Ok(Message {
        id: row.parsed("id", MessageId::parse)?,
        kind: row.word("kind", Kind::parse)?,
        account: row.opt_parsed("account", AccountId::parse)?,
        application: row.opt_parsed("application", ApplicationId::parse)?,
        about: row.text("about")?,
        at: row.time("at")?,
        read_at: row.opt_time("read_at")?,
        mail: row.word("mail_state", MailState::parse)?,
        mail_at: row.opt_time("mail_at")?,
        due_at: row.time("due_at")?,
        tries: row.int("tries")?,
    })
}

/// Writes a message; the same one twice changes nothing.
pub async fn insert(tx: &mut Tx<'_>, new: &New<'_>) -> Result<(), StoreError> {
    let now = tx.now();
    let id = MessageId::mint(tx.real_now(), tx.chance());
    let row = params![&id, new.event, new.kind.code(), new.recipient.key(), new.account, new.application, new.about, now];
    tx.exec(INSERT, row).await?;
    Ok(())
}

/// The oldest mail of a recipient that was not handed over.
pub async fn next(ask: &mut dyn Ask, recipient: &str) -> Result<Option<Message>, StoreError> {
    ask.maybe(NEXT, params![recipient]).await?.map(|row| message(&row)).transpose()
}

/// The mail has come to its end.
pub async fn finish(tx: &mut Tx<'_>, id: &MessageId, state: MailState) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(FINISH, params![state.code(), now, id]).await?;
    Ok(())
}

/// The mail is tried again then.
pub async fn put_off(tx: &mut Tx<'_>, id: &MessageId, until: Timestamp) -> Result<(), StoreError> {
    tx.exec(PUT_OFF, params![until, id]).await?;
    Ok(())
}

/// Recipients whose mail should have been tried before this instant.
pub async fn overdue(ask: &mut dyn Ask, before: Timestamp) -> Result<Vec<String>, StoreError> {
    ask.all(OVERDUE, params![before]).await?.iter().map(|row| row.text("recipient")).collect()
}

/// Notes that the recipient's mails have been asked for again.
pub async fn follow(tx: &mut Tx<'_>, recipient: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(FOLLOW, params![now, recipient]).await?;
    Ok(())
}

/// A part of an inbox, newest first.
pub async fn inbox(ask: &mut dyn Ask, account: &AccountId, limit: i64, skip: i64) -> Result<Vec<Message>, StoreError> {
    ask.all(INBOX, params![account, limit, skip]).await?.iter().map(message).collect()
}

/// What follows a message in an inbox, newest first.
pub async fn inbox_after(
    ask: &mut dyn Ask,
    account: &AccountId,
    (at, id): (Timestamp, &MessageId),
    limit: i64,
) -> Result<Vec<Message>, StoreError> {
    ask.all(INBOX_AFTER, params![account, at, at, id, limit]).await?.iter().map(message).collect()
}

/// How many messages lie in an inbox.
pub async fn count(ask: &mut dyn Ask, account: &AccountId) -> Result<i64, StoreError> {
    ask.one(COUNT, params![account]).await?.int("n")
}

/// A message of an account; a foreign one is absent.
pub async fn of_account(ask: &mut dyn Ask, account: &AccountId, id: &MessageId) -> Result<Option<Message>, StoreError> {
    ask.maybe(ONE, params![id, account]).await?.map(|row| message(&row)).transpose()
}

/// Notes that a message was opened.
pub async fn mark_read(tx: &mut Tx<'_>, account: &AccountId, id: &MessageId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(READ, params![now, id, account]).await?;
    Ok(())
}

/// How many messages of an account were not opened.
pub async fn unread(ask: &mut dyn Ask, account: &AccountId) -> Result<u32, StoreError> {
    Ok(u32::try_from(ask.one(UNREAD, params![account]).await?.int("n")?).unwrap_or(u32::MAX))
}

/// Mails to holders of accounts and to guests that wait: kind and number.
pub async fn held(ask: &mut dyn Ask) -> Result<Vec<(String, i64)>, StoreError> {
    ask.all(HELD, params![]).await?.iter().map(|row| Ok((row.text("kind")?, row.int("n")?))).collect()
}

/// Waiting mails to holders of accounts and to guests are not sent.
pub async fn drop_held(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.exec(DROP_HELD, params![now]).await
}

/// Waiting mails to anybody else are not sent.
pub async fn drop_direct(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.exec(DROP_DIRECT, params![now]).await
}

/// Whether a message's event is older than the first event of an instant.
pub async fn happened_before(ask: &mut dyn Ask, id: &MessageId, first: &str) -> Result<bool, StoreError> {
    Ok(ask.maybe(BEFORE, params![id, first]).await?.is_some())
}

/// When the mail server last took a mail, and since when one is tried in vain.
pub async fn mail_seen(ask: &mut dyn Ask) -> Result<(Option<Timestamp>, Option<Timestamp>), StoreError> {
    let sent = ask.one(MAIL_SENT, params![]).await?.opt_time("at")?;
    Ok((sent, ask.one(MAIL_STUCK, params![]).await?.opt_time("at")?))
}
