//! Answers as programs read and save them: each field with its version; another version meanwhile is a conflict that
//! shows both values.

use crate::{
    Application, Flag, SaveRefused,
    field::{FieldKind, kind_of, region_above},
    model::Saved,
};
use axum::{extract::Path, http::HeaderMap};
use catalogue::Field;
use kernel::{field::FieldError, ids::ApplicationId, problem::ProblemCode};
use serde::{Deserialize, Serialize};
use shell::{
    Answer, House, Problem, Query, Visitor,
    api::{self, Both, Caller, Endpoint, Json, ToSchema, utoipa},
    words::Words,
};
use store::Actor;

/// How many seconds a cache may give the form without asking.
const FRESH: u32 = 300;

/// The operations of this room.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/form", "form", form).open().gives_slices::<Page>(),
        Endpoint::get("/applications/{id}/answers", "answers", answers).gives_slices::<Given>(),
        Endpoint::put("/applications/{id}/answers/{field}", "answer-save", save)
            .takes::<NewAnswer>()
            .gives::<Kept>(200)
            .refuses(&[ProblemCode::Stale, ProblemCode::WrongState]),
        Endpoint::put("/applications/{id}/nik-confirmation", "nik-confirm", confirm_nik).refuses(&[ProblemCode::WrongState]),
        Endpoint::get("/applications/{id}/missing", "missing", missing).gives_slices::<Lack>(),
    ]
}

/// A question page of the form.
#[derive(Debug, Serialize, ToSchema)]
struct Page {
    /// Its code.
    code: String,
    /// The section it belongs to.
    section: String,
    /// When it is asked: a condition on other answers.
    condition: &'static str,
    /// Its questions.
    fields: Vec<Question>,
}

/// A question.
#[derive(Debug, Serialize, ToSchema)]
struct Question {
    /// The field's code.
    field: &'static str,
    /// What is asked.
    label: Both,
    /// `nik`, `name`, `phone`, `postcode`, `passport_number`, `text`, `day`, `choice`, `country` or `region`.
    kind: &'static str,
    /// The words one of which is the answer, for `choice`.
    choices: Vec<&'static str>,
    /// The field whose region this one lies in, for `region`.
    within: Option<&'static str>,
    /// Whether it may stay empty.
    optional: bool,
}

/// An answer as it stands.
#[derive(Debug, Serialize, ToSchema)]
struct Given {
    /// The field's code.
    field: &'static str,
    /// What was typed, good or not.
    value: String,
    /// Rises with each save.
    version: i64,
    /// What is wrong with it, in the reader's language; none when it is good.
    fault: Option<String>,
}

/// An answer to save.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAnswer {
    /// The value; dates as `YYYY-MM-DD` or as people type them.
    #[schema(max_length = 2000)]
    value: String,
    /// The version this one is made upon; 0 for a first answer.
    #[schema(minimum = 0)]
    version: i64,
}

/// A save.
#[derive(Debug, Serialize, ToSchema)]
struct Kept {
    /// The version now.
    version: i64,
    /// What is wrong with the value, which is kept all the same.
    fault: Option<String>,
}

/// What is still asked before submission.
#[derive(Debug, Serialize, ToSchema)]
struct Lack {
    /// The question page.
    page: String,
    /// The field's code.
    field: &'static str,
    /// What is wrong, in the reader's language.
    fault: String,
}

const fn kind(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Nik => "nik",
        FieldKind::Name => "name",
        FieldKind::Phone => "phone",
        FieldKind::Postcode => "postcode",
        FieldKind::PassportNumber => "passport_number",
        FieldKind::Text { .. } => "text",
        FieldKind::Day(_) => "day",
        FieldKind::Choice(_) => "choice",
        FieldKind::Country { .. } => "country",
        FieldKind::Region(_) => "region",
    }
}

fn question(field: Field, optional: bool) -> Question {
    let of = kind_of(field);
    Question {
        field: field.code(),
        label: Both::of(|w: Words| crate::label(w, field)),
        choices: if let FieldKind::Choice(words) = of { words.to_vec() } else { Vec::new() },
        kind: kind(of),
        within: region_above(field).map(Field::code),
        optional,
    }
}

async fn form(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["cursor", "limit"])?;
    let catalogue = catalogue::current(&visitor.house);
    let page = |step: &catalogue::Step| Page {
        code: step.code.clone(),
        section: step.section.clone(),
        condition: step.condition.code(),
        fields: step.fields.iter().map(|f| question(*f, step.optional.contains(f))).collect(),
    };
    let all: Vec<Page> = catalogue.steps().iter().map(page).collect();
    api::public(&headers, FRESH, &api::sliced(&query, all, |row| row.code.clone())?)
}

/// The caller's own application; somebody else's is absent.
async fn own(caller: &Caller, id: &str) -> Result<Application, Problem> {
    let id = ApplicationId::parse(id)?;
    crate::of_account(&mut caller.visitor.house.reader(), &caller.account, &id).await?.ok_or_else(Problem::not_found)
}

fn said(w: Words, field: Field, error: &FieldError) -> String {
    shell::error_sentence(w, &crate::label(w, field), error)
}

async fn answers(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["cursor", "limit"])?;
    let application = own(&caller, &id).await?;
    let (house, w): (&House, Words) = (&caller.visitor.house, caller.visitor.w);
    let answers = crate::answers(&house.vault, &mut house.reader(), &application).await?;
    let catalogue = catalogue::current(house);
    let fields = catalogue.steps().iter().flat_map(|s| &s.fields).copied();
    let all: Vec<Given> = fields
        .filter(|field| answers.version(*field) > 0)
        .map(|field| Given {
            field: field.code(),
            value: answers.typed(field).to_owned(),
            version: answers.version(field),
            fault: crate::fault(&catalogue, &answers, field, true).map(|error| said(w, field, &error)),
        })
        .collect();
    api::json(&api::sliced(&query, all, |row| row.field)?)
}

async fn save(caller: Caller, Path((id, field)): Path<(String, String)>, query: Query, body: Json<NewAnswer>) -> Answer {
    query.only(&[])?;
    let application = own(&caller, &id).await?;
    let house: &House = &caller.visitor.house;
    let catalogue = catalogue::current(house);
    let field = Field::parse(&field).filter(|f| catalogue.steps().iter().any(|s| s.fields.contains(f)));
    let field = field.ok_or_else(Problem::not_found)?;
    let NewAnswer { value, version } = body.value;
    if value.chars().count() > crate::field::TYPED_CHARS_MAX {
        return Err(Problem::new(ProblemCode::BadInput).because("problem-form-too-large").field(field.code()));
    }
    let by = Actor::Account(caller.account.clone());
    let saved = house
        .db
        .transact::<_, SaveRefused, _>(|tx| {
            let (application, value, by) = (&application, &value, &by);
            Box::pin(async move { crate::save(&house.vault, tx, application, (field, value), Some(version), by).await })
        })
        .await;
    match saved {
        Ok(Saved { version, invalid }) => {
            if field == Field::Nik && invalid.is_none() {
                note_region(&caller, &application).await?;
            }
            api::json(&Kept { version, fault: invalid.map(|error| said(caller.visitor.w, field, &error)) })
        }
        Err(SaveRefused::Conflict { theirs, version }) => {
            Err(Problem::new(ProblemCode::Stale).field(field.code()).theirs(theirs, version))
        }
        Err(SaveRefused::NotNow) => Err(Problem::new(ProblemCode::WrongState)),
        Err(SaveRefused::Store(error)) => Err(error.into()),
    }
}

/// A NIK of a district nobody knows stays good and is noted for the officer, as on the page.
async fn note_region(caller: &Caller, application: &Application) -> Result<(), Problem> {
    let house: &House = &caller.visitor.house;
    let answers = crate::answers(&house.vault, &mut house.reader(), application).await?;
    let catalogue = catalogue::current(house);
    match answers.nik() {
        Some(nik) if crate::rules::region_unknown(&catalogue, &nik) => {
            flag(caller, &application.id, Flag::NikRegionUnknown).await
        }
        _ => Ok(()),
    }
}

async fn flag(caller: &Caller, id: &ApplicationId, flag: Flag) -> Result<(), Problem> {
    let (db, by) = (&caller.visitor.house.db, &Actor::Account(caller.account.clone()));
    let put = db.transact::<_, SaveRefused, _>(|tx| Box::pin(async move { crate::flag(tx, id, flag, true, by).await }));
    put.await.map_err(|refused| match refused {
        SaveRefused::Store(error) => error.into(),
        SaveRefused::NotNow | SaveRefused::Conflict { .. } => Problem::new(ProblemCode::WrongState),
    })
}

/// NIK, birth date and sex are as on the card, although the number says otherwise; the officer will look.
async fn confirm_nik(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let application = own(&caller, &id).await?;
    let house: &House = &caller.visitor.house;
    let answers = crate::answers(&house.vault, &mut house.reader(), &application).await?;
    if crate::contradiction(&answers).is_none() {
        return Err(Problem::new(ProblemCode::WrongState));
    }
    flag(&caller, &application.id, Flag::NikMismatch).await?;
    api::nothing()
}

async fn missing(caller: Caller, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&["cursor", "limit"])?;
    let application = own(&caller, &id).await?;
    let (house, w): (&House, Words) = (&caller.visitor.house, caller.visitor.w);
    let mut ask = house.reader();
    let answers = crate::answers(&house.vault, &mut ask, &application).await?;
    let checks = crate::checks(&house.vault, &mut ask, &application).await?;
    let lacking = crate::missing(&catalogue::current(house), &answers, &checks);
    let all: Vec<Lack> = lacking
        .into_iter()
        .map(|(page, field, error)| Lack { page, field: field.code(), fault: said(w, field, &error) })
        .collect();
    api::json(&api::sliced(&query, all, |row| row.field)?)
}
