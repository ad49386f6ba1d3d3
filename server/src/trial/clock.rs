//! The trial's clock: domain time can be moved forward, so that a whole journey fits into an afternoon. Stored; shown on
//! every page; refused by `serve`. Sign-in, codes and rate limits stay on real time.

use crate::open;
use axum::{extract::State, response::Response, routing::post};
use kernel::{
    problem::ProblemCode,
    time::{DAY, HOUR, MINUTE, Timestamp, Zone, add_days},
};
use shell::{Answer, Fields, House, Problem, Room, Visitor, see_other};
use std::sync::Arc;
use store::StoreError;

/// The rooms, so that moving the clock can do at once what became due.
pub struct Workers(pub Arc<Vec<Room>>);

/// The room of the trial's clock.
pub fn room() -> Room {
    let mut room = Room::new("trial");
    room.routes = room.routes.route("/percobaan/jam", post(advance));
    room
}

async fn advance(State(house): State<Arc<House>>, visitor: Visitor, fields: Fields) -> Answer {
    fields.only(&["maju", "kembali"])?;
    let now = house.now();
    let target = match fields.get("maju") {
        "menit10" => now.plus(10 * MINUTE),
        "batas-bayar" => deadline(&house, &visitor, now).await?,
        "kunjungan" => visit(&house, &visitor, now).await?,
        "hari-kerja" => next_working_day(&house, now),
        _ => return Err(Problem::new(ProblemCode::BadInput).field("maju")),
    };
    if target > now {
        put(&house, house.db.time().offset() + target.since(now)).await?;
    }
    let workers = house.kept::<Workers>();
    shell::work::settle(&house, &workers.0).await?;
    Ok(back(fields.get("kembali")))
}

fn back(path: &str) -> Response {
    let local = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    see_other(if local { path } else { "/" })
}

async fn put(house: &House, offset: i64) -> Result<(), StoreError> {
    let text = offset.to_string();
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let text = &text;
            Box::pin(async move { store::put_setting(tx, open::OFFSET, text).await })
        })
        .await?;
    house.db.time().set_offset(offset);
    Ok(())
}

/// The next deadline of the citizen's running bills, else two hours from now.
async fn deadline(house: &House, visitor: &Visitor, now: Timestamp) -> Result<Timestamp, StoreError> {
    let mut first: Option<Timestamp> = None;
    if let Some(citizen) = &visitor.citizen {
        let mut reader = house.reader();
        for application in application::list_of(&mut reader, &citizen.account).await? {
            if let Some(bill) = payment::visit_bill(&mut reader, &application.id).await?
                && let payment::BillState::Payable { deadline, .. } = bill.state
            {
                first = Some(first.map_or(deadline, |f| f.min(deadline)));
            }
        }
    }
    Ok(first.map_or_else(|| now.plus(2 * HOUR), |at| at.plus(1_000)))
}

/// A quarter of an hour before the citizen's next visit; without one, before the next visit at the officer's office.
async fn visit(house: &House, visitor: &Visitor, now: Timestamp) -> Result<Timestamp, StoreError> {
    let mut reader = house.reader();
    let mut first: Option<Timestamp> = None;
    let mut see = |at: Timestamp| {
        if at > now {
            first = Some(first.map_or(at, |f| f.min(at)));
        }
    };
    if let Some(citizen) = &visitor.citizen {
        for application in application::list_of(&mut reader, &citizen.account).await? {
            if let Some(booking) = schedule::live_of(&mut reader, &application.id).await? {
                see(booking.slot.start.on(booking.slot.day, booking.zone).plus(-15 * MINUTE));
            }
        }
    } else if let Some(officer) = &visitor.officer {
        let mut day = now.day_in(Zone::Wita);
        for _ in 0..45 {
            for booking in schedule::of_day(&mut reader, &officer.office, day).await? {
                see(booking.slot.start.on(booking.slot.day, booking.zone).plus(-15 * MINUTE));
            }
            day = add_days(day, 1);
        }
    }
    Ok(first.unwrap_or_else(|| next_working_day(house, now)))
}

/// 08.00 WIB of the next working day.
fn next_working_day(house: &House, now: Timestamp) -> Timestamp {
    let catalogue = catalogue::current(house);
    let mut day = add_days(now.day_in(Zone::Wib), 1);
    while !catalogue.is_working_day(day) && day < add_days(now.day_in(Zone::Wib), 30) {
        day = add_days(day, 1);
    }
    Zone::Wib.at(day, 8, 0).max(now.plus(if day > now.day_in(Zone::Wib) { 0 } else { DAY }))
}
