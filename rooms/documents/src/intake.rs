//! A file on its way in: judged by the sandboxed child, sealed page by page, put into the folder, then written down.
//! A row is written only when all its pages stand; a page without a row is swept up later.

use crate::decode::{DecodeError, Decoded, Decoder, Refusal};
use crate::model::{Closed, MAX_FILES, MAX_STORED, Permission};
use crate::store::{self as rows, NewPage, NewPaper};
use account::person_key;
use application::Application;
use kernel::{chance::SystemChance, ids::PaperId, time::Timestamp};
use shell::House;
use std::sync::Arc;
use store::{Actor, Ask, AuditEntry, StoreError, Tx};

/// Times a row is tried again when another upload of the same paper was faster.
const TRIES: usize = 3;

/// What became of a good file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Received {
    /// A new version is in force.
    New,
    /// The very same file is in force already.
    Same,
}

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotReceived {
    /// The file is at fault.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// It is too late, or the office works on it.
    #[error("closed")]
    Closed(Closed),
    /// Another file was sent since the page was opened.
    #[error("stale")]
    Stale,
    /// The application holds as much as it may.
    #[error("full")]
    Full,
    /// The decoder or the folder cannot be used at the moment.
    #[error("unavailable")]
    Unavailable,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The decoder of this house.
pub fn decoder(house: &House) -> Arc<Decoder> {
    house.kept::<Decoder>()
}

/// Whether this paper may be sent now.
pub(crate) async fn permission(ask: &mut dyn Ask, application: &Application, code: &str) -> Result<Permission, StoreError> {
    let visit = application::visit_of(ask, &application.id).await?;
    let requests = rows::requested(ask, &application.id).await?;
    let request = requests.iter().find(|r| r.code == code);
    Ok(Permission::of(&application.state, visit, request, ask.now()))
}

/// Takes a file of at most [`crate::decode::MAX_BYTES`]. Where its page is stale only the file that is there already is good.
pub(crate) async fn receive(
    house: &House,
    application: &Application,
    code: &str,
    bytes: Vec<u8>,
    stale: bool,
) -> Result<Received, NotReceived> {
    let mut reader = house.reader();
    if let Permission::Closed(why) = permission(&mut reader, application, code).await? {
        return Err(NotReceived::Closed(why));
    }
    let digest = hex::encode(vault::sha256(&bytes));
    if rows::current(&mut reader, &application.id, code).await?.is_some_and(|(_, known)| known == digest) {
        house.db.transact::<_, StoreError, _>(|tx| Box::pin(rows::clear_refusal(tx, &application.id, code))).await?;
        return Ok(Received::Same);
    }
    if stale {
        return Err(NotReceived::Stale);
    }
    room_left(&mut reader, application, 0).await?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let decoded = match decoder(house).decode(bytes).await {
        Ok(decoded) => decoded,
        Err(DecodeError::Refused(reason)) => {
            refused(house, application, code, reason, size).await?;
            return Err(NotReceived::Refused(reason));
        }
        Err(DecodeError::Unavailable(why)) => {
            tracing::error!(why, "a paper could not be decoded");
            return Err(NotReceived::Unavailable);
        }
    };
    let paper = put(house, application, code, (digest, size), decoded).await?;
    let written = write(house, application, &paper).await;
    if written.is_err() {
        drop_files(house, &paper.pages).await;
    }
    written.map(|()| Received::New)
}

/// Writes down that the latest file of a paper was refused, so that the list can say why.
pub(crate) async fn refused(
    house: &House,
    application: &Application,
    code: &str,
    reason: Refusal,
    size: i64,
) -> Result<(), StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let id = rows::insert_refusal(tx, &application.id, code, reason, size).await?;
                tx.audit(AuditEntry {
                    actor: Actor::Account(application.account.clone()),
                    action: "documents.refused",
                    object: "paper",
                    id: id.as_str(),
                    application: Some(&application.id),
                    detail: serde_json::json!({ "code": code, "reason": reason.code() }),
                })
                .await
            })
        })
        .await
}

async fn room_left(ask: &mut dyn Ask, application: &Application, more: i64) -> Result<(), NotReceived> {
    let (files, bytes) = rows::stored(ask, &application.id).await?;
    if files >= MAX_FILES || bytes.saturating_add(more) > MAX_STORED { Err(NotReceived::Full) } else { Ok(()) }
}

/// The folder of a day: orphans are looked for day by day.
pub(crate) fn folder(day: Timestamp) -> String {
    format!("papers/{}", day.rfc3339().chars().take(10).collect::<String>())
}

/// The place a page is sealed for: it opens nowhere else.
pub(crate) fn place(paper: &PaperId, page: i64) -> String {
    format!("paper:{paper}:{page}")
}

/// Seals all pages and puts them into the folder; what was put is taken away again when one fails.
async fn put(
    house: &House,
    application: &Application,
    code: &str,
    (digest, bytes): (String, i64),
    decoded: Decoded,
) -> Result<NewPaper, NotReceived> {
    let key = person_key(&house.vault, &mut house.reader(), &application.person).await?;
    let now = house.real_now();
    let id = PaperId::mint(now, &SystemChance);
    let mut pages = Vec::with_capacity(decoded.pages.len());
    for (page, number) in decoded.pages.into_iter().zip(1_i64..) {
        let sealed = key.seal(&place(&id, number), &page.jpeg).map_err(StoreError::from)?;
        let file = format!("{}/{id}/{number}", folder(now));
        let size = i64::try_from(sealed.len()).unwrap_or(i64::MAX);
        pages.push(NewPage { file: file.clone(), bytes: size, width: page.width.into(), height: page.height.into() });
        if let Err(error) = house.outside.files.put(&file, sealed).await {
            tracing::error!(%error, "a page could not be put into the folder of papers");
            drop_files(house, &pages).await;
            return Err(NotReceived::Unavailable);
        }
    }
    let kind = decoded.kind.code();
    Ok(NewPaper {
        id,
        application: application.id.clone(),
        code: code.to_owned(),
        kind,
        digest,
        bytes,
        hints: decoded.hints,
        pages,
    })
}

/// Best effort: what stays behind is found by the sweep.
async fn drop_files(house: &House, pages: &[NewPage]) {
    for page in pages {
        if let Err(error) = house.outside.files.delete(&page.file).await {
            tracing::warn!(%error, "a page stays behind until the sweep");
        }
    }
}

async fn write(house: &House, application: &Application, paper: &NewPaper) -> Result<(), NotReceived> {
    let mut left = TRIES;
    loop {
        left -= 1;
        let done = house.db.transact(|tx| Box::pin(record(tx, application, paper))).await;
        match done {
            // another upload of this paper took the version number: look again
            Err(NotReceived::Store(StoreError::Constraint(_))) if left > 0 => {}
            done => return done,
        }
    }
}

/// The row, with the state looked at again: the application may have moved on while the file was on its way.
async fn record(tx: &mut Tx<'_>, application: &Application, paper: &NewPaper) -> Result<(), NotReceived> {
    let found = application::find(tx, &application.id).await?.ok_or(NotReceived::Closed(Closed::Ended))?;
    let keep_old = match permission(tx, &found, &paper.code).await? {
        Permission::Closed(why) => return Err(NotReceived::Closed(why)),
        Permission::Freely => false,
        Permission::KeepingOld | Permission::Requested(_) => true,
    };
    room_left(tx, &found, paper.stored_bytes()).await?;
    let version = rows::insert(tx, paper, keep_old).await?;
    tx.audit(AuditEntry {
        actor: Actor::Account(found.account.clone()),
        action: "documents.accepted",
        object: "paper",
        id: paper.id.as_str(),
        application: Some(&found.id),
        detail: serde_json::json!({
            "code": paper.code, "version": version, "kind": paper.kind, "pages": paper.pages.len(), "old_kept": keep_old
        }),
    })
    .await?;
    Ok(())
}
