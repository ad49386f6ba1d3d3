//! From a place on the map, or the name of one, to the offices around it.

use super::Catalogue;
use crate::codes::{RegionLevel, RegionStatus};
use crate::distance::about_km;
use crate::model::{Office, Position, Region};

impl Catalogue {
    /// Current regencies, cities and districts that are meant by a text: every word of it stands in the place's name or in
    /// one above it, and one of them in its own. The same name first, then larger places, at most so many.
    pub fn find_places(&self, text: &str, most: usize) -> Vec<&Region> {
        let text = text.trim().to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        if text.chars().count() < 3 {
            return Vec::new();
        }
        let mut found: Vec<(bool, &Region)> = self
            .regions
            .values()
            .filter(|r| r.status == RegionStatus::Current && r.level != RegionLevel::Province)
            .filter_map(|region| {
                let own = region.name.to_lowercase();
                let rest: Vec<&str> = words.iter().copied().filter(|word| !own.contains(word)).collect();
                if rest.len() == words.len() {
                    return None;
                }
                let above = self.above(region);
                if !rest.iter().all(|word| above.contains(word)) {
                    return None;
                }
                let same =
                    own == text || ["kabupaten ", "kota "].iter().any(|kind| own.strip_prefix(kind) == Some(text.as_str()));
                Some((same, region))
            })
            .collect();
        found.sort_by(|a, b| (!a.0, a.1.code.len(), &a.1.name, &a.1.code).cmp(&(!b.0, b.1.code.len(), &b.1.name, &b.1.code)));
        found.into_iter().map(|(_, region)| region).take(most).collect()
    }

    /// The names above a region in one line, in small letters.
    fn above(&self, region: &Region) -> String {
        let mut line = String::new();
        let mut parent = region.parent.as_deref();
        while let Some(above) = parent.and_then(|code| self.region(code)) {
            line.push_str(&above.name.to_lowercase());
            line.push(' ');
            parent = above.parent.as_deref();
        }
        line
    }

    /// `Alok, Kabupaten Sikka, Nusa Tenggara Timur`; nothing for an unknown code.
    pub fn place_line(&self, code: &str) -> Option<String> {
        let mut region = self.region(code)?;
        let mut line = region.name.clone();
        while let Some(above) = region.parent.as_deref().and_then(|code| self.region(code)) {
            line.push_str(", ");
            line.push_str(&above.name);
            region = above;
        }
        Some(line)
    }

    /// Active offices with their distance in kilometres from a point, nearest first, as [`Catalogue::distance_km`] says it.
    pub fn offices_around(&self, latitude: f64, longitude: f64) -> Vec<(&Office, u32)> {
        self.by_distance(Position { latitude, longitude })
    }

    pub(super) fn by_distance(&self, from: Position) -> Vec<(&Office, u32)> {
        let mut all: Vec<_> =
            self.active_offices().filter_map(|o| self.position_of(o).map(|to| (o, about_km(from, to)))).collect();
        all.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.code.cmp(&b.0.code)));
        all
    }
}

#[cfg(test)]
mod tests {
    use crate::Catalogue;

    #[test]
    fn a_place_is_found_by_its_name_and_told_apart_by_what_is_above_it() {
        let catalogue = Catalogue::embedded();
        let first = |text: &str| catalogue.find_places(text, 5).first().map(|r| r.code.clone());
        assert_eq!(first("sikka").as_deref(), Some("5307"));
        assert_eq!(first("Alok Sikka").as_deref(), Some("530705"));
        assert_eq!(catalogue.find_places("Kota", 12).len(), 12, "no more than asked for");
        assert!(catalogue.find_places("al", 5).is_empty(), "two letters are no name");
        assert!(catalogue.find_places("tidakadatempatini", 5).is_empty());
        assert_eq!(catalogue.place_line("530705").as_deref(), Some("Alok, Kabupaten Sikka, Nusa Tenggara Timur"));
    }

    #[test]
    fn the_nearest_office_to_a_point_in_maumere_is_that_of_maumere() {
        let catalogue = Catalogue::embedded();
        let (office, km) = catalogue.offices_around(-8.62, 122.21)[0];
        assert_eq!((office.code.as_str(), km), ("kanim-maumere", 0));
        assert_eq!(catalogue.offices_near("5307")[0].0.code, office.code);
    }
}
