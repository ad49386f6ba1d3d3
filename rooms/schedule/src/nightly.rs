//! What happens to a booked visit by itself: it is told the day before, and missed when its day has ended.

use crate::model::Booking;
use crate::moving::lock_all;
use crate::neighbours;
use crate::seat::audit;
use crate::store::bookings;
use jiff::civil::Date;
use kernel::event::Event;
use kernel::ids::{ApplicationId, BookingId, OfficeCode};
use store::{Actor, Ask, Db, StoreError, Tx};

/// Marks up to 64 booked visits as missed whose day has ended at their office; tells [`Event::Missed`] and the
/// application. The seat stays used; the person may be booked again.
pub async fn missed(tx: &mut Tx<'_>) -> Result<Vec<BookingId>, StoreError> {
    let now = tx.now();
    let mut missed = Vec::new();
    let ended = bookings::ended(tx, now).await?;
    lock_all(tx, Vec::new(), ended.iter().map(|(_, application)| application.clone()).collect()).await?;
    for (id, application) in ended {
        if !bookings::miss(tx, &id).await? {
            continue;
        }
        neighbours::miss(tx, &application).await?;
        if let Some(booking) = bookings::find(tx, &id).await? {
            audit(tx, &Actor::System, "schedule.missed", &booking, serde_json::json!({})).await?;
        }
        tx.tell(&Event::Missed { booking: id.clone() }).await?;
        missed.push(id);
    }
    Ok(missed)
}

/// Tells [`Event::DayBefore`] for up to 64 visits of tomorrow, from 09.00 at their office, once each; answers how many.
pub async fn day_before(tx: &mut Tx<'_>) -> Result<usize, StoreError> {
    let mut told = 0;
    for (id, _) in bookings::untold(tx).await? {
        if bookings::told(tx, &id).await? {
            if let Some(booking) = bookings::find(tx, &id).await? {
                audit(tx, &Actor::System, "schedule.day_before", &booking, serde_json::json!({})).await?;
            }
            tx.tell(&Event::DayBefore { booking: id }).await?;
            told += 1;
        }
    }
    Ok(told)
}

/// Runs [`missed`] until nothing is left.
pub async fn all_missed(db: &Db) -> Result<usize, StoreError> {
    let mut all = 0;
    loop {
        let some = db.transact::<_, StoreError, _>(|tx| Box::pin(async move { Ok(missed(tx).await?.len()) })).await?;
        all += some;
        if some == 0 {
            return Ok(all);
        }
    }
}

/// Runs [`day_before`] until nothing is left.
pub async fn all_told(db: &Db) -> Result<usize, StoreError> {
    let mut all = 0;
    loop {
        let some = db.transact::<_, StoreError, _>(|tx| Box::pin(async move { day_before(tx).await })).await?;
        all += some;
        if some == 0 {
            return Ok(all);
        }
    }
}

/// One booking.
pub async fn booking(ask: &mut dyn Ask, id: &BookingId) -> Result<Option<Booking>, StoreError> {
    bookings::find(ask, id).await
}

/// The live booking of an application: held, booked or checked in.
pub async fn live_of(ask: &mut dyn Ask, application: &ApplicationId) -> Result<Option<Booking>, StoreError> {
    bookings::live_of(ask, application).await
}

/// The live booking of a person, whichever account made it, by the keyed hash of the NIK.
pub async fn live_of_person(ask: &mut dyn Ask, nik_hash: &str) -> Result<Option<Booking>, StoreError> {
    match bookings::live_of_persons(ask, &[nik_hash.to_owned()]).await?.pop() {
        Some(live) => bookings::find(ask, &live.booking).await,
        None => Ok(None),
    }
}

/// Who is expected, was there or did not come at an office on a day, by session and seat. Unpaid holds are not listed.
pub async fn of_day(ask: &mut dyn Ask, office: &OfficeCode, day: Date) -> Result<Vec<Booking>, StoreError> {
    bookings::of_day(ask, office, day).await
}
