//! Jobs that gave up, and how much waits.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use kernel::{ids::JobId, problem::ProblemCode, role::Role};
use shell::{Answer, Desk, Fields, Frame, Problem, see_other, words::Words};
use store::{Actor, AuditEntry, StoreError, dead_jobs, pending_events, replay_job, waiting_jobs};

/// Above this many untold events the page says "at least": the number itself helps nobody.
const BACKLOG_SHOWN: i64 = 500;
/// Jobs that one reading of the list brings at most.
const DEAD_SHOWN: usize = 200;

struct JobRow {
    id: String,
    kind: String,
    key: String,
    error: String,
    /// How often it was tried: an isolated job that was let run and failed again is another one to look at.
    version: String,
}

#[derive(Template)]
#[template(path = "jobs.html")]
struct JobsPage {
    frame: Frame,
    rows: Vec<JobRow>,
    dead: String,
    due: String,
    untold: String,
    /// Kind of the job that changed since the page was opened; empty when none did.
    changed: String,
}

/// A count that is cut off says so.
fn at_most(w: Words, count: usize, shown: usize) -> String {
    let number = w.number(i64::try_from(count.min(shown)).unwrap_or(i64::MAX));
    if count >= shown { w.with("administration-at-least", &[("count", &number)]) } else { number }
}

/// `GET /petugas/admin`
pub async fn list(desk: Desk) -> Answer {
    desk.needs(Role::Admin)?;
    draw(&desk, String::new()).await
}

async fn draw(desk: &Desk, changed: String) -> Answer {
    let (visitor, w) = (&desk.visitor, desk.visitor.w);
    let mut reader = visitor.house.reader();
    let dead = dead_jobs(&mut reader).await?;
    let untold = pending_events(&mut reader, BACKLOG_SHOWN).await?.len();
    let page = JobsPage {
        dead: at_most(w, dead.len(), DEAD_SHOWN),
        due: w.number(waiting_jobs(&mut reader).await?),
        untold: at_most(w, untold, usize::try_from(BACKLOG_SHOWN).unwrap_or(usize::MAX)),
        rows: dead
            .into_iter()
            .map(|job| JobRow {
                id: job.id.to_string(),
                kind: job.kind,
                key: job.key,
                error: job.error,
                version: job.attempt.to_string(),
            })
            .collect(),
        frame: visitor.frame(w.t("administration-jobs-title")).await,
        changed,
    };
    let status = if page.changed.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT };
    Ok(visitor.page_with(status, &page))
}

/// `POST /petugas/admin/pekerjaan/{id}/ulang`
pub async fn replay(desk: Desk, Path(id): Path<String>, fields: Fields) -> Answer {
    desk.needs(Role::Admin)?;
    fields.only(&[])?;
    let id = JobId::parse(&id)?;
    let stands = dead_jobs(&mut desk.visitor.house.reader()).await?.into_iter().find(|job| job.id == id);
    if let Some(job) = stands.filter(|job| fields.is_stale(job.attempt)) {
        return draw(&desk, job.kind).await;
    }
    let (id, officer) = (&id, &desk.officer);
    let replayed = desk.visitor.house.db.transact::<_, StoreError, _>(|tx| {
        Box::pin(async move {
            if !replay_job(tx, id).await? {
                return Ok(false);
            }
            tx.audit(AuditEntry {
                actor: Actor::Officer(officer.clone()),
                action: "administration.replay_job",
                object: "job",
                id: id.as_str(),
                application: None,
                detail: serde_json::json!({}),
            })
            .await?;
            Ok(true)
        })
    });
    match replayed.await {
        Ok(true) => Ok(see_other("/petugas/admin")),
        Ok(false) => Err(Problem::new(ProblemCode::WrongState).because("administration-job-gone").back("/petugas/admin")),
        // the same work was asked for again meanwhile and waits already
        Err(StoreError::Constraint(_)) => {
            Err(Problem::new(ProblemCode::WrongState).because("administration-job-waits").back("/petugas/admin"))
        }
        Err(error) => Err(error.into()),
    }
}
