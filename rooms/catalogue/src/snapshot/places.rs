//! Offices, distances, regions, countries.

use super::Catalogue;
use crate::codes::{Answer, RegionLevel, RegionStatus};
use crate::distance::about_km;
use crate::model::{Country, NikRegion, Offer, Office, Position, Region};
use jiff::civil::Date;
use kernel::ids::OfficeCode;

impl Catalogue {
    /// Every office, closed ones too, by code.
    pub fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// The offices that take applicants.
    pub fn active_offices(&self) -> impl Iterator<Item = &Office> {
        self.offices.iter().filter(|o| o.is_active())
    }

    /// One office, whatever its status.
    pub fn office(&self, code: &OfficeCode) -> Option<&Office> {
        self.offices.binary_search_by(|o| o.code.cmp(code)).ok().map(|at| &self.offices[at])
    }

    /// Active offices whose name, address, regency, province or working area holds every word of the text.
    pub fn find_offices(&self, text: &str) -> Vec<&Office> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        self.active_offices()
            .filter(|o| {
                let all = [&o.name, &o.address, &o.regency, &o.province, &o.working_area].map(|t| t.to_lowercase()).join("\n");
                words.iter().all(|w| all.contains(w.as_str()))
            })
            .collect()
    }

    /// Active offices with their distance in kilometres, nearest first, as [`Catalogue::distance_km`] says it. Empty for an
    /// unknown region.
    pub fn offices_near(&self, from_region: &str) -> Vec<(&Office, u32)> {
        self.place(from_region).map_or_else(Vec::new, |from| self.by_distance(from))
    }

    /// "About N km" in a straight line from a regency, city or district to an office: a multiple of 5 below 50, of 10 from
    /// there; 0 means less than 10. Wherever it is shown, GeoNames must be named.
    pub fn distance_km(&self, from_region: &str, office: &OfficeCode) -> Option<u32> {
        Some(about_km(self.place(from_region)?, self.position_of(self.office(office)?)?))
    }

    pub(super) fn position_of(&self, office: &Office) -> Option<Position> {
        office.position.or_else(|| self.place(&office.region_code))
    }

    /// Position of a regency or city, also asked by the code of one of its districts.
    fn place(&self, region_code: &str) -> Option<Position> {
        self.places.get(region_code.get(..4)?).copied()
    }

    /// What an office says about a passport type (with or without its years) in a lane on a day.
    pub fn offers(&self, office: &OfficeCode, passport_type: &str, lane: &str, day: Date) -> Offer {
        let book = self.passport_type(passport_type).map_or(passport_type, |t| t.book.as_str());
        match self.answer(office, book, lane, day) {
            Answer::Yes => Offer::Yes,
            Answer::Unknown => Offer::Unknown,
            Answer::No if self.answer(office, "electronic", lane, day) == Answer::Yes => {
                Offer::No { reason_key: "catalogue-electronic-only" }
            }
            Answer::No => Offer::No { reason_key: "catalogue-not-offered" },
        }
    }

    fn answer(&self, office: &OfficeCode, book: &str, lane: &str, day: Date) -> Answer {
        self.offers
            .get(office)
            .and_then(|all| all.iter().find(|o| o.book == book && o.lane == lane && o.period.holds(day)))
            .map_or(Answer::Unknown, |o| o.answer)
    }

    /// Whether an office offers any type of a group in a lane on a day.
    pub(super) fn group_offered(&self, office: &OfficeCode, group: &str, lane: &str, day: Date) -> bool {
        self.passport_types(day).iter().any(|t| t.group == group && self.answer(office, &t.book, lane, day) == Answer::Yes)
    }

    /// One region, current or historic.
    pub fn region(&self, code: &str) -> Option<&Region> {
        self.regions.get(code)
    }

    /// The current provinces, by name.
    pub fn provinces(&self) -> Vec<&Region> {
        self.by_name(|r| r.level == RegionLevel::Province)
    }

    /// The current regions one level below, by name.
    pub fn children(&self, parent: &str) -> Vec<&Region> {
        self.by_name(|r| r.parent.as_deref() == Some(parent))
    }

    fn by_name(&self, wanted: impl Fn(&Region) -> bool) -> Vec<&Region> {
        let mut all: Vec<_> = self.regions.values().filter(|r| r.status == RegionStatus::Current && wanted(r)).collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// What a NIK's first six digits say. Where only a historic regency is known, that is enough: its districts were never
    /// listed.
    pub fn nik_region(&self, six_digits: &str) -> NikRegion {
        let known = self.regions.get(six_digits).filter(|r| r.level == RegionLevel::District).or_else(|| {
            let regency = self.regions.get(six_digits.get(..4).filter(|_| six_digits.len() == 6)?)?;
            (regency.status == RegionStatus::Historic && !self.ever_had_districts(&regency.code)).then_some(regency)
        });
        let Some(region) = known else { return NikRegion::Unknown };
        let mut names = vec![region.name.clone()];
        let mut above = region.parent.as_deref();
        while let Some(parent) = above.and_then(|code| self.regions.get(code)) {
            names.push(parent.name.clone());
            above = parent.parent.as_deref();
        }
        match region.status {
            RegionStatus::Current => NikRegion::Known { names },
            RegionStatus::Historic => NikRegion::Historic { names },
        }
    }

    fn ever_had_districts(&self, regency: &str) -> bool {
        self.regions.range(regency.to_owned()..).nth(1).is_some_and(|(code, _)| code.starts_with(regency))
    }

    /// All countries, as the table orders them.
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// One country by its two letters.
    pub fn country(&self, alpha2: &str) -> Option<&Country> {
        self.countries.iter().find(|c| c.alpha2 == alpha2)
    }
}
