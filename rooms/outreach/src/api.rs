//! The calendar of information days and the registration as programs use them: the same rows, filters, rules and limits as
//! the pages.

use crate::{
    guests::{self, Wish},
    model::{InformationDay, RegisterRefused},
    pages::{
        address,
        calendar::{Wrong, wanted},
        day_at, office_name, regency_name, register, standing,
    },
    store::days,
    tries::POLICY,
};
use axum::{extract::Path, http::HeaderMap};
use catalogue::Catalogue;
use kernel::{
    ids::InformationDayId,
    problem::ProblemCode,
    time::{TimeOfDay, Timestamp, Zone},
};
use serde::{Deserialize, Serialize};
use shell::{
    Answer, Fields, FormErrors, House, Problem, Query, Visitor,
    api::{self, Both, Endpoint, Holds, Json, Keyed, ToSchema, utoipa},
};

/// Seats change from one moment to the next: a cache asks each time.
const NOW: u32 = 0;
/// One row more than the longest part of a list, to know whether there is another part.
const ROWS: i64 = 101;

/// The operations of this room.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/days", "days", list)
            .open()
            .query("regency", Holds::Text)
            .query("month", Holds::Month)
            .gives_slices::<ShownDay>(),
        Endpoint::get("/days/{id}", "day", one).open().gives::<ShownDay>(200),
        Endpoint::post("/days/{id}/guests", "day-register", register)
            .open()
            .counted(POLICY)
            .takes::<NewGuest>()
            .gives::<Registration>(201)
            .refuses(&[ProblemCode::SlotFull, ProblemCode::SlotClosed]),
    ]
}

/// An information day.
#[derive(Debug, Serialize, ToSchema)]
struct ShownDay {
    /// Its id.
    id: String,
    /// Code of the office whose officers come.
    office: String,
    /// Its official name.
    office_name: String,
    /// What kind of day.
    kind: &'static str,
    /// The kind in words.
    kind_text: Both,
    /// For whom.
    audience: &'static str,
    /// The audience in words.
    audience_text: Both,
    /// In which language it is held: `indonesian`, `local`, `sign` or `english`.
    language: &'static str,
    /// The language in words.
    language_text: Both,
    /// Code of the regency or city.
    regency: String,
    /// Its name.
    regency_name: String,
    /// The day at the place.
    day: String,
    /// Start on the clock of the place.
    start: String,
    /// End on the clock of the place.
    end: String,
    /// `WIB`, `WITA` or `WIT`.
    zone: &'static str,
    /// Start as an instant.
    starts_at: String,
    /// End as an instant.
    ends_at: String,
    /// Name of the place.
    place: String,
    /// How to get there.
    directions: String,
    /// Who comes.
    officers: String,
    /// What else is to be known; may be empty.
    note: String,
    /// Seats that nobody took.
    free: i64,
    /// Seats.
    capacity: i64,
    /// `free`, `full`, `running`, `over` or `cancelled`; one can register while it is `free`.
    state: &'static str,
    /// The state in words.
    state_text: Both,
    /// Why it was cancelled, as the office wrote it.
    reason: Option<String>,
    /// Its page for people.
    page: String,
}

/// A guest who registers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGuest {
    /// The name.
    name: String,
    /// A mobile number; it or `email` is needed.
    phone: Option<String>,
    /// An e-mail address; it or `phone` is needed.
    email: Option<String>,
    /// Persons who come, the guest included: 1 to 10.
    persons: i64,
    /// Must be true: the guest agrees that name and contact are kept until 30 days after the day.
    agreed: bool,
}

/// A registration.
#[derive(Debug, Serialize, ToSchema)]
struct Registration {
    /// The id of the day.
    day: String,
    /// The guest's own page, where she sees the day and can withdraw. Whoever has the address may do so.
    page: String,
}

fn clock(time: TimeOfDay) -> String {
    time.dotted().replace('.', ":")
}

fn shown(house: &House, tables: &Catalogue, day: &InformationDay, now: Timestamp) -> ShownDay {
    let plan = &day.plan;
    let text = |key: String| Both::of(|w| w.t(&key));
    ShownDay {
        id: day.id.to_string(),
        office: day.office.to_string(),
        office_name: office_name(tables, day),
        kind: plan.kind.code(),
        kind_text: text(plan.kind.key()),
        audience: plan.audience.code(),
        audience_text: text(plan.audience.key()),
        language: plan.tongue.code(),
        language_text: text(plan.tongue.key()),
        regency: plan.regency.clone(),
        regency_name: regency_name(tables, &plan.regency),
        day: plan.day.to_string(),
        start: clock(plan.start),
        end: clock(plan.end),
        zone: day.zone.label(),
        starts_at: day.starts_at.rfc3339(),
        ends_at: day.ends_at.rfc3339(),
        place: plan.place.clone(),
        directions: plan.directions.clone(),
        officers: plan.officers.clone(),
        note: plan.note.clone(),
        free: day.free(),
        capacity: plan.capacity,
        state: day.standing(now).code(),
        state_text: Both::of(|w| standing(w, day, now)),
        reason: (!day.is_open()).then(|| day.reason().to_owned()),
        page: address(house, &format!("/penyuluhan/{}", day.id)),
    }
}

/// `GET /days`
async fn list(visitor: Visitor, headers: HeaderMap, query: Query) -> Answer {
    query.only(&["regency", "month", "cursor", "limit"])?;
    let wrong = |key, name: &str| Problem::new(ProblemCode::BadInput).because(key).field(name);
    let house = &visitor.house;
    let now = house.now();
    // a day that is still today somewhere in the country is shown
    let wanted = wanted(query.get("regency"), query.get("month"), now.day_in(Zone::Wib)).map_err(|fault| match fault {
        Wrong::Regency => wrong("api-region-unknown", "regency"),
        Wrong::Month => wrong("api-month-wrong", "month"),
    })?;
    let mut reader = house.reader();
    let found = if query.has("cursor") {
        let unknown = || wrong("api-slice-wrong", "cursor");
        let id = InformationDayId::parse(query.get("cursor")).map_err(|_| unknown())?;
        let seen = days::one(&mut reader, &id).await?.ok_or_else(unknown)?;
        days::public_after(&mut reader, &wanted, &seen, ROWS).await?
    } else {
        days::public(&mut reader, &wanted, ROWS, 0).await?
    };
    // the rows begin behind the cursor already
    let rest = Fields::of(&[("limit", query.get("limit"))]);
    let tables = catalogue::current(house);
    let slice = api::sliced(&rest, found, |day| day.id.to_string())?;
    let items = slice.items.iter().map(|day| shown(house, &tables, day, now)).collect();
    api::public(&headers, NOW, &api::Slice::<ShownDay> { items, next: slice.next })
}

/// `GET /days/{id}`
async fn one(visitor: Visitor, Path(id): Path<String>, headers: HeaderMap, query: Query) -> Answer {
    query.only(&[])?;
    let house = &visitor.house;
    let day = day_at(house, &id).await?;
    api::public(&headers, NOW, &shown(house, &catalogue::current(house), &day, house.now()))
}

/// The name in the document of a field of the form.
fn name(field: &str) -> &'static str {
    match field {
        "nama" => "name",
        "ponsel" => "phone",
        "surel" => "email",
        "jumlah" => "persons",
        _ => "agreed",
    }
}

/// The key of one caller: an account's, or that of where a stranger calls from, so that strangers with the same key do not meet.
fn own_key(visitor: &Visitor, key: &str) -> String {
    let who = match &visitor.citizen {
        Some(citizen) => format!("account:{}", citizen.account),
        None => format!("source:{}", visitor.source),
    };
    hex::encode(vault::sha256(format!("{who}\0{key}").as_bytes()))
}

/// `POST /days/{id}/guests`: the key is remembered in the same transaction as the seats.
async fn register(visitor: Visitor, Path(id): Path<String>, query: Query, keyed: Keyed<Json<NewGuest>>) -> Answer {
    query.only(&[])?;
    let (house, w) = (&visitor.house, visitor.w);
    let day = day_at(house, &id).await?;
    let said = &keyed.value.value;
    let fields = Fields::of(&[
        ("nama", &said.name),
        ("ponsel", said.phone.as_deref().unwrap_or_default()),
        ("surel", said.email.as_deref().unwrap_or_default()),
        ("jumlah", &said.persons.to_string()),
        ("setuju", if said.agreed { "ya" } else { "" }),
    ]);
    let mut faults = FormErrors::default();
    let Some((card, persons)) = register::read(&fields, &mut faults) else {
        let problem = Problem::new(ProblemCode::BadInput);
        return Err(match faults.list.first() {
            Some((field, fault)) => problem.because("api-said").with("text", register::said(w, field, fault)).field(name(field)),
            None => problem,
        });
    };
    register::allowed(&visitor)?;
    let wish = Wish { day: day.id.clone(), persons, card, lang: visitor.lang };
    match guests::register(house, &wish, &own_key(&visitor, &keyed.key)).await {
        Ok(token) => {
            let page = address(house, &guests::path_of(&token));
            api::created(&Registration { day: day.id.to_string(), page })
        }
        Err(RegisterRefused::Full(left)) if left > 0 => {
            Err(Problem::new(ProblemCode::SlotFull).because("outreach-error-few-left").field("persons"))
        }
        Err(RegisterRefused::Full(_)) => Err(Problem::new(ProblemCode::SlotFull).because("outreach-problem-full")),
        Err(RegisterRefused::Closed) => Err(Problem::new(ProblemCode::SlotClosed).because("outreach-problem-closed")),
        Err(RegisterRefused::KeyReused) => Err(Problem::new(ProblemCode::KeyReused)),
        Err(RegisterRefused::Absent) => Err(Problem::not_found()),
        Err(RegisterRefused::Store(error)) => Err(error.into()),
    }
}
