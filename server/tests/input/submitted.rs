//! Forms that a citizen sees after the submission: with a running bill, a bill that is over, late money, a paid visit.

use crate::{
    attack::Attack,
    stage::{Applicant, NIK, open_calendar, product, sign_in},
};
use axum::http::Method;
use kernel::time::{DAY, HOUR};

/// Forms that an application must offer, by the end of their addresses.
fn offers(actions: &[String], wanted: &[&str]) {
    for end in wanted {
        assert!(actions.iter().any(|action| action.ends_with(end)), "no form for {end} in {actions:?}");
    }
}

#[tokio::test]
async fn forms_of_a_bill_answer_hostile_values_in_words() {
    let product = product().await;
    open_calendar(&product).await;
    let mut she = Applicant::complete(&product, "yuliana@contoh.id", NIK).await;
    let home = she.at("");
    let below = format!("{home}/");
    let mut attack = Attack::on(&product);
    she.submit(&product, 3).await;
    let pages = ["", "bayar", "batal", "jadwal", "tinjau", "periksa"].map(|page| she.at(page));
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let actions = attack.all(&mut she.browser, &pages, &[&below]).await;
    offers(&actions, &["/bayar/periksa", "/batal"]);

    product.later(3 * HOUR).await;
    she.browser = sign_in(&product, &she.email).await;
    let actions = attack.all(&mut she.browser, &pages, &[&below]).await;
    offers(&actions, &["/bayar/periksa"]);

    // the money came when the seat was gone
    let house = &product.house;
    let chosen = house.db.transact::<_, application::TransitionRefused, _>(|tx| {
        let (id, until) = (&she.id, house.now().plus(7 * DAY));
        Box::pin(async move { application::choose_date(tx, id, until).await })
    });
    chosen.await.unwrap();
    let pages = ["", "lunas", "pilih-tanggal", "kembalikan"].map(|page| she.at(page));
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let actions = attack.all(&mut she.browser, &pages, &[&below]).await;
    offers(&actions, &["/pilih-tanggal"]);
    attack.judge(50);
}

#[tokio::test]
async fn forms_of_a_paid_visit_answer_hostile_values_in_words() {
    let product = product().await;
    open_calendar(&product).await;
    let mut she = Applicant::complete(&product, "yuliana@contoh.id", NIK).await;
    she.submit(&product, 10).await;
    she.pay(&product).await;
    let mut attack = Attack::on(&product);
    let below = format!("{}/", she.at(""));
    let pages = ["", "lunas", "ubah-jadwal", "kembalikan", "batal", "surat", "kuitansi"].map(|page| she.at(page));
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let actions = attack.all(&mut she.browser, &pages, &[&below, "/kabar"]).await;
    offers(&actions, &["/ubah-jadwal", "/kembalikan"]);
    // what is not on a page is refused in words too
    for page in ["bayar/lagi", "bayar/periksa", "pilih-tanggal", "jadwal", "periksa/ganti", "periksa/lanjut", "datang-langsung"] {
        for fields in [&[][..], &[("versi", "-1")], &[("slot", "bukan-slot"), ("kunci", "🙂"), ("versi", "x")]] {
            let answer = she.browser.post(&she.at(page), fields).await;
            crate::attack::answered(&answer, page);
        }
        let answer = she.browser.send(Method::POST, &she.at(page), Some("application/json"), b"{".to_vec()).await;
        crate::attack::answered(&answer, page);
    }
    // nobody came
    product.later(12 * DAY).await;
    she.browser = sign_in(&product, &she.email).await;
    attack.all(&mut she.browser, &pages, &[&below]).await;
    attack.judge(50);
}
