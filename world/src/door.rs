//! The machine's side: BILL/1, the registers, the collecting agent (unsigned, for tests) and what tests read.

use crate::{
    World, bank,
    bank::PayOrder,
    held,
    registers::Passport,
    signing::{Answer, Incoming, Outgoing, Refusal, Scheme},
    switches::{Part, Switch},
    treasury::{self, Made},
};
use axum::{
    Json, Router,
    body::{Bytes, to_bytes},
    extract::{Query, Request, State},
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
    routing::{any, get, post},
};
use kernel::time::{MINUTE, SECOND, parse_day};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Largest body of a partner.
const BODY_LIMIT: usize = 256 * 1024;
/// How long a silent part holds the line.
const SILENCE: i64 = 65 * SECOND;

/// Routes for machines.
pub fn router(world: World) -> Router {
    Router::new()
        .route("/bill/v1/{*rest}", any(signed))
        .route("/population/v1/lookup", any(signed))
        .route("/passports/v1/lookup", any(signed))
        .route("/agent/v1/inquiry", post(agent_inquiry))
        .route("/agent/v1/pay", post(agent_pay))
        .route("/ledger.json", get(ledger))
        .route("/surat.json", get(mails))
        .with_state(world)
}

/// What a signed request wants.
enum Wish {
    Create,
    Inquire(String),
    FindByTrx(String),
    Cancel(String),
    Daily(String),
    Person,
    Passports,
}

impl Wish {
    fn read(method: &Method, path: &str, query: &str) -> Result<Self, Refusal> {
        let post = method == Method::POST;
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let wish = match (post, segments.as_slice()) {
            (true, ["bill", "v1", "billings"]) => Self::Create,
            (true, ["bill", "v1", "billings", code, "cancel"]) => Self::Cancel((*code).to_owned()),
            (true, ["population", "v1", "lookup"]) => Self::Person,
            (true, ["passports", "v1", "lookup"]) => Self::Passports,
            (false, ["bill", "v1", "billings"]) if method == Method::GET => {
                let given = query.split('&').find_map(|pair| pair.strip_prefix("trxIdKl="));
                Self::FindByTrx(given.ok_or_else(|| Refusal::new(400, "trxIdKl is missing"))?.to_owned())
            }
            (false, ["bill", "v1", "billings", code]) if method == Method::GET => Self::Inquire((*code).to_owned()),
            (false, ["bill", "v1", "daily", file]) if method == Method::GET => {
                Self::Daily(file.strip_suffix(".csv").unwrap_or("").to_owned())
            }
            _ => return Err(Refusal::new(404, "no such path or method")),
        };
        Ok(wish)
    }

    const fn part(&self) -> Part {
        match self {
            Self::Create => Part::TreasuryCreate,
            Self::Inquire(_) | Self::FindByTrx(_) => Part::TreasuryInquire,
            Self::Cancel(_) => Part::TreasuryCancel,
            Self::Daily(_) => Part::TreasuryDaily,
            Self::Person => Part::Population,
            Self::Passports => Part::Passports,
        }
    }
}

async fn signed(State(world): State<World>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let scheme = if path.starts_with("/bill/") { Scheme::Bill } else { Scheme::Register };
    let target = format!("{} {}", head.method, head.uri.path_and_query().map_or(path.as_str(), |all| all.as_str()));
    let body = to_bytes(body, BODY_LIMIT).await;
    let raw = body.as_deref().unwrap_or_default();
    let incoming = Incoming { scheme, target: &target, headers: &head.headers, body: raw };
    let wish = Wish::read(&head.method, &path, head.uri.query().unwrap_or(""))
        .and_then(|wish| body.as_ref().map(|_| wish).map_err(|_| Refusal::new(400, "the body is too long")))
        .and_then(|wish| world.believe(&incoming).map(|()| wish));
    match wish {
        Ok(wish) => world.fulfil(scheme, incoming.id(), &wish, raw).await,
        Err(refusal) => {
            let answer = Answer::Json(refusal.status, refusal.body(scheme));
            world.finish(scheme, incoming.id(), &answer, Switch::Normal)
        }
    }
}

#[derive(Deserialize)]
struct Lookup {
    nik: String,
}

impl World {
    fn secret(&self, scheme: Scheme) -> &str {
        let config = &self.inner.config;
        match scheme {
            Scheme::Bill => &config.billing_secret,
            Scheme::Register => &config.register_secret,
        }
    }

    fn believe(&self, incoming: &Incoming<'_>) -> Result<(), Refusal> {
        let mut seen = held(&self.inner.seen);
        incoming.check(&self.inner.config.client, self.secret(incoming.scheme), self.now(), &mut seen)
    }

    async fn fulfil(&self, scheme: Scheme, id: &str, wish: &Wish, body: &[u8]) -> Response {
        let switch = self.switch(wish.part());
        match switch {
            Switch::Delay(seconds) => self.wait(i64::from(seconds) * SECOND).await,
            Switch::Silent => {
                self.wait(SILENCE).await;
                return StatusCode::GATEWAY_TIMEOUT.into_response();
            }
            Switch::ServerError => {
                let refusal = Refusal::new(500, "switched on: server error");
                return self.finish(scheme, id, &Answer::Json(500, refusal.body(scheme)), Switch::Normal);
            }
            _ => {}
        }
        let mut answer = self.work(wish, body).unwrap_or_else(|refusal| Answer::Json(refusal.status, refusal.body(scheme)));
        match (switch, &mut answer) {
            (Switch::TimeoutAfter, answer) => {
                *answer = Answer::Json(504, Refusal::new(504, "switched on: the result is unknown").body(scheme));
            }
            (Switch::Garbage, answer) => *answer = Answer::Json(200, Value::String("<html>sibuk</html>".to_owned())),
            (Switch::WrongAmount, Answer::Json(_, value)) if value["amount"].is_i64() => {
                value["amount"] = json!(value["amount"].as_i64().unwrap_or(0).saturating_add(1_000));
            }
            (Switch::BeingPaid, Answer::Json(_, value)) if matches!(value["state"].as_str(), Some("ISSUED" | "EXPIRED")) => {
                value["state"] = json!("PAYING");
            }
            (Switch::DamagedTrailer, Answer::Csv(text)) => *text = text.replacen("TRAILER,", "TRAILER,9", 1),
            _ => {}
        }
        self.finish(scheme, id, &answer, switch)
    }

    fn work(&self, wish: &Wish, body: &[u8]) -> Result<Answer, Refusal> {
        let now = self.now();
        let mut book = self.book();
        match wish {
            Wish::Create => {
                let (status, billing) = match treasury::create(&mut book, body, now)? {
                    Made::Fresh(billing) => (201, billing),
                    Made::Again(billing) => (200, billing),
                };
                Ok(Answer::Json(status, treasury::view(&book.content, &billing, now)))
            }
            Wish::Inquire(code) => {
                let billing = treasury::find(&book.content, code)?;
                Ok(Answer::Json(200, treasury::view(&book.content, billing, now)))
            }
            Wish::FindByTrx(trx) => {
                let code = book.content.by_trx.get(trx).ok_or_else(|| Refusal::new(404, "no billing has this trxIdKl"))?;
                let billing = treasury::find(&book.content, code)?;
                Ok(Answer::Json(200, treasury::view(&book.content, billing, now)))
            }
            Wish::Cancel(code) => {
                let billing = treasury::cancel(&mut book, code, now)?;
                Ok(Answer::Json(200, treasury::view(&book.content, &billing, now)))
            }
            Wish::Daily(day) => {
                let day = parse_day(day).ok_or_else(|| Refusal::new(400, "the day is written YYYY-MM-DD"))?;
                treasury::daily(&book.content, day, now).map(Answer::Csv)
            }
            Wish::Person => {
                let Lookup { nik } = serde_json::from_slice(body).map_err(|error| Refusal::new(400, error.to_string()))?;
                let answer = match book.content.people.get(&nik) {
                    Some(person) => json!({ "found": true, "record": person }),
                    None => json!({ "found": false }),
                };
                if answer["found"] == false && kernel::nik::Nik::parse(&nik).is_ok() {
                    book.content.missed(&nik);
                }
                Ok(Answer::Json(200, answer))
            }
            Wish::Passports => {
                let Lookup { nik } = serde_json::from_slice(body).map_err(|error| Refusal::new(400, error.to_string()))?;
                let known = book.content.passports.values().filter(|held| held.nik.reveal() == nik);
                let passports: Vec<&Passport> = known.map(|held| &held.passport).collect();
                Ok(Answer::Json(200, json!({ "passports": passports })))
            }
        }
    }

    fn finish(&self, scheme: Scheme, id: &str, answer: &Answer, switch: Switch) -> Response {
        let skew = if switch == Switch::SkewedClock { -10 * MINUTE } else { 0 };
        let outgoing =
            Outgoing { scheme, client: &self.inner.config.client, secret: self.secret(scheme), id, now: self.now().plus(skew) };
        let (status, kind, bytes) = answer.parts();
        outgoing.sign(status, kind, bytes, switch == Switch::BadSignature)
    }
}

/// An unsigned answer for the test-only side.
fn plain<T: Serialize>(result: Result<T, Refusal>) -> Response {
    match result {
        Ok(value) => Json(value).into_response(),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(refusal.body(Scheme::Bill))).into_response()
        }
    }
}

fn order(body: &Bytes) -> Result<PayOrder, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal::new(400, error.to_string()))
}

async fn agent_inquiry(State(world): State<World>, body: Bytes) -> Response {
    plain(order(&body).and_then(|order| bank::inquire(&world.book().content, &order.code, world.now())))
}

async fn agent_pay(State(world): State<World>, body: Bytes) -> Response {
    plain(order(&body).and_then(|order| world.take(&order)))
}

async fn ledger(State(world): State<World>) -> Response {
    Json(world.ledger()).into_response()
}

#[derive(Deserialize)]
struct MailQuery {
    #[serde(default)]
    to: String,
}

async fn mails(State(world): State<World>, Query(query): Query<MailQuery>) -> Response {
    Json(world.mails(&query.to)).into_response()
}
