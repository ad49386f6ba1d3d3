//! What the tables must say, and what a wrong table is told.

use crate::codes::OfficeKind;
use crate::{ApplicationKind, Catalogue, Field, LIMITS, Need, NikRegion, Offer, Predicate, TABLES, Tables, parse};
use jiff::civil::date;
use kernel::ids::OfficeCode;
use kernel::lang::Lang;
use kernel::money::Rupiah;
use shell::words::Words;
use std::collections::HashSet;

fn ours() -> Catalogue {
    match parse(&Tables::embedded()) {
        Ok(catalogue) => catalogue,
        Err(faults) => panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

fn code(text: &str) -> OfficeCode {
    OfficeCode::parse(text).unwrap()
}

/// Our tables with one edited.
fn edited(table: &str, edit: impl Fn(&str) -> String) -> Tables {
    let all = Tables::embedded();
    all.iter().map(|(name, text)| (name.to_owned(), if name == table { edit(text) } else { text.to_owned() })).collect()
}

fn faults(tables: &Tables) -> Vec<String> {
    parse(tables).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn our_tables_are_sound_and_hold_the_country() {
    let all = ours();
    assert_eq!(all.offices().iter().filter(|o| o.kind == OfficeKind::Kanim).count(), 151);
    assert_eq!(all.offices().len(), 210);
    assert_eq!(all.provinces().len(), 38);
    assert!(all.country("ID").is_some_and(|c| c.name(Lang::Id) == "Indonesia"));
}

#[test]
fn every_active_office_opens_a_session_or_only_takes_walk_ins() {
    let all = ours();
    let monday = date(2026, 11, 23);
    let week: Vec<_> = (0..5).map(|d| kernel::time::add_days(monday, d)).collect();
    let shut: Vec<_> = all
        .active_offices()
        .filter(|o| week.iter().all(|d| all.quota_plan(&o.code, *d).is_empty()))
        .map(|o| o.code.as_str())
        .collect();
    assert_eq!(shut, Vec::<&str>::new());
}

#[test]
fn maumere_is_small_and_bekasi_is_large() {
    let all = ours();
    let seats = |office: &str, day| -> i64 { all.quota_plan(&code(office), day).iter().map(|p| p.capacity).sum() };
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
        .filter(|o| o.kind == OfficeKind::Kanim && matches!(all.offers(&o.code, "ordinary_5", "regular", day), Offer::No { .. }))
        .map(|o| o.code.as_str())
        .collect();
    assert_eq!(only.len(), 13);
    assert!(only.contains("kanim-batam") && !only.contains("kanim-maumere"));
    let batam = code("kanim-batam");
    assert_eq!(all.offers(&batam, "ordinary_10", "regular", day), Offer::No { reason_key: "catalogue-electronic-only" });
    assert_eq!(all.offers(&batam, "ordinary_10", "regular", date(2024, 11, 30)), Offer::Yes);
    assert!(all.quota_plan(&batam, day).iter().all(|p| p.group == "electronic"));
}

#[test]
fn what_no_source_says_is_unknown() {
    let all = ours();
    let day = date(2026, 11, 23);
    let maumere = code("kanim-maumere");
    assert_eq!(all.offers(&maumere, "electronic_10", "regular", day), Offer::Yes);
    assert_eq!(all.offers(&maumere, "polycarbonate_5", "regular", day), Offer::Unknown);
    assert_eq!(all.offers(&maumere, "no-such-type", "regular", day), Offer::Unknown);
    assert_eq!(all.offers(&maumere, "ordinary_5", "no-such-lane", day), Offer::Unknown);
    assert_eq!(all.offers(&code("kanim-bandung"), "polycarbonate_5", "regular", day), Offer::Yes);
}

#[test]
fn prices_follow_the_day_the_type_and_the_lane() {
    let all = ours();
    let price = |t: &str, lane: &str, d| all.price(t, ApplicationKind::New, lane, d).map(|p| p.total.0);
    let today = date(2026, 11, 23);
    assert_eq!(price("ordinary_5", "regular", today), Some(350_000));
    assert_eq!(price("ordinary_10", "regular", today), Some(650_000));
    assert_eq!(price("electronic_5", "regular", today), Some(650_000));
    assert_eq!(price("polycarbonate_10", "regular", today), Some(950_000));
    assert_eq!(price("electronic_10", "express", today), Some(1_950_000));
    assert_eq!(price("ordinary_10", "regular", date(2024, 12, 16)), Some(350_000));
    assert_eq!(price("ordinary_10", "regular", date(2022, 10, 11)), None, "no ten years before 12 October 2022");
    assert_eq!(price("ordinary_5", "no-such-lane", today), None);
    let lines = all.price("electronic_10", ApplicationKind::Replacement, "express", today).unwrap().lines;
    let codes: Vec<_> = lines.iter().map(|l| l.tariff_code.as_str()).collect();
    assert_eq!(codes, ["passport_electronic_10", "express_same_day"]);
    assert_eq!(all.line("penalty_lost", today).map(|l| l.amount), Some(Rupiah(1_000_000)));
}

#[test]
fn a_new_adult_and_a_replacement_are_asked_for_their_papers() {
    let all = ours();
    let day = date(2026, 11, 23);
    let new = all.requirements(Catalogue::adult_category(ApplicationKind::New), day);
    assert_eq!(new.iter().filter(|r| r.need == Need::OneOf("birth".to_owned())).count(), 4);
    assert!(new.iter().any(|r| r.document_code == "family_card" && r.need == Need::Required));
    let short: Vec<_> = all
        .requirements(Catalogue::adult_category(ApplicationKind::Replacement), day)
        .into_iter()
        .filter(|r| r.condition == Predicate::Always)
        .map(|r| r.document_code.as_str())
        .collect();
    assert_eq!(short, ["identity_card", "old_passport"]);
    assert!(all.requirements("no-such-category", day).is_empty());
}

#[test]
fn every_field_of_the_form_is_asked_on_one_page() {
    let all = ours();
    let asked: Vec<Field> = all.steps().iter().flat_map(|s| s.fields.iter().copied()).collect();
    let once: HashSet<_> = asked.iter().copied().collect();
    assert_eq!(asked.len(), once.len());
    assert_eq!(once, Field::ALL.iter().copied().collect());
}

#[test]
fn limits_have_their_values() {
    let all = ours();
    let day = date(2026, 11, 23);
    assert_eq!(all.limit("billing_valid_minutes", day), 120);
    assert_eq!(all.limit("reschedule_max", day), 1);
    assert_eq!(all.limit("upload_max_bytes", day), 10 * 1024 * 1024);
    assert_eq!(all.limit("billing_valid_minutes", date(2020, 1, 1)), 120, "the first row counts before its day");
    assert_eq!(LIMITS.iter().filter(|l| all.limit(l, day) == 0).count(), 1, "only the same-day service has a zero");
}

#[test]
fn a_nik_prefix_stays_known_when_its_district_was_renumbered() {
    let all = ours();
    let names = ["Nita", "Kabupaten Sikka", "Nusa Tenggara Timur"].map(str::to_owned);
    assert!(matches!(all.nik_region("530705"), NikRegion::Known { names: n } if n.len() == 3 && n[1..] == names[1..]));
    let moved = all.nik_region("640401");
    assert!(matches!(&moved, NikRegion::Historic { .. }), "its districts were never listed: {moved:?}");
    for unknown in ["531007", "000000", "abc", "5307", "53070", "\u{e9}23456", ""] {
        assert_eq!(all.nik_region(unknown), NikRegion::Unknown, "{unknown}");
    }
}

#[test]
fn regions_are_chosen_from_province_to_district() {
    let all = ours();
    let sikka = all.children("53").into_iter().find(|r| r.name == "Kabupaten Sikka").unwrap();
    assert_eq!(sikka.code, "5307");
    assert_eq!(all.children("5307").len(), 21);
    assert!(all.children("99").is_empty());
}

#[test]
fn the_nearest_office_comes_first_and_distance_is_rounded() {
    let all = ours();
    let near = all.offices_near("5307");
    assert_eq!((near[0].0.code.as_str(), near[0].1), ("kanim-maumere", 0));
    let from_lembata = all.distance_km("5313", &code("kanim-maumere")).unwrap();
    assert!((100..=200).contains(&from_lembata) && from_lembata.is_multiple_of(10), "{from_lembata}");
    assert_eq!(all.distance_km("99", &code("kanim-maumere")), None);
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
    let broken = edited("steps", |t| t.replacen("always,applying_for", "on_tuesdays,applying_four", 1));
    let tables: Tables = broken
        .iter()
        .filter(|(name, _)| *name != "lanes")
        .chain([("colours", "")])
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    let all = faults(&tables);
    assert!(all.iter().any(|f| f.starts_with("steps.csv:2 condition: \"on_tuesdays\" is not one of always")), "{all:?}");
    assert!(all.iter().any(|f| f.starts_with("steps.csv:2 fields: \"applying_four\"")), "{all:?}");
    assert!(all.contains(&"lanes.csv: is missing".to_owned()), "{all:?}");
    assert!(all.contains(&"colours.csv: is no table of the catalogue".to_owned()), "{all:?}");
}

#[test]
fn a_bad_row_is_refused_with_its_reason() {
    let cases: [(&str, &str, &str, &str); 12] = [
        ("tariffs", "2024-12-17,,350000", "2024-12-16,,350000", "in an overlapping period"),
        ("tariffs", ",350000,", ",350000.5,", "amount_rupiah: \"350000.5\" is not a whole number"),
        ("limits", "billing_valid_minutes,120", "billing_valid_minutes,soon", "value: \"soon\" is not a whole number"),
        ("holidays", "2026-12-25", "2026-12-32", "date: \"2026-12-32\" is not a day"),
        ("offices", "kanim-maumere,", "kanim maumere,", "code: \"kanim maumere\" is not an office code"),
        ("office_offers", "kanim-maumere,ordinary", "kanim-nowhere,ordinary", "\"kanim-nowhere\" is not in offices.csv"),
        ("quota_plans", "08:00,09:00", "09:00,09:00", "session_end: lies before session_start"),
        ("countries", "IDN", "IDN,extra", "has 7 cells instead of 6"),
        ("regions", "code,name", "code,names", "the header must be code,name,level"),
        ("requirements", "new_adult,1,", "new_alien,1,", "category: \"new_alien\" is not in categories.csv"),
        ("quota_plans", ",regular,", ",fast,", "lane: \"fast\" is not in lanes.csv"),
        (
            "limits",
            "billing_valid_minutes,",
            "billing_valid_hours,",
            "key: \"billing_valid_hours\" is not one of the known limits",
        ),
    ];
    for (table, from, to, reason) in cases {
        let all = faults(&edited(table, |t| t.replacen(from, to, 1)));
        assert!(all.iter().any(|f| f.starts_with(&format!("{table}.csv")) && f.contains(reason)), "{table}: {all:?}");
    }
}

#[test]
fn the_single_passport_type_needs_rows_only() {
    let tables: Tables = Tables::embedded()
        .iter()
        .map(|(name, text)| {
            let text = match name {
                "passport_types" => {
                    let ended: Vec<_> = text.lines().map(|l| l.replacen(",,\"Paspor", ",2026-12-31,\"Paspor", 1)).collect();
                    ended.join("\n")
                        + "\nsingle_10,single,10,48,yes,laminated,electronic,passport_single,always,2027-01-01,,Paspor,Passport,announced,low,test\n"
                }
                "tariffs" => text.to_owned() + "passport_single,passport,yes,10,48,2027-01-01,,800000,per_application,announced,low,test,Paspor,Passport\n",
                "office_offers" => text.to_owned() + "kanim-maumere,single,regular,yes,2027-01-01,,low,test\n",
                _ => text.to_owned(),
            };
            (name.to_owned(), text)
        })
        .collect();
    let all = parse(&tables).unwrap();
    let (before, after) = (date(2026, 12, 30), date(2027, 1, 13));
    let price = |day| all.price("single_10", ApplicationKind::New, "regular", day).map(|p| p.total);
    assert_eq!((price(before), price(after)), (None, Some(Rupiah(800_000))));
    assert_eq!(all.passport_types(after).len(), 1);
    let groups: HashSet<_> = all.quota_plan(&code("kanim-maumere"), after).into_iter().map(|p| p.group).collect();
    assert_eq!(groups, HashSet::from(["electronic".to_owned()]), "seats of the group go on");
}

#[test]
fn the_folder_and_the_program_hold_the_same_tables() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    assert_eq!(Tables::folder(&folder).unwrap(), Tables::embedded());
    assert!(Tables::embedded().iter().map(|(name, _)| name).eq(TABLES));
    let nowhere = Tables::folder(std::path::Path::new("/nowhere")).unwrap_err();
    assert!(nowhere[0].to_string().starts_with("/nowhere: cannot be read"), "{nowhere:?}");
}

#[test]
fn a_legal_basis_is_indonesian_in_the_tables_and_what_joins_its_names_is_english_on_english_pages() {
    let all = ours();
    let day = date(2026, 10, 5);
    let papers = all.requirements("new_adult", day).into_iter().chain(all.requirements("replacement_adult", day));
    let shown: Vec<&str> = papers
        .map(|r| r.legal_basis.as_str())
        .chain(all.rejection_reasons(day).into_iter().map(|r| r.legal_basis.as_str()))
        .collect();
    let tables = Tables::embedded();
    for (name, text) in tables.iter() {
        for word in ["as amended", ", article", "our policy", "notice of", "announced by"] {
            let basis = text.lines().next().is_some_and(|head| head.contains("legal_basis"));
            assert!(!basis || !text.contains(word), "{name} says {word:?}");
        }
    }
    let (id, en) = (Words::for_lang(Lang::Id), Words::for_lang(Lang::En));
    for basis in shown {
        assert_eq!(crate::basis_text(&id, basis), basis);
        let english = crate::basis_text(&en, basis);
        for word in ["sebagaimana", "pasal", "huruf", "praktik", "pengumuman", "sejak"] {
            assert!(!english.contains(word), "{english}");
        }
        assert_eq!(basis.contains("Permenkumham"), english.contains("Permenkumham"), "names stay: {english}");
    }
}
