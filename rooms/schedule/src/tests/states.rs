//! The table state x event.

use crate::model::{BookingEvent, BookingState, chart};

#[test]
fn the_chart_in_the_docs_is_the_table_in_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states-booking.md");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    if written != chart() {
        std::fs::write(path, chart()).unwrap();
        panic!("docs/states-booking.md was out of date and is written anew: look at it and keep it");
    }
}

#[test]
fn what_has_ended_stays_ended_and_each_state_is_reached() {
    let ended =
        [BookingState::Served, BookingState::NoShow, BookingState::Released, BookingState::Moved, BookingState::GivenBack];
    for event in BookingEvent::ALL {
        for state in ended {
            assert_eq!(event.from(state), None, "{event:?} from {state:?}");
        }
    }
    for state in BookingState::ALL.into_iter().filter(|s| *s != BookingState::Held) {
        let reached = BookingEvent::ALL.iter().any(|e| BookingState::ALL.iter().any(|from| e.from(*from) == Some(state)));
        assert!(reached, "{state:?}");
    }
}
