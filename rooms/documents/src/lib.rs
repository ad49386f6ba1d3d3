//! Papers ("berkas"): what is needed, what was sent, and who may look at it. Others get a verdict, never bytes.
//!
//! * [`needed`] and [`missing`] answer what an application needs, from the dated table of the catalogue.
//! * A file is decoded in a sandboxed child ([`decode`]), drawn anew, sealed page by page under the person's key, put into
//!   the folder of papers and only then written down. The same file sent twice makes no new version.
//! * Until submission a paper is replaced freely and the version before goes. After it the version before is kept for the
//!   officer, and sending ends with the day before the visit, unless an officer asked ([`request`]).
//! * A page is shown on the second origin by a link signed for 60 seconds ([`view_link`]): to the owner, and to the officer
//!   on the case, who needs a [`CaseAccess`] that only `counter` makes. Each link for an officer is an audit row.

pub mod decode;

mod api;
mod intake;
mod model;
mod origin;
mod pages;
mod requirement;
mod store;
mod sweep;
mod upload;
mod viewing;

#[cfg(test)]
mod tests;

pub use self::intake::decoder;
pub use self::model::{Asked, Closed, Need, Paper, PaperState, Permission, RequestedPaper, missing};
pub use self::requirement::{in_order, needed};
pub use self::store::{has, papers_in_use, requested};
pub use self::viewing::{CaseAccess, LINK_LIFE, Viewer, view_link};

use ::store::{Actor, Ask, AuditEntry, StoreError, Tx};
use axum::{Router, extract::DefaultBodyLimit, routing::get};
use kernel::{ids::ApplicationId, time::Timestamp};
use shell::{House, Room};
use std::sync::Arc;

/// The room.
pub fn room() -> Room {
    let upload = get(pages::one).post(pages::send).layer(DefaultBodyLimit::disable());
    Room {
        // the upload reads its body within a bound of its own, so that "too large" can be said in words
        routes: Router::new()
            .route("/permohonan/{id}/berkas", get(pages::list))
            .route("/permohonan/{id}/berkas/{code}", upload)
            .route("/permohonan/{id}/berkas/{code}/halaman/{page}", get(pages::look)),
        api: api::endpoints(),
        paper_routes: Router::new().route("/lihat/{token}", get(origin::show)),
        ticks: sweep::ticks(),
        start: Some(start),
        ..Room::new("documents")
    }
}

/// The decoder that a configuration asks for, before there is a house.
pub fn decoder_of(config: &kernel::config::Config) -> decode::Decoder {
    let program = config.decoder.clone().map_or_else(std::env::current_exe, Ok);
    // a program that cannot be named cannot be started either: each paper then answers "try later"
    let program = program.unwrap_or_else(|_| std::path::PathBuf::from("mpaspor"));
    decode::Decoder::new(program, vec!["decode".to_owned()])
}

fn start(house: &Arc<House>) {
    house.keep(decoder_of(&house.config));
    house.keep(upload::Budget::new());
}

/// The papers of an application as its owner sees them: the ones in force, and the latest refused uploads.
pub async fn list(ask: &mut dyn Ask, application: &ApplicationId) -> Result<Vec<Paper>, StoreError> {
    let mut papers = self::store::papers(ask, application).await?;
    papers.retain(Paper::is_accepted);
    papers.extend(self::store::refusals(ask, application).await?);
    Ok(papers)
}

/// The papers as the officer on the case sees them: the ones in force and, after them, the old versions that were kept.
pub async fn for_officer(ask: &mut dyn Ask, access: &CaseAccess) -> Result<Vec<Paper>, StoreError> {
    self::store::papers(ask, access.application()).await
}

/// Gives up the papers of a draft that is thrown away; their files leave the folder with the next sweep.
pub async fn discard(tx: &mut Tx<'_>, application: &ApplicationId, by: &Actor) -> Result<(), StoreError> {
    let papers = self::store::discard(tx, application).await?;
    tx.audit(AuditEntry {
        actor: by.clone(),
        action: "document.discard",
        object: "application",
        id: application.as_str(),
        application: Some(application),
        detail: serde_json::json!({ "papers": papers }),
    })
    .await
}

/// Asks the applicant for papers until an instant; only these kinds can be sent then, whatever the state of the visit.
pub async fn request(
    tx: &mut Tx<'_>,
    application: &ApplicationId,
    codes: &[&str],
    until: Timestamp,
    by: &Actor,
) -> Result<(), StoreError> {
    for code in codes {
        self::store::insert_request(tx, application, code, until).await?;
    }
    tx.audit(AuditEntry {
        actor: by.clone(),
        action: "documents.requested",
        object: "application",
        id: application.as_str(),
        application: Some(application),
        detail: serde_json::json!({ "codes": codes, "until": until.0 }),
    })
    .await
}
