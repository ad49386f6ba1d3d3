//! The passport register's desk.

use super::{Field, Frame, go, show};
use crate::{HeldPassport, IssuedIn, Passport, PassportState, World, wire::date_shown};
use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use kernel::{nik::Nik, time::parse_day};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "passports.html")]
struct List {
    frame: Frame,
    passports: Vec<Row>,
}

struct Row {
    number: String,
    nik: String,
    name: String,
    state: &'static str,
    issued: String,
    expires: String,
    office: String,
    note: String,
}

pub(super) async fn list(State(world): State<World>) -> Response {
    let row = |held: HeldPassport| Row {
        number: held.passport.number,
        nik: held.nik.reveal().to_owned(),
        name: held.passport.full_name,
        state: held.passport.state.shown(),
        issued: date_shown(held.passport.issue_date),
        expires: date_shown(held.passport.expiry_date),
        office: held.passport.office,
        note: held.note,
    };
    let page = List { frame: world.frame("/paspor"), passports: world.passports().into_iter().map(row).collect() };
    show(StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "passport.html")]
struct Edit {
    frame: Frame,
    problem: String,
    known: bool,
    fields: Vec<Field>,
    abroad: bool,
    states: &'static [(PassportState, &'static str, &'static str)],
    state: String,
}

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    number: String,
    nik: String,
    issue_date: String,
    expiry_date: String,
    office: String,
    note: String,
    issued_in: String,
    state: String,
}

impl Typed {
    fn of(held: HeldPassport) -> Self {
        let code = PassportState::ALL.iter().find(|(state, _, _)| *state == held.passport.state).map_or("", |(_, code, _)| code);
        Self {
            number: held.passport.number,
            nik: held.nik.reveal().to_owned(),
            issue_date: held.passport.issue_date.to_string(),
            expiry_date: held.passport.expiry_date.to_string(),
            office: held.passport.office,
            note: held.note,
            issued_in: if held.passport.issued_in == IssuedIn::Abroad { "abroad" } else { "indonesia" }.to_owned(),
            state: code.to_owned(),
        }
    }

    fn read(&self, world: &World) -> Result<HeldPassport, &'static str> {
        let number = self.number.trim().to_uppercase();
        let letters = number.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = &number[letters..];
        if !(1..=2).contains(&letters) || !(6..=7).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err("Nomor paspor: satu atau dua huruf, lalu enam atau tujuh angka.");
        }
        let nik = Nik::parse(&self.nik).map_err(|_| "NIK harus 16 angka dengan tanggal lahir di dalamnya.")?;
        let holder = world.book().content.people.get(nik.reveal()).cloned().ok_or("Pemegang belum ada di data penduduk.")?;
        let issue_date = parse_day(self.issue_date.trim()).ok_or("Isi tanggal terbit.")?;
        let expiry_date =
            parse_day(self.expiry_date.trim()).filter(|day| *day > issue_date).ok_or("Isi tanggal habis berlaku.")?;
        let passport = Passport {
            number,
            full_name: holder.full_name,
            birth_date: holder.birth_date,
            birth_place: holder.birth_place,
            sex: holder.sex,
            issue_date,
            expiry_date,
            issued_in: if self.issued_in == "abroad" { IssuedIn::Abroad } else { IssuedIn::Indonesia },
            office: self.office.trim().to_owned(),
            state: PassportState::parse(&self.state).ok_or("Pilih keadaan paspor.")?,
        };
        Ok(HeldPassport { nik, note: self.note.trim().to_owned(), passport })
    }

    fn page(self, world: &World, known: bool, problem: &str) -> Edit {
        let field = |name, label, kind, value: &str| Field { name, label, kind, value: value.to_owned() };
        let state = PassportState::parse(&self.state).unwrap_or(PassportState::Valid);
        Edit {
            frame: world.frame("/paspor"),
            problem: problem.to_owned(),
            known,
            fields: vec![
                field("number", "Nomor paspor", "text", &self.number),
                field("nik", "NIK pemegang", "text", &self.nik),
                field("issue_date", "Tanggal terbit", "date", &self.issue_date),
                field("expiry_date", "Tanggal habis berlaku", "date", &self.expiry_date),
                field("office", "Kantor penerbit", "text", &self.office),
                field("note", "Catatan, untuk Anda saja", "text", &self.note),
            ],
            abroad: self.issued_in == "abroad",
            states: &PassportState::ALL,
            state: state.shown().to_owned(),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default, alias = "nomor")]
    number: String,
}

pub(super) async fn edit(State(world): State<World>, Query(which): Query<Which>) -> Response {
    let known = world.book().content.passports.get(&which.number).cloned();
    let is_known = known.is_some();
    let typed = known.map(Typed::of).unwrap_or_default();
    show(StatusCode::OK, &typed.page(&world, is_known, ""))
}

pub(super) async fn save(State(world): State<World>, Form(typed): Form<Typed>) -> Response {
    match typed.read(&world) {
        Ok(held) => {
            world.add_passport(held);
            go("/paspor")
        }
        Err(problem) => {
            let known = world.book().content.passports.contains_key(&typed.number);
            show(StatusCode::UNPROCESSABLE_ENTITY, &typed.page(&world, known, problem))
        }
    }
}

pub(super) async fn remove(State(world): State<World>, Form(which): Form<Which>) -> Response {
    world.remove_passport(&which.number);
    go("/paspor")
}
