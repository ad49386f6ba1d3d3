//! Every statement on this room's tables.

use crate::decode::{Hint, Refusal};
use crate::model::{Paper, PaperState, RequestedPaper, kind_of, refusal_of};
use kernel::{
    ids::{ApplicationId, PaperId},
    time::Timestamp,
};
use store::{Ask, Row, Sql, StoreError, Tx, params, sql};

const PAPERS: Sql =
    sql("SELECT id, application, code, version, state, kind, original_bytes, pages, hints, uploaded_at, replaced_at \
     FROM paper WHERE application = $1 AND (state = 'accepted' OR kept = 1) ORDER BY code, version DESC");
const REFUSALS: Sql =
    sql("SELECT id, application, code, reason, format, bytes, at FROM paper_refusal WHERE application = $1 ORDER BY code");
const HAS: Sql = sql("SELECT id FROM paper WHERE application = $1 AND code = $2 AND state = 'accepted'");
const CURRENT: Sql = sql("SELECT id, digest FROM paper WHERE application = $1 AND code = $2 AND state = 'accepted'");
const LAST_VERSION: Sql = sql("SELECT COALESCE(MAX(version), 0) AS version FROM paper WHERE application = $1 AND code = $2");
const STORED: Sql = sql("SELECT COUNT(*) AS files, CAST(COALESCE(SUM(stored_bytes), 0) AS BIGINT) AS bytes FROM paper \
     WHERE application = $1 AND purge_at IS NULL");
const REPLACE: Sql = sql("UPDATE paper SET state = 'replaced', replaced_at = $1, kept = $2, purge_at = $3 \
     WHERE application = $4 AND code = $5 AND state = 'accepted'");
const INSERT: Sql = sql("INSERT INTO paper (id, application, code, version, state, kind, digest, original_bytes, stored_bytes, \
     pages, hints, uploaded_at, kept) VALUES ($1, $2, $3, $4, 'accepted', $5, $6, $7, $8, $9, $10, $11, 0)");
const INSERT_PAGE: Sql = sql("INSERT INTO paper_page (paper, page, file, bytes, width, height) VALUES ($1, $2, $3, $4, $5, $6)");
const PAGE: Sql = sql("SELECT p.application, p.code, g.file FROM paper p JOIN paper_page g ON g.paper = p.id \
     WHERE p.id = $1 AND g.page = $2 AND p.purge_at IS NULL");
const CLEAR_REFUSAL: Sql = sql("DELETE FROM paper_refusal WHERE application = $1 AND code = $2");
const INSERT_REFUSAL: Sql =
    sql("INSERT INTO paper_refusal (application, code, id, reason, format, bytes, at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
     ON CONFLICT (application, code) DO UPDATE SET id = excluded.id, reason = excluded.reason, format = excluded.format, \
     bytes = excluded.bytes, at = excluded.at");
const INSERT_REQUEST: Sql = sql("INSERT INTO paper_request (application, code, asked_at, until_at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (application, code) DO UPDATE SET asked_at = excluded.asked_at, until_at = excluded.until_at, done_at = NULL");
const REQUESTS: Sql = sql("SELECT code, asked_at, until_at, done_at FROM paper_request WHERE application = $1 ORDER BY code");
const REQUEST_DONE: Sql = sql("UPDATE paper_request SET done_at = $1 WHERE application = $2 AND code = $3 AND done_at IS NULL");
const FILE_KNOWN: Sql = sql("SELECT paper FROM paper_page WHERE file = $1");
const TO_PURGE: Sql = sql("SELECT p.id, g.file FROM paper p JOIN paper_page g ON g.paper = p.id \
     WHERE p.purge_at <= $1 AND p.purged_at IS NULL ORDER BY p.purge_at, p.id, g.page LIMIT 200");
const DISCARD: Sql =
    sql("UPDATE paper SET state = 'replaced', replaced_at = COALESCE(replaced_at, $1), kept = 0, purge_at = $1 \
     WHERE application = $2 AND purge_at IS NULL");
const DISCARD_REFUSALS: Sql = sql("DELETE FROM paper_refusal WHERE application = $1");
const IN_USE: Sql =
    sql("SELECT g.file FROM paper p JOIN paper_page g ON g.paper = p.id WHERE p.purge_at IS NULL ORDER BY g.file");
const FORGET_PAGE: Sql = sql("DELETE FROM paper_page WHERE file = $1");
const PURGED: Sql = sql("UPDATE paper SET purged_at = $1 WHERE id = $2 AND purged_at IS NULL \
     AND NOT EXISTS (SELECT 1 FROM paper_page g WHERE g.paper = paper.id)");

/// A paper whose pages stand in the folder already.
#[derive(Debug, Clone)]
pub(crate) struct NewPaper {
    pub id: PaperId,
    pub application: ApplicationId,
    pub code: String,
    pub kind: &'static str,
    pub digest: String,
    pub bytes: i64,
    pub hints: Vec<Hint>,
    pub pages: Vec<NewPage>,
}

/// A page that stands in the folder.
#[derive(Debug, Clone)]
pub(crate) struct NewPage {
    pub file: String,
    pub bytes: i64,
    pub width: i64,
    pub height: i64,
}

impl NewPaper {
    pub(crate) fn stored_bytes(&self) -> i64 {
        self.pages.iter().map(|p| p.bytes).sum()
    }
}

/// Where a page stands and whose it is.
#[derive(Debug, Clone)]
pub(crate) struct PagePlace {
    pub application: ApplicationId,
    pub code: String,
    pub file: String,
}

/// Accepted versions and the old ones kept for the officer, newest first for each paper.
pub(crate) async fn papers(ask: &mut dyn Ask, application: &ApplicationId) -> Result<Vec<Paper>, StoreError> {
    ask.all(PAPERS, params![application]).await?.iter().map(paper_of).collect()
}

/// The latest refused uploads.
pub(crate) async fn refusals(ask: &mut dyn Ask, application: &ApplicationId) -> Result<Vec<Paper>, StoreError> {
    ask.all(REFUSALS, params![application]).await?.iter().map(refusal_row).collect()
}

/// True when the paper is there and in force.
pub async fn has(ask: &mut dyn Ask, application: &ApplicationId, code: &str) -> Result<bool, StoreError> {
    Ok(ask.maybe(HAS, params![application, code]).await?.is_some())
}

/// The version in force and the digest of the file it was made from.
pub(crate) async fn current(
    ask: &mut dyn Ask,
    application: &ApplicationId,
    code: &str,
) -> Result<Option<(PaperId, String)>, StoreError> {
    let row = ask.maybe(CURRENT, params![application, code]).await?;
    row.map(|row| Ok((row.parsed("id", PaperId::parse)?, row.text("digest")?))).transpose()
}

/// Files and bytes an application holds.
pub(crate) async fn stored(ask: &mut dyn Ask, application: &ApplicationId) -> Result<(i64, i64), StoreError> {
    let row = ask.one(STORED, params![application]).await?;
    Ok((row.int("files")?, row.int("bytes")?))
}

/// Writes a version in force; the one before is kept for the officer or given up. Answers the version's number.
pub(crate) async fn insert(tx: &mut Tx<'_>, paper: &NewPaper, keep_old: bool) -> Result<i64, StoreError> {
    let now = tx.now();
    let code = paper.code.as_str();
    let version = tx.one(LAST_VERSION, params![&paper.application, code]).await?.int("version")? + 1;
    let purge = (!keep_old).then_some(now);
    tx.exec(REPLACE, params![now, keep_old, purge, &paper.application, code]).await?;
    let hints = paper.hints.iter().map(|h| h.code()).collect::<Vec<_>>().join(" ");
    let pages = i64::try_from(paper.pages.len()).unwrap_or(i64::MAX);
    tx.exec(
        INSERT,
        params![
            &paper.id,
            &paper.application,
            code,
            version,
            paper.kind,
            &paper.digest,
            paper.bytes,
            paper.stored_bytes(),
            pages,
            hints,
            now
        ],
    )
    .await?;
    for (page, number) in paper.pages.iter().zip(1_i64..) {
        tx.exec(INSERT_PAGE, params![&paper.id, number, &page.file, page.bytes, page.width, page.height]).await?;
    }
    tx.exec(CLEAR_REFUSAL, params![&paper.application, code]).await?;
    tx.exec(REQUEST_DONE, params![now, &paper.application, code]).await?;
    Ok(version)
}

/// Forgets a refusal: the paper in force was sent once more.
pub(crate) async fn clear_refusal(tx: &mut Tx<'_>, application: &ApplicationId, code: &str) -> Result<(), StoreError> {
    tx.exec(CLEAR_REFUSAL, params![application, code]).await?;
    Ok(())
}

/// Writes down why the latest upload was refused.
pub(crate) async fn insert_refusal(
    tx: &mut Tx<'_>,
    application: &ApplicationId,
    code: &str,
    reason: Refusal,
    bytes: i64,
) -> Result<PaperId, StoreError> {
    let id = PaperId::mint(tx.real_now(), tx.chance());
    let format = reason.format_name().unwrap_or_default();
    let now = tx.now();
    tx.exec(INSERT_REFUSAL, params![application, code, &id, reason.code(), format, bytes, now]).await?;
    Ok(id)
}

/// Where a page stands; none when there is no such page or it has been given up.
pub(crate) async fn page(ask: &mut dyn Ask, paper: &PaperId, page: i64) -> Result<Option<PagePlace>, StoreError> {
    let row = ask.maybe(PAGE, params![paper, page]).await?;
    row.map(|row| {
        Ok(PagePlace {
            application: row.parsed("application", ApplicationId::parse)?,
            code: row.text("code")?,
            file: row.text("file")?,
        })
    })
    .transpose()
}

/// Asks for a paper until an instant; asking again starts anew.
pub(crate) async fn insert_request(
    tx: &mut Tx<'_>,
    application: &ApplicationId,
    code: &str,
    until: Timestamp,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(INSERT_REQUEST, params![application, code, now, until]).await?;
    Ok(())
}

/// The papers officers asked for, fulfilled or not, open or over.
pub async fn requested(ask: &mut dyn Ask, application: &ApplicationId) -> Result<Vec<RequestedPaper>, StoreError> {
    let rows = ask.all(REQUESTS, params![application]).await?;
    rows.iter()
        .map(|row| {
            Ok(RequestedPaper {
                code: row.text("code")?,
                asked_at: row.time("asked_at")?,
                until: row.time("until_at")?,
                done_at: row.opt_time("done_at")?,
            })
        })
        .collect()
}

/// True when a row knows a file of the folder.
pub(crate) async fn file_known(ask: &mut dyn Ask, file: &str) -> Result<bool, StoreError> {
    Ok(ask.maybe(FILE_KNOWN, params![file]).await?.is_some())
}

/// Files of versions that were given up: paper and file.
pub(crate) async fn to_purge(ask: &mut dyn Ask) -> Result<Vec<(PaperId, String)>, StoreError> {
    let now = ask.now();
    let rows = ask.all(TO_PURGE, params![now]).await?;
    rows.iter().map(|row| Ok((row.parsed("id", PaperId::parse)?, row.text("file")?))).collect()
}

/// Forgets a file that is gone, and marks its paper when it was the last one.
pub(crate) async fn purged(tx: &mut Tx<'_>, paper: &PaperId, file: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.exec(FORGET_PAGE, params![file]).await?;
    tx.exec(PURGED, params![now, paper]).await?;
    Ok(())
}

fn paper_of(row: &Row) -> Result<Paper, StoreError> {
    let state = match (row.text("state")?.as_str(), row.opt_time("replaced_at")?) {
        ("accepted", None) => PaperState::Accepted,
        ("replaced", Some(at)) => PaperState::Replaced { at },
        _ => return Err(StoreError::inconsistent("paper.state", "does not fit replaced_at")),
    };
    let hints = row.text("hints")?;
    let hints: Option<Vec<Hint>> = hints.split_whitespace().map(Hint::from_code).collect();
    Ok(Paper {
        id: row.parsed("id", PaperId::parse)?,
        application: row.parsed("application", ApplicationId::parse)?,
        code: row.text("code")?,
        state,
        kind: Some(row.word("kind", kind_of)?),
        pages: row.int("pages")?,
        hints: hints.ok_or_else(|| StoreError::inconsistent("paper.hints", "unknown hint"))?,
        bytes: row.int("original_bytes")?,
        uploaded_at: row.time("uploaded_at")?,
        version: row.int("version")?,
    })
}

/// Names of all pages that may still be shown: what a backup must have.
pub async fn papers_in_use(ask: &mut dyn Ask) -> Result<Vec<String>, StoreError> {
    ask.all(IN_USE, params![]).await?.iter().map(|row| row.text("file")).collect()
}

fn refusal_row(row: &Row) -> Result<Paper, StoreError> {
    let format = row.text("format")?;
    Ok(Paper {
        id: row.parsed("id", PaperId::parse)?,
        application: row.parsed("application", ApplicationId::parse)?,
        code: row.text("code")?,
        state: PaperState::Refused { reason: row.word("reason", |code| refusal_of(code, &format))? },
        kind: None,
        pages: 0,
        hints: Vec::new(),
        bytes: row.int("bytes")?,
        uploaded_at: row.time("at")?,
        version: 0,
    })
}

/// Gives up every paper of an application; answers how many.
pub(crate) async fn discard(tx: &mut Tx<'_>, application: &ApplicationId) -> Result<u64, StoreError> {
    let now = tx.now();
    tx.exec(DISCARD_REFUSALS, params![application]).await?;
    tx.exec(DISCARD, params![now, application]).await
}
