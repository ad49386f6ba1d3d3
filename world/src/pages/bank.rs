//! The bank's counter.

use super::{Frame, go, in_threes, show};
use crate::{
    PayOrder, World,
    bank::{self, CHANNELS},
    billing::{Billing, BillingState, Notice, NoticeState},
    signing::Refusal,
};
use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use kernel::money::Rupiah;
use serde::Deserialize;

/// How many billings and notices are listed.
const LISTED: usize = 12;

#[derive(Template)]
#[template(path = "bank.html")]
struct Desk {
    frame: Frame,
    problem: String,
    code: String,
    bill: Option<Bill>,
    channels: &'static [(&'static str, &'static str)],
    payments: Vec<Paid>,
    notices: Vec<Message>,
    recent: Vec<Bill>,
}

struct Bill {
    code: String,
    grouped: String,
    payer: String,
    amount: String,
    rupiah: i64,
    deadline: String,
    state: &'static str,
    class: &'static str,
    open: bool,
}

struct Paid {
    ntpn: String,
    amount: String,
    at: String,
    reversed: bool,
}

struct Message {
    sequence: u64,
    code: String,
    state: &'static str,
    class: &'static str,
    last: String,
    can_hold: bool,
    send: &'static str,
}

impl Message {
    fn of(notice: &Notice) -> Self {
        let (class, send) = match notice.state {
            NoticeState::Delivered => ("ok", "Kirim lagi"),
            NoticeState::Due(_) => ("", "Kirim sekarang"),
            NoticeState::Held => ("warn", "Lepas"),
            NoticeState::GivenUp | NoticeState::Lost => ("bad", "Kirim"),
        };
        let told = |attempt: &crate::Attempt| {
            let answer = if attempt.status == 0 { "tidak ada jawaban".to_owned() } else { format!("jawaban {}", attempt.status) };
            format!("dikirim {} kali, {answer}", notice.attempts.len())
        };
        Self {
            sequence: notice.sequence,
            code: in_threes(&notice.billing_code),
            state: notice.state.shown(),
            class,
            last: notice.attempts.last().map(told).unwrap_or_default(),
            can_hold: matches!(notice.state, NoticeState::Due(_)),
            send,
        }
    }
}

impl World {
    fn bill(&self, billing: &Billing) -> Bill {
        let state = billing.state(self.book().content.standing_payment(&billing.billing_code), self.now());
        Bill {
            code: billing.billing_code.clone(),
            grouped: in_threes(&billing.billing_code),
            payer: billing.request.payer_name.clone(),
            amount: Rupiah(billing.request.amount).to_string(),
            rupiah: billing.request.amount,
            deadline: billing.request.expires_at.shown(),
            state: state.shown(),
            class: match state {
                BillingState::Issued => "",
                BillingState::Paid | BillingState::Settled => "ok",
                BillingState::Expired | BillingState::Cancelled => "bad",
            },
            open: state == BillingState::Issued,
        }
    }

    fn desk(&self, code: String, problem: String, status: StatusCode) -> Response {
        let (found, newest, notices, payments) = {
            let book = self.book();
            let content = &book.content;
            let newest: Vec<Billing> = content.billings.values().rev().take(LISTED).cloned().collect();
            let mine = |notice: &&Notice| code.is_empty() || notice.billing_code == code;
            let notices: Vec<Message> = content.notices.values().rev().filter(mine).take(LISTED).map(Message::of).collect();
            let payments = content.payments_of(&code).into_iter().map(|paid| Paid {
                ntpn: paid.ntpn.clone(),
                amount: Rupiah(paid.amount).to_string(),
                at: paid.paid_at.shown(),
                reversed: paid.reversed_at.is_some(),
            });
            (content.billings.get(&code).cloned(), newest, notices, payments.collect())
        };
        let unknown = found.is_none() && !code.is_empty() && problem.is_empty();
        let page = Desk {
            frame: self.frame("/bank"),
            problem: if unknown { "Kode ini tidak ada. Periksa lagi 15 angkanya.".to_owned() } else { problem },
            code,
            bill: found.map(|billing| self.bill(&billing)),
            channels: &CHANNELS,
            payments,
            notices,
            recent: newest.iter().map(|billing| self.bill(billing)).collect(),
        };
        show(if unknown { StatusCode::NOT_FOUND } else { status }, &page)
    }
}

/// The sentence for a refusal.
fn told(refusal: &Refusal) -> &'static str {
    match refusal.status {
        404 => "Kode ini tidak ada. Periksa lagi 15 angkanya.",
        409 => "Uang pembayaran ini sudah dikembalikan.",
        410 => "Kode ini kedaluwarsa atau dibatalkan. Buat kode baru di M-Paspor.",
        412 => "Tagihan ini sudah dibayar.",
        422 => "Jumlahnya tidak sama dengan tagihan.",
        _ => "Bank tidak dapat melayani permintaan ini.",
    }
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kode: String,
}

pub(super) async fn desk(State(world): State<World>, Query(asked): Query<Asked>) -> Response {
    world.desk(digits_of(&asked.kode), String::new(), StatusCode::OK)
}

#[derive(Deserialize)]
pub(super) struct Handed {
    kode: String,
    #[serde(default)]
    saluran: String,
    #[serde(default)]
    jumlah: String,
    #[serde(default)]
    cara: String,
    #[serde(default)]
    tahan: String,
}

pub(super) async fn pay(State(world): State<World>, Form(handed): Form<Handed>) -> Response {
    let code = digits_of(&handed.kode);
    let forced = !handed.cara.is_empty();
    let order = PayOrder {
        code: code.clone(),
        amount: if forced { digits_of(&handed.jumlah).parse().ok() } else { None },
        channel_code: handed.saluran,
        force_twice: handed.cara == "dua-kali",
        force_late: handed.cara == "terlambat",
        force_amount: forced,
        hold_notice: handed.tahan == "ya",
        ..PayOrder::default()
    };
    match world.take(&order) {
        Ok(receipt) => go(&format!("/bank/bukti/{}", receipt.ntpn)),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
            world.desk(code, told(&refusal).to_owned(), status)
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Back {
    ntpn: String,
}

pub(super) async fn reverse(State(world): State<World>, Form(back): Form<Back>) -> Response {
    match world.reverse(&back.ntpn) {
        Ok(receipt) => go(&format!("/bank/bukti/{}", receipt.ntpn)),
        Err(refusal) => world.problem(StatusCode::CONFLICT, "Uang tidak dikembalikan", told(&refusal), "/bank"),
    }
}

#[derive(Deserialize)]
pub(super) struct Moved {
    #[serde(default)]
    kode: String,
    urutan: u64,
    tindakan: String,
}

pub(super) async fn notice(State(world): State<World>, Form(moved): Form<Moved>) -> Response {
    if moved.tindakan == "tahan" {
        world.hold_notice(moved.urutan);
    } else {
        world.release_notice(moved.urutan);
        // a moment later the page can already tell the answer
        world.deliver_notices().await;
    }
    go(&format!("/bank?kode={}", digits_of(&moved.kode)))
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct Proof {
    frame: Frame,
    ntpn: String,
    amount: String,
    code: String,
    payer: String,
    ntb: String,
    at: String,
    channel: String,
    reversed: String,
}

pub(super) async fn receipt(State(world): State<World>, Path(ntpn): Path<String>) -> Response {
    let found = bank::receipt_of(&world.book().content, &ntpn);
    let Ok(receipt) = found else {
        return world.problem(StatusCode::NOT_FOUND, "Bukti tidak ada", "Tidak ada pembayaran dengan NTPN ini.", "/bank");
    };
    let channel = CHANNELS.iter().find(|(code, _)| *code == receipt.channel_code).map_or("Saluran lain", |(_, name)| name);
    let page = Proof {
        frame: world.frame("/bank"),
        ntpn: receipt.ntpn,
        amount: Rupiah(receipt.amount).to_string(),
        code: receipt.billing_code,
        payer: receipt.payer_name,
        ntb: receipt.ntb,
        at: receipt.paid_at.shown(),
        channel: channel.to_owned(),
        reversed: receipt.reversed_at.map(crate::WireTime::shown).unwrap_or_default(),
    };
    show(StatusCode::OK, &page)
}
