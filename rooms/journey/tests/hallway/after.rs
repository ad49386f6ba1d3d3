//! After payment: the thread, another date, a new date after late money.

use crate::story::{self, NIK, path};
use application::StateWord;
use harness::Product;
use kernel::ids::{ApplicationId, CaseId};
use kernel::time::{DAY, HOUR};
use schedule::Release;
use store::{Ask as _, StoreError};

fn form<'a>(key: &'a str, slot: &'a str) -> [(&'a str, &'a str); 2] {
    [("kunci", key), ("slot", slot)]
}

/// She is at the office on the day of her visit.
async fn arrives(product: &Product, id: &ApplicationId) {
    let done = product.house.db.transact::<_, application::TransitionRefused, _>(|tx| {
        Box::pin(async move {
            let case = CaseId::mint(tx.now(), &kernel::chance::SystemChance);
            application::check_in(tx, id, &case, &store::Actor::System).await
        })
    });
    done.await.unwrap();
}

#[tokio::test]
async fn the_thread_says_where_she_is_what_comes_next_and_when() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    for text in
        ["Berikutnya: datang Kamis, 8 Oktober", "Pembayaran diterima", "Bawa dokumen asli", "Ubah tanggal", "Siap diambil"]
    {
        assert!(page.says(text), "{text}: {}", page.text());
    }
    let page = her.browser.get("/permohonan").await;
    assert!(page.says("Terjadwal"), "{}", page.text());
}

#[tokio::test]
async fn a_visit_is_moved_once_and_the_refusal_is_said() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, old) = her.paid(&product, NIK).await;
    let drawn = her.browser.get(&path(&id, "ubah-jadwal")).await;
    story::whole(&drawn);
    assert!(drawn.says("Boleh 1 kali") && drawn.says("WITA"), "{}", drawn.text());
    // Monday, 5 October: what is offered and what is said begin tomorrow and leave the visit's own day out
    assert!(drawn.says("Mulai 6 Oktober 2026 (paling cepat besok)"), "{}", drawn.text());
    for (day, offered) in [("05", false), ("06", true), ("07", true), ("08", false), ("09", true)] {
        assert_eq!(drawn.says(&format!("hari=2026-10-{day}")), offered, "{day}: {}", drawn.text());
    }
    let key = drawn.input("kunci").unwrap();
    let same_day = story::sessions(&product, 3, "ordinary").await[2].id.to_string();
    let page = her.browser.post(&path(&id, "ubah-jadwal"), &form(&key, &same_day)).await;
    assert_eq!(page.status, 409);
    assert!(page.says("tanggal yang sama"), "{}", page.text());
    let new = story::sessions(&product, 7, "ordinary").await[0].id.clone();
    for _ in 0..2 {
        let page = her.browser.post(&path(&id, "ubah-jadwal"), &form(&key, new.as_str())).await;
        assert_eq!(page.location(), path(&id, ""), "twice the same answer: {}", page.text());
    }
    assert_eq!(story::slot(&product, &old).await.taken, 0);
    assert_eq!(story::slot(&product, &new).await.taken, 1);
    assert_eq!(story::state(&product, &id).await, StateWord::Scheduled);
    let page = her.browser.get(&path(&id, "ubah-jadwal")).await;
    assert_eq!(page.status, 409);
    assert!(page.says("sudah pernah diubah"), "{}", page.text());
    let third = story::sessions(&product, 8, "ordinary").await[0].id.to_string();
    let other_key = her.browser.get("/permohonan/baru").await.input("kunci").unwrap();
    assert_eq!(her.browser.post(&path(&id, "ubah-jadwal"), &form(&other_key, &third)).await.status, 409);
}

#[tokio::test]
async fn a_move_to_a_full_session_keeps_the_old_seat() {
    let product = story::product().await;
    let other = story::citizen(&product, "lain@contoh.id").await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, old) = her.paid(&product, NIK).await;
    let new = story::sessions(&product, 7, "ordinary").await[0].id.clone();
    story::fill(&product, &other, &new).await;
    let key = her.browser.get(&path(&id, "ubah-jadwal")).await.input("kunci").unwrap();
    let page = her.browser.post(&path(&id, "ubah-jadwal"), &form(&key, new.as_str())).await;
    assert_eq!(page.status, 409);
    story::whole(&page);
    assert!(page.says("Kursi lama Anda tetap milik Anda"), "{}", page.text());
    assert_eq!(story::slot(&product, &old).await.taken, 1);
}

#[tokio::test]
async fn after_the_end_of_the_day_before_a_move_is_too_late() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    product.clock.advance(2 * DAY + 16 * HOUR);
    let page = her.browser.get(&path(&id, "ubah-jadwal")).await;
    assert_eq!(page.status, 409);
    story::whole(&page);
    assert!(page.says("Batas mengubah tanggal adalah Rabu, 7 Oktober 2026, 23.59 WITA"), "{}", page.text());
}

#[tokio::test]
async fn after_late_money_she_chooses_any_free_seat() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.submitted(&product, NIK).await;
    let (house, booking) = (&product.house, schedule::live_of(&mut product.house.reader(), &id).await.unwrap().unwrap().id);
    house
        .db
        .transact::<_, StoreError, _>(|tx| {
            let (id, booking) = (&id, &booking);
            Box::pin(async move {
                schedule::release(tx, booking, Release::Expired).await?;
                let until = tx.now().plus(7 * DAY);
                application::choose_date(tx, id, until).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    assert!(page.says("pilih tanggal baru") && page.says("Pilih kursi kosong mana pun"), "{}", page.text());
    let drawn = her.browser.get(&path(&id, "pilih-tanggal")).await;
    story::whole(&drawn);
    let slot = story::sessions(&product, 4, "ordinary").await[1].id.clone();
    let key = drawn.input("kunci").unwrap();
    for _ in 0..2 {
        let page = her.browser.post(&path(&id, "pilih-tanggal"), &form(&key, slot.as_str())).await;
        assert_eq!(page.location(), path(&id, ""), "{}", page.text());
    }
    assert_eq!(story::state(&product, &id).await, StateWord::Scheduled);
    let live = schedule::live_of(&mut product.house.reader(), &id).await.unwrap().unwrap();
    assert_eq!((live.slot.id, live.state), (slot, schedule::BookingState::Booked));
}

#[tokio::test]
async fn pages_of_a_draft_say_that_it_was_sent() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    for page in ["paspor", "kantor", "tinjau", "periksa"] {
        let page = her.browser.get(&path(&id, page)).await;
        assert_eq!(page.status, 409);
        assert!(page.says("sudah dikirim"), "{}", page.text());
    }
    assert_eq!(her.browser.get(&path(&id, "jadwal")).await.location(), path(&id, ""));
    assert_eq!(her.browser.get(&path(&id, "pilih-tanggal")).await.status, 409);
}

#[tokio::test]
async fn while_officers_work_papers_can_be_looked_at_and_no_longer_replaced() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    let page = her.browser.get(&path(&id, "berkas")).await;
    assert!(page.says("Lihat atau ganti"), "{}", page.text());
    product.later(DAY).await;
    arrives(&product, &id).await;
    let page = her.browser.get(&path(&id, "berkas")).await;
    assert!(page.says("Lihat") && !page.says("Lihat atau ganti") && !page.says("Kirim foto"), "{}", page.text());
}

#[tokio::test]
async fn a_difference_is_shown_on_the_way_until_it_is_paid() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    product.later(DAY).await;
    arrives(&product, &id).await;
    let house = &product.house;
    let opened = house.db.transact::<_, StoreError, _>(|tx| {
        let (id, catalogue) = (&id, catalogue::current(house));
        Box::pin(async move {
            let found = application::find(tx, id).await?.unwrap();
            let line = catalogue::PriceLine {
                tariff_code: "passport_ordinary_10".to_owned(),
                name_id: "Selisih".to_owned(),
                name_en: "Difference".to_owned(),
                amount: kernel::money::Rupiah(300_000),
                legal_basis: "PP 45/2024".to_owned(),
            };
            let bill = payment::OpenBill {
                application: id.clone(),
                account: found.account,
                booking: None,
                kind: payment::BillKind::Difference,
                payer_name_sealed_by: found.person,
                total: line.amount,
                lines: vec![line],
            };
            payment::open_bills(tx, &catalogue, &[bill]).await
        })
    });
    opened.await.unwrap();
    product.settle().await;
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    assert!(page.says("Bayar Rp300.000 sebelum") && page.says(&path(&id, "bayar")), "{}", page.text());
    product.later(7 * DAY).await;
    assert!(her.browser.get(&path(&id, "")).await.says("Rp300.000 belum dibayar"));
    her.browser.post(&path(&id, "bayar/lagi"), &[]).await;
    product.settle().await;
    let bill = payment::difference_bill(&mut house.reader(), &id).await.unwrap().unwrap();
    product.outside.biller.pay(bill.code.as_ref().unwrap(), house.now());
    product.notify(bill.code.as_ref().unwrap()).await;
    product.settle().await;
    let page = her.browser.get(&path(&id, "")).await;
    assert!(!page.says("Ada selisih biaya"), "{}", page.text());
}
