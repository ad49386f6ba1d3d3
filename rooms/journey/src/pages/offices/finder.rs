//! The office finder: by name, by a place one can name, or by where the phone is, with each office's next free session.
//!
//! A position comes from the browser in the address, rounded to a hundredth of a degree (about a kilometre). It is used to
//! draw this page and stands nowhere else: the log names the route, never the address.

use super::{Group, GroupRow, PER_PAGE, Pauses, group_rows, groups, page_number, wanted};
use crate::pages::encoded;
use askama::Template;
use catalogue::{Catalogue, Office};
use kernel::{problem::ProblemCode, time::Zone};
use shell::{Answer, Frame, House, Problem, Query, Visitor, words::Words};
use std::collections::HashMap;

/// Places that are offered when a name means several.
const PLACES_MOST: usize = 12;

struct OfficeCard {
    href: String,
    name: String,
    place: String,
    distance: String,
    rows: Vec<GroupRow>,
}

#[derive(Template)]
#[template(path = "offices.html")]
struct Offices {
    frame: Frame,
    q: String,
    province: String,
    provinces: Vec<String>,
    group: String,
    groups: Vec<(String, String)>,
    /// Places that the text may mean: name and address.
    places: Vec<(String, String)>,
    /// From where distances are counted; empty when they are not.
    from: String,
    /// The list without a place to count from.
    without_from: String,
    /// Where the browser's position is appended.
    near: String,
    heading: String,
    updated: String,
    source: String,
    cards: Vec<OfficeCard>,
    earlier: String,
    later: String,
    page_text: String,
}

/// From where distances are counted.
enum From {
    Nowhere,
    /// A region's code.
    Place(String),
    /// North and east, in hundredths of a degree.
    Point(i32, i32),
}

impl From {
    fn read(query: &Query, catalogue: &Catalogue) -> Result<Self, Problem> {
        let bad = |name: &str| Problem::new(ProblemCode::BadInput).because("journey-problem-place").field(name).back("/kantor");
        match (query.get("dekat"), query.get("dari")) {
            ("", "") => Ok(Self::Nowhere),
            ("", code) => match catalogue.region(code) {
                Some(region) if region.code.len() > 2 => Ok(Self::Place(region.code.clone())),
                _ => Err(bad("dari")),
            },
            (point, _) => {
                let (north, east) = point.split_once(',').ok_or_else(|| bad("dekat"))?;
                let north = hundredths(north, 90).ok_or_else(|| bad("dekat"))?;
                let east = hundredths(east, 180).ok_or_else(|| bad("dekat"))?;
                Ok(Self::Point(north, east))
            }
        }
    }

    /// What stands for it in an address.
    fn pair(&self) -> String {
        let degrees = |n: i32| format!("{}{}.{:02}", if n < 0 { "-" } else { "" }, n.abs() / 100, n.abs() % 100);
        match self {
            Self::Nowhere => String::new(),
            Self::Place(code) => format!("&dari={code}"),
            Self::Point(north, east) => format!("&dekat={},{}", degrees(*north), degrees(*east)),
        }
    }

    fn distances<'c>(&self, catalogue: &'c Catalogue) -> Vec<(&'c Office, u32)> {
        match self {
            Self::Nowhere => Vec::new(),
            Self::Place(code) => catalogue.offices_near(code),
            Self::Point(north, east) => catalogue.offices_around(f64::from(*north) / 100.0, f64::from(*east) / 100.0),
        }
    }

    fn said(&self, w: Words, catalogue: &Catalogue) -> String {
        match self {
            Self::Nowhere => String::new(),
            Self::Place(code) => catalogue.place_line(code).unwrap_or_default(),
            Self::Point(..) => w.t("journey-offices-from-here"),
        }
    }
}

/// Degrees with at most a few decimals, rounded to hundredths; nothing beyond the bound.
fn hundredths(text: &str, most: i32) -> Option<i32> {
    let good = text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let degrees = good.then(|| text.parse::<f64>().ok()).flatten().filter(|d| d.abs() <= f64::from(most))?;
    #[expect(clippy::cast_possible_truncation, reason = "at most 180 hundred")]
    let rounded = (degrees * 100.0).round() as i32;
    Some(rounded)
}

/// The offices in the order in which they are shown, with the distance where one is counted.
fn ordered<'c>(catalogue: &'c Catalogue, from: &From, found: Vec<&'c Office>) -> Vec<(&'c Office, Option<u32>)> {
    let far: HashMap<&str, u32> = from.distances(catalogue).into_iter().map(|(o, km)| (o.code.as_str(), km)).collect();
    let mut all: Vec<(&Office, Option<u32>)> = found.into_iter().map(|o| (o, far.get(o.code.as_str()).copied())).collect();
    if !far.is_empty() {
        all.sort_by(|a, b| (a.1.unwrap_or(u32::MAX), &a.0.name).cmp(&(b.1.unwrap_or(u32::MAX), &b.0.name)));
    }
    all
}

async fn card(
    house: &House,
    w: Words,
    (office, km): (&Office, Option<u32>),
    (groups, pauses): (&[Group], &Pauses),
) -> Result<OfficeCard, Problem> {
    Ok(OfficeCard {
        href: format!("/kantor/{}", office.code),
        name: office.name.clone(),
        place: format!("{}, {}", office.regency, office.province),
        distance: km.map_or_else(String::new, |km| catalogue::distance_text(&w, km)),
        rows: group_rows(house, w, office, groups, pauses).await?,
    })
}

/// The clock by which a page of offices is dated: theirs where they share one, else that of the capital.
fn clock(mut zones: impl Iterator<Item = Zone>) -> Zone {
    let first = zones.next().unwrap_or(Zone::Wib);
    if zones.all(|zone| zone == first) { first } else { Zone::Wib }
}

/// The provinces that have offices, by name.
fn provinces(catalogue: &Catalogue) -> Vec<String> {
    let mut names: Vec<String> = catalogue.active_offices().map(|o| o.province.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// Which part of the list, and from where distances are counted; refuses a query that the page does not take.
fn asked(query: &Query, catalogue: &Catalogue) -> Result<(usize, From), Problem> {
    query.only(&["q", "provinsi", "jenis", "dari", "dekat", "halaman"])?;
    Ok((page_number(query, "halaman")?, From::read(query, catalogue)?))
}

/// The title, where the query is one that the page takes.
pub(crate) fn title(house: &House, w: Words, query: &Query) -> Option<String> {
    asked(query, &catalogue::current(house)).ok().map(|_| w.t("journey-offices-title"))
}

/// `GET /kantor`
pub(crate) async fn list(visitor: Visitor, query: Query) -> Answer {
    let (house, w) = (visitor.house.clone(), visitor.w);
    let catalogue = catalogue::current(&house);
    let today = house.now().day_in(Zone::Wib);
    let (q, province, group) = (query.get("q"), query.get("provinsi"), query.get("jenis"));
    let (number, mut from) = asked(&query, &catalogue)?;
    let mut found = wanted(&catalogue, q, province);
    let places = if matches!(from, From::Nowhere) { catalogue.find_places(q, PLACES_MOST) } else { Vec::new() };
    // a place without an office of its own leads to the nearest ones
    if found.is_empty() && !places.is_empty() {
        found = wanted(&catalogue, "", province);
        if let [only] = places.as_slice() {
            from = From::Place(only.code.clone());
        } else {
            found.clear();
        }
    }
    let all = ordered(&catalogue, &from, found);
    let all_groups = groups(w, &catalogue, today);
    let shown: Vec<Group> = all_groups.iter().filter(|g| group.is_empty() || g.book == group).cloned().collect();
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let pauses = schedule::pauses(&mut house.reader()).await?;
    let mut cards = Vec::new();
    for entry in all.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE) {
        cards.push(card(&house, w, *entry, (&shown, &pauses)).await?);
    }
    let base = |q: &str| format!("/kantor?q={}&provinsi={}&jenis={}", encoded(q), encoded(province), encoded(group));
    let kept = if from.distances(&catalogue).is_empty() || wanted(&catalogue, q, province).is_empty() { "" } else { q };
    let link = |n: usize| format!("{}{}&halaman={n}", base(if matches!(from, From::Nowhere) { q } else { kept }), from.pair());
    let several = !matches!(places.as_slice(), [_]) || !matches!(from, From::Place(_));
    let page = Offices {
        q: q.to_owned(),
        province: province.to_owned(),
        provinces: provinces(&catalogue),
        group: group.to_owned(),
        groups: all_groups.into_iter().map(|g| (g.book, g.name)).collect(),
        places: places
            .iter()
            .filter(|_| several)
            .filter_map(|r| Some((catalogue.place_line(&r.code)?, format!("{}&dari={}", base(""), r.code))))
            .collect(),
        without_from: base(kept),
        near: format!("{}&dekat=", base("")),
        heading: w.count("journey-offices-found", i64::try_from(all.len()).unwrap_or(i64::MAX)),
        updated: w.moment(house.now(), clock(all.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE).map(|(o, _)| o.zone))),
        source: if cards.iter().any(|c| !c.distance.is_empty()) { catalogue::distance_source(&w) } else { String::new() },
        cards,
        earlier: if number > 1 { link(number - 1) } else { String::new() },
        later: if number < pages { link(number + 1) } else { String::new() },
        page_text: w.with("journey-page-of", &[("n", &number.to_string()), ("n_all", &pages.to_string())]),
        from: from.said(w, &catalogue),
        frame: visitor.frame(w.t("journey-offices-title")).await,
    };
    Ok(visitor.page(&page))
}

#[cfg(test)]
mod tests {
    use super::{From, clock, hundredths};
    use kernel::time::Zone;

    #[test]
    fn a_position_is_kept_to_a_hundredth_of_a_degree_and_nothing_else_is_read() {
        assert_eq!((hundredths("-8.6234567", 90), hundredths("122.2", 180)), (Some(-862), Some(12220)));
        for wrong in ["", "x", "nan", "inf", "1e3", "91", "--1", "1.2.3", "8.62345678901234"] {
            assert_eq!(hundredths(wrong, 90), None, "{wrong}");
        }
        assert_eq!(From::Point(-862, 12221).pair(), "&dekat=-8.62,122.21");
        assert_eq!(From::Point(-5, 0).pair(), "&dekat=-0.05,0.00");
    }

    #[test]
    fn a_page_of_offices_is_dated_by_their_own_clock_where_they_share_one() {
        assert!(clock([Zone::Wita, Zone::Wita].into_iter()) == Zone::Wita);
        assert!(clock([Zone::Wita, Zone::Wit].into_iter()) == Zone::Wib && clock(std::iter::empty()) == Zone::Wib);
    }
}
