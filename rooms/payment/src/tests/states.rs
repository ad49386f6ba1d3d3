//! The table state x event.

use crate::model::{BillEvent, StateWord, bill_of_reference, chart, reference_of};
use kernel::{chance::SystemChance, ids::BillId, time::Timestamp};

#[test]
fn the_chart_in_the_docs_is_the_table_in_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states-bill.md");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    if written != chart() {
        std::fs::write(path, chart()).unwrap();
        panic!("docs/states-bill.md was out of date and is written anew: look at it and keep it");
    }
}

#[test]
fn money_is_believed_in_every_state_but_paid_and_nothing_leaves_paid() {
    for state in StateWord::ALL {
        assert_eq!(BillEvent::Money.from(*state).is_some(), *state != StateWord::Paid);
    }
    for event in BillEvent::ALL {
        assert_eq!(event.from(StateWord::Paid), None, "{event:?}");
    }
}

#[test]
fn a_reference_leads_back_to_its_bill() {
    let id = BillId::mint(Timestamp(1_790_000_000_000), &SystemChance);
    assert_eq!(reference_of(&id).len(), 32);
    assert_eq!(bill_of_reference(&reference_of(&id)), Some(id));
    for text in ["", "x", "ä23e4567e89b12d3a456426614174000", "123E4567E89B12D3A456426614174000"] {
        assert_eq!(bill_of_reference(text), None, "{text}");
    }
}
