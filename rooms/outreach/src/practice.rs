//! Invented persons for a class: the registers of a trial know them, and nobody else is meant. A test holds this table
//! against the samples of the simulated registers.

/// What happens to whoever plays this person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// First passport, nothing unusual.
    First,
    /// An expired passport of 2016: KTP and the old one are enough.
    Expired,
    /// An old passport issued abroad: more papers.
    Abroad,
    /// A passport whose pages are full.
    Full,
    /// The birth date differs from the number.
    Differs,
    /// A family: three grown-ups of one house.
    Family,
    /// No register knows the number.
    Unknown,
}

impl Story {
    /// The part of the key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Expired => "expired",
            Self::Abroad => "abroad",
            Self::Full => "full",
            Self::Differs => "differs",
            Self::Family => "family",
            Self::Unknown => "unknown",
        }
    }
}

/// A person to play.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// The number.
    pub nik: &'static str,
    /// The name as on the card.
    pub name: &'static str,
    /// Where born.
    pub birth_place: &'static str,
    /// When: year, month, day.
    pub born: (i16, i8, i8),
    /// Sex as on the card.
    pub female: bool,
    /// The address.
    pub address: &'static str,
    /// The mother.
    pub mother: &'static str,
    /// The father.
    pub father: &'static str,
    /// What happens.
    pub story: Story,
}

type Row = (&'static str, &'static str, &'static str, (i16, i8, i8), bool, &'static str, [&'static str; 2], Story);

const fn person((nik, name, birth_place, born, female, address, [mother, father], story): Row) -> Person {
    Person { nik, name, birth_place, born, female, address, mother, father, story }
}

/// The persons, the easiest first.
pub const PERSONS: [Person; 10] = [
    person((
        "5307054103980003",
        "YULIANA NONA LERO",
        "MAUMERE",
        (1998, 3, 1),
        true,
        "JL. KELAPA GADING 7, KOTA BARU, ALOK",
        ["MARTHA DUA NURAK", "SIMON PETRUS LERO"],
        Story::First,
    )),
    person((
        "5310010602940003",
        "YOHANES JEHADUN NABIT",
        "RUTENG",
        (1994, 2, 6),
        false,
        "JL. KOMODO 5, RUTENG",
        ["VERONIKA JELITA", "STANISLAUS NABIT"],
        Story::First,
    )),
    person((
        "3471013010870001",
        "BAGUS SETYO NUGROHO",
        "YOGYAKARTA",
        (1987, 10, 30),
        false,
        "JL. MAGELANG 118, TEGALREJO",
        ["WARSINI", "SUTOPO NUGROHO"],
        Story::First,
    )),
    person((
        "5306031405760001",
        "FRANSISKUS BOLI TUKAN",
        "LARANTUKA",
        (1976, 5, 14),
        false,
        "JL. PELABUHAN 3, LARANTUKA",
        ["KATARINA KEWA OLA", "IGNASIUS TUKAN"],
        Story::Expired,
    )),
    person((
        "5308056309820002",
        "THERESIA MBUPU RAGA",
        "ENDE",
        (1982, 9, 23),
        true,
        "JL. MELATI 21, ENDE",
        ["ANASTASIA WEA", "GABRIEL RAGA"],
        Story::Abroad,
    )),
    person((
        "3374066507910005",
        "SITI MARYAM PRATIWI",
        "SEMARANG",
        (1991, 7, 25),
        true,
        "JL. KENANGA RAYA 40, PEDURUNGAN",
        ["SRI LESTARI", "BAMBANG PRATIKNO"],
        Story::Full,
    )),
    person((
        "3174015101880004",
        "DEWI ANGGRAINI PUSPA",
        "JAKARTA",
        (1988, 1, 1),
        true,
        "JL. TEBET DALAM 9, TEBET",
        ["RATNA PUSPA", "HENDRA GUNADI"],
        Story::Differs,
    )),
    person((
        "5307051708850002",
        "PETRUS KANISIUS MOAT",
        "MAUMERE",
        (1985, 8, 17),
        false,
        "JL. NANGKA 12, BERU, ALOK",
        ["ELISABETH DUA BAJO", "YAKOBUS MOAT"],
        Story::Family,
    )),
    person((
        "5307044212900004",
        "MARIA GORETI NONA SAREN",
        "NITA",
        (1990, 12, 2),
        true,
        "DUSUN KOTING, NITA",
        ["ROSALIA DUA HELANG", "PAULUS SAREN"],
        Story::Family,
    )),
    person((
        "5307050107950009",
        "AGUSTINUS WODA LAKA",
        "MAUMERE",
        (1995, 7, 1),
        false,
        "JL. ANGGREK 2, BERU, ALOK",
        ["YULIANA DUA SENG", "HILARIUS LAKA"],
        Story::Unknown,
    )),
];

#[cfg(test)]
mod tests {
    use super::{PERSONS, Story};
    use jiff::civil::date;
    use kernel::nik::{Nik, Sex};

    #[test]
    fn each_number_is_well_formed_and_says_the_birth_date_unless_that_is_the_story() {
        for p in PERSONS {
            let nik = Nik::parse(p.nik).expect(p.name);
            let (y, m, d) = p.born;
            let same = nik.birth_date(date(2026, 10, 5)) == Some(date(y, m, d));
            assert_eq!(same, p.story != Story::Differs, "{}", p.name);
            assert_eq!(nik.sex() == Sex::Female, p.female, "{}", p.name);
        }
    }

    #[test]
    fn the_registers_of_a_trial_know_the_same_persons() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../world/src/samples.rs");
        let samples = std::fs::read_to_string(path).expect("the samples of the simulated registers");
        for p in PERSONS {
            assert!(samples.contains(&format!("\"{}\"", p.nik)) && samples.contains(&format!("\"{}\"", p.name)), "{}", p.name);
            if p.story != Story::Unknown {
                assert!(samples.contains(p.address) && samples.contains(p.mother) && samples.contains(p.father), "{}", p.name);
            }
        }
    }
}
