use super::{desk, planned, product, register, told};
use crate::{
    guests,
    model::{Card, RegisterRefused},
    store as rows,
};
use kernel::{event::DayNews, ids::InformationDayId, lang::Lang, time::DAY};

async fn taken(p: &harness::Product, id: &str) -> (i64, i64) {
    let id = InformationDayId::parse(id).unwrap();
    let mut reader = p.house.reader();
    let day = rows::days::one(&mut reader, &id).await.unwrap().unwrap();
    let list = rows::guests::list(&p.house.vault, &mut reader, &id).await.unwrap();
    (day.taken, list.iter().map(|g| g.persons).sum())
}

#[tokio::test]
async fn anybody_registers_without_an_account_and_withdraws_by_the_address_of_her_page() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    let mut b = p.browser();
    let form = b
        .get(&format!("/penyuluhan/{id}/daftar"))
        .await
        .form("Daftar")
        .with("nama", "Martina <Sare>")
        .with("ponsel", "0812-3456-7890");
    let page = b.press(&form.with("jumlah", "3").with("setuju", "ya")).await;
    assert!(page.status == 200 && page.says("Anda terdaftar") && page.says("3 orang"), "{}", page.text());
    assert!(page.says("Martina &#60;Sare&#62;"), "escaped: {}", page.text());
    assert_eq!(taken(&p, &id).await, (3, 3));
    assert!(b.get(&format!("/penyuluhan/{id}")).await.says("9 dari 12 kursi tersisa"));
    let page = b.press(&page.form("Batalkan pendaftaran")).await;
    assert!(page.says("Pendaftaran dibatalkan") && !page.says("Martina"), "{}", page.text());
    assert_eq!(taken(&p, &id).await, (0, 0));
    assert_eq!(b.get("/penyuluhan/pendaftaran/karangan").await.status, 404);
    assert_eq!(told(&p).await, [], "she left no address");
}

#[tokio::test]
async fn what_is_missing_is_said_and_everything_typed_stays() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    for (field, value, sentence) in [
        ("nama", "", "Nama: Isian ini masih kosong"),
        ("nama", "123", "Tulis nama dengan huruf"),
        ("ponsel", "", "salah satu cukup"),
        ("ponsel", "0812", "bukan nomor telepon"),
        ("surel", "martina@", "tidak lengkap"),
        ("jumlah", "0", "Pilih salah satu"),
        ("jumlah", "11", "Pilih salah satu"),
        ("setuju", "", "Centang bila Anda setuju"),
    ] {
        let page = register(&p, &id, &[(field, value)]).await;
        assert_eq!(page.status, 400, "{field}={value}");
        assert!(page.says(sentence), "{field}={value}");
        assert!(field == "nama" || page.says("Martina Sare"), "typed values stay");
    }
    assert_eq!(register(&p, &id, &[("lain", "1")]).await.status, 400);
    assert_eq!(register(&p, &id, &[("kunci", "x")]).await.status, 400);
    assert_eq!(taken(&p, &id).await, (0, 0));
}

#[tokio::test]
async fn the_same_form_sent_twice_registers_once() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    let key = ("kunci", "satu-kunci-yang-cukup");
    let first = register(&p, &id, &[key]).await;
    let second = register(&p, &id, &[key]).await;
    assert_eq!((first.status.as_u16(), first.location()), (303, second.location()));
    assert_eq!(register(&p, &id, &[key, ("jumlah", "4")]).await.status, 422);
    assert_eq!(taken(&p, &id).await, (2, 2));
}

#[tokio::test]
async fn too_few_seats_are_said_with_the_form_and_a_full_day_takes_nobody() {
    let p = product().await;
    let id = planned(&p, &[("kursi", "5")]).await;
    register(&p, &id, &[("jumlah", "3")]).await;
    let page = register(&p, &id, &[("jumlah", "3")]).await;
    assert!(page.status == 409 && page.says("tidak cukup") && page.says("Martina Sare"), "{}", page.text());
    assert_eq!(register(&p, &id, &[("jumlah", "2")]).await.status, 303);
    assert_eq!(register(&p, &id, &[("jumlah", "1")]).await.status, 409);
    let page = p.browser().get(&format!("/penyuluhan/{id}")).await;
    assert!(page.says("Penuh") && !page.says("/daftar\""));
    assert_eq!(p.browser().get(&format!("/penyuluhan/{id}/daftar")).await.status, 303);
}

#[tokio::test]
async fn many_at_once_never_take_more_seats_than_there_are() {
    let p = product().await;
    let id = planned(&p, &[("kursi", "20")]).await;
    let day = InformationDayId::parse(&id).unwrap();
    let mut set = tokio::task::JoinSet::new();
    for n in 0..40_i64 {
        let (house, day) = (p.house.clone(), day.clone());
        set.spawn(async move {
            let card = Card { name: format!("Peserta {n}"), phone: None, email: None };
            let wish = guests::Wish { day, persons: 1 + n % 3, card, lang: Lang::Id };
            guests::register(&house, &wish, &format!("kunci-peserta-{n:04}")).await
        });
    }
    let (mut good, mut full) = (0, 0);
    while let Some(done) = set.join_next().await {
        match done.unwrap() {
            Ok(_) => good += 1,
            Err(RegisterRefused::Full(_)) => full += 1,
            Err(other) => panic!("{other}"),
        }
    }
    let (taken, listed) = taken(&p, &id).await;
    assert_eq!(taken, listed);
    assert!((18..=20).contains(&taken) && good + full == 40, "{taken} taken, {good} good, {full} full");
}

#[tokio::test]
async fn the_same_key_at_the_same_time_registers_once() {
    let p = product().await;
    let id = planned(&p, &[("kursi", "20")]).await;
    let day = InformationDayId::parse(&id).unwrap();
    let mut set = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (house, day) = (p.house.clone(), day.clone());
        set.spawn(async move {
            let card = Card { name: "Martina".into(), phone: None, email: None };
            guests::register(&house, &guests::Wish { day, persons: 2, card, lang: Lang::Id }, "kunci-yang-sama-saja").await
        });
    }
    let mut tokens = std::collections::BTreeSet::new();
    while let Some(done) = set.join_next().await {
        tokens.insert(done.unwrap().unwrap());
    }
    assert_eq!((tokens.len(), taken(&p, &id).await), (1, (2, 2)));
}

#[tokio::test]
async fn a_day_that_has_begun_takes_nobody_and_lets_nobody_go() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    let own = register(&p, &id, &[]).await.location();
    p.clock.advance(10 * DAY);
    let page = p.browser().get(&format!("/penyuluhan/{id}")).await;
    assert!(page.says("Sedang berlangsung"), "{}", page.text());
    assert_eq!(register(&p, &id, &[]).await.status, 409);
    assert_eq!(p.browser().post(&format!("{own}/batal"), &[]).await.status, 409);
    assert!(desk(&p).get(&format!("/petugas/penyuluhan/{id}")).await.says("Martina Sare"));
}

#[tokio::test]
async fn one_source_may_not_register_without_end() {
    let p = product().await;
    let id = planned(&p, &[("kursi", "2000")]).await;
    for _ in 0..60 {
        assert_eq!(register(&p, &id, &[("jumlah", "1")]).await.status, 303);
    }
    assert_eq!(register(&p, &id, &[]).await.status, 429);
    p.clock.advance(11 * kernel::time::MINUTE);
    assert_eq!(register(&p, &id, &[]).await.status, 303);
}

#[tokio::test]
async fn a_change_of_hour_or_place_is_told_and_a_change_of_the_note_is_not() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    register(&p, &id, &[("surel", "martina@contoh.id")]).await;
    told(&p).await;
    let path = format!("/petugas/penyuluhan/{id}/ubah");
    desk(&p).post(&path, &super::plan(&[("versi", "1"), ("catatan", "Lain")])).await;
    assert_eq!(told(&p).await, []);
    desk(&p).post(&path, &super::plan(&[("versi", "2"), ("mulai", "10.00")])).await;
    assert_eq!(told(&p).await, [DayNews::Changed]);
}
