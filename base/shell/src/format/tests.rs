use super::*;
use jiff::civil::date;

#[test]
fn a_day_is_written_with_its_weekday_and_year() {
    let visit = date(2026, 10, 15);
    assert_eq!(day(Lang::Id, visit), "Kamis, 15 Oktober 2026");
    assert_eq!(day(Lang::En, visit), "Thursday, 15 October 2026");
    assert_eq!(near_day(Lang::Id, visit), "Kamis, 15 Oktober");
    assert_eq!(plain_day(Lang::Id, date(1998, 3, 1)), "1 Maret 1998");
    assert_eq!(short_day(Lang::Id, date(2026, 8, 17)), "17 Agu");
    assert_eq!(short_day(Lang::En, visit), "15 Oct");
    assert_eq!(month(Lang::Id, visit), "Oktober 2026");
}

#[test]
fn every_weekday_and_month_has_its_own_name() {
    let names: std::collections::BTreeSet<_> =
        (0..7).map(|n| weekday(Lang::Id, kernel::time::add_days(date(2026, 10, 12), n))).collect();
    assert_eq!(names.len(), 7);
    assert_eq!(weekday(Lang::Id, date(2026, 10, 12)), "Senin");
    assert_eq!(weekday(Lang::En, date(2026, 10, 18)), "Sunday");
    assert_eq!((month_name(Lang::Id, 1), month_name(Lang::Id, 12)), ("Januari", "Desember"));
}

#[test]
fn an_hour_is_that_of_the_offices_wall_clock_and_says_its_zone() {
    let at = Timestamp::parse_rfc3339("2026-10-15T01:00:00Z").expect("an instant");
    assert_eq!(time(Lang::Id, at, Zone::Wita), "09.00 WITA");
    assert_eq!(time(Lang::En, at, Zone::Wita), "09:00 WITA");
    assert_eq!(time(Lang::Id, at, Zone::Wib), "08.00 WIB");
    assert_eq!(moment(Lang::Id, at, Zone::Wit), "Kamis, 15 Oktober 2026, 10.00 WIT");
    assert_eq!(short_moment(Lang::En, at, Zone::Wita), "15 Oct, 09:00 WITA");
    assert_eq!(hours(Lang::Id, TimeOfDay(540), TimeOfDay(600), Zone::Wita), "09.00–10.00 WITA");
}

#[test]
fn the_day_of_an_instant_is_the_offices_not_the_machines() {
    let late = Timestamp::parse_rfc3339("2026-10-14T16:30:00Z").expect("an instant");
    assert_eq!(moment(Lang::Id, late, Zone::Wita), "Kamis, 15 Oktober 2026, 00.30 WITA");
    assert_eq!(moment(Lang::Id, late, Zone::Wib), "Rabu, 14 Oktober 2026, 23.30 WIB");
}

#[test]
fn money_and_numbers_are_grouped_as_each_language_does() {
    assert_eq!(rupiah(Lang::Id, Rupiah(650_000)), "Rp650.000");
    assert_eq!(rupiah(Lang::En, Rupiah(1_950_000)), "Rp1,950,000");
    assert_eq!(grouped(Lang::Id, -1_234), "-1.234");
    assert_eq!(grouped(Lang::En, 999), "999");
}

#[test]
fn a_file_size_keeps_one_decimal_of_a_megabyte() {
    for (bytes, text) in [
        (812, "812 B"),
        (340_200, "340 KB"),
        (999_499, "999 KB"),
        (999_500, "1 MB"),
        (1_240_000, "1,2 MB"),
        (10_000_000, "10 MB"),
    ] {
        assert_eq!(size(Lang::Id, bytes), text);
    }
    assert_eq!(size(Lang::En, 3_100_000), "3.1 MB");
}

#[test]
fn minutes_are_said_in_words_and_never_below_nothing() {
    for (total, text) in [
        (100, "1 jam 40 menit"),
        (60, "1 jam"),
        (59, "59 menit"),
        (0, "0 menit"),
        (-5, "0 menit"),
        (2_880, "2 hari"),
        (2_941, "2 hari 1 jam 1 menit"),
    ] {
        assert_eq!(minutes(Lang::Id, total), text);
    }
    assert_eq!(minutes(Lang::En, 61), "1 hour 1 minute");
    assert_eq!(minutes(Lang::En, 125), "2 hours 5 minutes");
}
