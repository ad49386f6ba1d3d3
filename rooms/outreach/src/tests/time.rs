use super::{desk, planned, product, register, told};
use crate::store::guests;
use kernel::{
    event::DayNews,
    ids::InformationDayId,
    time::{DAY, HOUR, MINUTE},
};

#[tokio::test]
async fn guests_are_reminded_once_from_nine_oclock_on_the_day_before() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    register(&p, &id, &[("surel", "martina@contoh.id")]).await;
    assert_eq!(told(&p).await, [DayNews::Registered]);
    // Monday 09.00 in Maumere; the day is Thursday of next week, reminded on Wednesday at 09.00
    p.clock.advance(9 * DAY - MINUTE);
    assert_eq!(told(&p).await, []);
    p.clock.advance(MINUTE);
    assert_eq!(told(&p).await, [DayNews::Tomorrow]);
    p.clock.advance(HOUR);
    assert_eq!(told(&p).await, []);
}

#[tokio::test]
async fn a_day_that_was_moved_reminds_again() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    register(&p, &id, &[("surel", "martina@contoh.id")]).await;
    p.clock.advance(9 * DAY + HOUR);
    assert_eq!(told(&p).await, [DayNews::Registered, DayNews::Tomorrow]);
    desk(&p).post(&format!("/petugas/penyuluhan/{id}/ubah"), &super::plan(&[("versi", "1"), ("hari-d", "20")])).await;
    assert_eq!(told(&p).await, [DayNews::Changed]);
    p.clock.advance(5 * DAY);
    assert_eq!(told(&p).await, [DayNews::Tomorrow]);
}

#[tokio::test]
async fn names_are_forgotten_thirty_days_after_the_day_and_the_numbers_stay() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    let own = register(&p, &id, &[("surel", "martina@contoh.id")]).await.location();
    let day = InformationDayId::parse(&id).unwrap();
    let named = async || {
        let list = guests::list(&p.house.vault, &mut p.house.reader(), &day).await.unwrap();
        (list.len(), list.iter().filter(|g| g.card.is_some()).count())
    };
    p.clock.advance(10 * DAY);
    let guest = guests::list(&p.house.vault, &mut p.house.reader(), &day).await.unwrap().remove(0).id;
    desk(&p).post(&format!("/petugas/penyuluhan/{id}/hadir"), &[(&format!("datang-{guest}"), "ya"), ("tadi", "")]).await;
    p.later(30 * DAY).await;
    assert_eq!(named().await, (1, 1), "not a minute too early");
    p.later(3 * HOUR).await;
    assert_eq!(named().await, (1, 0));
    let page = desk(&p).get(&format!("/petugas/penyuluhan/{id}")).await;
    assert!(page.says("Nama sudah dihapus") && !page.says("Martina") && !page.says("martina@"));
    assert!(desk(&p).get("/petugas/penyuluhan/angka").await.says("Kabupaten Ende: 2 dari 2 orang"));
    let page = p.browser().get(&own).await;
    assert!(page.status == 200 && !page.says("Martina"));
    p.settle().await;
    let mail = crate::guest_mail(&p.house.vault, &mut p.house.reader(), &guest, DayNews::Registered).await.unwrap();
    assert!(mail.is_none());
}

#[tokio::test]
async fn what_is_kept_of_a_guest_cannot_be_read_in_the_database() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    register(&p, &id, &[("nama", "Martina Sare"), ("surel", "martina@contoh.id")]).await;
    p.settle().await;
    if let Some(path) = p.url.strip_prefix("sqlite:") {
        let bytes = [std::fs::read(path).unwrap(), std::fs::read(format!("{path}-wal")).unwrap_or_default()].concat();
        for secret in ["Martina", "martina@contoh.id", "81234567890"] {
            assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{secret}");
        }
    }
}
