//! Who may look at a paper, and the signed link that shows one page of it for 60 seconds on the second origin.

use crate::intake::place;
use crate::store as rows;
use account::person_key;
use kernel::{
    ids::{AccountId, ApplicationId, CaseId, OfficerId, PaperId},
    time::MINUTE,
};
use outside::FilesError;
use shell::House;
use store::{Actor, AuditEntry, StoreError};
use vault::LinkPurpose;

/// How long a link shows its page, in milliseconds of real time.
pub const LINK_LIFE: i64 = MINUTE;

/// An officer's right to look at the papers of one application. Made by `counter` after it checked that the case is
/// at the officer's own office; nothing else opens a paper for an officer.
#[derive(Debug, Clone)]
pub struct CaseAccess {
    officer: OfficerId,
    case: CaseId,
    application: ApplicationId,
}

impl CaseAccess {
    /// Only for `counter`, after its own check.
    pub const fn granted(officer: OfficerId, case: CaseId, application: ApplicationId) -> Self {
        Self { officer, case, application }
    }

    /// Whose papers.
    pub const fn application(&self) -> &ApplicationId {
        &self.application
    }
}

/// Who wants to look.
#[derive(Debug, Clone, Copy)]
pub enum Viewer<'a> {
    /// The holder of the account.
    Owner(&'a AccountId),
    /// The officer on the case.
    Officer(&'a CaseAccess),
}

/// Signs a link to one page (from 1). None when the paper is not this viewer's or there is no such page. Each link for
/// an officer is an audit row `documents.opened` of the application.
pub async fn view_link(house: &House, viewer: Viewer<'_>, paper: &PaperId, page: i64) -> Result<Option<String>, StoreError> {
    let mut reader = house.reader();
    let Some(found) = rows::page(&mut reader, paper, page).await? else { return Ok(None) };
    let who = match viewer {
        Viewer::Owner(account) => {
            if application::of_account(&mut reader, account, &found.application).await?.is_none() {
                return Ok(None);
            }
            "owner".to_owned()
        }
        Viewer::Officer(access) => {
            if access.application != found.application {
                return Ok(None);
            }
            opened(house, access, paper, page, &found.code).await?;
            format!("officer:{}", access.officer)
        }
    };
    let until = house.real_now().plus(LINK_LIFE);
    let token = house.vault.sign_link(LinkPurpose::Paper, &format!("{paper}|{page}|{who}"), until);
    Ok(Some(format!("{}/lihat/{token}", house.config.papers_url)))
}

async fn opened(house: &House, access: &CaseAccess, paper: &PaperId, page: i64, code: &str) -> Result<(), StoreError> {
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(tx.audit(AuditEntry {
                actor: Actor::Officer(access.officer.clone()),
                action: "documents.opened",
                object: "paper",
                id: paper.as_str(),
                application: Some(&access.application),
                detail: serde_json::json!({ "code": code, "page": page, "case": access.case.as_str() }),
            }))
        })
        .await
}

/// A page, opened.
pub(crate) struct Opened {
    /// The picture.
    pub jpeg: Vec<u8>,
    /// A name of ours for a person who keeps it.
    pub name: String,
}

/// Why a link shows nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotOpened {
    /// Not ours, too old, or the page is gone: one answer for all.
    #[error("no such page")]
    Absent,
    /// The folder of papers cannot be used at the moment.
    #[error("{0}")]
    Folder(FilesError),
    /// The database or the vault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the page a link was signed for.
pub(crate) async fn open(house: &House, token: &str) -> Result<Opened, NotOpened> {
    let read = house.vault.read_link(LinkPurpose::Paper, token, house.real_now());
    let content = read.map_err(|_| NotOpened::Absent)?;
    let mut parts = content.splitn(3, '|');
    let paper = parts.next().and_then(|p| PaperId::parse(p).ok()).ok_or(NotOpened::Absent)?;
    let page: i64 = parts.next().and_then(|p| p.parse().ok()).ok_or(NotOpened::Absent)?;
    let mut reader = house.reader();
    let found = rows::page(&mut reader, &paper, page).await?.ok_or(NotOpened::Absent)?;
    let owner = application::find(&mut reader, &found.application).await?.ok_or(NotOpened::Absent)?;
    let key = person_key(&house.vault, &mut reader, &owner.person).await?;
    let sealed = house.outside.files.get(&found.file).await.map_err(|error| {
        tracing::error!(%error, "a page with a row is not in the folder of papers");
        NotOpened::Folder(error)
    })?;
    let jpeg = key.open(&place(&paper, page), &sealed).map_err(StoreError::from)?;
    Ok(Opened { jpeg, name: format!("{}-{page}.jpg", found.code) })
}
