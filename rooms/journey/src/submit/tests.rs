//! Batches of several nodes and everything else that changes seats, against each other: each ends, and nobody waits in a
//! circle.

use super::*;
use ::store::{Ask as _, sql};
use application::Application;
use catalogue::{ApplicationKind, Field};
use harness::Product;
use kernel::chance::SystemChance;
use kernel::contact::{Email, Phone};
use kernel::ids::CaseId;
use kernel::lang::Lang;
use kernel::time::{DAY, HOUR, Zone, add_days};
use schedule::Release;

const ACCOUNTS: usize = 4;
const APPLICATIONS: usize = 32;
const ROUNDS: usize = 6;

fn office() -> OfficeCode {
    OfficeCode::parse("kanim-maumere").expect("an office")
}

struct Storm {
    product: Product,
    /// With the account and the NIK's hash.
    applications: Vec<(ApplicationId, AccountId, String)>,
    slots: Vec<SlotId>,
}

async fn account(house: &House, n: usize) -> AccountId {
    let email = Email::parse(&format!("orang{n}@contoh.id")).expect("an address");
    let phone = Phone::parse("081234567890").expect("a number");
    let made = house.db.transact::<_, account::SampleRefused, _>(|tx| {
        Box::pin(account::create_sample_account(house, tx, ("Yuliana Nona Sare", &email, &phone), "kuda-nil-ungu-menari"))
    });
    made.await.expect("a sample account").expect("a new address").id
}

async fn storm() -> Storm {
    let rooms = vec![
        catalogue::room(),
        account::room(),
        application::room(),
        documents::room(),
        schedule::room(),
        payment::room(),
        crate::room(),
    ];
    let product = Product::builder().rooms(rooms).trial().open().await;
    let house = product.house.clone();
    let mut accounts = Vec::new();
    for n in 0..ACCOUNTS {
        accounts.push(account(&house, n).await);
    }
    let (accounts, catalogue) = (&accounts, &catalogue::current(&house));
    let made = house.db.transact::<_, StoreError, _>(|tx| {
        let house = &house;
        Box::pin(async move {
            let today = tx.now().day_in(Zone::Wita);
            schedule::open_calendar(tx, catalogue, &office(), today, add_days(today, 40), &Actor::Operator).await?;
            let mut slots = Vec::new();
            for days in [0, 2, 3, 4, 7, 8] {
                let day = add_days(today, days);
                let found = schedule::sessions(tx, &office(), "ordinary", "regular", day).await?;
                slots.extend(found.into_iter().take(2).map(|s| s.id));
            }
            let mut applications = Vec::new();
            for n in 0..APPLICATIONS {
                let account = accounts[n % ACCOUNTS].clone();
                let id = application::create(house, tx, &account, Lang::Id).await?;
                let (draft, by) = (application::find(tx, &id).await?.expect("a draft"), Actor::Account(account.clone()));
                // some persons stand in two applications
                let nik = format!("53070541039800{:02}", n % 28 + 1);
                let saved = application::save(&house.vault, tx, &draft, (Field::Nik, nik.as_str()), None, &by).await;
                assert!(saved.is_ok_and(|s| s.invalid.is_none()));
                let hash = application::find(tx, &id).await?.and_then(|a| a.nik_hash).expect("a NIK");
                applications.push((id, account, hash));
            }
            Ok((slots, applications))
        })
    });
    let (slots, applications) = made.await.expect("a calendar and drafts");
    Storm { product, applications, slots }
}

/// One step of a small generator: tests run again as they ran.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 40).expect("24 bits")
}

fn member(
    storm: &Storm,
    (id, account, hash): &(ApplicationId, AccountId, String),
    now: &Application,
    seed: &mut u64,
) -> Option<Member> {
    let catalogue = catalogue::current(&storm.product.house);
    let price = catalogue.price("ordinary_10", ApplicationKind::New, "regular", storm.product.house.now().day_in(Zone::Wib))?;
    let slot = storm.slots[next(seed) % storm.slots.len()].clone();
    let asker =
        Asker { account: account.clone(), application: id.clone(), key: format!("{id}-{}", next(seed)), slot, seen: None };
    let wish = match now.state {
        ApplicationState::Draft | ApplicationState::Expired { .. } | ApplicationState::Cancelled { .. } => Wish::Submit(Order {
            version: now.version,
            office: office(),
            nik_hash: hash.clone(),
            person: now.person.clone(),
            lines: price.lines,
            total: price.total,
        }),
        ApplicationState::Scheduled { .. } => Wish::Move,
        ApplicationState::ChooseDate { .. } => Wish::Choose,
        _ => return None,
    };
    Some(Member { asker, wish })
}

/// A node's batch.
async fn batch(house: Arc<House>, members: Vec<Member>) {
    let members = Arc::new(members);
    let done = house.db.transact(|tx| work(Arc::downgrade(&house), tx, members.clone())).await;
    match done {
        Ok(done) => assert_eq!(done.len(), members.len()),
        // a member was stale under its lock: in the product they run singly then
        Err(StoreError::Inconsistent { .. } | StoreError::Constraint(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Payment, cancelling or expiry, as their own rooms do it.
async fn unpaid(
    tx: &mut Tx<'_>,
    id: &ApplicationId,
    (bill, booking): (&BillId, &BookingId),
    what: usize,
) -> Result<(), StoreError> {
    let at = tx.now();
    if what > 1 {
        if !schedule::release(tx, booking, Release::Expired).await? {
            return Ok(());
        }
        if what == 3 {
            return Ok(application::expire(tx, id).await?);
        }
        application::cancel(tx, id, &Actor::System).await?;
        let done = payment::cancel_bill(tx, bill, Actor::System).await;
        return done.map_err(|e| StoreError::inconsistent("bill", e.to_string()));
    }
    if schedule::confirm(tx, booking, at).await? {
        application::mark_paid(tx, id, booking).await?;
    }
    Ok(())
}

/// Arrival or return.
async fn paid(tx: &mut Tx<'_>, id: &ApplicationId, booking: &BookingId, what: usize) -> Result<(), StoreError> {
    if what > 1 {
        if schedule::give_back(tx, booking, &Actor::System).await.is_ok() {
            application::give_back(tx, id, &Actor::System).await?;
        }
        return Ok(());
    }
    if schedule::check_in(tx, booking, &Actor::System).await.is_ok() {
        application::check_in(tx, id, &CaseId::mint(tx.now(), &SystemChance), &Actor::System).await?;
        schedule::serve(tx, booking, &Actor::System).await?;
    }
    Ok(())
}

/// Whatever fits the state.
async fn single(house: Arc<House>, id: ApplicationId, what: usize) {
    let done = house.db.transact::<_, StoreError, _>(|tx| {
        let id = &id;
        Box::pin(async move {
            match application::find(tx, id).await?.map(|a| a.state) {
                Some(ApplicationState::AwaitingPayment { bill, booking }) => unpaid(tx, id, (&bill, &booking), what % 4).await,
                Some(ApplicationState::Scheduled { booking }) => paid(tx, id, &booking, what % 4).await,
                _ => Ok(()),
            }
        })
    });
    match done.await {
        // somebody else was faster
        Ok(()) | Err(StoreError::Inconsistent { .. } | StoreError::Constraint(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

async fn missed(house: Arc<House>) {
    let done = house.db.transact::<_, StoreError, _>(|tx| Box::pin(async move { schedule::missed(tx).await }));
    done.await.expect("missed visits");
}

const WRONG: ::store::Sql = sql("SELECT s.id FROM slot s LEFT JOIN booking b ON b.slot = s.id \
     AND b.state IN ('held', 'booked', 'checked_in', 'served', 'no_show') \
     GROUP BY s.id, s.taken HAVING s.taken <> COUNT(b.id)");

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn batches_and_all_that_changes_seats_run_against_each_other_without_a_deadlock() {
    let storm = storm().await;
    let house = storm.product.house.clone();
    let mut seed = 7;
    let mut ended = 0;
    for round in 0..ROUNDS {
        if round == ROUNDS - 2 {
            // the first day is over: whoever did not come has missed it
            storm.product.clock.advance(DAY - HOUR);
        }
        let mut batches: Vec<Vec<Member>> = vec![Vec::new(); 4];
        let mut tasks = Vec::new();
        for at in 0..APPLICATIONS {
            let one = &storm.applications[at];
            let now = application::find(&mut house.reader(), &one.0).await.expect("a row").expect("an application");
            // two nodes are asked the same now and then
            for _ in 0..2 {
                let to = next(&mut seed) % 4;
                batches[to].extend(member(&storm, one, &now, &mut seed));
            }
            tasks.push(tokio::spawn(single(house.clone(), one.0.clone(), next(&mut seed))));
        }
        for mut members in batches {
            // in no order
            members.sort_by_cached_key(|m| (next(&mut seed), m.asker.key.clone()));
            tasks.push(tokio::spawn(batch(house.clone(), members)));
        }
        for _ in 0..2 {
            tasks.push(tokio::spawn(missed(house.clone())));
        }
        for task in tasks {
            task.await.expect("no panic");
            ended += 1;
        }
        assert!(house.db.reader().all(WRONG, &[]).await.expect("slots").is_empty(), "a counter differs from its bookings");
    }
    assert_eq!(::store::deadlocks(), 0, "after {ended} transactions");
}

#[tokio::test]
async fn whoever_loses_every_race_is_told_to_come_back_not_that_it_is_full() {
    let storm = storm().await;
    let house = &storm.product.house;
    let lost: ::store::batch::Work<Member, Done> =
        Arc::new(|_, members| Box::pin(async move { Ok(members.iter().map(|_| Done::RaceLost).collect()) }));
    house.keep(Queue(Batch::start(house.db.clone(), "journey.test", lost)));
    let one = &storm.applications[0];
    let now = application::find(&mut house.reader(), &one.0).await.expect("a row").expect("an application");
    let wish = member(&storm, one, &now, &mut 1).expect("a wish");
    assert!(matches!(ask(house, wish).await, Err(StoreError::Busy)));
}
