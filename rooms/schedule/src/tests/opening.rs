use super::{a_hold, bench, run};
use crate::calendar::{ROLLING, roll};
use catalogue::{Catalogue, Tables, parse};
use jiff::civil::date;
use kernel::ids::OfficeCode;
use kernel::time::{DAY, add_days};
use store::{Actor, StoreError};

fn catalogue() -> Catalogue {
    parse(&Tables::embedded()).unwrap()
}

fn maumere() -> OfficeCode {
    OfficeCode::parse("kanim-maumere").unwrap()
}

#[tokio::test]
async fn opening_twice_adds_nothing_and_keeps_what_is_booked() {
    let (b, rows, here) = (bench().await, catalogue(), maumere());
    let (from, until) = (date(2026, 10, 5), date(2026, 10, 16));
    let open = || async {
        let (rows, here) = (&rows, &here);
        let opened: Result<usize, StoreError> =
            run!(b, |tx| crate::open_calendar(tx, rows, here, from, until, &Actor::Operator).await).await;
        opened.unwrap()
    };
    let planned: usize = (0..12).map(|n| rows.quota_plan(&here, add_days(from, n)).len()).sum();
    assert!(planned > 0);
    assert_eq!(open().await, planned);
    let plan = rows.quota_plan(&here, date(2026, 10, 15));
    let first = &plan[0];
    let sessions = crate::sessions(&mut b.db().reader(), &here, &first.group, &first.lane, date(2026, 10, 15)).await.unwrap();
    assert_eq!((sessions[0].start, sessions[0].capacity), (first.start, first.capacity));
    b.one(&a_hold(&sessions[0].id)).await.unwrap();
    assert_eq!(open().await, 0);
    assert_eq!(b.look(&sessions[0].id).await.taken, 1);
    let saturday = crate::month(&mut b.db().reader(), &here, &first.group, &first.lane, 2026, 10).await.unwrap();
    assert!(saturday.iter().all(|d| d.day != date(2026, 10, 10)));
}

#[tokio::test]
async fn holidays_and_days_closed_beforehand_stay_shut() {
    let (b, rows, here) = (bench().await, catalogue(), maumere());
    let day = date(2026, 10, 15);
    let (cat, office) = (&rows, &here);
    run!(b, |tx| crate::close_day(tx, office, day, "Upacara", &Actor::Operator).await).await.unwrap();
    let open = |from, until| {
        let b = &b;
        async move {
            let opened: Result<usize, StoreError> =
                run!(b, |tx| crate::open_calendar(tx, cat, office, from, until, &Actor::Operator).await).await;
            opened.unwrap()
        }
    };
    assert_eq!(open(day, day).await, 0);
    let christmas = date(2026, 12, 25);
    assert!(rows.holiday(christmas).is_some());
    assert_eq!(open(christmas, christmas).await, 0);
    let nowhere = OfficeCode::parse("kanim-entah").unwrap();
    let opened: Result<usize, StoreError> =
        run!(b, nowhere, |tx| crate::open_calendar(tx, cat, nowhere, day, day, &Actor::Operator).await).await;
    assert_eq!(opened.unwrap(), 0);
}

#[tokio::test]
async fn calendars_roll_only_where_they_are_told_to() {
    let (b, rows) = (bench().await, catalogue());
    assert_eq!(roll(b.db(), &rows).await.unwrap(), 0);
    run!(b, |tx| store::put_setting(tx, ROLLING, "on").await).await.unwrap();
    let opened = roll(b.db(), &rows).await.unwrap();
    assert!(opened > 10_000, "all active offices, 30 working days: {opened}");
    assert_eq!(roll(b.db(), &rows).await.unwrap(), 0, "nothing new on the same day");
    let here = maumere();
    let plan = rows.quota_plan(&here, date(2026, 10, 15));
    let until = rows.add_working_days(date(2026, 10, 5), 30);
    let (group, lane) = (plan[0].group.as_str(), plan[0].lane.as_str());
    assert!(
        !crate::sessions(&mut b.db().reader(), &here, group, lane, until).await.unwrap().is_empty()
            || until.weekday().to_monday_one_offset() > 4
    );
    let next = crate::next_free(&mut b.db().reader(), &here, group, lane, date(2026, 10, 1)).await.unwrap();
    assert!(next.is_some());
    b.clock().advance(DAY);
    let more = roll(b.db(), &rows).await.unwrap();
    assert!(more > 0 && more < opened / 5, "one more day: {more}");
}
