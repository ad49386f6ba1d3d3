//! Telling us that money arrived: each payment's notice is sent until we answer ACCEPTED or DUPLICATE, after 1, 5, 15
//! and 60 minutes and then hourly for a day of domain time.

use crate::{
    World,
    billing::{Attempt, Notice, NoticeState},
    book::Record,
    read,
    signing::Scheme,
    switches::{Part, Switch},
    wire::WireTime,
};
use kernel::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};
use serde_json::{Value, json};
use std::time::Instant;
use tokio::task::JoinSet;
use vault::partner::{Signed, message_id};

const PATH: &str = "/bill/v1/notify";
/// Notices on their way at once.
const AT_ONCE: usize = 16;
/// How much of our answer is written down.
const ANSWER_KEPT: usize = 300;

/// Sends what is due, at once after a payment and else each second, and keeps the ledger file fresh.
pub async fn run(world: World) {
    let mut ledger_from = Instant::now();
    loop {
        tokio::select! {
            () = world.stopped() => return,
            () = world.inner.wake.notified() => {}
            () = tokio::time::sleep(kernel::time::millis(SECOND)) => {}
        }
        world.deliver_notices().await;
        // a large ledger is written less often, so that it never takes more than a twentieth of the time
        if Instant::now() >= ledger_from {
            let began = Instant::now();
            world.write_ledger();
            ledger_from = Instant::now() + (began.elapsed() * 20).max(kernel::time::millis(SECOND / 2));
        }
    }
}

/// When to try again after so many failed sendings; none when a day is over.
fn next_try(first: Timestamp, now: Timestamp, sent: usize) -> Option<Timestamp> {
    let pause = match sent {
        0 | 1 => MINUTE,
        2 => 5 * MINUTE,
        3 => 15 * MINUTE,
        _ => HOUR,
    };
    let at = now.plus(pause);
    (at.since(first) <= DAY).then_some(at)
}

fn accepted(status: u16, answer: &str) -> bool {
    let result = serde_json::from_str::<Value>(answer).ok().and_then(|value| value["result"].as_str().map(str::to_owned));
    status == 200 && matches!(result.as_deref(), Some("ACCEPTED" | "DUPLICATE"))
}

impl World {
    /// All notices, oldest first.
    pub fn notices(&self) -> Vec<Notice> {
        self.book().content.notices.values().cloned().collect()
    }

    /// Lets a notice go that was held back, lost or given up, or sends a delivered one again.
    pub fn release_notice(&self, sequence: u64) {
        self.move_notice(sequence, NoticeState::Due(WireTime(self.now())));
        self.inner.wake.notify_one();
    }

    /// Keeps a notice back.
    pub fn hold_notice(&self, sequence: u64) {
        self.move_notice(sequence, NoticeState::Held);
    }

    fn move_notice(&self, sequence: u64, state: NoticeState) {
        let mut book = self.book();
        if let Some(mut notice) = book.content.notices.get(&sequence).cloned() {
            notice.state = state;
            if matches!(state, NoticeState::Due(_)) {
                notice.first_at = WireTime(self.now());
            }
            book.put(Record::Notice(notice));
        }
    }

    /// One round: sends every notice that is due now and waits for the answers. Does nothing while we have no address.
    pub async fn deliver_notices(&self) {
        let _one_round_at_a_time = self.inner.delivering.lock().await;
        let base = read(&self.inner.notify_url);
        if base.is_empty() {
            return;
        }
        let now = self.now();
        let due = |notice: &&Notice| matches!(notice.state, NoticeState::Due(at) if at.0 <= now);
        let waiting: Vec<Notice> = self.book().content.notices.values().filter(due).cloned().collect();
        for some in waiting.chunks(AT_ONCE) {
            let mut under_way = JoinSet::new();
            for notice in some {
                let (world, base, notice) = (self.clone(), base.clone(), notice.clone());
                under_way.spawn(async move { world.deliver(&base, notice).await });
            }
            while under_way.join_next().await.is_some() {}
        }
    }

    async fn deliver(&self, base: &str, notice: Notice) {
        let switch = self.switch(Part::Notice);
        if let Switch::Delay(seconds) = switch {
            self.wait(i64::from(seconds) * SECOND).await;
        }
        let mut attempts = vec![self.send(base, &notice.message, switch).await];
        if switch == Switch::Double {
            attempts.push(self.send(base, &notice.message, switch).await);
        }
        let delivered = attempts.iter().any(|attempt| accepted(attempt.status, &attempt.answer));
        let mut book = self.book();
        let Some(mut current) = book.content.notices.get(&notice.sequence).cloned() else { return };
        current.attempts.extend(attempts);
        let next = next_try(current.first_at.0, self.now(), current.attempts.len());
        current.state = match (delivered, current.state, next) {
            (true, _, _) => NoticeState::Delivered,
            // somebody held it back while it was on its way
            (false, NoticeState::Held, _) => NoticeState::Held,
            (false, _, Some(at)) => NoticeState::Due(WireTime(at)),
            (false, _, None) => NoticeState::GivenUp,
        };
        book.put(Record::Notice(current));
    }

    async fn send(&self, base: &str, message: &Value, switch: Switch) -> Attempt {
        let now = self.now();
        let mut message = message.clone();
        if switch == Switch::WrongAmount {
            message["amount"] = json!(message["amount"].as_i64().unwrap_or(0).saturating_add(1_000));
        }
        let body = if switch == Switch::Garbage { "{\"billingCode\": ".to_owned() } else { message.to_string() };
        let id = message_id(now);
        let timestamp = WireTime(if switch == Switch::SkewedClock { now.plus(-10 * MINUTE) } else { now }).text();
        let config = &self.inner.config;
        let target = format!("POST {PATH}");
        let signed = Signed { client: &config.client, id: &id, timestamp: &timestamp, target: &target, body: body.as_bytes() };
        let mut signature = signed.sign(&config.billing_secret);
        if switch == Switch::BadSignature {
            signature = signature.chars().rev().collect();
        }
        let [client_name, id_name, time_name, sign_name] = Scheme::Bill.headers();
        let sent = self
            .inner
            .client
            .post(format!("{}{PATH}", base.trim_end_matches('/')))
            .header("content-type", "application/json")
            .header(client_name, &config.client)
            .header(id_name, &id)
            .header(time_name, &timestamp)
            .header(sign_name, signature)
            .body(body)
            .send()
            .await;
        let (status, answer) = match sent {
            Ok(response) => (response.status().as_u16(), response.text().await.unwrap_or_default()),
            Err(error) => (0, error.without_url().to_string()),
        };
        Attempt { at: WireTime(now), id, status, answer: answer.chars().take(ANSWER_KEPT).collect() }
    }
}
