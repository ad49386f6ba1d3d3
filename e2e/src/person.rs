//! Invented applicants, the same as in the simulated registers, with an answer for each question.

/// Somebody who applies.
#[derive(Debug, Clone)]
pub struct Person {
    /// Name as on the card.
    pub name: &'static str,
    /// 16 digits.
    pub nik: &'static str,
    /// Where the product writes to.
    pub email: &'static str,
    /// Day, month, year of birth.
    pub born: [&'static str; 3],
    answers: Vec<(&'static str, &'static str)>,
}

/// What everybody answers alike.
const SHARED: [(&str, &str); 26] = [
    ("applying_for", "self"),
    ("purpose", "tourism"),
    ("destination_country", "TL"),
    ("address_abroad", "Hotel Timor, Dili"),
    ("stay", "under_1_month"),
    ("relative_name", "MARTHA DUA NURAK"),
    ("relative_phone", "0812 3700 4411"),
    ("relative_relation", "mother"),
    ("destination_relative", "no"),
    ("ktp_issue_date-d", "12"),
    ("ktp_issue_date-m", "6"),
    ("ktp_issue_date-y", "2018"),
    ("nationality", "ID"),
    ("ktp_province", "53"),
    ("ktp_regency", "5307"),
    ("ktp_district", "530705"),
    ("ktp_postcode", "86111"),
    ("domicile_same", "yes"),
    ("occupation", "Guru"),
    ("phone", "0813 3900 1256"),
    ("mother_nationality", "ID"),
    ("father_nationality", "ID"),
    ("spouse_nationality", "ID"),
    ("old_issue_place", "indonesia"),
    ("old_name_same", "yes"),
    ("spouse_name", "KATARINA KEWA OLA"),
];

impl Person {
    /// The answer to the input of this name.
    pub fn answer(&self, input: &str) -> Option<&'static str> {
        let own = self.answers.iter().find(|(name, _)| *name == input);
        own.or_else(|| SHARED.iter().find(|(name, _)| *name == input)).map(|(_, answer)| *answer)
    }

    /// The same person with another mail address.
    #[must_use]
    pub fn at(self, email: &'static str) -> Self {
        Self { email, ..self }
    }

    /// The same person with another answer to an input.
    #[must_use]
    pub fn saying(mut self, input: &'static str, answer: &'static str) -> Self {
        self.answers.retain(|(name, _)| *name != input);
        self.answers.push((input, answer));
        self
    }

    fn of(name: &'static str, nik: &'static str, email: &'static str, born: [&'static str; 3]) -> Self {
        let answers = vec![
            ("full_name", name),
            ("nik", nik),
            ("birth_date-d", born[0]),
            ("birth_date-m", born[1]),
            ("birth_date-y", born[2]),
        ];
        Self { name, nik, email, born, answers }
    }

    fn with(mut self, more: &[(&'static str, &'static str)]) -> Self {
        self.answers.extend_from_slice(more);
        self
    }
}

/// A young woman of Maumere who never had a passport.
pub fn first() -> Person {
    Person::of("YULIANA NONA LERO", "5307054103980003", "yuliana.lero@contoh.id", ["1", "3", "1998"]).with(&[
        ("birth_place", "MAUMERE"),
        ("sex", "female"),
        ("civil_status", "single"),
        ("passport_history", "never"),
        ("ktp_address", "JL. KELAPA GADING 7, KOTA BARU"),
        ("mother_name", "MARTHA DUA NURAK"),
        ("mother_address", "JL. KELAPA GADING 7, KOTA BARU"),
        ("father_name", "SIMON PETRUS LERO"),
        ("father_address", "JL. KELAPA GADING 7, KOTA BARU"),
    ])
}

/// A married man of Maumere who never had a passport.
pub fn flores() -> Person {
    Person::of("PETRUS KANISIUS MOAT", "5307051708850002", "petrus.moat@contoh.id", ["17", "8", "1985"]).with(&[
        ("birth_place", "MAUMERE"),
        ("sex", "male"),
        ("civil_status", "married"),
        ("passport_history", "never"),
        ("ktp_address", "JL. NANGKA 12, BERU"),
        ("mother_name", "ELISABETH DUA BAJO"),
        ("mother_address", "JL. NANGKA 12, BERU"),
        ("father_name", "YAKOBUS MOAT"),
        ("father_address", "JL. NANGKA 12, BERU"),
        ("spouse_name", "MARIA GORETI NONA SAREN"),
        ("spouse_address", "JL. NANGKA 12, BERU"),
    ])
}

/// A man of Larantuka whose passport of 2016 is over.
pub fn ageing() -> Person {
    Person::of("FRANSISKUS BOLI TUKAN", "5306031405760001", "fransiskus.tukan@contoh.id", ["14", "5", "1976"]).with(&[
        ("birth_place", "LARANTUKA"),
        ("sex", "male"),
        ("civil_status", "married"),
        ("passport_history", "held"),
        ("old_condition", "expired"),
        ("old_number", "B4417206"),
        ("old_issue_date-d", "10"),
        ("old_issue_date-m", "6"),
        ("old_issue_date-y", "2016"),
        ("ktp_address", "JL. PELABUHAN 3, LARANTUKA"),
        ("ktp_regency", "5306"),
        ("ktp_district", "530603"),
        ("mother_name", "KATARINA KEWA OLA"),
        ("mother_address", "JL. PELABUHAN 3, LARANTUKA"),
        ("father_name", "IGNASIUS TUKAN"),
        ("father_address", "JL. PELABUHAN 3, LARANTUKA"),
        ("spouse_name", "ROSALIA DUA HELANG"),
        ("spouse_address", "JL. PELABUHAN 3, LARANTUKA"),
    ])
}
