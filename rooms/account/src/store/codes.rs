//! Flows of one browser that wait for a code, and the codes. A code's digits are derived from its row and the
//! installation's key; the table cannot tell them.

use super::{email_hash, email_of, note, people, row_id, token_hash};
use crate::model::{CODE_LIFE, CODE_TRIES, CODES_PER_DAY, CodeMail, CodePurpose, FLOW_LIFE, FlowPurpose, RESEND_PAUSE, Side};
use kernel::{
    contact::Email,
    event::Event,
    ids::AccountId,
    lang::Lang,
    time::{DAY, Timestamp},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Actor, Ask, Row, Sql, StoreError, Tx, params, sql};
use vault::Vault;

const FLOW_INSERT: Sql = sql("INSERT INTO code_flow \
     (id, token_hash, purpose, account, live, sealed, lang, made_at, expires_at, guesses) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)");
const FLOW_BY_TOKEN: Sql = sql("SELECT id, purpose, account, live, sealed, lang FROM code_flow \
     WHERE token_hash = $1 AND purpose = $2 AND done_at IS NULL AND expires_at > $3");
const FLOW: Sql = sql("SELECT id, purpose, account, live, sealed, lang FROM code_flow WHERE id = $1");
const FLOW_LOCK: Sql = sql("UPDATE code_flow SET guesses = guesses + 1 WHERE id = $1 AND done_at IS NULL");
const FLOW_DONE: Sql = sql("UPDATE code_flow SET done_at = $1 WHERE id = $2 AND done_at IS NULL");
const CODE_INSERT: Sql = sql("INSERT INTO code (id, flow, side, email_hash, made_at, expires_at, tries) \
     VALUES ($1, $2, $3, $4, $5, $6, 0)");
const CODE: Sql = sql("SELECT flow, side, expires_at, tries, used_at FROM code WHERE id = $1");
const LIVE: Sql = sql("SELECT id FROM code WHERE flow = $1 AND side = $2 AND used_at IS NULL AND expires_at > $3 \
     AND tries < $4 ORDER BY id");
const CHARGE: Sql = sql("UPDATE code SET tries = tries + 1 WHERE flow = $1 AND side = $2 AND used_at IS NULL \
     AND expires_at > $3 AND tries < $4");
const USE_ALL: Sql = sql("UPDATE code SET used_at = $1 WHERE flow = $2 AND used_at IS NULL");
const LAST_OF_FLOW: Sql = sql("SELECT MAX(made_at) AS last FROM code WHERE flow = $1");
const OF_ADDRESS: Sql = sql("SELECT COUNT(*) AS n FROM code WHERE email_hash = $1 AND made_at > $2");

/// What was typed and waits for the code, sealed under the installation's key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Typed {
    /// The name (sign-up).
    pub name: String,
    /// The address the code goes to; for a change of address the new one.
    pub email: String,
    /// The number (sign-up, change of number).
    pub phone: String,
    /// The password's hash (sign-up).
    pub password: String,
}

/// A flow.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Its row.
    pub id: String,
    /// What it is for: a code of one purpose is nothing under another.
    pub purpose: FlowPurpose,
    /// Whose, where somebody is signed in or the address is known.
    pub account: Option<AccountId>,
    /// False where no code can be right: the address has an account already, or has none.
    pub live: bool,
    /// What was typed.
    pub typed: Typed,
    /// The language of the mail.
    pub lang: Lang,
}

/// What came of asking for a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issued {
    /// It will be mailed.
    Sent,
    /// Too soon after the last; milliseconds to wait.
    TooSoon(i64),
    /// The address got its codes for today.
    TooMany,
}

fn place(id: &str) -> String {
    format!("code_flow:{id}")
}

fn flow_of(vault: &Vault, row: &Row) -> Result<Flow, StoreError> {
    let id = row.text("id")?;
    let typed = vault.open_own(&place(&id), &row.bytes("sealed")?)?;
    Ok(Flow {
        purpose: row.word("purpose", FlowPurpose::parse)?,
        account: row.opt_parsed("account", AccountId::parse)?,
        live: row.flag("live")?,
        typed: serde_json::from_slice(&typed).map_err(|e| StoreError::inconsistent("sealed", e.to_string()))?,
        lang: row.word("lang", Lang::parse)?,
        id,
    })
}

/// Starts a flow; answers it with the token for the browser's cookie.
pub async fn open_flow(vault: &Vault, tx: &mut Tx<'_>, new: &Flow) -> Result<(Flow, String), StoreError> {
    let flow = Flow { id: row_id(tx), ..new.clone() };
    let token = vault::new_token();
    let typed = serde_json::to_vec(&flow.typed).map_err(|e| StoreError::inconsistent("sealed", e.to_string()))?;
    let sealed = vault.seal_own(&place(&flow.id), &typed)?;
    let now = tx.real_now();
    let (purpose, lang) = (flow.purpose.code(), flow.lang.code());
    let account = flow.account.as_ref();
    let row = params![&flow.id, token_hash(&token), purpose, account, flow.live, sealed, lang, now, now.plus(FLOW_LIFE)];
    tx.exec(FLOW_INSERT, row).await?;
    Ok((flow, token))
}

/// The living flow of a browser, for one purpose.
pub async fn flow_by_token(
    vault: &Vault,
    ask: &mut dyn Ask,
    token: &str,
    purpose: FlowPurpose,
    real_now: Timestamp,
) -> Result<Option<Flow>, StoreError> {
    let row = ask.maybe(FLOW_BY_TOKEN, params![token_hash(token), purpose.code(), real_now]).await?;
    row.map(|r| flow_of(vault, &r)).transpose()
}

/// True when a side's code goes to the address that the account has now.
fn goes_home(flow: &Flow, side: Side) -> bool {
    side == Side::Old || flow.purpose == FlowPurpose::Phone
}

async fn home(vault: &Vault, ask: &mut dyn Ask, flow: &Flow) -> Result<Option<Email>, StoreError> {
    let Some(account) = &flow.account else { return Ok(None) };
    Ok(people::contact(vault, ask, account).await?.map(|c| c.email))
}

/// The sides of a purpose: a change of address is confirmed at both.
pub const fn sides(purpose: FlowPurpose) -> &'static [Side] {
    match purpose {
        FlowPurpose::Email => &[Side::Old, Side::New],
        _ => &[Side::Main],
    }
}

/// Milliseconds until a flow may ask for another code; 0 when it may now.
pub async fn pause_left(ask: &mut dyn Ask, flow: &Flow, real_now: Timestamp) -> Result<i64, StoreError> {
    let last = ask.one(LAST_OF_FLOW, params![&flow.id]).await?.opt_time("last")?;
    Ok(last.map_or(0, |last| (RESEND_PAUSE - real_now.since(last)).max(0)))
}

/// Makes a code for each side of a flow and tells it. The same rows are written whether the address is known or not.
pub async fn issue(vault: &Vault, tx: &mut Tx<'_>, flow: &Flow) -> Result<Issued, StoreError> {
    let now = tx.real_now();
    let pause = pause_left(tx, flow, now).await?;
    if pause > 0 {
        return Ok(Issued::TooSoon(pause));
    }
    let mut wanted = Vec::new();
    for side in sides(flow.purpose) {
        // what was typed is enough for a reset: opening the account would take time and tell that there is one
        let email = if goes_home(flow, *side) { home(vault, tx, flow).await? } else { Some(email_of(&flow.typed.email)?) };
        let Some(email) = email else { return Ok(Issued::TooMany) };
        let hash = email_hash(vault, &email);
        if tx.one(OF_ADDRESS, params![&hash, now.plus(-DAY)]).await?.int("n")? >= CODES_PER_DAY {
            return Ok(Issued::TooMany);
        }
        wanted.push((*side, hash));
    }
    for (side, hash) in wanted {
        let id = row_id(tx);
        tx.exec(CODE_INSERT, params![&id, &flow.id, side.code(), hash, now, now.plus(CODE_LIFE)]).await?;
        let detail = json!({"purpose": flow.purpose.code(), "side": side.code()});
        let actor = flow.account.clone().filter(|_| flow.purpose != FlowPurpose::Reset).map_or(Actor::System, Actor::Account);
        note(tx, actor, "account.code", ("code", &id), detail).await?;
        let event =
            if flow.live || side == Side::Old { Event::CodeIssued { code: id } } else { Event::AddressProbed { code: id } };
        tx.tell(&event).await?;
    }
    Ok(Issued::Sent)
}

/// Judges digits against every living code of a side. A wrong guess counts for each of them.
pub async fn guess(vault: &Vault, tx: &mut Tx<'_>, flow: &Flow, side: Side, digits: &str) -> Result<bool, StoreError> {
    let now = tx.real_now();
    // the row is locked first, so that a burst of guesses is counted one by one
    if tx.exec(FLOW_LOCK, params![&flow.id]).await? == 0 {
        return Ok(false);
    }
    let given: String = digits.chars().filter(char::is_ascii_digit).collect();
    let mut right = false;
    for row in tx.all(LIVE, params![&flow.id, side.code(), now, CODE_TRIES]).await? {
        let same = vault::same(vault.code_digits(&row.text("id")?).as_bytes(), given.as_bytes());
        right |= same && flow.live;
    }
    if !right {
        tx.exec(CHARGE, params![&flow.id, side.code(), now, CODE_TRIES]).await?;
    }
    Ok(right)
}

/// Ends a flow and all its codes; false when it has ended before.
pub async fn finish(tx: &mut Tx<'_>, flow: &Flow) -> Result<bool, StoreError> {
    let now = tx.real_now();
    let first = tx.exec(FLOW_DONE, params![now, &flow.id]).await? == 1;
    tx.exec(USE_ALL, params![now, &flow.id]).await?;
    Ok(first)
}

/// A code's mail, opened now; `None` when it was used, is too old, or nobody is to be told (a reset for an address
/// without an account): then nothing is sent.
pub async fn code_mail(
    vault: &Vault,
    ask: &mut dyn Ask,
    code: &str,
    real_now: Timestamp,
) -> Result<Option<CodeMail>, StoreError> {
    let Some(row) = ask.maybe(CODE, params![code]).await? else { return Ok(None) };
    let expires_at = row.time("expires_at")?;
    if row.opt_time("used_at")?.is_some() || expires_at <= real_now || row.int("tries")? >= CODE_TRIES {
        return Ok(None);
    }
    let side = row.word("side", Side::parse)?;
    let Some(flow) = ask.maybe(FLOW, params![row.text("flow")?]).await? else { return Ok(None) };
    let flow = flow_of(vault, &flow)?;
    let purpose = match (flow.purpose, side, flow.live) {
        (FlowPurpose::Email, Side::Old, _) => CodePurpose::OldEmail,
        (FlowPurpose::SignUp | FlowPurpose::Email, _, false) => CodePurpose::SignUpKnown,
        (FlowPurpose::SignUp, _, true) => CodePurpose::SignUp,
        (FlowPurpose::Email, _, true) => CodePurpose::NewEmail,
        (FlowPurpose::Phone, _, _) => CodePurpose::NewPhone,
        (FlowPurpose::Reset, _, true) => CodePurpose::Reset,
        (FlowPurpose::Reset, _, false) => return Ok(None),
    };
    // a reset goes to the address of the account, not to the spelling that was typed
    let to = if goes_home(&flow, side) || purpose == CodePurpose::Reset {
        home(vault, ask, &flow).await?
    } else {
        Some(email_of(&flow.typed.email)?)
    };
    let Some(to) = to else { return Ok(None) };
    let digits = (purpose != CodePurpose::SignUpKnown).then(|| vault.code_digits(code));
    Ok(Some(CodeMail { to, lang: flow.lang, purpose, digits, expires_at }))
}
