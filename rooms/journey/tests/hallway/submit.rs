//! The POST that takes a seat.

use crate::story::{self, NIK, path};
use application::StateWord;
use kernel::event::Event;
use kernel::time::HOUR;

#[tokio::test]
async fn from_the_first_page_to_a_bill() {
    let product = story::product().await;
    product.outside.population.add(story::record(NIK));
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    her.browser.submit(&path(&id, "periksa"), &[]).await;
    let drawn = her.declare(&id).await;
    assert!(drawn.says("kursi tersisa") && drawn.says("Rp650.000"), "{}", drawn.text());
    let slot = &story::sessions(&product, 3, "ordinary").await[0];
    let page = her.send(&id, &drawn, &slot.id).await;
    assert_eq!(page.location(), path(&id, "bayar"), "{}", page.text());
    assert_eq!(story::state(&product, &id).await, StateWord::AwaitingPayment);
    assert_eq!(story::slot(&product, &slot.id).await.taken, 1);
    let bill = payment::visit_bill(&mut product.house.reader(), &id).await.unwrap().unwrap();
    assert_eq!(bill.amount.0, 650_000);
    product.settle().await;
    let page = her.browser.open(&path(&id, "")).await;
    assert_eq!(page.status, 200, "it leads to the bill: {}", page.text());
}

#[tokio::test]
async fn a_double_click_is_one_booking() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let drawn = her.declare(&id).await;
    let slot = story::sessions(&product, 3, "ordinary").await[0].id.clone();
    let mut twin = story::Citizen { account: her.account.clone(), browser: her.browser.clone() };
    let (one, two) = tokio::join!(her.send(&id, &drawn, &slot), twin.send(&id, &drawn, &slot));
    assert_eq!((one.location(), two.location()), (path(&id, "bayar"), path(&id, "bayar")));
    let again = her.send(&id, &drawn, &slot).await;
    assert_eq!(again.location(), path(&id, "bayar"), "the same key gives the same answer later too");
    assert_eq!(story::slot(&product, &slot).await.taken, 1);
    assert_eq!(payment::bills_of(&mut product.house.reader(), &id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_same_key_for_another_session_is_refused() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let drawn = her.declare(&id).await;
    let slots = story::sessions(&product, 3, "ordinary").await;
    her.send(&id, &drawn, &slots[0].id).await;
    assert_eq!(her.send(&id, &drawn, &slots[1].id).await.status, 422);
    assert_eq!(story::slot(&product, &slots[1].id).await.taken, 0);
}

#[tokio::test]
async fn two_tabs_with_keys_of_their_own_are_one_booking() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let (first, second) = (her.declare(&id).await, her.declare(&id).await);
    let slots = story::sessions(&product, 3, "ordinary").await;
    her.send(&id, &first, &slots[0].id).await;
    let page = her.send(&id, &second, &slots[1].id).await;
    assert_eq!(page.location(), path(&id, ""), "{}", page.text());
    assert_eq!(story::slot(&product, &slots[1].id).await.taken, 0);
}

#[tokio::test]
async fn a_full_session_shows_the_alternatives_and_loses_nothing() {
    let product = story::product().await;
    let other = story::citizen(&product, "lain@contoh.id").await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "electronic_10").await;
    let drawn = her.declare(&id).await;
    let slots = story::sessions(&product, 3, "electronic").await;
    story::fill(&product, &other, &slots[0].id).await;
    let page = her.send(&id, &drawn, &slots[0].id).await;
    assert_eq!(page.status, 409);
    story::whole(&page);
    assert!(page.says("baru saja habis") && page.says(slots[1].id.as_str()), "{}", page.text());
    assert_eq!(story::state(&product, &id).await, StateWord::Draft);
    let page = her.send(&id, &page, &slots[1].id).await;
    assert_eq!(page.location(), path(&id, "bayar"), "{}", page.text());
}

#[tokio::test]
async fn a_session_of_another_type_or_a_strange_form_is_refused_in_words() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let drawn = her.declare(&id).await;
    let electronic = story::sessions(&product, 3, "electronic").await[0].id.clone();
    assert_eq!(her.send(&id, &drawn, &electronic).await.status, 409);
    let (key, version) = (drawn.input("kunci").unwrap(), drawn.input("versi").unwrap());
    let slot = story::sessions(&product, 3, "ordinary").await[0].id.to_string();
    let jadwal = path(&id, "jadwal");
    for (form, status) in [
        (vec![("kunci", key.as_str()), ("versi", &version), ("pernyataan", "ya")], 422),
        (vec![("kunci", &key), ("versi", &version), ("slot", &slot)], 422),
        (vec![("kunci", &key), ("versi", "x"), ("slot", &slot), ("pernyataan", "ya")], 400),
        (vec![("kunci", "x"), ("versi", &version), ("slot", &slot), ("pernyataan", "ya")], 400),
        (vec![("kunci", &key), ("versi", &version), ("slot", "x"), ("pernyataan", "ya")], 400),
        (vec![("kunci", &key), ("versi", "1"), ("slot", &slot), ("pernyataan", "ya")], 409),
    ] {
        let page = her.browser.post(&jadwal, &form).await;
        assert_eq!(page.status, status, "{form:?}: {}", page.text());
        story::whole(&page);
    }
    assert_eq!(story::state(&product, &id).await, StateWord::Draft);
}

#[tokio::test]
async fn a_nik_that_is_booked_elsewhere_is_answered_neutrally_with_a_way_to_dispute() {
    let product = story::product().await;
    let mut other = story::citizen(&product, "lain@contoh.id").await;
    other.submitted(&product, NIK).await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let drawn = her.declare(&id).await;
    let slot = story::sessions(&product, 4, "ordinary").await[0].id.clone();
    let page = her.send(&id, &drawn, &slot).await;
    assert_eq!(page.status, 409);
    story::whole(&page);
    let text = page.text();
    assert!(text.contains("belum bisa diambil") && !text.contains("akun lain") && !text.contains("sudah terdaftar"), "{text}");
    let page = her.browser.post(&path(&id, "sengketa-nik"), &[]).await;
    assert_eq!(page.status, 200);
    story::whole(&page);
    let told = store::pending_events(&mut product.house.reader(), 100).await.unwrap();
    assert!(told.iter().any(|e| e.event == Some(Event::NikDisputed { application: id.clone() })));
}

#[tokio::test]
async fn her_own_second_application_for_the_same_person_leads_to_the_first() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (first, _) = her.submitted(&product, NIK).await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let drawn = her.declare(&id).await;
    let slot = story::sessions(&product, 4, "ordinary").await[0].id.clone();
    let page = her.send(&id, &drawn, &slot).await;
    assert_eq!(page.status, 409);
    assert!(page.says("sudah punya kursi") && page.says(&path(&first, "")), "{}", page.text());
}

#[tokio::test]
async fn an_account_has_only_so_many_unpaid_submissions() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    for n in 0..5 {
        her.submitted(&product, &format!("530705410398{:04}", 10 + n)).await;
    }
    let id = her.complete(&product, "5307054103980099", "ordinary_10").await;
    let drawn = her.declare(&id).await;
    let slot = story::sessions(&product, 4, "ordinary").await[0].id.clone();
    let page = her.send(&id, &drawn, &slot).await;
    assert_eq!(page.status, 409);
    story::whole(&page);
    assert!(page.says("belum dibayar"), "{}", page.text());
}

#[tokio::test]
async fn after_expiry_everything_is_kept_and_one_tap_bills_again() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, slot) = her.submitted(&product, NIK).await;
    product.settle().await;
    for _ in 0..5 {
        product.later(HOUR).await;
    }
    assert_eq!(story::state(&product, &id).await, StateWord::Expired);
    assert_eq!(story::slot(&product, &slot).await.taken, 0);
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    assert!(page.says("tidak terbayar") && page.links(&path(&id, "jadwal")).len() == 1, "{}", page.text());
    let drawn = her.browser.get(&path(&id, "jadwal")).await;
    story::whole(&drawn);
    assert!(drawn.says("name=\"pernyataan\""), "the declaration is asked again: {}", drawn.text());
    let slot = story::sessions(&product, 4, "ordinary").await[0].id.clone();
    let page = her.send(&id, &drawn, &slot).await;
    assert_eq!(page.location(), path(&id, "bayar"), "{}", page.text());
    assert_eq!(payment::bills_of(&mut product.house.reader(), &id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn eight_people_at_once_get_each_seat_once_and_an_answer_each() {
    let product = story::product().await;
    let slot = story::sessions(&product, 3, "ordinary").await[0].id.clone();
    let mut waiting = Vec::new();
    for n in 0..8 {
        let mut one = story::citizen(&product, &format!("warga{n}@contoh.id")).await;
        let id = one.complete(&product, &format!("530705410398{:04}", 20 + n), "ordinary_10").await;
        let drawn = one.declare(&id).await;
        waiting.push((one, id, drawn));
    }
    let mut running = Vec::new();
    for (mut one, id, drawn) in waiting {
        let slot = slot.clone();
        running.push(tokio::spawn(async move { (one.send(&id, &drawn, &slot).await, id) }));
    }
    let mut seated = 0;
    for one in running {
        let (page, id) = one.await.unwrap();
        if page.status == 303 {
            assert_eq!(page.location(), path(&id, "bayar"));
            seated += 1;
        } else {
            assert_eq!(page.status, 409, "{}", page.text());
            assert!(page.says("baru saja habis"), "{}", page.text());
            assert_eq!(story::state(&product, &id).await, StateWord::Draft);
        }
    }
    assert_eq!(seated, 2, "the session has two seats");
    assert_eq!(story::slot(&product, &slot).await.taken, 2);
}
