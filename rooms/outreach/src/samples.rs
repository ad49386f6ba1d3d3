//! Sample days of the trial, so that its calendar is never empty. Refused everywhere else.

use crate::{
    model::{Audience, Card, DayKind, Plan, Source, Tongue},
    store::{days, guests},
};
use kernel::{
    ids::OfficeCode,
    lang::Lang,
    time::{TimeOfDay, Zone, add_days},
};
use shell::House;
use store::{Ask as _, StoreError, Tx};

/// Days from now, hours, kind, audience, language, regency, place, directions, officers, seats, seats that are taken.
struct Sample {
    office: &'static str,
    ahead: i64,
    hours: (i64, i64),
    what: (DayKind, Audience, Tongue),
    regency: &'static str,
    place: &'static str,
    directions: &'static str,
    officers: &'static str,
    note: &'static str,
    seats: (i64, i64),
}

const AT_MAUMERE: &str = "Agnes Kartini Wula, Bernadus Lado";
const AT_BEKASI: &str = "Dewi Ambarwati, Eko Prasetyawan";
const AT_LABUAN_BAJO: &str = "Gregorius Jelaha, Hana Mulyani";

/// Days of Maumere that are over: the desk has something to count.
fn maumere_over() -> [Sample; 2] {
    [
        Sample {
            office: "kanim-maumere",
            ahead: -19,
            hours: (9, 11),
            what: (DayKind::Talk, Audience::Agencies, Tongue::Indonesian),
            regency: "5307",
            place: "Aula Kantor Bupati Sikka",
            directions: "Jalan Ahmad Yani, Maumere. Masuk dari gerbang timur, aula di lantai 1.",
            officers: AT_MAUMERE,
            note: "",
            seats: (60, 34),
        },
        Sample {
            office: "kanim-maumere",
            ahead: -8,
            hours: (15, 17),
            what: (DayKind::Port, Audience::Seafarers, Tongue::Local),
            regency: "5308",
            place: "Pelabuhan Ippi, Ende",
            directions: "Tenda putih di sebelah loket tiket kapal.",
            officers: AT_MAUMERE,
            note: "",
            seats: (40, 18),
        },
    ]
}

/// Days of Maumere that lie ahead.
fn maumere_ahead() -> [Sample; 4] {
    [
        Sample {
            office: "kanim-maumere",
            ahead: 4,
            hours: (9, 11),
            what: (DayKind::School, Audience::Students, Tongue::Indonesian),
            regency: "5307",
            place: "SMA Negeri contoh di Maumere",
            directions: "Dari terminal Lokaria naik angkot ke arah kota, turun di depan gerbang sekolah. Aula ada di belakang lapangan.",
            officers: AT_MAUMERE,
            note: "Bawa ponsel bila ada. Kita mencoba mengisi permohonan percobaan bersama.",
            seats: (80, 46),
        },
        Sample {
            office: "kanim-maumere",
            ahead: 9,
            hours: (8, 14),
            what: (DayKind::Mobile, Audience::Workers, Tongue::Local),
            regency: "5313",
            place: "Mal Pelayanan Publik Lembata, Lewoleba",
            directions: "Sepuluh menit berjalan kaki dari Pelabuhan Lewoleba, gedung di seberang Kantor Bupati.",
            officers: AT_MAUMERE,
            note: "Bawa KTP, kartu keluarga, dan akta kelahiran yang asli.",
            seats: (30, 27),
        },
        Sample {
            office: "kanim-maumere",
            ahead: 16,
            hours: (10, 12),
            what: (DayKind::Worship, Audience::Congregations, Tongue::Local),
            regency: "5306",
            place: "Aula paroki di Larantuka",
            directions: "Di samping gereja, dari dermaga Larantuka lurus ke arah bukit sekitar 400 meter.",
            officers: AT_MAUMERE,
            note: "",
            seats: (50, 50),
        },
        Sample {
            office: "kanim-maumere",
            ahead: 33,
            hours: (9, 12),
            what: (DayKind::Village, Audience::Everybody, Tongue::Sign),
            regency: "5316",
            place: "Kantor desa contoh di Nagekeo",
            directions: "Dari Mbay ke arah Danga, kantor desa di kanan jalan setelah jembatan. Kursi roda bisa masuk dari samping.",
            officers: AT_MAUMERE,
            note: "",
            seats: (40, 3),
        },
    ]
}

fn elsewhere() -> [Sample; 4] {
    [
        Sample {
            office: "kanim-labuan-bajo",
            ahead: 6,
            hours: (9, 11),
            what: (DayKind::Talk, Audience::Everybody, Tongue::Indonesian),
            regency: "5315",
            place: "Balai warga di Labuan Bajo",
            directions: "Dari pasar ikan naik ke arah kantor pos, balai warga di kiri jalan.",
            officers: AT_LABUAN_BAJO,
            note: "",
            seats: (40, 12),
        },
        Sample {
            office: "kanim-labuan-bajo",
            ahead: 20,
            hours: (8, 13),
            what: (DayKind::Mobile, Audience::Priority, Tongue::Local),
            regency: "5309",
            place: "Mal Pelayanan Publik Ngada, Bajawa",
            directions: "Jalan Soekarno-Hatta, Bajawa. Ada tempat duduk khusus untuk lansia di dekat pintu masuk.",
            officers: AT_LABUAN_BAJO,
            note: "Bawa KTP dan kartu keluarga yang asli.",
            seats: (25, 9),
        },
        Sample {
            office: "kanim-bekasi",
            ahead: 5,
            hours: (13, 15),
            what: (DayKind::Talk, Audience::Pilgrims, Tongue::Indonesian),
            regency: "3275",
            place: "Aula masjid raya contoh, Bekasi Utara",
            directions: "Dari stasiun Bekasi naik angkot ke arah Teluk Pucung, turun di depan masjid.",
            officers: AT_BEKASI,
            note: "",
            seats: (100, 71),
        },
        Sample {
            office: "kanim-bekasi",
            ahead: 12,
            hours: (10, 11),
            what: (DayKind::School, Audience::Students, Tongue::English),
            regency: "3275",
            place: "Kampus contoh di Bekasi Selatan",
            directions: "Gedung B lantai 2, dari gerbang utama belok kanan.",
            officers: AT_BEKASI,
            note: "",
            seats: (60, 5),
        },
    ]
}

async fn write(house: &House, tx: &mut Tx<'_>, sample: &Sample, office: &OfficeCode, zone: Zone) -> Result<(), StoreError> {
    let (kind, audience, tongue) = sample.what;
    let (from, to) = sample.hours;
    let today = tx.now().day_in(zone);
    let (capacity, taken) = sample.seats;
    let plan = Plan {
        kind,
        audience,
        tongue,
        regency: sample.regency.to_owned(),
        day: add_days(today, sample.ahead),
        start: TimeOfDay(from * 60),
        end: TimeOfDay(to * 60),
        place: sample.place.to_owned(),
        directions: sample.directions.to_owned(),
        officers: sample.officers.to_owned(),
        note: sample.note.to_owned(),
        capacity,
    };
    let id = days::insert(tx, office, zone, &plan).await?;
    let names = ["Martina Sare", "Yosep Keraf", "Lusia Tuto", "Benediktus Wea", "Rosa Delima", "Stefanus Moa"];
    let (mut left, mut at) = (taken, 0);
    while left > 0 {
        let persons = left.min(if at % 3 == 0 { 6 } else { 4 });
        let card = Card { name: names[at % names.len()].to_owned(), phone: None, email: None };
        // who came to a day that is past: nearly everybody
        let came = if sample.ahead < 0 && at % 4 != 3 { persons } else { 0 };
        let new = guests::New { day: &id, source: Source::Registered, persons, came, lang: Lang::Id, card: Some(&card) };
        guests::insert(&house.vault, tx, &new).await?;
        (left, at) = (left - persons, at + 1);
    }
    if sample.ahead < 0 {
        let new = guests::New { day: &id, source: Source::WalkIn, persons: 5, came: 5, lang: Lang::Id, card: None };
        guests::insert(&house.vault, tx, &new).await?;
    }
    days::fill(tx, &id, taken).await
}

/// Makes sample days for the sample offices that have none ahead; answers how many. Does nothing outside a trial.
pub async fn create_sample_days(house: &House) -> Result<usize, StoreError> {
    if house.trial.is_none() {
        return Ok(0);
    }
    let tables = catalogue::current(house);
    let mut made = 0;
    for code in ["kanim-maumere", "kanim-labuan-bajo", "kanim-bekasi"] {
        let Ok(office) = OfficeCode::parse(code) else { continue };
        let Some(zone) = tables.office(&office).map(|o| o.zone) else { continue };
        let written = house.db.transact::<_, StoreError, _>(|tx| {
            let office = &office;
            Box::pin(async move {
                if days::any_ahead(tx, office).await? {
                    return Ok(0);
                }
                let all: Vec<Sample> = maumere_over().into_iter().chain(maumere_ahead()).chain(elsewhere()).collect();
                // what is past is only made once
                let new = days::first_day(tx, office).await?.is_none();
                let mut written = 0;
                for sample in all.iter().filter(|s| s.office == code && (new || s.ahead > 0)) {
                    write(house, tx, sample, office, zone).await?;
                    written += 1;
                }
                Ok(written)
            })
        });
        made += written.await?;
    }
    Ok(made)
}
