//! After a restore nobody knows which mails the old system still sent: they rest until the operator decides.
//!
//! What goes to the holder of an account is held (it lies in the inbox meanwhile), and so is what goes to guests; codes, invitations and notices of a changed
//! address are answers to something a person just did, so the old ones are dropped and new ones leave at once.

use crate::{
    model::{Message, Recipient},
    store,
};
use ::store::{Actor, Ask, AuditEntry, StoreError, Tx, get_setting, put_setting};
use kernel::{
    ids::first_of,
    time::{MINUTE, Timestamp},
};
use shell::House;

/// When this installation was restored, in real time, and what became of its mails: `<milliseconds> held|sent|dropped`.
const SETTING: &str = "notification.restored";
/// How often a held mail looks whether it may leave.
const LOOK_AGAIN: i64 = MINUTE;

/// What the operator decided about the mails of before a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing yet.
    Held,
    /// They leave.
    Sent,
    /// They do not; the inbox keeps them.
    Dropped,
}

impl Verdict {
    const fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Sent => "sent",
            Self::Dropped => "dropped",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Held, Self::Sent, Self::Dropped].into_iter().find(|v| v.code() == text)
    }
}

/// Mails that wait for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldMails {
    /// When the installation was restored.
    pub restored_at: Timestamp,
    /// How many of which kind.
    pub kinds: Vec<(String, i64)>,
}

async fn restored(ask: &mut dyn Ask) -> Result<Option<(Timestamp, Verdict)>, StoreError> {
    let Some(text) = get_setting(ask, SETTING).await? else { return Ok(None) };
    let parsed = text.split_once(' ').and_then(|(at, verdict)| Some((Timestamp(at.parse().ok()?), Verdict::parse(verdict)?)));
    parsed.map(Some).ok_or_else(|| StoreError::inconsistent("value", "notification.restored is not a time and a word"))
}

async fn decide(tx: &mut Tx<'_>, at: Timestamp, verdict: Verdict) -> Result<(), StoreError> {
    put_setting(tx, SETTING, &format!("{} {}", at.0, verdict.code())).await?;
    let detail = serde_json::json!({ "mails": verdict.code() });
    let (action, object) = ("notification.hold", "installation");
    tx.audit(AuditEntry { actor: Actor::Operator, action, object, id: "", application: None, detail }).await
}

/// Holds every mail that waits in a database that is being restored.
pub async fn hold(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    store::drop_direct(tx).await?;
    let at = tx.real_now();
    decide(tx, at, Verdict::Held).await
}

/// What is held; none where nothing was restored or the operator has decided.
pub async fn held(ask: &mut dyn Ask) -> Result<Option<HeldMails>, StoreError> {
    match restored(ask).await? {
        Some((restored_at, Verdict::Held)) => Ok(Some(HeldMails { restored_at, kinds: store::held(ask).await? })),
        _ => Ok(None),
    }
}

/// Lets mails leave again: those held so far are sent, or dropped and kept in the inbox only. False when nothing is held.
pub async fn release(tx: &mut Tx<'_>, send: bool) -> Result<bool, StoreError> {
    let Some((at, Verdict::Held)) = restored(tx).await? else { return Ok(false) };
    if !send {
        store::drop_held(tx).await?;
    }
    decide(tx, at, if send { Verdict::Sent } else { Verdict::Dropped }).await?;
    Ok(true)
}

/// What is to be done with a mail now.
pub enum Leave {
    Now,
    Later(Timestamp),
    Never,
}

/// Whether a mail may leave.
pub async fn may_leave(house: &House, message: &Message, recipient: &str) -> Result<Leave, StoreError> {
    let mut reader = house.reader();
    let Some((at, verdict)) = restored(&mut reader).await? else { return Ok(Leave::Now) };
    let may_be_second = [Recipient::ACCOUNT, Recipient::GUEST].iter().any(|queue| recipient.starts_with(queue));
    if may_be_second && verdict == Verdict::Held {
        return Ok(Leave::Later(house.now().plus(LOOK_AGAIN)));
    }
    // told only now, but it happened before the restore
    let old = store::happened_before(&mut reader, &message.id, &first_of(at)).await?;
    let stays = old && (!may_be_second || verdict == Verdict::Dropped);
    Ok(if stays { Leave::Never } else { Leave::Now })
}
