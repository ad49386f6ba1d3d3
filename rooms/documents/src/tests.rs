//! Rules without a database: what is needed, what is missing, when a paper may be replaced, and that each reason has words.

use crate::decode::{Hint, Refusal};
use crate::model::{Asked, Closed, Need, Paper, PaperState, Permission, RequestedPaper, missing, refusal_of};
use crate::requirement::{from_rows, in_order};
use crate::upload::shown_name;
use application::ApplicationState;
use catalogue::{ApplicationKind, Catalogue, Predicate};
use jiff::civil::date;
use kernel::{
    chance::SeededChance,
    event::OfficeStep,
    ids::{ApplicationId, BookingId, CaseId, PaperId},
    lang::Lang,
    time::{DAY, Timestamp, Zone},
};
use shell::words::Words;

fn needs(category: &str, holding: &[Predicate]) -> Vec<Need> {
    let catalogue = Catalogue::embedded();
    let rows = catalogue.requirements(category, date(2026, 10, 5));
    from_rows(rows, |p| p == Predicate::Always || holding.contains(&p))
}

fn codes(needs: &[Need], asked: &Asked) -> Vec<String> {
    needs.iter().filter(|n| n.asked == *asked).map(|n| n.code.clone()).collect()
}

fn accepted(code: &str) -> Paper {
    let chance = SeededChance::new(7);
    Paper {
        id: PaperId::mint(Timestamp(1), &chance),
        application: ApplicationId::mint(Timestamp(1), &chance),
        code: code.to_owned(),
        state: PaperState::Accepted,
        kind: None,
        pages: 1,
        hints: Vec::new(),
        bytes: 1,
        uploaded_at: Timestamp(1),
        version: 1,
    }
}

fn still_missing(needs: &[Need], sent: &[&str]) -> Vec<String> {
    let papers: Vec<Paper> = sent.iter().map(|code| accepted(code)).collect();
    missing(needs, &papers).into_iter().map(|n| n.code).collect()
}

#[test]
fn a_first_passport_needs_card_family_card_and_one_proof_of_birth() {
    let needs = needs("new_adult", &[]);
    assert_eq!(codes(&needs, &Asked::Required), ["family_card"]);
    assert_eq!(codes(&needs, &Asked::OneOf("identity".to_owned())), ["identity_card", "moving_abroad_letter"]);
    let birth = ["birth_certificate", "marriage_certificate", "diploma", "baptism_certificate"];
    assert_eq!(codes(&needs, &Asked::OneOf("birth".to_owned())), birth);
    assert_eq!(still_missing(&needs, &[]), ["identity_card", "family_card", "birth_certificate"]);
    for one in birth {
        assert!(still_missing(&needs, &["identity_card", "family_card", one]).is_empty(), "{one}");
    }
}

#[test]
fn a_book_issued_here_from_2009_with_the_same_data_needs_only_card_and_old_passport() {
    let needs = needs("replacement_adult", &[Predicate::OldPassportShortList]);
    assert_eq!(needs.iter().map(|n| n.code.as_str()).collect::<Vec<_>>(), ["identity_card", "old_passport"]);
    assert_eq!(still_missing(&needs, &["identity_card"]), ["old_passport"]);
}

#[test]
fn any_other_old_passport_needs_the_long_list() {
    let needs = needs("replacement_adult", &[Predicate::OldPassportLongList]);
    assert_eq!(codes(&needs, &Asked::Required), ["identity_card", "old_passport", "family_card"]);
    assert_eq!(still_missing(&needs, &["identity_card", "old_passport", "family_card"]), ["birth_certificate"]);
    assert!(still_missing(&needs, &["identity_card", "old_passport", "family_card", "diploma"]).is_empty());
}

#[test]
fn a_refused_file_does_not_count_as_sent() {
    let needs = needs("replacement_adult", &[Predicate::OldPassportShortList]);
    let mut refused = accepted("old_passport");
    refused.state = PaperState::Refused { reason: Refusal::Damaged };
    let left = missing(&needs, &[accepted("identity_card"), refused]);
    assert_eq!(left.first().map(|n| n.code.as_str()), Some("old_passport"));
}

#[test]
fn replacing_ends_with_the_day_before_the_visit_on_the_office_clock() {
    let chance = SeededChance::new(1);
    let scheduled = ApplicationState::Scheduled { booking: BookingId::mint(Timestamp(1), &chance) };
    for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
        let visit = Some((date(2026, 10, 15), zone));
        let midnight = zone.day_start(date(2026, 10, 15));
        assert_eq!(Permission::of(&scheduled, visit, None, midnight.plus(-1)), Permission::KeepingOld);
        let closed = Permission::Closed(Closed::DayBefore(date(2026, 10, 15)));
        assert_eq!(Permission::of(&scheduled, visit, None, midnight), closed);
    }
}

#[test]
fn each_state_says_whether_papers_may_be_sent() {
    let chance = SeededChance::new(1);
    let case = CaseId::mint(Timestamp(1), &chance);
    let at = Timestamp(1);
    let desk = ApplicationState::InOffice { case, step: OfficeStep::CheckedIn };
    let table = [
        (ApplicationState::Draft, Permission::Freely),
        (ApplicationState::Expired { at }, Permission::KeepingOld),
        (ApplicationState::Cancelled { at }, Permission::KeepingOld),
        (ApplicationState::ChooseDate { until: at }, Permission::KeepingOld),
        (desk, Permission::Closed(Closed::AtOffice)),
        (ApplicationState::Ready, Permission::Closed(Closed::AtOffice)),
        (ApplicationState::Collected, Permission::Closed(Closed::Ended)),
        (ApplicationState::Rejected { reason: "x".to_owned() }, Permission::Closed(Closed::Ended)),
        (ApplicationState::GivenBack { at }, Permission::Closed(Closed::Ended)),
        (ApplicationState::Void { reason: "x".to_owned() }, Permission::Closed(Closed::Ended)),
    ];
    for (state, expected) in table {
        assert_eq!(Permission::of(&state, None, None, at), expected, "{state:?}");
    }
}

#[test]
fn an_officers_request_opens_the_way_until_its_end_and_not_after_the_application_ended() {
    let chance = SeededChance::new(1);
    let case = CaseId::mint(Timestamp(1), &chance);
    let desk = ApplicationState::InOffice { case, step: OfficeStep::PapersPending };
    let until = Timestamp(7 * DAY);
    let request = RequestedPaper { code: "diploma".to_owned(), asked_at: Timestamp(0), until, done_at: None };
    assert_eq!(Permission::of(&desk, None, Some(&request), until.plus(-1)), Permission::Requested(until));
    assert_eq!(Permission::of(&desk, None, Some(&request), until), Permission::Closed(Closed::AtOffice));
    let ended = Permission::of(&ApplicationState::Collected, None, Some(&request), Timestamp(1));
    assert_eq!(ended, Permission::Closed(Closed::Ended));
}

#[test]
fn each_refusal_and_each_hint_has_words_in_both_languages() {
    for lang in Lang::ALL {
        let words = Words::for_lang(lang);
        for refusal in Refusal::all() {
            assert!(words.has(&format!("documents-refused-{}", refusal.code())), "{refusal:?} in {}", lang.code());
        }
        for hint in Hint::ALL {
            assert!(words.has(&format!("documents-hint-{}", hint.code())), "{hint:?} in {}", lang.code());
        }
    }
}

#[test]
fn each_refusal_reads_back_from_its_row() {
    for refusal in Refusal::all() {
        assert_eq!(refusal_of(refusal.code(), refusal.format_name().unwrap_or_default()), Some(refusal));
    }
}

#[test]
fn a_hostile_file_name_is_shown_without_its_tricks() {
    assert_eq!(shown_name("../../etc/passwd"), "passwd");
    assert_eq!(shown_name("C:\\Users\\a\\ktp.jpg"), "ktp.jpg");
    assert_eq!(shown_name("ktp\u{202E}gpj.exe"), "ktpgpj.exe");
    assert_eq!(shown_name("a\0b\r\nset-cookie: x"), "abset-cookie: x");
    assert_eq!(shown_name(&"x".repeat(5_000)).len(), 60);
    assert_eq!(shown_name("/"), "");
}

#[test]
fn papers_stand_in_the_order_in_which_they_are_asked_for() {
    let catalogue = Catalogue::embedded();
    let order = |kind| {
        let mut papers: Vec<Paper> =
            ["baptism_certificate", "birth_certificate", "family_card", "identity_card", "old_passport"].map(accepted).to_vec();
        in_order(&catalogue, kind, date(2026, 10, 5), &mut papers);
        papers.into_iter().map(|p| p.code).collect::<Vec<_>>()
    };
    // nobody asks for an old passport from whoever never had one: it comes last
    let new = ["identity_card", "family_card", "birth_certificate", "baptism_certificate", "old_passport"];
    assert_eq!(order(ApplicationKind::New), new);
    let replacement = ["identity_card", "old_passport", "family_card", "birth_certificate", "baptism_certificate"];
    assert_eq!(order(ApplicationKind::Replacement), replacement);
}
