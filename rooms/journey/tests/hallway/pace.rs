//! How long the steps took lately, on the page of somebody who waits.

use crate::story::{self, NIK, path};
use harness::Product;
use jiff::civil::Date;
use kernel::time::{DAY, HOUR, MINUTE, Timestamp, Zone, add_days};
use store::{StoreError, params};

/// The last twenty office days, today first.
fn office_days(product: &Product) -> Vec<Date> {
    let catalogue = catalogue::current(&product.house);
    let today = product.house.now().day_in(Zone::Wita);
    (0..365).map(|back| add_days(today, -back)).filter(|day| catalogue.is_working_day(*day)).take(20).collect()
}

/// A case that has ended: who came on a day, the interview so many minutes later, and the decision so many hours after that.
async fn ended(product: &Product, office: &str, day: Date, (n, interview, decision): (i64, i64, i64)) {
    let case = store::sql(
        "INSERT INTO case_file (id, application, booking, office, day, lane, queue, state, state_at, arrived_at, reason, version) \
         VALUES ($1, $1, $1, $2, $3, 'regular', $4, 'void', $5, $5, 'x', 1)",
    );
    let step = store::sql("INSERT INTO case_step (case_file, seq, step, at, detail) VALUES ($1, $2, $3, $4, '{}')");
    let came = Zone::Wita.day_start(day).plus(HOUR);
    let at: [(&str, Timestamp); 3] = [
        ("check_in", came),
        ("interview", came.plus(interview * MINUTE)),
        ("approve", came.plus(interview * MINUTE + decision * HOUR)),
    ];
    let (id, queue) = (format!("{office}-{day}-{n:02}"), format!("A-{n:03}"));
    let written = product.house.db.transact::<_, StoreError, _>(|tx| {
        let (id, queue) = (&id, &queue);
        Box::pin(async move {
            tx.exec(case, params![id, office, day, queue, came]).await?;
            for (seq, (word, at)) in at.into_iter().enumerate() {
                tx.exec(step, params![id, i64::try_from(seq).unwrap(), word, at]).await?;
            }
            Ok(())
        })
    });
    written.await.unwrap();
}

#[tokio::test]
async fn twenty_ended_cases_say_the_median_and_nine_of_ten_and_nineteen_are_too_few() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let (id, _) = her.paid(&product, NIK).await;
    let days = office_days(&product);
    let (first, last) = (days[0], *days.last().unwrap());
    assert!(first.since(last).unwrap().get_days() >= 25, "twenty office days are no twenty days: {days:?}");
    for n in 1..=19_i64 {
        let day = days[usize::try_from(n).unwrap() - 1];
        ended(&product, "kanim-maumere", day, (n, 5 * n, n)).await;
    }
    // who came before these days and was done before them, and who came elsewhere, say nothing about this office lately
    ended(&product, "kanim-maumere", add_days(last, -10), (20, 600, 1)).await;
    ended(&product, "kanim-kupang", first, (1, 600, 1)).await;
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    assert!(page.says("permohonan di kantor ini belum cukup (19 dari 20)"), "{}", page.text());
    assert!(!page.says("Belakangan ini"), "nineteen are too few: {}", page.text());

    ended(&product, "kanim-maumere", last, (20, 100, 20)).await;
    product.clock.advance(MINUTE);
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    for text in [
        "Belakangan ini setengah pemohon selesai dalam 50 menit, sembilan dari sepuluh dalam 1 jam 30 menit.",
        "Belakangan ini setengah pemohon selesai dalam 10 jam, sembilan dari sepuluh dalam 18 jam.",
        "Lama tiap tahap dihitung dari 20 hari kerja terakhir di kantor ini.",
    ] {
        assert!(page.says(text), "{text}: {}", page.text());
    }
    assert_eq!(page.text().matches("Belakangan ini").count(), 2, "nobody was printed for: {}", page.text());
    assert!(!page.says("belum cukup"), "{}", page.text());
    let english = her.browser.get(&format!("{}?bahasa=en", path(&id, ""))).await;
    let said = "Lately half of the applicants were done within 50 minutes, nine of ten within 1 hour 30 minutes.";
    assert!(english.says(said), "{}", english.text());

    // one that is older than twenty office days leaves, and the page is silent again
    product.clock.advance(DAY);
    let page = her.browser.get(&path(&id, "")).await;
    assert!(page.says("not enough applications at this office (19 of 20)"), "{}", page.text());
}
