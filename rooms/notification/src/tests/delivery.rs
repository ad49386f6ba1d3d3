use super::{MAIL, world, world_of};
use crate::model::{Kind, MailState};
use harness::Mode;
use kernel::{
    event::Event,
    time::{DAY, HOUR, MINUTE},
};

#[tokio::test]
async fn a_server_that_was_down_for_six_hours_gets_the_mails_in_order() {
    let w = world().await;
    w.submit().await;
    w.p.outside.mailer.set(Mode::Unreachable);
    w.p.settle().await;
    w.pay().await;
    for _ in 0..12 {
        w.p.later(30 * MINUTE).await;
    }
    w.tell(Event::PasswordChanged { account: w.account.clone() }).await;
    w.p.settle().await;
    w.tell(Event::GivenBack { application: w.id.clone() }).await;
    w.p.settle().await;
    assert_eq!(w.p.outside.mailer.all().len(), 0);
    w.p.outside.mailer.set(Mode::Good);
    w.p.later(31 * MINUTE).await;
    let subjects: Vec<String> = w.p.outside.mailer.to(MAIL).into_iter().map(|m| m.subject).collect();
    // the bill is paid and the seat was not given back: neither is told any more
    assert_eq!(subjects, ["Pembayaran diterima", "Kata sandi Anda diganti"]);
    let dropped: Vec<_> = w.inbox().await.into_iter().filter(|m| m.mail == MailState::Dropped).map(|m| m.kind).collect();
    assert_eq!(dropped, [Kind::GivenBack, Kind::BillReady]);
}

#[tokio::test]
async fn a_server_that_is_silent_for_a_day_ends_as_failed() {
    let w = world().await;
    w.p.outside.mailer.set(Mode::Unknown);
    w.tell(Event::PasswordChanged { account: w.account.clone() }).await;
    w.p.settle().await;
    for _ in 0..25 {
        w.p.later(HOUR).await;
    }
    assert_eq!(w.inbox().await[0].mail, MailState::Failed);
    let one = w.browser().get("/kabar").await.links("/kabar/").remove(0);
    let page = w.browser().get(&one).await;
    assert!(page.says("tidak menjawab selama 24 jam") && page.says("tidak ada yang hilang"), "{}", page.text());
    w.p.outside.mailer.set(Mode::Good);
    w.p.later(DAY).await;
    assert_eq!(w.p.outside.mailer.all().len(), 0);
}

#[tokio::test]
async fn an_address_that_refuses_is_final_and_said() {
    let w = world().await;
    w.p.outside.mailer.set(Mode::Refuses);
    w.tell(Event::PasswordChanged { account: w.account.clone() }).await;
    w.p.settle().await;
    w.p.outside.mailer.set(Mode::Good);
    w.p.later(2 * HOUR).await;
    assert_eq!(w.p.outside.mailer.all().len(), 0);
    let mut browser = w.browser();
    let page = browser.get("/kabar").await;
    assert!(page.says("Surel ditolak"), "{}", page.text());
    let one = page.links("/kabar/").remove(0);
    let one = browser.get(&one).await;
    assert!(one.says("Server surel Anda menolaknya") && one.says("Periksa alamat surel"), "{}", one.text());
    assert!(one.says("href=\"/akun\""), "the way to mend it: {}", one.text());
}

#[tokio::test]
async fn a_mail_that_waits_says_how_often_it_was_tried_and_when_again() {
    let w = world().await;
    w.p.outside.mailer.set(Mode::Unknown);
    w.tell(Event::PasswordChanged { account: w.account.clone() }).await;
    w.p.settle().await;
    let one = w.browser().get("/kabar").await.links("/kabar/").remove(0);
    let page = w.browser().get(&one).await;
    assert!(page.says("belum menjawab setelah 1 kali dicoba") && !page.says("⟦"), "{}", page.text());
    w.p.outside.mailer.set(Mode::Good);
    w.p.later(MINUTE).await;
    let page = w.browser().get(&one).await;
    assert!(page.says("Surel terkirim.") && page.says("Diterima server surel Anda"), "{}", page.text());
}

#[tokio::test]
async fn the_state_of_the_system_is_what_it_has_seen_and_says_what_that_means() {
    let w = world().await;
    let mut anybody = w.p.browser();
    let page = anybody.get("/status").await;
    assert_eq!(page.status, 200);
    assert!(page.says("Belum pernah dipakai di sini") && !page.says("⟦"), "{}", page.text());
    w.paid().await;
    w.p.later(2 * MINUTE).await;
    let page = anybody.get("/status").await;
    assert!(page.says("Semua yang kami lihat berjalan") && page.says("Terakhir berhasil: Senin, 5 Oktober"), "{}", page.text());
    let calls = w.p.outside.mailer.all().len();
    w.p.outside.mailer.set(Mode::Unknown);
    w.p.later(MINUTE).await;
    w.tell(Event::PasswordChanged { account: w.account.clone() }).await;
    w.p.settle().await;
    w.p.later(MINUTE).await;
    for language in ["id", "en"] {
        let page = anybody.open(&format!("/status?bahasa={language}")).await;
        assert!(!page.says("⟦"), "{}", page.text());
    }
    let page = anybody.open("/status?bahasa=id").await;
    assert!(page.says("Ada bagian yang sedang lambat") && page.says("Surel bisa terlambat"), "{}", page.text());
    assert_eq!(w.p.outside.mailer.all().len(), calls, "looking calls nobody");
}

#[tokio::test]
async fn a_name_cannot_add_lines_or_markup() {
    let w = world_of("Yuliana\r\nBcc: lain@contoh.id\n\n<b>Halo</b>").await;
    w.tell(Event::PasswordChanged { account: w.account.clone() }).await;
    w.p.settle().await;
    let mail = w.p.outside.mailer.to(MAIL).remove(0);
    assert!(mail.text.starts_with("Halo Yuliana Bcc: lain@contoh.id <b>Halo</b>,\n"), "{}", mail.text);
    assert!(!mail.subject.contains(['\r', '\n']));
    let html = mail.html.unwrap();
    assert!(!html.contains("<b>"), "{html}");
}

#[tokio::test]
async fn the_same_event_told_twice_makes_one_message() {
    let w = world().await;
    w.submit().await;
    w.p.settle().await;
    w.p.settle().await;
    w.p.later(5 * MINUTE).await;
    assert_eq!(w.kinds().await, [Kind::BillReady]);
    assert_eq!(w.p.outside.mailer.all().len(), 1);
    let id = kernel::ids::EventId::mint(w.house.now(), &kernel::chance::SystemChance);
    let event = Event::PasswordChanged { account: w.account.clone() };
    for _ in 0..2 {
        let heard = w.house.db.transact::<_, ::store::StoreError, _>(|tx| {
            let (house, id, event) = (&w.house, &id, &event);
            Box::pin(async move { crate::hear::hear(house, tx, id, event).await })
        });
        heard.await.unwrap();
    }
    w.p.settle().await;
    w.only(Kind::PasswordChanged).await;
}

#[tokio::test]
async fn mails_that_nobody_works_on_are_found_by_the_sweep() {
    let w = world().await;
    let id = kernel::ids::EventId::mint(w.house.now(), &kernel::chance::SystemChance);
    let recipient = crate::model::Recipient::Account(w.account.clone());
    let lost = w.house.db.transact::<_, ::store::StoreError, _>(|tx| {
        let (account, id, recipient) = (&w.account, &id, &recipient);
        let new = crate::store::New {
            event: id,
            kind: Kind::PasswordChanged,
            recipient,
            account: Some(account),
            application: None,
            about: account.as_str(),
        };
        Box::pin(async move { crate::store::insert(tx, &new).await })
    });
    lost.await.unwrap();
    w.p.settle().await;
    assert_eq!(w.p.outside.mailer.all().len(), 0);
    w.p.later(3 * MINUTE).await;
    w.only(Kind::PasswordChanged).await;
}
