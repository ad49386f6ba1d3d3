//! The partners' listener: forged, replayed, doubled, unknown.

use super::*;
use harness::Page;
use kernel::time::{SECOND, Zone};
use outside::BillingPayment;
use vault::partner::{Signed, message_id};

const PATH: &str = "/bill/v1/notify";
const SECRET: &str = "a-secret-of-the-tests-only";

pub(super) async fn body(w: &World, code: &str, payment: &BillingPayment, sequence: i64, reversed: bool) -> String {
    let bill = w.bill().await;
    serde_json::json!({
        "billingCode": code,
        "trxIdKl": bill.reference(),
        "ntpn": payment.ntpn,
        "ntb": payment.ntb,
        "amount": bill.amount.0,
        "paidAt": stamp(payment.paid_at),
        "agentCode": payment.agent,
        "channelCode": payment.channel,
        "sequence": sequence,
        "reversed": reversed,
    })
    .to_string()
}

fn stamp(at: Timestamp) -> String {
    at.zoned(Zone::Wib).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

struct Message<'a> {
    client: &'a str,
    id: String,
    timestamp: String,
    secret: &'a str,
    signed_body: &'a str,
    body: &'a str,
}

impl<'a> Message<'a> {
    fn good(w: &World, body: &'a str) -> Self {
        let now = w.house.real_now();
        Self { client: "mpaspor", id: message_id(now), timestamp: stamp(now), secret: SECRET, signed_body: body, body }
    }

    async fn send(&self, w: &World) -> Page {
        let (id, timestamp) = (self.id.as_str(), self.timestamp.as_str());
        let signed =
            Signed { client: self.client, id, timestamp, target: &format!("POST {PATH}"), body: self.signed_body.as_bytes() };
        let signature = signed.sign(self.secret);
        let mut caller = w.product.partner();
        for (name, value) in
            [("x-bill-client", self.client), ("x-bill-id", id), ("x-bill-timestamp", timestamp), ("x-bill-signature", &signature)]
        {
            caller.always(name, value);
        }
        caller.send(http::Method::POST, PATH, Some("application/json"), self.body.as_bytes().to_vec()).await
    }
}

pub(super) async fn send(w: &World, body: &str) -> Page {
    let page = Message::good(w, body).send(w).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page
}

fn paid_now(w: &World) -> BillingPayment {
    BillingPayment {
        ntpn: "NTPN000000000777".into(),
        ntb: "000000000777".into(),
        paid_at: w.house.now(),
        book_date: None,
        agent: "BNI".into(),
        channel: "7014".into(),
    }
}

// P11
#[tokio::test]
async fn a_forged_notice_gets_401_and_leaves_nothing() {
    let w = payable().await;
    let code = w.code().await;
    let body = body(&w, &code, &w.product.outside.biller.pay(&code, w.house.now()), 1, false).await;
    let other = body.replace("650000", "1");
    let now = w.house.real_now();
    let forged = [
        Message { secret: "the-secret-of-another-one", ..Message::good(&w, &body) },
        Message { timestamp: stamp(now.plus(-301 * SECOND)), ..Message::good(&w, &body) },
        Message { timestamp: stamp(now.plus(301 * SECOND)), ..Message::good(&w, &body) },
        Message { client: "somebody", ..Message::good(&w, &body) },
        Message { body: &other, ..Message::good(&w, &body) },
    ];
    for message in forged {
        let page = message.send(&w).await;
        assert_eq!((page.status.as_u16(), page.json()["code"].as_str()), (401, Some("BILL-401")));
    }
    let bare = w.product.partner().send(http::Method::POST, PATH, None, body.clone().into_bytes()).await;
    assert_eq!(bare.status, 400);
    let asked = w.product.outside.biller.calls("inquire");
    w.product.settle().await;
    assert_eq!(w.bill().await.state.word(), StateWord::Payable);
    assert_eq!(w.product.outside.biller.calls("inquire"), asked, "nothing was kept, so nothing is asked");
    assert_eq!(send(&w, &body).await.json()["result"], "ACCEPTED");
}

#[tokio::test]
async fn a_genuine_notice_without_money_behind_it_changes_nothing_and_becomes_a_case() {
    let w = payable().await;
    let body = body(&w, &w.code().await, &paid_now(&w), 1, false).await;
    send(&w, &body).await;
    w.product.settle().await;
    assert_eq!(w.bill().await.state.word(), StateWord::Payable);
    for _ in 0..4 {
        w.product.later(20 * MINUTE).await;
    }
    assert_eq!(w.case_kinds().await, [CaseKind::Unknown]);
}

#[tokio::test]
async fn a_doubt_about_a_notice_ends_when_the_treasury_confirms_the_money_after_all() {
    let w = payable().await;
    let code = w.code().await;
    let payment = w.product.outside.biller.pay(&code, w.house.now());
    let told = w.product.outside.biller.billings().remove(0);
    w.product.outside.biller.change(&code, |b| {
        b.payment = None;
        b.state = outside::BillingState::Issued;
    });
    send(&w, &body(&w, &code, &payment, 1, false).await).await;
    w.product.settle().await;
    for _ in 0..4 {
        w.product.later(20 * MINUTE).await;
    }
    assert_eq!(w.case_kinds().await, [CaseKind::Unknown]);
    w.product.outside.biller.change(&code, |b| *b = told.clone());
    w.expire().await;
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
    assert!(w.cases().await.is_empty(), "the money lies in the bill alone");
    let closed = crate::cases(&mut w.house.reader(), false).await.unwrap();
    assert_eq!(closed.iter().map(|c| c.kind).collect::<Vec<_>>(), [CaseKind::Unknown]);
    w.judged().await;
}

// P4
#[tokio::test]
async fn the_same_notice_a_hundred_times_at_once_has_one_effect() {
    let w = payable().await;
    let code = w.code().await;
    let body = body(&w, &code, &w.product.outside.biller.pay(&code, w.house.now()), 1, false).await;
    let messages: Vec<Message> = (0..100).map(|_| Message::good(&w, &body)).collect();
    let answers = futures_util::future::join_all(messages.iter().map(|m| m.send(&w))).await;
    assert!(answers.iter().all(|a| a.status == 200));
    assert_eq!(answers.iter().filter(|a| a.json()["result"] == "ACCEPTED").count(), 1);
    w.product.settle().await;
    assert_eq!(w.heard_times("paid"), 1);
    assert!(w.cases().await.is_empty());
}

#[tokio::test]
async fn a_message_id_is_good_once_a_day() {
    let w = payable().await;
    let code = w.code().await;
    let body = body(&w, &code, &w.product.outside.biller.pay(&code, w.house.now()), 1, false).await;
    let message = Message::good(&w, &body);
    assert_eq!(message.send(&w).await.status, 200);
    let again = message.send(&w).await;
    assert_eq!((again.status.as_u16(), again.json()["code"].as_str()), (409, Some("BILL-409")));
    let fresh = Message::good(&w, &body).send(&w).await;
    assert_eq!(fresh.json()["result"], "DUPLICATE");
}

// P5
#[tokio::test]
async fn a_notice_that_overtakes_the_code_is_matched_by_our_reference() {
    let w = submitted().await;
    w.product.outside.biller.set(harness::Mode::LostAnswer);
    w.product.settle().await;
    w.product.outside.biller.set(harness::Mode::Good);
    let code = w.product.outside.biller.billings()[0].code.clone();
    let payment = w.product.outside.biller.pay(&code, w.house.now());
    send(&w, &body(&w, &code, &payment, 1, false).await).await;
    w.product.settle().await;
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
    assert_eq!(w.code().await, code);
}

#[tokio::test]
async fn an_unknown_code_is_kept_as_a_case() {
    let w = payable().await;
    let body = body(&w, "820999999999999", &paid_now(&w), 1, false).await;
    assert_eq!(send(&w, &body).await.json()["result"], "ACCEPTED");
    w.product.settle().await;
    assert_eq!(w.case_kinds().await, [CaseKind::Unknown]);
    let case = w.cases().await.remove(0);
    let mut desk = w.product.browser();
    desk.set_cookie(shell::cookies::OFFICER, "finance");
    let list = desk.get("/petugas/keuangan").await;
    assert!(list.says("Tidak cocok dengan tagihan mana pun") && list.says("NTPN000000000777"));
    assert!(desk.get(&format!("/petugas/keuangan/{}", case.id)).await.says("820999999999999"));
    let closed = desk.get("/petugas/keuangan?status=ditutup").await;
    assert!(closed.says("Belum ada pembayaran yang sudah diputuskan."), "{}", closed.text());
    for page in [&list, &closed] {
        assert!(page.says("data-key=\"1\"") && page.says("Terbuka <span class=\"num\">1</span> <kbd>1</kbd>"), "{}", page.text());
        assert!(page.says("Ditutup <span class=\"num\">0</span> <kbd>2</kbd>"), "{}", page.text());
    }
    desk.set_cookie(shell::cookies::OFFICER, "desk");
    assert_eq!(desk.get("/petugas/keuangan").await.status, 403);
}

#[tokio::test]
async fn a_genuine_notice_that_cannot_be_read_gets_400() {
    let w = payable().await;
    for body in ["", "{", "[]", "{\"billingCode\": 1}", "\u{0}"] {
        let page = Message::good(&w, body).send(&w).await;
        assert_eq!((page.status.as_u16(), page.json()["code"].as_str()), (400, Some("BILL-400")), "{body}");
    }
}

fn finance(w: &World) -> Browser {
    let mut desk = w.product.browser();
    desk.set_cookie(shell::cookies::OFFICER, "finance");
    desk
}

#[tokio::test]
async fn a_notice_that_cannot_be_read_stands_once_on_the_page_of_finance() {
    let w = payable().await;
    assert!(!finance(&w).get("/petugas/keuangan").await.says("Tidak terbaca"));
    for _ in 0..3 {
        assert_eq!(Message::good(&w, "{\"billingCode\": 1}").send(&w).await.status, 400);
        w.product.later(SECOND).await;
    }
    assert_eq!(Message::good(&w, "{").send(&w).await.status, 400);
    let odd = crate::store::notices::for_finance(&mut w.house.reader(), w.house.now()).await.unwrap();
    let mut times: Vec<i64> = odd.iter().map(|o| o.times).collect();
    times.sort_unstable();
    assert_eq!(times, [1, 3]);
    let page = finance(&w).get("/petugas/keuangan").await;
    assert!(page.says("Tidak terbaca") && page.says("Pemberitahuan yang perlu dilihat"), "{}", page.text());
    assert!(!finance(&w).get("/petugas/keuangan?status=ditutup").await.says("Tidak terbaca"));
}

const ISOLATE: store::Sql = store::sql("UPDATE job SET state = 'dead', lease_until = NULL WHERE kind = $1 AND state = 'waiting'");

async fn isolate(w: &World, kind: &str) {
    w.house
        .db
        .transact::<_, StoreError, _>(|tx| Box::pin(async move { tx.exec(ISOLATE, store::params![kind]).await }))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_notice_whose_job_was_isolated_is_seen_and_asked_about_again() {
    let w = payable().await;
    let code = w.code().await;
    let payment = w.product.outside.biller.pay(&code, w.house.now());
    send(&w, &body(&w, &code, &payment, 1, false).await).await;
    isolate(&w, crate::jobs::kinds::CONFIRM).await;
    w.product.clock.advance(16 * MINUTE);
    let page = finance(&w).get("/petugas/keuangan").await;
    assert!(page.says("Belum dipastikan") && page.says(&payment.ntpn), "{}", page.text());
    w.product.clock.advance(HOUR);
    w.product.later(MINUTE).await;
    w.product.later(SECOND).await;
    assert!(is_paid(&w.bill().await) && is_scheduled(&w.state().await));
    assert!(!finance(&w).get("/petugas/keuangan").await.says("Belum dipastikan"));
}

#[tokio::test]
async fn a_bill_nobody_knows_about_is_traced_again_when_its_job_was_isolated() {
    let w = payable().await;
    w.product.outside.biller.set(harness::Mode::Unreachable);
    for _ in 0..12 {
        w.product.later(15 * MINUTE).await;
    }
    assert_eq!(w.bill().await.state.word(), StateWord::Unknown);
    isolate(&w, crate::jobs::kinds::TRACE).await;
    w.product.outside.biller.set(harness::Mode::Good);
    w.product.later(2 * HOUR).await;
    w.product.later(MINUTE).await;
    assert_eq!(w.bill().await.state.word(), StateWord::Expired);
}
