use super::{audited, maumere, product};
use crate::{SlotChoice, calendar_capacity, calendar_close, calendar_open, data_load, officer_disable, officer_invite};
use account::Disabled;
use jiff::civil::date;
use kernel::ids::{OfficeCode, SlotId};
use kernel::role::Role;
use kernel::time::{TimeOfDay, Timestamp};

#[tokio::test]
async fn an_officer_is_invited_to_an_open_office_and_disabled_again() {
    let p = product().await;
    let house = &p.house;
    let roles = [Role::Verifier, Role::FrontDesk, Role::Verifier];
    let path = officer_invite(house, "maria@contoh.id", "Maria Goreti", &maumere(), &roles).await.unwrap();
    let page = p.browser().get(&path).await;
    assert!(page.status == 200 && page.says("Maria Goreti"), "{}", page.text());
    assert_eq!(audited(&p, "account.invite_officer", "operator").await, 1);
    assert_eq!(officer_disable(house, "maria@contoh.id").await, Ok(Disabled::Invitation), "no officer yet");
    assert_eq!(audited(&p, "account.withdraw_invitation", "operator").await, 1);
    assert_eq!(p.browser().get(&path).await.status, 404, "the open invitation ended");
    let id = super::officer(&p).await;
    assert_eq!(officer_disable(house, "admin@contoh.id").await, Ok(Disabled::Officer));
    assert_eq!(officer_disable(house, id.as_str()).await, Ok(Disabled::Nobody), "once is enough");
}

#[tokio::test]
async fn an_invitation_that_makes_no_sense_is_refused_in_a_sentence() {
    let p = product().await;
    let house = &p.house;
    let one = [Role::Admin];
    let nowhere = OfficeCode::parse("kanim-atlantis").unwrap();
    let said = officer_invite(house, "a@contoh.id", "Maria", &nowhere, &one).await.unwrap_err();
    assert_eq!(said, "there is no office kanim-atlantis in the tables");
    let said = officer_invite(house, "no address", "Maria", &maumere(), &one).await.unwrap_err();
    assert_eq!(said, "no address is not an e-mail address");
    let said = officer_invite(house, "a@contoh.id", "Maria", &maumere(), &[]).await.unwrap_err();
    assert_eq!(said, "an officer needs at least one role");
    let said = officer_invite(house, "a@contoh.id", "  ", &maumere(), &one).await.unwrap_err();
    assert!(said.contains("name"), "{said}");
    assert_eq!(audited(&p, "account.invite_officer", "operator").await, 0);
}

#[tokio::test]
async fn a_calendar_is_opened_once_sized_and_closed() {
    let p = product().await;
    let house = &p.house;
    let (from, until) = (date(2026, 10, 5), date(2026, 11, 20));
    let opened = calendar_open(house, Some(&maumere()), from, until).await.unwrap();
    assert!(opened > 30, "{opened}");
    assert_eq!(calendar_open(house, Some(&maumere()), from, until).await, Ok(0), "again adds nothing");
    assert!(audited(&p, "schedule.open", "operator").await >= 2);
    let day = date(2026, 10, 15);
    let slots = catalogue::current(house).quota_plan(&maumere(), day);
    let first = &slots[0];
    let which =
        SlotChoice::At { office: maumere(), day, start: first.start, lane: first.lane.clone(), group: first.group.clone() };
    assert_eq!(calendar_capacity(house, &which, 0).await, Ok(0));
    let mut reader = house.reader();
    let all = schedule::sessions(&mut reader, &maumere(), &first.group, &first.lane, day).await.unwrap();
    let slot = all.iter().find(|s| s.start == first.start).unwrap();
    assert_eq!(slot.capacity, 0);
    assert_eq!(calendar_capacity(house, &SlotChoice::Id(slot.id.clone()), 7).await, Ok(0));
    assert_eq!(audited(&p, "schedule.capacity", "operator").await, 2);
    assert!(calendar_close(house, &maumere(), day, "Listrik padam").await.unwrap() > 0);
    assert_eq!(calendar_close(house, &maumere(), day, "Listrik padam").await, Ok(0));
    assert_eq!(audited(&p, "schedule.close", "operator").await, 1);
}

#[tokio::test]
async fn all_open_offices_get_their_calendars_at_once() {
    let p = product().await;
    let day = date(2026, 10, 8);
    let opened = calendar_open(&p.house, None, day, day).await.unwrap();
    let planned: usize = {
        let tables = catalogue::current(&p.house);
        tables.active_offices().map(|o| tables.quota_plan(&o.code, day).len()).sum()
    };
    assert_eq!(opened, planned);
    assert!(planned > 100);
}

#[tokio::test]
async fn a_calendar_command_that_makes_no_sense_is_refused_in_a_sentence() {
    let p = product().await;
    let house = &p.house;
    let (early, late) = (date(2026, 10, 5), date(2026, 10, 9));
    let said = calendar_open(house, None, late, early).await.unwrap_err();
    assert_eq!(said, "the last day 2026-10-05 is before the first day 2026-10-09");
    assert_eq!(calendar_open(house, None, early, date(2027, 10, 6)).await.unwrap_err(), "at most 366 days are opened at once");
    let nowhere = OfficeCode::parse("kanim-atlantis").unwrap();
    assert!(calendar_open(house, Some(&nowhere), early, late).await.unwrap_err().contains("kanim-atlantis"));
    assert!(calendar_close(house, &nowhere, early, "Banjir").await.unwrap_err().contains("kanim-atlantis"));
    assert!(calendar_close(house, &maumere(), early, "  ").await.unwrap_err().contains("reason"));
    let unknown = SlotChoice::Id(SlotId::mint(Timestamp(1), &kernel::chance::SystemChance));
    assert_eq!(calendar_capacity(house, &unknown, 3).await.unwrap_err(), "unknown slot");
    assert_eq!(calendar_capacity(house, &unknown, -1).await.unwrap_err(), "a capacity is between 0 and 10000");
    let start = TimeOfDay::parse("09:00").unwrap();
    let absent = SlotChoice::At { office: maumere(), day: early, start, lane: "regular".into(), group: "ordinary".into() };
    let said = calendar_capacity(house, &absent, 3).await.unwrap_err();
    assert_eq!(said, "kanim-maumere has no session on 2026-10-05 at 09.00 in lane regular for ordinary");
}

#[tokio::test]
async fn tables_are_published_once_and_a_bad_folder_is_refused_with_every_fault() {
    let p = product().await;
    let house = &p.house;
    let first = data_load(house, None).await.unwrap();
    assert!(first.version == 1 && first.changed.len() == catalogue::TABLES.len());
    assert_eq!(catalogue::current(house).version(), 1, "this process reads it at once");
    let again = data_load(house, None).await.unwrap();
    assert!(again.version == 1 && again.changed.is_empty());
    assert_eq!(audited(&p, "catalogue.publish", "operator").await, 1);
    let folder = p.folder().join("tables");
    std::fs::create_dir(&folder).unwrap();
    for (name, text) in catalogue::Tables::embedded().iter() {
        let text = match name {
            "limits" => text.replace("session_minutes,60", "session_minutes,sixty").replace("pickup_days,30", "pickup_days,x"),
            _ => text.to_owned(),
        };
        std::fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
    let faults = data_load(house, Some(&folder)).await.unwrap_err();
    assert!(faults.len() >= 2 && faults.iter().all(|f| f.starts_with("limits.csv")), "{faults:?}");
    let faults = data_load(house, Some(&p.folder().join("nowhere"))).await.unwrap_err();
    assert!(faults[0].contains("cannot be read"), "{faults:?}");
    assert_eq!(catalogue::current(house).version(), 1);
}
