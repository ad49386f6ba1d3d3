use super::{World, account, draft, world};
use crate::checks::{CheckRefused, CheckResult, CheckState, Register};
use crate::model::{Flag, SaveRefused};
use catalogue::{Field, Predicate};
use jiff::civil::date;
use kernel::nik::Sex;
use kernel::time::DAY;
use outside::{IssuedIn, PassportRecord, PopulationRecord};
use store::Actor;

async fn checks(w: &World) -> crate::Checks {
    crate::checks(&w.house.vault, &mut w.house.reader(), &w.application().await).await.unwrap()
}

async fn holds(w: &World, predicate: Predicate) -> bool {
    crate::holds(predicate, &w.answers().await, &checks(w).await)
}

async fn begin(w: &World, register: Register, cap: i64) -> Result<crate::CheckTicket, CheckRefused> {
    w.house
        .db
        .transact(|tx| {
            let id = &w.id;
            Box::pin(async move { crate::begin_check(tx, id, register, cap).await })
        })
        .await
}

async fn store(w: &World, ticket: &crate::CheckTicket, result: CheckResult) -> bool {
    w.house
        .db
        .transact(|tx| {
            let result = result.clone();
            let vault = &w.house.vault;
            Box::pin(async move { crate::store_check(vault, tx, ticket, result).await })
        })
        .await
        .unwrap()
}

fn person(name: &str) -> PopulationRecord {
    PopulationRecord {
        nik: "5307054103980003".into(),
        full_name: name.into(),
        birth_place: "MAUMERE".into(),
        birth_date: date(1998, 3, 1),
        sex: Sex::Female,
        civil_status: "single".into(),
        address: "Jl. Contoh 1".into(),
        district_code: "530705".into(),
        mother_name: None,
        father_name: None,
        alive: true,
    }
}

fn passport(year: i16, issued_in: IssuedIn) -> PassportRecord {
    PassportRecord {
        number: "C1234567".into(),
        full_name: "YULIANA NONA SARE".into(),
        birth_date: date(1998, 3, 1),
        birth_place: "MAUMERE".into(),
        sex: Sex::Female,
        issue_date: date(year, 5, 1),
        expiry_date: date(year + 5, 5, 1),
        issued_in,
        office: "Maumere".into(),
        state: "expired".into(),
    }
}

#[tokio::test]
async fn a_number_has_sixteen_digits_and_finds_its_application() {
    let w = world().await;
    let application = w.application().await;
    assert!(application.number.len() == 16 && application.number.bytes().all(|b| b.is_ascii_digit()));
    let spaced = format!("{} {}", &application.number[..4], &application.number[4..]);
    assert_eq!(crate::by_number(&mut w.house.reader(), &spaced).await.unwrap(), Some(application));
    assert_eq!(crate::by_number(&mut w.house.reader(), "1' OR '1'='1").await.unwrap(), None);
}

#[tokio::test]
async fn a_further_application_of_an_account_is_sealed_under_another_person() {
    let w = world().await;
    let second = draft(&w.house, &w.account).await;
    let all = crate::list_of(&mut w.house.reader(), &w.account).await.unwrap();
    assert_eq!(all.len(), 2);
    assert_ne!(all[0].person, all[1].person);
    assert!(all.iter().any(|a| a.id == second));
}

#[tokio::test]
async fn a_foreign_application_is_absent() {
    let w = world().await;
    let other = account(&w.house, "lain@contoh.id").await;
    let mut ask = w.house.reader();
    assert!(crate::of_account(&mut ask, &w.account, &w.id).await.unwrap().is_some());
    assert!(crate::of_account(&mut ask, &other, &w.id).await.unwrap().is_none());
    assert!(crate::list_of(&mut ask, &other).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_second_save_upon_an_old_version_is_a_conflict_and_overwrites_nothing() {
    let w = world().await;
    assert_eq!(w.save(Field::Occupation, "guru", Some(0)).await.unwrap().version, 1);
    match w.save(Field::Occupation, "petani", Some(0)).await {
        Err(SaveRefused::Conflict { theirs, version }) => assert_eq!((theirs.as_str(), version), ("guru", 1)),
        other => panic!("{other:?}"),
    }
    assert_eq!(w.answers().await.get(Field::Occupation), Some("guru"));
    assert_eq!(w.save(Field::Occupation, " guru ", Some(0)).await.unwrap().version, 1, "the same again is no conflict");
    assert_eq!(w.save(Field::Occupation, "petani", Some(1)).await.unwrap().version, 2);
}

#[tokio::test]
async fn a_wrong_value_is_kept_but_is_no_answer() {
    let w = world().await;
    let saved = w.save(Field::BirthDate, "31/2/1998", Some(0)).await.unwrap();
    assert_eq!(saved.invalid, Some(kernel::field::FieldError::NoDate));
    let answers = w.answers().await;
    assert_eq!((answers.get(Field::BirthDate), answers.typed(Field::BirthDate)), (None, "31/2/1998"));
}

#[tokio::test]
async fn nothing_readable_about_the_person_is_in_the_database() {
    let w = world().await;
    w.identity().await;
    let ticket = begin(&w, Register::Population, 10).await.unwrap();
    assert!(store(&w, &ticket, CheckResult::Population(Some(person("YULIANA NONA SARE")))).await);
    let Some(path) = w.product.url.strip_prefix("sqlite:") else { return };
    let path = path.split('?').next().unwrap_or(path);
    let mut dump = std::fs::read(path).unwrap();
    dump.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
    for secret in ["Yuliana", "YULIANA", "5307054103980003", "1998-03-01", "Maumere", "MAUMERE"] {
        assert!(!dump.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret} is readable at rest");
    }
}

#[tokio::test]
async fn a_check_needs_the_identity_and_costs_one_of_the_days_questions() {
    let w = world().await;
    assert!(matches!(begin(&w, Register::Population, 10).await, Err(CheckRefused::NotReady)));
    w.identity().await;
    begin(&w, Register::Population, 1).await.unwrap();
    begin(&w, Register::Population, 1).await.expect("the same number again is free");
    w.put(&[(Field::Nik, "5307054103980004")]).await;
    assert!(matches!(begin(&w, Register::Population, 1).await, Err(CheckRefused::CapReached)));
    w.product.clock.advance(DAY);
    begin(&w, Register::Population, 1).await.expect("another day");
}

#[tokio::test]
async fn changed_data_make_the_registers_answer_void() {
    let w = world().await;
    w.identity().await;
    let ticket = begin(&w, Register::Population, 10).await.unwrap();
    assert!(store(&w, &ticket, CheckResult::Population(Some(person("YULIANA N. SARE")))).await);
    let found = checks(&w).await;
    assert!(found.population.is_answered());
    assert_eq!(found.differences.iter().map(|d| d.field).collect::<Vec<_>>(), [Field::FullName]);
    w.put(&[(Field::FullName, "Yuliana N Sare")]).await;
    assert_eq!(checks(&w).await.population, CheckState::NotAsked);
    assert!(!store(&w, &ticket, CheckResult::Silent).await, "a late answer is about data that no longer stand there");
}

#[tokio::test]
async fn folding_finds_no_difference_where_there_is_none() {
    let w = world().await;
    w.identity().await;
    let ticket = begin(&w, Register::Population, 10).await.unwrap();
    store(&w, &ticket, CheckResult::Population(Some(person("YULIANA NONA SARE")))).await;
    assert_eq!(checks(&w).await.differences, []);
}

#[tokio::test]
async fn the_passport_register_decides_the_short_list_and_its_silence_leaves_the_questions() {
    let w = world().await;
    w.identity().await;
    w.put(&[(Field::PassportHistory, "held"), (Field::OldCondition, "expired")]).await;
    assert!(holds(&w, Predicate::RegisterSilent).await && holds(&w, Predicate::OldPassportLongList).await);
    w.put(&[(Field::OldIssueDate, "2016-05-01"), (Field::OldIssuePlace, "indonesia"), (Field::OldNameSame, "yes")]).await;
    assert!(holds(&w, Predicate::OldPassportShortList).await);
    for (year, place, short) in
        [(2008, IssuedIn::Indonesia, false), (2016, IssuedIn::Abroad, false), (2016, IssuedIn::Indonesia, true)]
    {
        let ticket = begin(&w, Register::Passports, 10).await.unwrap();
        store(&w, &ticket, CheckResult::Passports(vec![passport(2001, IssuedIn::Abroad), passport(year, place)])).await;
        assert!(!holds(&w, Predicate::RegisterSilent).await);
        assert_eq!(holds(&w, Predicate::OldPassportShortList).await, short, "{year} {place:?}");
        assert_eq!(holds(&w, Predicate::OldPassportLongList).await, !short);
    }
}

#[tokio::test]
async fn a_married_sixteen_year_old_is_an_adult_and_an_unmarried_one_is_not() {
    let w = world().await;
    w.put(&[(Field::BirthDate, "2010-03-01")]).await;
    assert_eq!(crate::is_adult(&w.answers().await), None);
    w.put(&[(Field::CivilStatus, "single")]).await;
    assert_eq!(crate::is_adult(&w.answers().await), Some(false));
    assert!(!holds(&w, Predicate::TenYearAllowed).await);
    w.put(&[(Field::CivilStatus, "married")]).await;
    assert_eq!(crate::is_adult(&w.answers().await), Some(true));
    assert!(holds(&w, Predicate::TenYearAllowed).await && holds(&w, Predicate::IsMarried).await);
}

#[tokio::test]
async fn every_predicate_is_answered_on_an_empty_form() {
    let w = world().await;
    for predicate in Predicate::ALL {
        assert_eq!(holds(&w, *predicate).await, *predicate == Predicate::Always, "{predicate:?}");
    }
}

#[tokio::test]
async fn missing_names_what_is_open_until_nothing_is() {
    let w = world().await;
    w.identity().await;
    let catalogue = catalogue::current(&w.house);
    let left = crate::missing(&catalogue, &w.answers().await, &checks(&w).await);
    assert!(left.iter().any(|(step, field, _)| step == "purpose" && *field == Field::Purpose));
    w.put(&[
        (Field::PassportHistory, "never"),
        (Field::Purpose, "tourism"),
        (Field::DestinationCountry, "undecided"),
        (Field::Stay, "under_1_month"),
        (Field::RelativeName, "Maria Sare"),
        (Field::RelativePhone, "081234567890"),
        (Field::RelativeRelation, "mother"),
        (Field::KtpIssueDate, "2018-11-05"),
        (Field::Nationality, "ID"),
        (Field::KtpAddress, "Jl. Ahmad Yani 3"),
        (Field::KtpProvince, "53"),
        (Field::KtpRegency, "5307"),
        (Field::KtpDistrict, "530705"),
        (Field::DomicileSame, "yes"),
        (Field::Occupation, "guru"),
        (Field::Phone, "081234567890"),
        (Field::MotherName, "Maria Sare"),
        (Field::MotherNationality, "ID"),
        (Field::MotherAddress, "Jl. Ahmad Yani 3"),
    ])
    .await;
    assert_eq!(crate::missing(&catalogue, &w.answers().await, &checks(&w).await), []);
    w.put(&[(Field::KtpProvince, "51")]).await;
    let left = crate::missing(&catalogue, &w.answers().await, &checks(&w).await);
    assert!(left.iter().any(|(_, field, _)| *field == Field::KtpRegency), "a regency of another province: {left:?}");
}

#[tokio::test]
async fn a_flag_falls_with_the_data_it_was_about() {
    let w = world().await;
    w.identity().await;
    let by = Actor::Account(w.account.clone());
    w.house
        .db
        .transact::<_, SaveRefused, _>(|tx| {
            let (id, by) = (&w.id, &by);
            Box::pin(async move { crate::flag(tx, id, Flag::NikMismatch, true, by).await })
        })
        .await
        .unwrap();
    assert_eq!(w.application().await.flags, [Flag::NikMismatch]);
    w.put(&[(Field::Nik, "5307054103980009")]).await;
    assert_eq!(w.application().await.flags, []);
}

#[tokio::test]
async fn the_visit_is_kept_and_forgotten() {
    let w = world().await;
    let when = Some((date(2026, 10, 15), kernel::time::Zone::Wita));
    for visit in [when, None] {
        w.house
            .db
            .transact::<_, store::StoreError, _>(|tx| {
                let id = &w.id;
                Box::pin(async move { crate::visit(tx, id, visit).await })
            })
            .await
            .unwrap();
        assert_eq!(crate::visit_of(&mut w.house.reader(), &w.id).await.unwrap(), visit);
    }
}

#[test]
fn registers_may_be_asked_until_the_data_are_verified() {
    use crate::ApplicationState as A;
    use kernel::event::OfficeStep as S;
    let chance = &kernel::chance::SystemChance;
    let at = kernel::time::Timestamp(1);
    let case = kernel::ids::CaseId::mint(at, chance);
    let booking = kernel::ids::BookingId::mint(at, chance);
    let there = |step| A::InOffice { case: case.clone(), step };
    for state in [A::Draft, A::Expired { at }, A::Scheduled { booking }, there(S::CheckedIn), there(S::PapersPending)] {
        assert!(crate::may_check(&state), "{state:?}");
    }
    for state in [there(S::Verified), there(S::Interviewed), A::Ready, A::Missed { at }, A::GivenBack { at }] {
        assert!(!crate::may_check(&state), "{state:?}");
    }
}
