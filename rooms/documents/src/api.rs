//! Papers as programs see, send and look at them. Sending goes the page's way: the same intake, the same refusals.

use crate::decode::{MAX_BYTES, Refusal};
use crate::intake::{self, NotReceived, Received};
use crate::model::{Need, Paper, PaperState, Permission};
use crate::pages::{Folder, views};
use crate::upload::{self, Budget, UploadFault};
use crate::viewing::{LINK_LIFE, Viewer, view_link};
use axum::extract::{FromRequest, Multipart, Path, Request};
use axum::http::header;
use kernel::problem::ProblemCode;
use serde::Serialize;
use shell::{
    Answer, House, Problem, Query,
    api::{self, Both, Caller, Endpoint, Keyed, ToSchema, utoipa},
};

/// The operations of this room.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/applications/{id}/papers", "papers", list).gives_slices::<Asked>(),
        Endpoint::post("/applications/{id}/papers/{paper}", "paper-send", send)
            .takes_file()
            .gives::<Taken>(201)
            .refuses(&[ProblemCode::WrongState]),
        Endpoint::get("/applications/{id}/papers/{paper}/pages/{page}", "paper-look", look).gives::<Link>(200),
    ]
}

/// A paper that is asked for, and what was sent.
#[derive(Debug, Serialize, ToSchema)]
struct Asked {
    /// Its code.
    code: String,
    /// Its name.
    name: Both,
    /// What it must show; may be empty.
    note: Both,
    /// `required`, `one_of` or `if_applicable`.
    need: &'static str,
    /// The group of which one paper is enough.
    group: Option<String>,
    /// The regulation.
    legal_basis: String,
    /// Whether it may be sent now.
    open: bool,
    /// The version in force.
    sent: Option<Sent>,
    /// Why the latest file was refused, in the reader's language.
    refused: Option<String>,
}

/// A version of a paper.
#[derive(Debug, Serialize, ToSchema)]
struct Sent {
    /// Counted from 1.
    version: i64,
    /// Pages to look at.
    pages: i64,
    /// When it arrived.
    at: String,
    /// What may trouble the reader, as codes.
    hints: Vec<&'static str>,
}

/// A file that was taken.
#[derive(Debug, Serialize, ToSchema)]
struct Taken {
    /// The paper's code.
    code: String,
    /// True when the very same file was in force already.
    same: bool,
}

/// A link to a picture of a page.
#[derive(Debug, Serialize, ToSchema)]
struct Link {
    /// Where it is shown; nothing else is needed to see it.
    url: String,
    /// How many seconds it works.
    seconds: i64,
}

fn version(paper: &Paper) -> Sent {
    Sent {
        version: paper.version,
        pages: paper.pages,
        at: paper.uploaded_at.rfc3339(),
        hints: paper.hints.iter().map(|h| h.code()).collect(),
    }
}

fn asked(folder: &Folder, need: &Need, w: shell::words::Words) -> Asked {
    let refused = folder.papers.iter().filter(|p| p.code == need.code).find_map(|p| match p.state {
        PaperState::Refused { reason } => Some(views::file_refused(w, "", reason)),
        PaperState::Accepted | PaperState::Replaced { .. } => None,
    });
    Asked {
        code: need.code.clone(),
        name: Both::new(&need.name_id, &need.name_en),
        note: Both::new(&need.note_id, &need.note_en),
        need: match &need.asked {
            crate::model::Asked::Required => "required",
            crate::model::Asked::OneOf(_) => "one_of",
            crate::model::Asked::IfApplicable => "if_applicable",
        },
        group: need.group().map(str::to_owned),
        legal_basis: need.legal_basis.clone(),
        open: folder.permission(&need.code).open(),
        sent: folder.accepted(&need.code).map(version),
        refused,
    }
}

async fn list(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["cursor", "limit"])?;
    let folder = Folder::of(&caller, &id).await?;
    let all: Vec<Asked> = folder.needs.iter().map(|need| asked(&folder, need, caller.visitor.w)).collect();
    api::json(&api::sliced(&query, all, |row| row.code.clone())?)
}

async fn look(caller: Caller, Path((id, code, page)): Path<(String, String, String)>, query: Query) -> Answer {
    query.only(&[])?;
    let folder = Folder::of(&caller, &id).await?;
    let paper = folder.accepted(&code).ok_or_else(Problem::not_found)?;
    let page: i64 = page.parse().map_err(|_| Problem::not_found())?;
    let link = view_link(&caller.visitor.house, Viewer::Owner(&caller.account), &paper.id, page).await?;
    let url = link.ok_or_else(Problem::not_found)?;
    api::json(&Link { url, seconds: LINK_LIFE / kernel::time::SECOND })
}

/// A sentence of this room inside a problem.
fn refused(code: ProblemCode, sentence: String) -> Problem {
    Problem::new(code).because("api-said").with("text", sentence).field(upload::FIELD)
}

/// The file, out of a form or as the body itself.
async fn file(house: &House, request: Request) -> Result<upload::Sent, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default().to_lowercase();
    let budget = house.kept::<Budget>();
    let unsupported = || Problem::new(ProblemCode::UnsupportedMedia).because("api-file-expected");
    let sent = if kind.starts_with("multipart/form-data") {
        let form = Multipart::from_request(request, &()).await.map_err(|_| unsupported())?;
        upload::read(form, &budget).await
    } else if ["image/jpeg", "image/png", "application/pdf"].iter().any(|k| kind.split(';').next().unwrap_or("").trim() == *k) {
        upload::read_bare(request.into_body(), &budget).await
    } else {
        return Err(unsupported());
    };
    sent.map_err(|fault| match fault {
        UploadFault::Nothing => Problem::new(ProblemCode::BadInput).because("documents-nothing-chosen").field(upload::FIELD),
        UploadFault::Two => Problem::new(ProblemCode::BadInput).because("documents-two-files").field(upload::FIELD),
        UploadFault::Unknown(name) => Problem::new(ProblemCode::BadInput).because("documents-unknown-field").field(name),
        UploadFault::Broken => Problem::new(ProblemCode::BadInput).because("documents-cut").field(upload::FIELD),
        UploadFault::Endless => Problem::new(ProblemCode::TooLarge),
        UploadFault::Crowded => Problem::new(ProblemCode::Busy).because("documents-later"),
    })
}

async fn send(caller: Caller, Path((id, code)): Path<(String, String)>, query: Query, keyed: Keyed, request: Request) -> Answer {
    query.only(&[])?;
    let (house, w): (&House, _) = (&caller.visitor.house, caller.visitor.w);
    let sent = file(house, request).await?;
    let folder = Folder::of(&caller, &id).await?;
    folder.need(&code).ok_or_else(Problem::not_found)?;
    if let Permission::Closed(why) = folder.permission(&code) {
        return Err(refused(ProblemCode::WrongState, views::closed(w, why)));
    }
    if sent.size > MAX_BYTES {
        let bytes = i64::try_from(sent.size).unwrap_or(i64::MAX);
        intake::refused(house, &folder.application, &code, Refusal::TooLarge, bytes).await?;
        return Err(refused(ProblemCode::TooLarge, views::file_refused(w, &sent.name, Refusal::TooLarge)));
    }
    let keyed = keyed.with_bytes(&sent.bytes);
    let work = async {
        match intake::receive(house, &folder.application, &code, sent.bytes, false).await {
            Ok(received) => Ok((201, Taken { code: code.clone(), same: received == Received::Same })),
            Err(NotReceived::Refused(why)) => Err(refused(ProblemCode::PaperRefused, views::file_refused(w, &sent.name, why))),
            Err(NotReceived::Closed(why)) => Err(refused(ProblemCode::WrongState, views::closed(w, why))),
            Err(NotReceived::Stale) => Err(Problem::new(ProblemCode::Stale)),
            Err(NotReceived::Full) => Err(Problem::new(ProblemCode::WrongState).because("documents-full")),
            Err(NotReceived::Unavailable) => Err(Problem::new(ProblemCode::Busy).because("documents-later")),
            Err(NotReceived::Store(error)) => Err(error.into()),
        }
    };
    keyed.once((house, &caller.account), work).await
}
