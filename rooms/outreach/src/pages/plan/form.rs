//! What an officer types, as it was typed, until it is a plan.

use super::super::{hours, regency_name};
use crate::model::{AHEAD_DAYS, Audience, CAPACITY_MAX, DayKind, InformationDay, Plan, Tongue};
use catalogue::Catalogue;
use jiff::civil::Date;
use kernel::{
    field::FieldError,
    lang::Lang,
    name::squeeze,
    time::{TimeOfDay, Timestamp, Zone, add_days},
};
use shell::{Fields, FormErrors, format, words::Words};

/// The names of the fields.
pub const FIELDS: [&str; 14] = [
    "jenis",
    "sasaran",
    "bahasa-acara",
    "wilayah",
    "hari-d",
    "hari-m",
    "hari-y",
    "mulai",
    "selesai",
    "tempat",
    "arah",
    "petugas",
    "catatan",
    "kursi",
];

/// A form as typed.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub kind: String,
    pub audience: String,
    pub tongue: String,
    pub regency: String,
    pub day: String,
    pub month: String,
    pub year: String,
    pub start: String,
    pub end: String,
    pub place: String,
    pub directions: String,
    pub officers: String,
    pub note: String,
    pub capacity: String,
}

/// A month as people write it: a number, a name, or the first letters of one.
fn month_of(text: &str) -> Option<i8> {
    if let Ok(number) = text.parse::<i8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let text = text.to_lowercase();
    (text.chars().count() >= 3).then(|| {
        (1..=12).find(|m| Lang::ALL.iter().any(|lang| format::month_name(*lang, *m).to_lowercase().starts_with(&text)))
    })?
}

/// An hour as people write it: `9`, `9.30`, `09:30`.
fn hour_of(text: &str) -> Result<TimeOfDay, FieldError> {
    if text.is_empty() {
        return Err(FieldError::Missing);
    }
    let wrong = FieldError::Words("outreach-error-hour");
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    let (hour, minute) = text.split_once(['.', ':']).unwrap_or((text, "00"));
    if !digits(hour) || !digits(minute) || minute.len() != 2 {
        return Err(wrong);
    }
    TimeOfDay::parse(&format!("{hour}:{minute}")).ok_or(wrong)
}

fn words_of(text: &str, needed: bool, most: usize) -> Result<String, FieldError> {
    let clean = squeeze(text);
    match clean.chars().count() {
        0 if needed => Err(FieldError::Missing),
        n if n > most => Err(FieldError::TooLong(most)),
        _ => Ok(clean),
    }
}

impl Draft {
    /// An empty form; the office's own regency is chosen.
    pub fn empty(regency: String) -> Self {
        Self {
            kind: DayKind::Talk.code().to_owned(),
            audience: Audience::Everybody.code().to_owned(),
            tongue: Tongue::Indonesian.code().to_owned(),
            regency,
            capacity: "40".to_owned(),
            ..Self::default()
        }
    }

    /// What was sent.
    pub fn of(fields: &Fields) -> Self {
        let get = |name: &str| fields.get(name).to_owned();
        Self {
            kind: get("jenis"),
            audience: get("sasaran"),
            tongue: get("bahasa-acara"),
            regency: get("wilayah"),
            day: get("hari-d"),
            month: get("hari-m"),
            year: get("hari-y"),
            start: get("mulai"),
            end: get("selesai"),
            place: get("tempat"),
            directions: get("arah"),
            officers: get("petugas"),
            note: get("catatan"),
            capacity: get("kursi"),
        }
    }

    /// A day as a form.
    pub fn from_day(w: Words, day: &InformationDay) -> Self {
        let plan = &day.plan;
        Self {
            kind: plan.kind.code().to_owned(),
            audience: plan.audience.code().to_owned(),
            tongue: plan.tongue.code().to_owned(),
            regency: plan.regency.clone(),
            day: plan.day.day().to_string(),
            month: format::month_name(w.lang(), plan.day.month()).to_owned(),
            year: plan.day.year().to_string(),
            start: plan.start.dotted(),
            end: plan.end.dotted(),
            place: plan.place.clone(),
            directions: plan.directions.clone(),
            officers: plan.officers.clone(),
            note: plan.note.clone(),
            capacity: plan.capacity.to_string(),
        }
    }

    fn date(&self, today: Date) -> Result<Date, FieldError> {
        if self.day.is_empty() && self.month.is_empty() && self.year.is_empty() {
            return Err(FieldError::Missing);
        }
        let day = self.day.parse::<i8>().ok().and_then(|day| {
            let year = self.year.parse::<i16>().ok().filter(|_| self.year.len() == 4)?;
            Date::new(year, month_of(&self.month)?, day).ok()
        });
        let day = day.ok_or(FieldError::NoDate)?;
        if day < today {
            return Err(FieldError::Words("outreach-error-past"));
        }
        if day > add_days(today, AHEAD_DAYS) {
            return Err(FieldError::Words("outreach-error-far"));
        }
        Ok(day)
    }

    /// Reads the form; what is wrong is noted field by field.
    pub fn read(&self, regencies: &[(String, String)], (zone, now): (Zone, Timestamp), faults: &mut FormErrors) -> Option<Plan> {
        let offered = FieldError::NotOffered;
        let kind = faults.take("jenis", DayKind::parse(&self.kind).ok_or(offered.clone()));
        let audience = faults.take("sasaran", Audience::parse(&self.audience).ok_or(offered.clone()));
        let tongue = faults.take("bahasa-acara", Tongue::parse(&self.tongue).ok_or(offered.clone()));
        let known = regencies.iter().any(|(code, _)| *code == self.regency);
        let regency = faults.take("wilayah", if known { Ok(self.regency.clone()) } else { Err(offered) });
        let day = faults.take("hari-d", self.date(now.day_in(zone)));
        let start = faults.take("mulai", hour_of(&self.start));
        let end = faults.take("selesai", hour_of(&self.end));
        if let (Some(start), Some(end)) = (start, end)
            && end <= start
        {
            faults.add("selesai", FieldError::Words("outreach-error-hours"));
        } else if let (Some(day), Some(end)) = (day, end)
            && end.on(day, zone) <= now
        {
            faults.add("selesai", FieldError::Words("outreach-error-past"));
        }
        let place = faults.take("tempat", words_of(&self.place, true, 120));
        let directions = faults.take("arah", words_of(&self.directions, true, 500));
        let officers = faults.take("petugas", words_of(&self.officers, true, 200));
        let note = faults.take("catatan", words_of(&self.note, false, 500));
        let capacity = self.capacity.parse().ok().filter(|n| (1..=CAPACITY_MAX).contains(n));
        let capacity = faults.take("kursi", capacity.ok_or(FieldError::Words("outreach-error-capacity")));
        if !faults.is_empty() {
            return None;
        }
        Some(Plan {
            kind: kind?,
            audience: audience?,
            tongue: tongue?,
            regency: regency?,
            day: day?,
            start: start?,
            end: end?,
            place: place?,
            directions: directions?,
            officers: officers?,
            note: note?,
            capacity: capacity?,
        })
    }
}

/// How a day stands now, beside a form that was typed before it changed.
pub fn facts(w: Words, tables: &Catalogue, day: &InformationDay) -> Vec<(String, String)> {
    let plan = &day.plan;
    vec![
        (w.t("outreach-when"), format!("{}, {}", w.day(plan.day), hours(w, day))),
        (w.t("outreach-place"), format!("{}, {}", plan.place, regency_name(tables, &plan.regency))),
        (w.t("outreach-directions"), plan.directions.clone()),
        (w.t("outreach-kind"), w.t(&plan.kind.key())),
        (w.t("outreach-audience"), w.t(&plan.audience.key())),
        (w.t("outreach-tongue"), w.t(&plan.tongue.key())),
        (w.t("outreach-officers"), plan.officers.clone()),
        (w.t("outreach-note"), plan.note.clone()),
        (w.t("outreach-capacity"), w.number(plan.capacity)),
    ]
}

#[cfg(test)]
mod tests {
    use super::{hour_of, month_of};
    use kernel::time::TimeOfDay;

    #[test]
    fn hours_and_months_are_read_as_people_write_them() {
        for text in ["9.30", "09:30", "09.30"] {
            assert_eq!(hour_of(text), Ok(TimeOfDay(570)), "{text}");
        }
        assert_eq!(hour_of("9"), Ok(TimeOfDay(540)));
        for text in ["", "25.00", "9.3", "9.75", "pagi", "-9"] {
            assert!(hour_of(text).is_err(), "{text}");
        }
        for text in ["10", "Oktober", "okt", "October"] {
            assert_eq!(month_of(text), Some(10), "{text}");
        }
        for text in ["", "0", "13", "xx", "ma"] {
            assert_eq!(month_of(text), None, "{text}");
        }
    }
}
