//! What the tables must say, and what a wrong table is told.

use crate::codes::{Answer, Category, Document, Lane, LimitKey, OfficeKind, Predicate, TypeGroup};
use crate::{Catalogue, TABLES, TableText, builtin, parse};
use jiff::civil::date;
use kernel::ids::OfficeCode;
use kernel::lang::Lang;
use kernel::money::Rupiah;
use std::collections::HashSet;

fn ours() -> Catalogue {
    match parse(&builtin()) {
        Ok(catalogue) => catalogue,
        Err(faults) => panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

fn code(text: &str) -> OfficeCode {
    OfficeCode::parse(text).unwrap()
}

/// Our tables with one edited.
fn edited(name: &str, edit: impl Fn(&str) -> String) -> Vec<TableText> {
    builtin().into_iter().map(|t| if t.name == name { TableText { text: edit(&t.text), ..t } } else { t }).collect()
}

fn faults(tables: &[TableText]) -> Vec<String> {
    parse(tables).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn our_tables_are_sound_and_hold_the_country() {
    let all = ours();
    assert_eq!(all.offices().filter(|o| o.kind == OfficeKind::Kanim).count(), 151);
    assert_eq!(all.offices().count(), 210);
    assert_eq!(all.provinces().count(), 38);
    assert!(all.country("IDN").is_some_and(|c| c.name.in_lang(Lang::Id) == "Indonesia"));
}

#[test]
fn every_active_office_opens_a_session_or_only_takes_walk_ins() {
    let all = ours();
    let monday = date(2026, 11, 23);
    let week: Vec<_> = (0..5).map(|d| kernel::time::add_days(monday, d)).collect();
    let shut: Vec<_> = all
        .active_offices()
        .filter(|o| week.iter().all(|d| all.sessions(o, *d).is_empty()))
        .map(|o| o.code.as_str())
        .collect();
    assert_eq!(shut, Vec::<&str>::new());
}

#[test]
fn maumere_is_small_and_bekasi_is_large() {
    let all = ours();
    let seats = |office: &str, day| -> i64 {
        all.sessions(all.office(&code(office)).unwrap(), day).iter().map(|p| p.capacity).sum()
    };
    let thursday = date(2026, 11, 26);
    assert_eq!(seats("kanim-maumere", thursday), 16);
    assert_eq!(seats("kanim-bekasi", thursday), 480);
    assert_eq!(seats("kanim-bekasi", date(2026, 12, 25)), 0, "Christmas");
    assert_eq!(seats("kanim-bekasi", date(2026, 11, 28)), 0, "Saturday");
    assert_eq!(seats("mpp-pelabuhan-ratu", date(2026, 11, 23)), 0, "open on Wednesdays and Thursdays");
    assert_eq!(seats("mpp-pelabuhan-ratu", date(2026, 11, 25)), 25, "all ordinary: electronic passports there are unknown");
}

#[test]
fn thirteen_offices_issue_electronic_passports_only() {
    let all = ours();
    let day = date(2026, 11, 23);
    let only: HashSet<_> = all
        .active_offices()
        .filter(|o| o.kind == OfficeKind::Kanim && all.offered(&o.code, "ordinary", Lane::Regular, day) == Answer::No)
        .map(|o| o.code.as_str())
        .collect();
    assert_eq!(only.len(), 13);
    assert!(only.contains("kanim-batam") && !only.contains("kanim-maumere"));
    assert_eq!(all.offered(&code("kanim-batam"), "ordinary", Lane::Regular, date(2024, 11, 30)), Answer::Yes);
    let batam = all.office(&code("kanim-batam")).unwrap();
    assert!(all.sessions(batam, day).iter().all(|p| p.group == TypeGroup::Electronic));
}

#[test]
fn what_no_source_says_is_unknown() {
    let all = ours();
    let day = date(2026, 11, 23);
    assert_eq!(all.offered(&code("kanim-maumere"), "polycarbonate", Lane::Regular, day), Answer::Unknown);
    assert_eq!(all.offered(&code("kanim-maumere"), "no-such-type", Lane::Regular, day), Answer::Unknown);
    assert_eq!(all.offered(&code("kanim-bandung"), "polycarbonate", Lane::Regular, day), Answer::Yes);
}

#[test]
fn prices_follow_the_day_the_type_and_the_lane() {
    let all = ours();
    let price = |t, y, lane, d| all.price(t, y, lane, d).map(|r| r.0);
    let today = date(2026, 11, 23);
    assert_eq!(price("ordinary", 5, Lane::Regular, today), Some(350_000));
    assert_eq!(price("ordinary", 10, Lane::Regular, today), Some(650_000));
    assert_eq!(price("electronic", 5, Lane::Regular, today), Some(650_000));
    assert_eq!(price("polycarbonate", 10, Lane::Regular, today), Some(950_000));
    assert_eq!(price("electronic", 10, Lane::Express, today), Some(1_950_000));
    assert_eq!(price("ordinary", 10, Lane::Regular, date(2024, 12, 16)), Some(350_000));
    assert_eq!(price("ordinary", 10, Lane::Regular, date(2022, 10, 11)), None, "no ten years before 12 October 2022");
    assert_eq!(all.tariff("penalty_lost", today).map(|t| t.amount), Some(Rupiah(1_000_000)));
}

#[test]
fn a_new_adult_and_a_replacement_are_asked_for_their_papers() {
    let all = ours();
    let day = date(2026, 11, 23);
    let new: Vec<_> = all.requirements(Category::NewAdult, day).collect();
    assert_eq!(new.iter().filter(|r| r.group == "birth").count(), 4);
    assert!(new.iter().any(|r| r.document == Document::FamilyCard));
    let short: Vec<_> = all
        .requirements(Category::ReplacementAdult, day)
        .filter(|r| r.condition == [Predicate::Always])
        .map(|r| r.document)
        .collect();
    assert_eq!(short, [Document::IdentityCard, Document::OldPassport]);
}

#[test]
fn limits_have_their_values() {
    let all = ours();
    let day = date(2026, 11, 23);
    assert_eq!(all.limit(LimitKey::BillingValidMinutes, day), 120);
    assert_eq!(all.limit(LimitKey::RescheduleMax, day), 1);
    assert_eq!(all.limit(LimitKey::UploadMaxBytes, day), 10 * 1024 * 1024);
    assert_eq!(all.limit(LimitKey::BillingValidMinutes, date(2020, 1, 1)), 120, "the first row counts before its day");
}

#[test]
fn a_nik_prefix_stays_known_when_its_district_was_renumbered() {
    let all = ours();
    assert!(all.knows_nik_prefix("530705"));
    assert!(all.knows_nik_prefix("640401"), "a regency that moved to North Kalimantan; its districts were not listed");
    assert!(!all.knows_nik_prefix("531007"));
    assert!(!all.knows_nik_prefix("000000"));
    assert!(!all.knows_nik_prefix("abc"));
    assert!(!all.knows_nik_prefix("é23456"));
}

#[test]
fn regions_are_chosen_from_province_to_district() {
    let all = ours();
    let sikka = all.regions_in("53").into_iter().find(|r| r.name == "Kabupaten Sikka").unwrap();
    assert_eq!(sikka.code, "5307");
    assert_eq!(all.regions_in("5307").len(), 21);
    assert!(all.regions_in("99").is_empty());
}

#[test]
fn the_nearest_office_comes_first_and_distance_is_rounded() {
    let all = ours();
    let near = all.offices_near("5307");
    assert_eq!((near[0].0.code.as_str(), near[0].1.km), ("kanim-maumere", 0));
    let from_lembata = all.distance(all.office(&code("kanim-maumere")).unwrap(), "5313").unwrap();
    assert!((100..=200).contains(&from_lembata.km) && from_lembata.km.is_multiple_of(10), "{from_lembata:?}");
    assert!(all.offices_near("xx").is_empty());
}

#[test]
fn offices_are_found_by_words() {
    let all = ours();
    let found: Vec<_> = all.find_offices("ende sikka").iter().map(|o| o.code.as_str()).collect();
    assert_eq!(found, ["kanim-maumere"], "by working area");
    assert_eq!(all.office(&code("kanim-maumere")).unwrap().short_name(), "Maumere");
    assert!(all.find_offices("labuhanbatu").is_empty(), "a closed one");
}

#[test]
fn working_days_skip_weekends_and_holidays() {
    let all = ours();
    assert_eq!(all.add_working_days(date(2026, 12, 23), 1), date(2026, 12, 28), "two days of Christmas and a weekend");
    assert_eq!(all.add_working_days(date(2026, 11, 28), 0), date(2026, 11, 30));
}

#[test]
fn all_faults_are_listed_at_once_with_file_line_and_column() {
    let mut tables = edited("steps", |t| t.replacen("always,applying_for", "on_tuesdays,applying_four", 1));
    tables.retain(|t| t.name != "lanes");
    tables.push(TableText { name: "colours".to_owned(), text: String::new() });
    let all = faults(&tables);
    assert!(all.iter().any(|f| f.starts_with("steps.csv:2 condition: \"on_tuesdays\" is not one of always")), "{all:?}");
    assert!(all.iter().any(|f| f.starts_with("steps.csv:2 fields: \"applying_four\"")), "{all:?}");
    assert!(all.contains(&"lanes.csv: is missing".to_owned()), "{all:?}");
    assert!(all.contains(&"colours.csv: is no table of the catalogue".to_owned()), "{all:?}");
}

#[test]
fn a_bad_row_is_refused_with_its_reason() {
    let cases: [(&str, &str, &str, &str); 9] = [
        ("tariffs", "2024-12-17,,350000", "2024-12-16,,350000", "in an overlapping period"),
        ("tariffs", ",350000,", ",350000.5,", "amount_rupiah: \"350000.5\" is not a whole number"),
        ("limits", "billing_valid_minutes,120", "billing_valid_minutes,soon", "value: \"soon\" is not a whole number"),
        ("holidays", "2026-12-25", "2026-12-32", "date: \"2026-12-32\" is not a day"),
        ("offices", "kanim-maumere,", "kanim maumere,", "code: \"kanim maumere\" is not an office code"),
        ("office_offers", "kanim-maumere,ordinary", "kanim-nowhere,ordinary", "\"kanim-nowhere\" is not in offices.csv"),
        ("quota_plans", "08:00,09:00", "09:00,09:00", "session_end: lies before session_start"),
        ("countries", "IDN", "IDN,extra", "has 7 cells instead of 6"),
        ("regions", "code,name", "code,names", "the header must be code,name,level"),
    ];
    for (table, from, to, reason) in cases {
        let all = faults(&edited(table, |t| t.replacen(from, to, 1)));
        assert!(all.iter().any(|f| f.starts_with(&format!("{table}.csv")) && f.contains(reason)), "{table}: {all:?}");
    }
}

#[test]
fn the_single_passport_type_needs_rows_only() {
    let tables: Vec<_> = builtin()
        .into_iter()
        .map(|mut t| {
            match t.name.as_str() {
                "passport_types" => {
                    let ended: Vec<_> = t.text.lines().map(|l| l.replacen(",,\"Paspor", ",2026-12-31,\"Paspor", 1)).collect();
                    t.text = ended.join("\n")
                        + "\nsingle,10,48,yes,laminated,electronic,passport_single,always,2027-01-01,,Paspor,Passport,announced,low,test\n";
                }
                "tariffs" => t.text += "passport_single,passport,yes,10,48,2027-01-01,,800000,per_application,announced,low,test,Paspor,Passport\n",
                "office_offers" => t.text += "kanim-maumere,single,regular,yes,2027-01-01,,low,test\n",
                _ => {}
            }
            t
        })
        .collect();
    let all = parse(&tables).unwrap();
    let (before, after) = (date(2026, 12, 30), date(2027, 1, 13));
    assert_eq!(all.price("single", 10, Lane::Regular, before), None);
    assert_eq!(all.price("single", 10, Lane::Regular, after), Some(Rupiah(800_000)));
    assert_eq!(all.types_on(after).count(), 1);
    let maumere = all.office(&code("kanim-maumere")).unwrap();
    let groups: HashSet<_> = all.sessions(maumere, after).iter().map(|p| p.group).collect();
    assert_eq!(groups, HashSet::from([TypeGroup::Electronic]), "seats of the group go on");
}

#[test]
fn every_table_is_built_in() {
    let names: Vec<_> = builtin().iter().map(|t| t.name.clone()).collect();
    assert_eq!(names, TABLES);
}
