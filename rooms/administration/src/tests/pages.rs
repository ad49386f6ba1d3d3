use super::{at, audited, maumere, officer, product};
use harness::Product;
use kernel::contact::{Email, Phone};
use kernel::ids::{AccountId, ApplicationId};
use kernel::lang::Lang;
use kernel::role::Role;
use kernel::time::HOUR;
use shell::{JobKind, Room};
use store::{Actor, Ask as _, JobSpec, Outcome, StoreError};

const FAILING: &str = "trying.fail";

/// A room whose only job never works.
fn trying() -> Room {
    let job = JobKind { kind: FAILING, run: |_, _| Box::pin(async { Outcome::Failed("the mail server said 550".to_owned()) }) };
    Room { jobs: vec![job], ..Room::new("trying") }
}

async fn with_a_dead_job() -> Product {
    let rooms = vec![catalogue::room(), account::room(), application::room(), schedule::room(), crate::room(), trying()];
    let p = Product::builder().rooms(rooms).sessions(|| super::ByToken).trial().open().await;
    p.house
        .db
        .transact::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                let run_at = tx.now();
                tx.later(JobSpec { kind: FAILING, key: "pesan-7".to_owned(), payload: serde_json::json!({}), run_at }).await
            })
        })
        .await
        .unwrap();
    p.settle().await;
    for _ in 0..5 {
        p.later(HOUR).await;
    }
    p
}

/// A room that cannot take an event until somebody mends it, and writes down what it took.
fn deaf() -> Room {
    let hears: shell::Hears = |_, tx, id, _| {
        Box::pin(async move {
            if store::get_setting(tx, "mended").await?.is_none() {
                return Err(StoreError::inconsistent("column", "cannot be read".to_owned()));
            }
            store::put_setting(tx, "heard", id.as_str()).await
        })
    };
    Room { hears: Some(hears), ..Room::new("deaf") }
}

#[tokio::test]
async fn an_event_that_a_room_cannot_take_is_put_aside_and_told_when_the_fault_is_mended() {
    let rooms = vec![catalogue::room(), account::room(), application::room(), schedule::room(), crate::room(), deaf()];
    let p = Product::builder().rooms(rooms).sessions(|| super::ByToken).trial().open().await;
    let db = &p.house.db;
    let who = officer(&p).await;
    let event = kernel::event::Event::PasswordChanged { account: AccountId::mint(p.house.now(), &kernel::chance::SystemChance) };
    let event = &event;
    db.transact::<_, StoreError, _>(|tx| Box::pin(async move { tx.tell(event).await })).await.unwrap();
    p.settle().await;
    assert!(store::pending_events(&mut p.house.reader(), 10).await.unwrap().is_empty(), "nothing waits behind it");
    for _ in 0..5 {
        p.later(HOUR).await;
    }
    let mut admin = at(&p, "kanim-maumere", Role::Admin, &who);
    let page = admin.get("/petugas/admin").await;
    assert!(page.says("shell.tell"), "{}", page.text());
    let text = page.text();
    let action = text.split("action=\"").find(|a| a.starts_with("/petugas/admin/pekerjaan/")).unwrap();
    let action = action.split('"').next().unwrap().to_owned();
    db.transact::<_, StoreError, _>(|tx| Box::pin(async move { store::put_setting(tx, "mended", "1").await })).await.unwrap();
    assert_eq!(admin.post(&action, &[]).await.location(), "/petugas/admin");
    p.settle().await;
    assert!(store::get_setting(&mut p.house.reader(), "heard").await.unwrap().is_some());
    assert!(admin.get("/petugas/admin").await.says("Tidak ada pekerjaan yang berhenti."));
}

async fn an_application(p: &Product) -> (ApplicationId, String) {
    let house = &p.house;
    let (email, phone) = (&Email::parse("yuliana@contoh.id").unwrap(), &Phone::parse("081234567890").unwrap());
    house
        .db
        .transact::<_, account::SampleRefused, _>(|tx| {
            Box::pin(async move {
                let who = ("Yuliana Nona Sare", email, phone);
                let account = account::create_sample_account(house, tx, who, "empat kata tanpa arti").await?.unwrap().id;
                let id = application::create(house, tx, &account, Lang::Id).await?;
                let draft = application::find(tx, &id).await?.unwrap();
                application::choose_office(tx, &id, Some(&maumere()), &Actor::Account(account)).await.unwrap();
                Ok((id, draft.number))
            })
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn a_job_that_gave_up_is_listed_and_runs_again_when_told_to() {
    let p = with_a_dead_job().await;
    let who = officer(&p).await;
    let mut admin = at(&p, "kanim-maumere", Role::Admin, &who);
    let page = admin.get("/petugas/admin").await;
    assert!(page.status == 200 && page.says(FAILING) && page.says("pesan-7") && page.says("550"), "{}", page.text());
    for (key, page_of) in [("1", "/petugas/admin"), ("2", "/petugas/admin/jejak"), ("D", "/petugas/admin")] {
        assert!(page.says(&format!("href=\"{page_of}\" data-key=\"{key}\"")), "{key}: {}", page.text());
        assert!(page.says(&format!("<kbd>{key}</kbd>")), "{key} is shown");
    }
    let text = page.text();
    let action = text.split("action=\"").find(|a| a.starts_with("/petugas/admin/pekerjaan/")).unwrap();
    let action = action.split('"').next().unwrap();
    assert_eq!(admin.post(action, &[]).await.location(), "/petugas/admin");
    let page = admin.get("/petugas/admin").await;
    assert!(page.says("Tidak ada pekerjaan yang berhenti."), "{}", page.text());
    assert_eq!(audited(&p, "administration.replay_job", "officer").await, 1);
    let page = admin.post(action, &[]).await;
    assert!(page.status == 409 && page.says("sudah dijalankan lagi"), "{}", page.text());
    assert_eq!(audited(&p, "administration.replay_job", "officer").await, 1);
}

#[tokio::test]
async fn only_an_admin_comes_in() {
    let p = product().await;
    let who = officer(&p).await;
    let mut verifier = at(&p, "kanim-maumere", Role::Verifier, &who);
    for path in ["/petugas/admin", "/petugas/admin/jejak"] {
        assert_eq!(verifier.get(path).await.status, 403);
        assert!(p.browser().get(path).await.location().starts_with("/petugas/masuk"));
    }
    let mut admin = at(&p, "kanim-maumere", Role::Admin, &who);
    assert_eq!(admin.post("/petugas/admin/pekerjaan/bukan-id/ulang", &[]).await.status, 404);
}

#[tokio::test]
async fn the_trail_of_an_application_is_read_at_its_own_office_only_and_each_look_is_written_down() {
    let p = product().await;
    let who = officer(&p).await;
    let (id, number) = an_application(&p).await;
    let mut admin = at(&p, "kanim-maumere", Role::Admin, &who);
    let spaced = format!("{} {}", &number[..8], &number[8..]);
    let page = admin.post("/petugas/admin/jejak", &[("nomor", &spaced)]).await;
    assert_eq!(page.location(), format!("/petugas/admin/jejak/{id}"), "{}", page.text());
    let page = admin.get(&page.location()).await;
    assert!(page.status == 200 && page.says("application.create") && page.says("Pemohon"), "{}", page.text());
    assert!(page.says("administration.trail_opened") && page.says("Agustinus Nong"), "{}", page.text());
    assert!(!page.says("Yuliana"));
    assert_eq!(audited(&p, "administration.trail_opened", "officer").await, 1);
    let mut elsewhere = at(&p, "kanim-bekasi", Role::Admin, &who);
    let page = elsewhere.post("/petugas/admin/jejak", &[("nomor", &number)]).await;
    let absent = elsewhere.post("/petugas/admin/jejak", &[("nomor", "1234567890123456")]).await;
    assert!(page.status == 404 && absent.status == 404);
    assert_eq!(elsewhere.get(&format!("/petugas/admin/jejak/{id}")).await.status, 404);
    assert_eq!(audited(&p, "administration.trail_opened", "officer").await, 1);
    let page = admin.post("/petugas/admin/jejak", &[("nomor", "12")]).await;
    assert!(page.status == 400 && page.says("Tulis 16 angka"), "{}", page.text());
}
