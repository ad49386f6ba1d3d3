//! What an officer does on the page of a case. Refused, the page comes back with the reason and everything typed.

use super::file::{self, Shown};
use super::{forms, zone_of};
use crate::model::{Case, Refused};
use crate::store::cases;
use crate::walk::{self, Hand};
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::ids::CaseId;
use kernel::problem::ProblemCode;
use shell::{Answer, Desk, Fields, Problem, see_other};
use store::StoreError;

/// What is written by hand into the forms of a case; everything else in them is ticked or chosen.
const WRITTEN: [&str; 3] = ["biometrik", "nomor-buku", "nama"];

/// `POST /petugas/kasus/{id}/{act}`
pub(super) async fn send(desk: Desk, Path((id, name)): Path<(String, String)>, fields: Fields) -> Answer {
    let house = desk.visitor.house.clone();
    let catalogue = catalogue::current(&house);
    let today = house.now().day_in(zone_of(&desk));
    let read = forms::act_of(&name, &fields, &catalogue, today);
    if let Ok(Ok(act)) = &read {
        role(&desk, act)?;
    }
    let id = CaseId::parse(&id)?;
    let act = match read? {
        Ok(act) => act,
        Err((field, error)) => return redraw(&desk, &id, &fields, Refused::Field(field, error)).await,
    };
    let version = fields.get("versi").parse().unwrap_or(-1);
    let done = house
        .db
        .transact::<_, Refused, _>(|tx| {
            let (house, catalogue, desk, id, act) = (&house, &catalogue, &desk, &id, &act);
            Box::pin(async move {
                let hand = Hand { officer: &desk.officer, office: &desk.office, version };
                walk::perform(house, tx, catalogue, (id, act), &hand).await
            })
        })
        .await;
    match done {
        Ok(()) => {
            let made = own(&desk, &id).await?.version;
            Ok(see_other(format!("/petugas/kasus/{id}?tadi={made}")))
        }
        Err(refused) => redraw(&desk, &id, &fields, refused).await,
    }
}

fn role(desk: &Desk, act: &walk::Act) -> Result<(), Problem> {
    match act.verb().role() {
        Some(role) => desk.needs_one(&[role]),
        None => Err(Problem::not_found()),
    }
}

async fn own(desk: &Desk, id: &CaseId) -> Result<Case, Problem> {
    let case = cases::find(&mut desk.visitor.house.reader(), id).await?;
    case.filter(|c| c.office == desk.office).ok_or_else(Problem::not_found)
}

async fn redraw(desk: &Desk, id: &CaseId, fields: &Fields, refused: Refused) -> Answer {
    desk.needs_one(&super::WORKERS)?;
    let mut shown = Shown { typed: fields.clone(), ..Shown::default() };
    let status = match refused {
        Refused::Absent => return Err(Problem::not_found()),
        Refused::Store(StoreError::Constraint(_)) | Refused::Stale => {
            shown.stale = Some(fields.get("versi").parse().unwrap_or(-1));
            // what was ticked or chosen on an older page is not kept: it must be looked at again
            let written: Vec<(&str, &str)> = fields.iter().filter(|(name, _)| WRITTEN.contains(name)).collect();
            shown.typed = Fields::of(&written);
            StatusCode::CONFLICT
        }
        Refused::Store(error) => return Err(error.into()),
        Refused::NotNow(_) => {
            return Err(Problem::new(ProblemCode::WrongState).because("counter-not-now").back(format!("/petugas/kasus/{id}")));
        }
        Refused::Unconfirmed(fields) => {
            shown.unconfirmed = fields;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Refused::StillMissing(codes) => {
            shown.missing = codes;
            StatusCode::CONFLICT
        }
        Refused::Field(field, error) => {
            shown.wrong.add(field, error);
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let case = own(desk, id).await?;
    file::draw(desk, &case, shown, status).await
}
