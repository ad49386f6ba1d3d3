//! Ways out: cancel before payment, give a paid seat back, and say that somebody else uses one's NIK.

use crate::neighbours;
use crate::whole::{Whole, own, path};
use ::store::{Actor, StoreError};
use application::{Application, ApplicationState, StateWord, TransitionRefused};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use kernel::{event::Event, problem::ProblemCode};
use payment::CancelRefused;
use schedule::{GiveBackRefused, Release};
use shell::{Answer, Citizen, Fields, Frame, Problem, Query, see_other};

/// A page that asks once more, and says before what cannot be undone.
#[derive(Template)]
#[template(path = "leave.html")]
struct Leave {
    frame: Frame,
    back: String,
    title: String,
    text: String,
    facts: Vec<String>,
    action: String,
    button: String,
    stop: bool,
    keep: String,
    version: String,
    /// What stands there now, for a page that had become old.
    changed: String,
}

/// Words of a page that asks once more.
struct Wording {
    key: &'static str,
    facts: &'static [&'static str],
    page: &'static str,
    stop: bool,
}

const CANCEL: Wording = Wording {
    key: "cancel",
    facts: &["journey-leave-cancel-seat", "journey-leave-cancel-bill", "journey-leave-cancel-kept"],
    page: "batal",
    stop: true,
};
/// Of a draft, which has neither seat nor bill.
const CANCEL_DRAFT: Wording = Wording { key: "cancel-draft", facts: &["journey-leave-cancel-kept"], page: "batal", stop: true };
const GIVE_BACK: Wording = Wording {
    key: "give-back",
    facts: &["journey-leave-give-back-money", "journey-leave-give-back-seat", "journey-leave-give-back-instead"],
    page: "kembalikan",
    stop: true,
};
const DISPUTE: Wording = Wording {
    key: "dispute",
    facts: &["journey-leave-dispute-officer", "journey-leave-dispute-bring", "journey-leave-dispute-kept"],
    page: "sengketa-nik",
    stop: false,
};
const NEUTRAL: Wording = Wording {
    key: "neutral",
    facts: &["journey-leave-neutral-kept", "journey-leave-neutral-check", "journey-leave-neutral-office"],
    page: "sengketa-nik",
    stop: false,
};

async fn draw(citizen: &Citizen, application: &Application, words: &Wording, status: StatusCode) -> Answer {
    draw_with(citizen, application, words, (status, String::new())).await
}

/// The page had become old: nothing is done, and it says what stands there now.
async fn draw_stale(citizen: &Citizen, application: &Application, words: &Wording) -> Answer {
    let catalogue = catalogue::current(&citizen.visitor.house);
    let changed = super::changed(citizen.visitor.w, application, &catalogue);
    draw_with(citizen, application, words, (StatusCode::CONFLICT, changed)).await
}

async fn draw_with(
    citizen: &Citizen,
    application: &Application,
    words: &Wording,
    (status, changed): (StatusCode, String),
) -> Answer {
    let (visitor, w) = (&citizen.visitor, citizen.visitor.w);
    let title = w.t(&format!("journey-leave-{}-title", words.key));
    let page = Leave {
        back: path(&application.id, ""),
        text: w.t(&format!("journey-leave-{}-text", words.key)),
        facts: words.facts.iter().map(|key| w.t(key)).collect(),
        action: path(&application.id, words.page),
        button: w.t(&format!("journey-leave-{}-go", words.key)),
        stop: words.stop,
        keep: w.t(&format!("journey-leave-{}-keep", words.key)),
        version: application.version.to_string(),
        changed,
        frame: visitor.frame(title.clone()).await,
        title,
    };
    Ok(visitor.page_with(status, &page))
}

fn wrong_state(application: &Application, because: &'static str) -> Problem {
    Problem::new(ProblemCode::WrongState).because(because).back(path(&application.id, ""))
}

fn cancel_words(application: &Application) -> &'static Wording {
    if application.state.word() == StateWord::Draft { &CANCEL_DRAFT } else { &CANCEL }
}

const fn may_cancel(word: StateWord) -> bool {
    matches!(word, StateWord::Draft | StateWord::AwaitingPayment | StateWord::Expired)
}

const fn may_give_back(word: StateWord) -> bool {
    matches!(word, StateWord::Scheduled | StateWord::ChooseDate)
}

/// `GET /permohonan/{id}/batal`
pub(crate) async fn ask_cancel(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let application = own(&citizen.visitor.house, &citizen.account, &id).await?;
    if !may_cancel(application.state.word()) {
        return Err(wrong_state(&application, "journey-problem-not-cancel"));
    }
    draw(&citizen, &application, cancel_words(&application), StatusCode::OK).await
}

/// Why nothing was cancelled or given back; everything is undone.
#[derive(Debug)]
enum Refused {
    Paid,
    Held,
    State,
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
impl From<TransitionRefused> for Refused {
    fn from(refused: TransitionRefused) -> Self {
        match refused {
            TransitionRefused::Store(error) => Self::Store(error),
            _ => Self::State,
        }
    }
}
impl From<CancelRefused> for Refused {
    fn from(refused: CancelRefused) -> Self {
        match refused {
            CancelRefused::AlreadyPaid => Self::Paid,
            CancelRefused::BeingPaid => Self::Held,
            CancelRefused::Store(error) => Self::Store(error),
        }
    }
}
impl From<GiveBackRefused> for Refused {
    fn from(refused: GiveBackRefused) -> Self {
        match refused {
            GiveBackRefused::NotBooked | GiveBackRefused::TooLate => Self::State,
            GiveBackRefused::Store(error) => Self::Store(error),
        }
    }
}

/// `POST /permohonan/{id}/batal`
pub(crate) async fn cancel(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&[])?;
    let application = own(&citizen.visitor.house, &citizen.account, &id).await?;
    // what cannot be cancelled says so itself
    if fields.is_stale(application.version) && may_cancel(application.state.word()) {
        return draw_stale(&citizen, &application, cancel_words(&application)).await;
    }
    withdraw(&citizen, &application).await?;
    Ok(see_other(path(&application.id, "")))
}

/// Withdraws before payment: bill, seat and state end together or not at all. Once more changes nothing.
pub(crate) async fn withdraw(citizen: &Citizen, application: &Application) -> Result<(), Problem> {
    let house = &citizen.visitor.house;
    if application.state.word() == StateWord::Cancelled {
        return Ok(());
    }
    let by = Actor::Account(citizen.account.clone());
    let done = house
        .db
        .transact::<_, Refused, _>(|tx| {
            let (id, by) = (application.id.clone(), by.clone());
            Box::pin(async move {
                let now = application::find(tx, &id).await?.ok_or(Refused::State)?;
                if let ApplicationState::AwaitingPayment { bill, booking } = now.state {
                    // the seat's slot is locked first, as everywhere
                    schedule::release(tx, &booking, Release::Cancelled).await?;
                    application::cancel(tx, &id, &by).await?;
                    payment::cancel_bill(tx, &bill, by.clone()).await?;
                } else {
                    application::cancel(tx, &id, &by).await?;
                }
                Ok(())
            })
        })
        .await;
    match done {
        Ok(()) => Ok(()),
        Err(Refused::Paid) => Err(wrong_state(application, "journey-problem-paid")),
        Err(Refused::Held) => Err(wrong_state(application, "journey-problem-being-paid")),
        Err(Refused::State) => Err(wrong_state(application, "journey-problem-not-cancel")),
        Err(Refused::Store(error)) => Err(error.into()),
    }
}

/// `GET /permohonan/{id}/kembalikan`
pub(crate) async fn ask_give_back(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let application = own(&citizen.visitor.house, &citizen.account, &id).await?;
    if !may_give_back(application.state.word()) {
        return Err(wrong_state(&application, "journey-problem-no-visit"));
    }
    draw(&citizen, &application, &GIVE_BACK, StatusCode::OK).await
}

/// `POST /permohonan/{id}/kembalikan`
pub(crate) async fn give_back(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&[])?;
    let application = own(&citizen.visitor.house, &citizen.account, &id).await?;
    if fields.is_stale(application.version) && may_give_back(application.state.word()) {
        return draw_stale(&citizen, &application, &GIVE_BACK).await;
    }
    give_up(&citizen, &application).await?;
    Ok(see_other(path(&application.id, "")))
}

/// Gives a paid seat back: it is free for somebody else; the fee stays paid. Once more changes nothing.
pub(crate) async fn give_up(citizen: &Citizen, application: &Application) -> Result<(), Problem> {
    let house = &citizen.visitor.house;
    if application.state.word() == StateWord::GivenBack {
        return Ok(());
    }
    let by = Actor::Account(citizen.account.clone());
    let done = house
        .db
        .transact::<_, Refused, _>(|tx| {
            let (id, by) = (application.id.clone(), by.clone());
            Box::pin(async move {
                let now = application::find(tx, &id).await?.ok_or(Refused::State)?;
                if let ApplicationState::Scheduled { booking } = now.state {
                    // tells that it was given back
                    schedule::give_back(tx, &booking, &by).await?;
                } else {
                    tx.tell(&Event::GivenBack { application: id.clone() }).await?;
                }
                application::give_back(tx, &id, &by).await?;
                Ok(())
            })
        })
        .await;
    match done {
        Ok(()) => Ok(()),
        Err(Refused::Store(error)) => Err(error.into()),
        Err(_) => Err(wrong_state(application, "journey-problem-no-visit")),
    }
}

/// We cannot take a seat for this NIK now. Whose booking it is, or whether there is one, is not said.
pub(crate) async fn neutral(citizen: &Citizen, whole: &Whole) -> Answer {
    draw(citizen, &whole.application, &NEUTRAL, StatusCode::CONFLICT).await
}

/// `GET /permohonan/{id}/sengketa-nik`
pub(crate) async fn ask_dispute(citizen: Citizen, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let application = own(&citizen.visitor.house, &citizen.account, &id).await?;
    draw(&citizen, &application, &NEUTRAL, StatusCode::OK).await
}

/// `POST /permohonan/{id}/sengketa-nik`
pub(crate) async fn dispute(citizen: Citizen, Path(id): Path<String>, fields: Fields) -> Answer {
    fields.only(&[])?;
    let application = own(&citizen.visitor.house, &citizen.account, &id).await?;
    if fields.is_stale(application.version) && application.state.word().is_open() {
        return draw_stale(&citizen, &application, &NEUTRAL).await;
    }
    tell_dispute(&citizen, &application).await?;
    draw(&citizen, &application, &DISPUTE, StatusCode::OK).await
}

/// Somebody else uses this NIK: an officer will look.
pub(crate) async fn tell_dispute(citizen: &Citizen, application: &Application) -> Result<(), Problem> {
    if !application.state.word().is_open() || application.nik_hash.is_none() {
        return Err(wrong_state(application, "journey-problem-no-dispute"));
    }
    citizen
        .visitor
        .house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let (id, by) = (application.id.clone(), Actor::Account(citizen.account.clone()));
            Box::pin(async move { neighbours::dispute(tx, &id, by).await })
        })
        .await?;
    Ok(())
}
