//! Invented people and passports that a new world begins with. Any likeness is chance.

use crate::registers::{CivilStatus, HeldPassport, IssuedIn, Passport, PassportState, Person};
use jiff::civil::{Date, date};
use kernel::nik::{Nik, Sex};

/// A well-formed number that no register of the simulation knows: for trying the way of somebody who is not found.
pub const UNKNOWN_NIK: &str = "5307050107950009";
/// The name to type with [`UNKNOWN_NIK`].
pub const UNKNOWN_NAME: &str = "AGUSTINUS WODA LAKA";
/// The person whose birth date differs from the number (11 January in the number, 1 January in the register).
pub const DIFFERING_NIK: &str = "3174015101880004";

/// The first sample: nothing about her is unusual.
pub const FIRST_NIK: &str = "5307054103980003";

type Row = (&'static str, &'static str, &'static str, Date, Sex, CivilStatus, &'static str, [&'static str; 2]);

const fn day(year: i16, month: i8, day: i8) -> Date {
    date(year, month, day)
}

/// Adults of Flores.
fn flores() -> Vec<Row> {
    use CivilStatus::{Divorced, Married, Single};
    use Sex::{Female, Male};
    vec![
        (
            "5307054103980003",
            "YULIANA NONA LERO",
            "MAUMERE",
            day(1998, 3, 1),
            Female,
            Single,
            "JL. KELAPA GADING 7, KOTA BARU, ALOK",
            ["MARTHA DUA NURAK", "SIMON PETRUS LERO"],
        ),
        (
            "5307051708850002",
            "PETRUS KANISIUS MOAT",
            "MAUMERE",
            day(1985, 8, 17),
            Male,
            Married,
            "JL. NANGKA 12, BERU, ALOK",
            ["ELISABETH DUA BAJO", "YAKOBUS MOAT"],
        ),
        (
            "5307044212900004",
            "MARIA GORETI NONA SAREN",
            "NITA",
            day(1990, 12, 2),
            Female,
            Married,
            "DUSUN KOTING, NITA",
            ["ROSALIA DUA HELANG", "PAULUS SAREN"],
        ),
        (
            "5306031405760001",
            "FRANSISKUS BOLI TUKAN",
            "LARANTUKA",
            day(1976, 5, 14),
            Male,
            Married,
            "JL. PELABUHAN 3, LARANTUKA",
            ["KATARINA KEWA OLA", "IGNASIUS TUKAN"],
        ),
        (
            "5308056309820002",
            "THERESIA MBUPU RAGA",
            "ENDE",
            day(1982, 9, 23),
            Female,
            Divorced,
            "JL. MELATI 21, ENDE",
            ["ANASTASIA WEA", "GABRIEL RAGA"],
        ),
        (
            "5310010602940003",
            "YOHANES JEHADUN NABIT",
            "RUTENG",
            day(1994, 2, 6),
            Male,
            Single,
            "JL. KOMODO 5, RUTENG",
            ["VERONIKA JELITA", "STANISLAUS NABIT"],
        ),
    ]
}

/// Adults of Java.
fn java() -> Vec<Row> {
    use CivilStatus::{Married, Single, Widowed};
    use Sex::{Female, Male};
    vec![
        (
            "3374066507910005",
            "SITI MARYAM PRATIWI",
            "SEMARANG",
            day(1991, 7, 25),
            Female,
            Married,
            "JL. KENANGA RAYA 40, PEDURUNGAN",
            ["SRI LESTARI", "BAMBANG PRATIKNO"],
        ),
        (
            "3471013010870001",
            "BAGUS SETYO NUGROHO",
            "YOGYAKARTA",
            day(1987, 10, 30),
            Male,
            Married,
            "JL. MAGELANG 118, TEGALREJO",
            ["WARSINI", "SUTOPO NUGROHO"],
        ),
        (
            DIFFERING_NIK,
            "DEWI ANGGRAINI PUSPA",
            "JAKARTA",
            day(1988, 1, 1),
            Female,
            Single,
            "JL. TEBET DALAM 9, TEBET",
            ["RATNA PUSPA", "HENDRA GUNADI"],
        ),
        (
            "3273020304790006",
            "RAHMAT SUNDARA WIJAYA",
            "BANDUNG",
            day(1979, 4, 3),
            Male,
            Widowed,
            "JL. DAGO ASRI 14, COBLONG",
            ["EUIS KARTIKA", "DADANG WIJAYA"],
        ),
    ]
}

/// Two children of one family.
fn children() -> Vec<Row> {
    use CivilStatus::Single;
    use Sex::{Female, Male};
    vec![
        (
            "5307055206150001",
            "KRISTINA NONA MOAT",
            "MAUMERE",
            day(2015, 6, 12),
            Female,
            Single,
            "JL. NANGKA 12, BERU, ALOK",
            ["MARIA GORETI NONA SAREN", "PETRUS KANISIUS MOAT"],
        ),
        (
            "5307050911190002",
            "ALOYSIUS RAJA MOAT",
            "MAUMERE",
            day(2019, 11, 9),
            Male,
            Single,
            "JL. NANGKA 12, BERU, ALOK",
            ["MARIA GORETI NONA SAREN", "PETRUS KANISIUS MOAT"],
        ),
    ]
}

/// The persons of a new world.
pub fn people() -> Vec<Person> {
    let mut people: Vec<Person> = [flores(), java(), children()]
        .concat()
        .into_iter()
        .filter_map(|(nik, name, place, born, sex, civil_status, address, [mother, father])| {
            let nik = Nik::parse(nik).ok()?;
            Some(Person {
                district_code: nik.district().to_owned(),
                nik,
                full_name: name.to_owned(),
                birth_place: place.to_owned(),
                birth_date: born,
                sex,
                civil_status,
                address: address.to_owned(),
                mother_name: mother.to_owned(),
                father_name: father.to_owned(),
                alive: true,
            })
        })
        .collect();
    if let Ok(nik) = Nik::parse("5307010202480001") {
        let departed = people[1].clone();
        people.push(Person {
            nik,
            full_name: "YAKOBUS MOAT".to_owned(),
            birth_date: day(1948, 2, 2),
            birth_place: "PAGA".to_owned(),
            civil_status: CivilStatus::Widowed,
            district_code: "530701".to_owned(),
            mother_name: "MARIA DUA SINA".to_owned(),
            father_name: "THOMAS MOAT".to_owned(),
            alive: false,
            ..departed
        });
    }
    people
}

/// The passports of a new world: one expired and issued in Indonesia in 2016, one issued abroad, one whose pages are full.
pub fn passports() -> Vec<HeldPassport> {
    use IssuedIn::{Abroad, Indonesia};
    use PassportState::{Expired, Valid};
    let table = [
        ("5306031405760001", "B4417206", day(2016, 6, 10), day(2021, 6, 10), Indonesia, "Kantor Imigrasi Maumere", Expired, ""),
        (
            "5308056309820002",
            "C1180652",
            day(2018, 4, 20),
            day(2023, 4, 20),
            Abroad,
            "KJRI Kota Kinabalu",
            Expired,
            "Diterbitkan di luar negeri",
        ),
        (
            "3374066507910005",
            "E2093471",
            day(2023, 2, 14),
            day(2033, 2, 14),
            Indonesia,
            "Kantor Imigrasi Semarang",
            Valid,
            "Semua halaman penuh cap",
        ),
    ];
    let people = people();
    table
        .into_iter()
        .filter_map(|(nik, number, issue_date, expiry_date, issued_in, office, state, note)| {
            let holder = people.iter().find(|person| person.nik.reveal() == nik)?;
            let passport = Passport {
                number: number.to_owned(),
                full_name: holder.full_name.clone(),
                birth_date: holder.birth_date,
                birth_place: holder.birth_place.clone(),
                sex: holder.sex,
                issue_date,
                expiry_date,
                issued_in,
                office: office.to_owned(),
                state,
            };
            Some(HeldPassport { nik: holder.nik.clone(), note: note.to_owned(), passport })
        })
        .collect()
}
