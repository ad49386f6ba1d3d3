//! Home, officers' codes, and the switches.

use super::{Frame, go, show};
use crate::{Part, SampleOfficer, Switch, World, samples, wire::date_shown};
use askama::Template;
use axum::{Form, extract::State, http::StatusCode, response::Response};
use kernel::{
    nik::Nik,
    time::{Clock as _, SystemClock, Zone},
};
use serde::Deserialize;
use std::sync::PoisonError;

/// Number, name, birth date.
type Sample = (String, String, String);

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    people: usize,
    passports: usize,
    officers: usize,
    known: Sample,
    unknown: Sample,
    differing: Sample,
}

impl World {
    fn samples(&self) -> [Sample; 3] {
        let today = self.now().day_in(Zone::Wib);
        let people = samples::people();
        let shown = |nik: &str| {
            let person = people.iter().find(|person| person.nik.reveal() == nik);
            person.map(|one| (nik.to_owned(), one.full_name.clone(), date_shown(one.birth_date))).unwrap_or_default()
        };
        let born = Nik::parse(samples::UNKNOWN_NIK).ok().and_then(|nik| nik.birth_date(today)).map(date_shown);
        let unknown = (samples::UNKNOWN_NIK.to_owned(), samples::UNKNOWN_NAME.to_owned(), born.unwrap_or_default());
        [shown(samples::FIRST_NIK), unknown, shown(samples::DIFFERING_NIK)]
    }

    fn officers(&self) -> Vec<SampleOfficer> {
        self.inner.officers.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

pub(super) async fn home(State(world): State<World>) -> Response {
    let [known, unknown, differing] = world.samples();
    let page = Home {
        frame: world.frame("/"),
        people: world.people().len(),
        passports: world.passports().len(),
        officers: world.officers().len(),
        known,
        unknown,
        differing,
    };
    show(StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "officers.html")]
struct Officers {
    frame: Frame,
    left: u64,
    accounts: Vec<Account>,
}

struct Account {
    office: String,
    name: String,
    email: String,
    password: String,
    role: String,
    code: String,
    next: String,
}

/// Seconds for which a code of the second factor stands.
const STEP: u64 = 30;

/// The code of a seed at a second of real time; empty when the seed is too short to be one.
fn code_at(seed: &[u8], second: u64) -> String {
    let totp = totp_rs::Builder::new().with_secret(seed.to_vec()).build();
    totp.map(|totp| totp.generate(second).to_string()).unwrap_or_default()
}

pub(super) async fn officers(State(world): State<World>) -> Response {
    // the second factor stays on real time, whatever the trial's clock says
    let second = SystemClock.now().0.unsigned_abs() / 1_000;
    let account = |one: SampleOfficer| Account {
        code: code_at(&one.totp_secret, second),
        next: code_at(&one.totp_secret, second + STEP),
        office: one.office,
        name: one.name,
        email: one.email,
        password: one.password,
        role: one.role,
    };
    let accounts = world.officers().into_iter().map(account).collect();
    show(StatusCode::OK, &Officers { frame: world.frame("/petugas"), left: STEP - second % STEP, accounts })
}

#[derive(Template)]
#[template(path = "switches.html")]
struct Switches {
    frame: Frame,
    parts: Vec<Row>,
}

struct Row {
    code: &'static str,
    name: &'static str,
    on: bool,
    now: String,
    seconds: u32,
    choices: Vec<(&'static str, String, bool)>,
}

pub(super) async fn switches(State(world): State<World>) -> Response {
    let row = |part: Part| {
        let now = world.switch(part);
        let choice = |one: &Switch| {
            let name = if let Switch::Delay(_) = one { "Menjawab lambat".to_owned() } else { one.shown() };
            (one.code(), name, one.code() == now.code())
        };
        Row {
            code: part.code(),
            name: part.shown(),
            on: now.is_on(),
            now: now.shown(),
            seconds: if let Switch::Delay(seconds) = now { seconds } else { 5 },
            choices: part.switches().iter().map(choice).collect(),
        }
    };
    let page = Switches { frame: world.frame("/gangguan"), parts: Part::ALL.into_iter().map(row).collect() };
    show(StatusCode::OK, &page)
}

#[derive(Deserialize)]
pub(super) struct Turned {
    bagian: String,
    saklar: String,
    #[serde(default)]
    detik: String,
}

pub(super) async fn switch(State(world): State<World>, Form(turned): Form<Turned>) -> Response {
    let part = Part::parse(&turned.bagian);
    let chosen = part.and_then(|part| part.switches().iter().find(|one| one.code() == turned.saklar).map(|one| (part, *one)));
    let Some((part, chosen)) = chosen else {
        return world.problem(StatusCode::UNPROCESSABLE_ENTITY, "Tidak ada saklar itu", "Pilih dari daftar.", "/gangguan");
    };
    let chosen = match (chosen, turned.detik.trim().parse::<u32>()) {
        (Switch::Delay(_), Ok(seconds)) => Switch::Delay(seconds.clamp(1, 120)),
        (other, _) => other,
    };
    world.set_switch(part, chosen);
    go("/gangguan")
}

pub(super) async fn all_normal(State(world): State<World>) -> Response {
    for part in Part::ALL {
        if world.switch(part).is_on() {
            world.set_switch(part, Switch::Normal);
        }
    }
    go("/gangguan")
}
