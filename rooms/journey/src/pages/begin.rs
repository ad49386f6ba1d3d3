//! The start of an application: what will be asked and what to have at hand, then a draft.

use crate::whole::path;
use ::store::{Once, StoreError};
use application::ApplicationState;
use askama::Template;
use kernel::{ids::ApplicationId, problem::ProblemCode};
use shell::{Answer, Citizen, Fields, Frame, Problem, see_other};

/// Drafts an account may have at once.
const DRAFTS_MAX: usize = 20;

#[derive(Template)]
#[template(path = "begin.html")]
struct Begin {
    frame: Frame,
}

/// `GET /permohonan/baru`
pub(crate) async fn ask(citizen: Citizen) -> Answer {
    let visitor = &citizen.visitor;
    let frame = visitor.frame(visitor.w.t("journey-begin-title")).await;
    Ok(visitor.page(&Begin { frame }))
}

enum Started {
    Draft(ApplicationId),
    TooMany,
    KeyReused,
}

/// Starts a draft; the same key again answers with the same draft.
pub(crate) async fn start(citizen: &Citizen, key: &str) -> Result<ApplicationId, Problem> {
    let (house, account, lang) = (&citizen.visitor.house, &citizen.account, citizen.visitor.lang);
    let started = house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let scope = format!("journey.create:{account}");
                match tx.once(&scope, key, "").await? {
                    Once::Replay(id) => {
                        let id = ApplicationId::parse(&id);
                        return id.map(Started::Draft).map_err(|_| StoreError::inconsistent("idempotency_key.answer", "no id"));
                    }
                    Once::OtherBody => return Ok(Started::KeyReused),
                    Once::First => {}
                }
                let all = application::list_of(tx, account).await?;
                if all.iter().filter(|a| a.state == ApplicationState::Draft).count() >= DRAFTS_MAX {
                    return Ok(Started::TooMany);
                }
                let id = application::create(house, tx, account, lang).await?;
                tx.remember(&scope, key, "", id.as_str()).await?;
                Ok(Started::Draft(id))
            })
        })
        .await?;
    match started {
        Started::Draft(id) => Ok(id),
        Started::TooMany => Err(Problem::new(ProblemCode::TooMany).because("journey-problem-drafts").back("/permohonan")),
        Started::KeyReused => Err(Problem::new(ProblemCode::KeyReused)),
    }
}

/// `POST /permohonan/baru`
pub(crate) async fn create(citizen: Citizen, fields: Fields) -> Answer {
    fields.only(&[])?;
    Ok(see_other(path(&start(&citizen, fields.key()?).await?, "")))
}
