use super::{World, world};
use crate::model::{Application, Submission, TransitionRefused};
use crate::state::{ApplicationState, OFFICE_STEPS, StateWord, Verb, chart, follows, parse_step, step_code};
use crate::store::application::{Evidence, evidence_of, state_of};
use kernel::chance::SystemChance;
use kernel::event::OfficeStep;
use kernel::ids::{ApplicationId, BillId, BookingId, CaseId, MoneyCaseId, OfficeCode};
use kernel::time::Timestamp;
use proptest::prelude::*;
use store::{Actor, StoreError};

macro_rules! mint {
    ($id:ident) => {
        $id::mint(Timestamp(1), &SystemChance)
    };
}

/// The chart in the documents is the table of the code. To renew it, copy the file that the failure names.
#[test]
fn the_chart_in_the_documents_is_the_table_of_the_code() {
    let stands = include_str!("../../../../docs/states-application.md");
    let fresh = chart();
    if stands != fresh {
        let path = std::env::temp_dir().join("states-application.md");
        std::fs::write(&path, &fresh).unwrap();
        panic!("docs/states-application.md is stale; copy {} over it", path.display());
    }
}

#[test]
fn words_read_back() {
    for word in StateWord::ALL {
        assert_eq!(StateWord::parse(word.code()), Some(word));
    }
    for step in OFFICE_STEPS {
        assert_eq!(parse_step(step_code(step)), Some(step));
    }
}

#[test]
fn answers_change_only_while_nothing_is_held_or_paid() {
    for word in StateWord::ALL {
        assert_eq!(Verb::Edit.from(word).is_some(), word.is_open(), "{word:?}");
    }
}

#[test]
fn the_ends_are_ends() {
    for word in [StateWord::Collected, StateWord::Rejected, StateWord::GivenBack, StateWord::Void] {
        for verb in Verb::ALL {
            assert_eq!(verb.from(word), None, "{verb:?} from {word:?}");
        }
    }
}

#[test]
fn impossible_evidence_names_its_column() {
    let full = || Evidence {
        bill: Some(mint!(BillId)),
        booking: Some(mint!(BookingId)),
        choose_until: Some(Timestamp(2)),
        money_case: Some(mint!(MoneyCaseId)),
        office_case: Some(mint!(CaseId)),
        office_step: Some(OfficeStep::CheckedIn),
        reason: Some("x".into()),
    };
    let column = |error: StoreError| match error {
        StoreError::Inconsistent { column, .. } => column,
        other => panic!("{other}"),
    };
    assert_eq!(column(state_of(StateWord::Draft, Timestamp(1), full()).unwrap_err()), "bill");
    let paid = Evidence { bill: None, ..full() };
    assert_eq!(column(state_of(StateWord::Scheduled, Timestamp(1), paid).unwrap_err()), "choose_until");
    for word in StateWord::ALL {
        // with everything there is too much, with nothing there is too little, unless the state needs nothing
        assert!(state_of(word, Timestamp(1), full()).is_err(), "{word:?}");
        let bare = state_of(word, Timestamp(1), Evidence::default());
        match bare {
            Ok(state) => assert_eq!(evidence_of(&state), Evidence::default()),
            Err(error) => assert!(!column(error).is_empty()),
        }
    }
    let ended = Evidence { office_case: Some(mint!(CaseId)), office_step: Some(OfficeStep::Ready), ..Evidence::default() };
    assert_eq!(column(state_of(StateWord::InOffice, Timestamp(1), ended).unwrap_err()), "office_step");
}

async fn stands(world: &World, id: &ApplicationId) -> Application {
    crate::find(&mut world.house.reader(), id).await.expect("a possible row").unwrap()
}

pub(super) async fn apply(world: &World, verb: Verb, step: OfficeStep) -> Result<(), TransitionRefused> {
    apply_to(world, &world.id, verb, step).await
}

async fn apply_to(world: &World, id: &ApplicationId, verb: Verb, step: OfficeStep) -> Result<(), TransitionRefused> {
    let application = stands(world, id).await;
    let by = Actor::System;
    let other = match application.kind {
        catalogue::ApplicationKind::New => catalogue::ApplicationKind::Replacement,
        catalogue::ApplicationKind::Replacement => catalogue::ApplicationKind::New,
    };
    let submission = Submission {
        id: id.clone(),
        version: application.version,
        bill: mint!(BillId),
        booking: mint!(BookingId),
        office: OfficeCode::parse("kanim-maumere").unwrap(),
    };
    world
        .house
        .db
        .transact(|tx| {
            let (by, submission) = (by.clone(), submission.clone());
            Box::pin(async move {
                match verb {
                    Verb::Edit => {
                        let saved = crate::choose_passport(tx, id, Some("ordinary_5"), &by).await;
                        saved.map_err(|_| TransitionRefused::NotFrom(StateWord::Void))
                    }
                    Verb::Submit => crate::submit(tx, &[submission], &by).await?.remove(0),
                    Verb::Expire => crate::expire(tx, id).await,
                    Verb::Cancel => crate::cancel(tx, id, &by).await,
                    Verb::MarkPaid => crate::mark_paid(tx, id, &mint!(BookingId)).await,
                    Verb::ChooseDate => crate::choose_date(tx, id, Timestamp(5)).await,
                    Verb::MoneyCase => crate::money_case(tx, id, &mint!(MoneyCaseId)).await,
                    Verb::Reschedule => crate::reschedule(tx, id, &mint!(BookingId), &by).await,
                    Verb::GiveBack => crate::give_back(tx, id, &by).await,
                    Verb::Miss => crate::miss(tx, id).await,
                    Verb::CheckIn => crate::check_in(tx, id, &mint!(CaseId), &by).await,
                    Verb::OfficeStep => crate::office_step(tx, id, step, &by).await,
                    Verb::Reject => crate::reject(tx, id, "false_data", &by).await,
                    Verb::Reclassify => crate::reclassify(tx, id, other, "held_before", &by).await,
                    Verb::Void => crate::void(tx, id, "late", &by).await,
                }
            })
        })
        .await
}

#[tokio::test]
async fn the_main_road_leads_from_draft_to_collected_and_is_told() {
    let w = world().await;
    for verb in [Verb::Submit, Verb::Expire, Verb::Submit, Verb::MarkPaid, Verb::Reschedule, Verb::CheckIn] {
        apply(&w, verb, OfficeStep::Verified).await.unwrap();
    }
    for step in [OfficeStep::Verified, OfficeStep::Interviewed, OfficeStep::Approved, OfficeStep::Printed] {
        apply(&w, Verb::OfficeStep, step).await.unwrap();
    }
    assert!(apply(&w, Verb::OfficeStep, OfficeStep::Collected).await.is_err(), "not collected before it is ready");
    apply(&w, Verb::OfficeStep, OfficeStep::Ready).await.unwrap();
    apply(&w, Verb::OfficeStep, OfficeStep::Collected).await.unwrap();
    assert_eq!(w.application().await.state, ApplicationState::Collected);
    let told: Vec<String> = crate::history(&mut w.house.reader(), &w.id).await.unwrap().into_iter().map(|row| row.what).collect();
    let road =
        "created submit expire submit mark_paid reschedule checked_in verified interviewed approved printed ready collected";
    assert_eq!(told.join(" "), road);
}

#[tokio::test]
async fn a_submission_of_an_older_version_is_stale_and_the_second_one_is_refused() {
    let w = world().await;
    let version = w.application().await.version;
    w.identity().await;
    let asked = crate::may_submit(&mut w.house.reader(), &w.id, version).await;
    assert!(matches!(asked, Err(TransitionRefused::Stale)));
    apply(&w, Verb::Submit, OfficeStep::Verified).await.unwrap();
    assert!(matches!(apply(&w, Verb::Submit, OfficeStep::Verified).await, Err(TransitionRefused::NotFrom(_))));
    let refused = w.save(catalogue::Field::Occupation, "guru", None).await;
    assert!(matches!(refused, Err(crate::SaveRefused::NotNow)));
}

#[test]
fn no_sequence_of_verbs_leaves_an_impossible_row() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let w = runtime.block_on(world());
    let verbs = prop::collection::vec((0..Verb::ALL.len(), 0..OFFICE_STEPS.len()), 1..25);
    proptest!(ProptestConfig::with_cases(24), |(sequence in verbs)| {
        runtime.block_on(async {
            let id = super::draft(&w.house, &w.account).await;
            for (verb, step) in sequence {
                let (verb, step) = (Verb::ALL[verb], OFFICE_STEPS[step]);
                let before = stands(&w, &id).await;
                let done = apply_to(&w, &id, verb, step).await;
                let after = stands(&w, &id).await;
                match done {
                    Err(TransitionRefused::Store(error)) => panic!("{verb:?}: {error}"),
                    Err(_) => assert_eq!(before.state, after.state, "a refused {verb:?} changes nothing"),
                    Ok(()) => {
                        let mut may = vec![verb.from(before.state.word()).expect("the table allows it")];
                        if let (Verb::OfficeStep, ApplicationState::InOffice { step: now, .. }) = (verb, &before.state) {
                            assert!(follows(*now, step));
                            may.push(StateWord::Ready);
                        }
                        assert!(may.contains(&after.state.word()), "{verb:?} from {:?}", before.state.word());
                    }
                }
            }
        });
    });
}
