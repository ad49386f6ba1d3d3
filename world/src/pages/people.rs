//! The population register's desk.

use super::{Field, Frame, go, show};
use crate::{CivilStatus, Person, World, samples, wire::date_shown};
use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use kernel::{
    nik::{Nik, Sex},
    time::{Zone, parse_day},
};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "people.html")]
struct List {
    frame: Frame,
    sought: String,
    missing: Vec<String>,
    people: Vec<Row>,
}

struct Row {
    nik: String,
    name: String,
    place: String,
    born: String,
    remark: String,
}

#[derive(Deserialize)]
pub(super) struct Sought {
    #[serde(default)]
    cari: String,
}

pub(super) async fn list(State(world): State<World>, Query(sought): Query<Sought>) -> Response {
    let today = world.now().day_in(Zone::Wib);
    let wanted = sought.cari.trim().to_uppercase();
    let fits = |person: &Person| person.full_name.contains(&wanted) || person.nik.reveal().contains(&wanted.replace(' ', ""));
    let remark = |person: &Person| match person {
        Person { alive: false, .. } => "sudah meninggal",
        Person { nik, birth_date, .. } if nik.birth_date(today) != Some(*birth_date) => "tanggal lahir beda dari NIK",
        _ => "",
    };
    let people = world.people().into_iter().filter(fits).map(|person| Row {
        born: date_shown(person.birth_date),
        remark: remark(&person).to_owned(),
        nik: person.nik.reveal().to_owned(),
        name: person.full_name,
        place: person.birth_place,
    });
    let people = people.collect();
    let missing = world.book().content.unknown.iter().cloned().collect();
    let page = List { people, missing, sought: sought.cari, frame: world.frame("/penduduk") };
    show(StatusCode::OK, &page)
}

#[derive(Template)]
#[template(path = "person.html")]
struct Edit {
    frame: Frame,
    problem: String,
    known: bool,
    fields: Vec<Field>,
    female: bool,
    statuses: &'static [(CivilStatus, &'static str, &'static str)],
    status: String,
    dead: bool,
}

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    nik: String,
    full_name: String,
    birth_place: String,
    birth_date: String,
    address: String,
    district_code: String,
    mother_name: String,
    father_name: String,
    sex: String,
    status: String,
    dead: String,
}

impl Typed {
    fn of(person: Person) -> Self {
        Self {
            nik: person.nik.reveal().to_owned(),
            full_name: person.full_name,
            birth_place: person.birth_place,
            birth_date: person.birth_date.to_string(),
            address: person.address,
            district_code: person.district_code,
            mother_name: person.mother_name,
            father_name: person.father_name,
            sex: person.sex.code().to_owned(),
            status: person.civil_status.code().to_owned(),
            dead: if person.alive { String::new() } else { "ya".to_owned() },
        }
    }

    fn read(&self) -> Result<Person, &'static str> {
        let nik = Nik::parse(&self.nik).map_err(|_| "NIK harus 16 angka dengan tanggal lahir di dalamnya.")?;
        let name = self.full_name.trim();
        if name.is_empty() {
            return Err("Isi nama lengkap.");
        }
        let birth_date = parse_day(self.birth_date.trim()).ok_or("Tanggal lahir ditulis tahun-bulan-tanggal.")?;
        let district = self.district_code.trim();
        if district.len() != 6 || !district.bytes().all(|b| b.is_ascii_digit()) {
            return Err("Kode kecamatan harus 6 angka.");
        }
        Ok(Person {
            nik,
            full_name: name.to_uppercase(),
            birth_place: self.birth_place.trim().to_uppercase(),
            birth_date,
            sex: Sex::parse(&self.sex).ok_or("Pilih jenis kelamin.")?,
            civil_status: CivilStatus::parse(&self.status).ok_or("Pilih status perkawinan.")?,
            address: self.address.trim().to_uppercase(),
            district_code: district.to_owned(),
            mother_name: self.mother_name.trim().to_uppercase(),
            father_name: self.father_name.trim().to_uppercase(),
            alive: self.dead != "ya",
        })
    }

    fn page(self, world: &World, known: bool, problem: &str) -> Edit {
        let field = |name, label, kind, value: &str| Field { name, label, kind, value: value.to_owned() };
        Edit {
            frame: world.frame("/penduduk"),
            problem: problem.to_owned(),
            known,
            fields: vec![
                field("nik", "NIK", "text", &self.nik),
                field("full_name", "Nama lengkap", "text", &self.full_name),
                field("birth_place", "Tempat lahir", "text", &self.birth_place),
                field("birth_date", "Tanggal lahir", "date", &self.birth_date),
                field("address", "Alamat", "text", &self.address),
                field("district_code", "Kode kecamatan", "text", &self.district_code),
                field("mother_name", "Nama ibu", "text", &self.mother_name),
                field("father_name", "Nama ayah", "text", &self.father_name),
            ],
            female: self.sex == "female",
            statuses: &CivilStatus::ALL,
            status: self.status,
            dead: self.dead == "ya",
        }
    }
}

/// An invented person with this number: what the number says, the rest made up.
fn invented(world: &World, nik: &Nik) -> Person {
    let today = world.now().day_in(Zone::Wib);
    let name = if nik.reveal() == samples::UNKNOWN_NIK { samples::UNKNOWN_NAME } else { "WARGA CONTOH" };
    Person {
        full_name: name.to_owned(),
        birth_place: "MAUMERE".to_owned(),
        birth_date: nik.birth_date(today).unwrap_or(today),
        sex: nik.sex(),
        civil_status: CivilStatus::Single,
        address: "JL. CONTOH 1".to_owned(),
        district_code: nik.district().to_owned(),
        mother_name: "IBU CONTOH".to_owned(),
        father_name: "BAPAK CONTOH".to_owned(),
        alive: true,
        nik: nik.clone(),
    }
}

#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    nik: String,
}

pub(super) async fn edit(State(world): State<World>, Query(which): Query<Which>) -> Response {
    let known = world.book().content.people.get(&which.nik).cloned();
    let typed = match (&known, Nik::parse(&which.nik)) {
        (Some(person), _) => Typed::of(person.clone()),
        (None, Ok(nik)) => Typed::of(invented(&world, &nik)),
        (None, Err(_)) => Typed { nik: which.nik, sex: "female".to_owned(), status: "single".to_owned(), ..Typed::default() },
    };
    show(StatusCode::OK, &typed.page(&world, known.is_some(), ""))
}

pub(super) async fn save(State(world): State<World>, Form(typed): Form<Typed>) -> Response {
    match typed.read() {
        Ok(person) => {
            world.add_person(person);
            go("/penduduk")
        }
        Err(problem) => {
            let known = world.book().content.people.contains_key(&typed.nik);
            show(StatusCode::UNPROCESSABLE_ENTITY, &typed.page(&world, known, problem))
        }
    }
}

pub(super) async fn quick(State(world): State<World>, Form(which): Form<Which>) -> Response {
    let Ok(nik) = Nik::parse(&which.nik) else {
        return world.problem(StatusCode::UNPROCESSABLE_ENTITY, "Bukan NIK", "NIK harus 16 angka.", "/penduduk");
    };
    let known = world.book().content.people.contains_key(nik.reveal());
    if !known {
        world.add_person(invented(&world, &nik));
    }
    go("/penduduk")
}

pub(super) async fn remove(State(world): State<World>, Form(which): Form<Which>) -> Response {
    world.remove_person(&which.nik);
    go("/penduduk")
}
