//! The applicant's pages: the list of papers, one paper with its upload, and the way to a page's picture.

use crate::decode::{MAX_BYTES, Refusal};
use crate::intake::{self, NotReceived};
use crate::model::{Need, Paper, PaperState, Permission, RequestedPaper};
use crate::upload::{self, Budget, Sent, UploadFault};
use crate::viewing::{Viewer, view_link};
use crate::{requirement, store as rows};
use application::Application;
use axum::{
    extract::{
        Path,
        multipart::{Multipart, MultipartRejection},
    },
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use jiff::civil::Date;
use kernel::{
    ids::ApplicationId,
    problem::ProblemCode,
    time::{Timestamp, Zone},
};
use shell::{Answer, Citizen, FILE_AGAIN, House, Problem, Query, see_other};

pub(crate) mod views;

/// Everything the pages of one application look at, read once.
pub(crate) struct Folder {
    pub(crate) application: Application,
    pub(crate) needs: Vec<Need>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) requests: Vec<RequestedPaper>,
    visit: Option<(Date, Zone)>,
    pub(crate) now: Timestamp,
}

impl Folder {
    pub(crate) async fn of(citizen: &Citizen, id: &str) -> Result<Self, Problem> {
        let house: &House = &citizen.visitor.house;
        let id = ApplicationId::parse(id)?;
        let mut reader = house.reader();
        let found = application::of_account(&mut reader, &citizen.account, &id).await?;
        let application = found.ok_or_else(Problem::not_found)?;
        let answers = application::answers(&house.vault, &mut reader, &application).await?;
        let checks = application::checks(&house.vault, &mut reader, &application).await?;
        let now = house.now();
        let catalogue = catalogue::current(house);
        let mut needs = requirement::needed(&catalogue, &application, &answers, &checks, now.day_in(Zone::Wib));
        let requests = rows::requested(&mut reader, &id).await?;
        let papers = crate::list(&mut reader, &id).await?;
        // what an officer asks for, and what was sent while other answers stood there, is shown as well
        let asked = requests.iter().filter(|r| now < r.until).map(|r| &r.code);
        for code in asked.chain(papers.iter().filter(|p| p.is_accepted()).map(|p| &p.code)) {
            if !needs.iter().any(|n| n.code == *code) {
                needs.push(requirement::sent_besides(
                    &catalogue,
                    code,
                    requests.iter().any(|r| r.code == *code && now < r.until),
                ));
            }
        }
        let visit = application::visit_of(&mut reader, &id).await?;
        Ok(Self { application, needs, papers, requests, visit, now })
    }

    pub(crate) fn need(&self, code: &str) -> Option<&Need> {
        self.needs.iter().find(|n| n.code == code)
    }

    /// The request for a paper that is still open.
    pub(crate) fn request(&self, code: &str) -> Option<&RequestedPaper> {
        self.requests.iter().find(|r| r.code == code && self.now < r.until)
    }

    pub(crate) fn accepted(&self, code: &str) -> Option<&Paper> {
        self.papers.iter().find(|p| p.code == code && p.is_accepted())
    }

    /// The version of a paper in force; 0 while there is none.
    pub(crate) fn version(&self, code: &str) -> i64 {
        self.accepted(code).map_or(0, |paper| paper.version)
    }

    /// The latest upload of a paper, when it was refused, and why.
    pub(crate) fn refused(&self, code: &str) -> Option<Refusal> {
        self.papers.iter().filter(|p| p.code == code).find_map(|p| match p.state {
            PaperState::Refused { reason } => Some(reason),
            PaperState::Accepted | PaperState::Replaced { .. } => None,
        })
    }

    /// Whether a file was sent for a paper, taken or not.
    pub(crate) fn sent(&self, code: &str) -> bool {
        self.accepted(code).is_some() || self.refused(code).is_some()
    }

    pub(crate) fn permission(&self, code: &str) -> Permission {
        Permission::of(&self.application.state, self.visit, self.request(code), self.now)
    }

    /// The papers of the list: what can be sent, and what was. The rest is for the counter to look at.
    pub(crate) fn shown(&self) -> Vec<Need> {
        self.needs.iter().filter(|need| self.permission(&need.code).open() || self.sent(&need.code)).cloned().collect()
    }

    pub(crate) fn path(&self) -> String {
        format!("/permohonan/{}/berkas", self.application.id)
    }
}

/// `GET /permohonan/{id}/berkas`.
pub(crate) async fn list(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let folder = Folder::of(&citizen, &id).await?;
    let visitor = &citizen.visitor;
    let frame = visitor.frame(visitor.w.t("documents-title")).await;
    Ok(visitor.page(&views::ListPage::of(frame, &folder)))
}

/// `GET /permohonan/{id}/berkas/{code}`. Says so when a file came after the session had ended.
pub(crate) async fn one(citizen: Citizen, Path((id, code)): Path<(String, String)>, query: Query) -> Answer {
    let folder = Folder::of(&citizen, &id).await?;
    let said = if query.has(FILE_AGAIN) { citizen.visitor.w.t("documents-send-again") } else { String::new() };
    draw(&citizen, &folder, &code, StatusCode::OK, said).await
}

/// `GET /permohonan/{id}/berkas/{code}/halaman/{page}`: signs a fresh link and leads to the second origin.
pub(crate) async fn look(citizen: Citizen, Path((id, code, page)): Path<(String, String, String)>) -> Answer {
    let folder = Folder::of(&citizen, &id).await?;
    let paper = folder.accepted(&code).ok_or_else(Problem::not_found)?;
    let page: i64 = page.parse().map_err(|_| Problem::not_found())?;
    let link = view_link(&citizen.visitor.house, Viewer::Owner(&citizen.account), &paper.id, page).await?;
    Ok(see_other(link.ok_or_else(Problem::not_found)?))
}

/// `POST /permohonan/{id}/berkas/{code}`: takes one file. Whatever goes wrong, the page comes back with the reason and
/// all other papers and answers stay.
pub(crate) async fn send(
    citizen: Citizen,
    Path((id, code)): Path<(String, String)>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Answer {
    let form = form.map_err(|_| Problem::new(ProblemCode::UnsupportedMedia).because("documents-form-expected"))?;
    // read before anything is refused: a browser that is cut off while it sends shows no answer
    let sent = upload::read(form, &citizen.visitor.house.kept::<Budget>()).await;
    let folder = Folder::of(&citizen, &id).await?;
    folder.need(&code).ok_or_else(Problem::not_found)?;
    let w = citizen.visitor.w;
    let sent = match sent {
        Ok(sent) => sent,
        Err(UploadFault::Nothing) => {
            return draw(&citizen, &folder, &code, StatusCode::UNPROCESSABLE_ENTITY, w.t("documents-nothing-chosen")).await;
        }
        Err(UploadFault::Two) => {
            return draw(&citizen, &folder, &code, StatusCode::BAD_REQUEST, w.t("documents-two-files")).await;
        }
        Err(UploadFault::Crowded) => return Err(Problem::new(ProblemCode::Busy).because("documents-later").back(folder.path())),
        Err(UploadFault::Endless) => return too_large(&citizen, folder, &code, "", MAX_BYTES + 1).await,
        Err(UploadFault::Unknown(name)) => {
            return Err(Problem::new(ProblemCode::BadInput).because("documents-unknown-field").field(name).back(folder.path()));
        }
        Err(UploadFault::Broken) => {
            return Err(Problem::new(ProblemCode::BadInput).because("documents-cut").field(upload::FIELD).back(folder.path()));
        }
    };
    if sent.size > MAX_BYTES {
        return too_large(&citizen, folder, &code, &sent.name, sent.size).await;
    }
    take(&citizen, folder, &code, sent, &headers).await
}

async fn take(citizen: &Citizen, folder: Folder, code: &str, sent: Sent, headers: &HeaderMap) -> Answer {
    let house: &House = &citizen.visitor.house;
    let w = citizen.visitor.w;
    let stale = sent.seen.is_some_and(|seen| seen != folder.version(code));
    let Err(why) = intake::receive(house, &folder.application, code, sent.bytes, stale).await else {
        return Ok(see_other(format!("{}/{code}", folder.path())));
    };
    let (status, sentence) = match why {
        NotReceived::Refused(reason) => (StatusCode::UNPROCESSABLE_ENTITY, views::file_refused(w, &sent.name, reason)),
        NotReceived::Closed(why) => (StatusCode::CONFLICT, views::closed(w, why)),
        NotReceived::Stale if scripted(headers) => {
            return Err(Problem::new(ProblemCode::Stale).because("documents-changed"));
        }
        NotReceived::Stale => (StatusCode::CONFLICT, w.t("documents-changed")),
        NotReceived::Full => (StatusCode::CONFLICT, w.t("documents-full")),
        NotReceived::Unavailable if scripted(headers) => {
            return Err(Problem::new(ProblemCode::Busy).because("documents-later"));
        }
        NotReceived::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, w.t("documents-later")),
        NotReceived::Store(error) => return Err(Problem::from(error)),
    };
    // the state may have changed while the file was on its way
    let folder = Folder::of(citizen, folder.application.id.as_str()).await?;
    draw(citizen, &folder, code, status, sentence).await
}

/// The script shows the sentence of a problem document in place; for a page it loads the address again.
fn scripted(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.starts_with("application/json"))
}

async fn too_large(citizen: &Citizen, folder: Folder, code: &str, name: &str, size: usize) -> Answer {
    if let Permission::Closed(why) = folder.permission(code) {
        return draw(citizen, &folder, code, StatusCode::CONFLICT, views::closed(citizen.visitor.w, why)).await;
    }
    let bytes = i64::try_from(size).unwrap_or(i64::MAX);
    intake::refused(&citizen.visitor.house, &folder.application, code, Refusal::TooLarge, bytes).await?;
    let sentence = views::file_refused(citizen.visitor.w, name, Refusal::TooLarge);
    let folder = Folder::of(citizen, folder.application.id.as_str()).await?;
    draw(citizen, &folder, code, StatusCode::PAYLOAD_TOO_LARGE, sentence).await
}

/// The page of one paper; `wrong` says what went wrong, if anything did.
async fn draw(citizen: &Citizen, folder: &Folder, code: &str, status: StatusCode, wrong: String) -> Result<Response, Problem> {
    let visitor = &citizen.visitor;
    let need = folder.need(code).ok_or_else(Problem::not_found)?;
    let picture = match folder.accepted(code) {
        Some(paper) => view_link(&visitor.house, Viewer::Owner(&citizen.account), &paper.id, 1).await?,
        None => None,
    };
    let frame = visitor.frame(need.name(visitor.lang).to_owned()).await;
    let page = views::PaperPage::of(frame, folder, need, picture.unwrap_or_default(), wrong);
    Ok(visitor.page_with(status, &page))
}
