//! The table state x verb.

use crate::model::{CaseWord, Verb, chart};

#[test]
fn the_chart_in_the_docs_is_the_table_in_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/states-case.md");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    if written != chart() {
        std::fs::write(path, chart()).unwrap();
        panic!("docs/states-case.md was out of date and is written anew: look at it and keep it");
    }
}

#[test]
fn nothing_follows_an_end() {
    for end in [CaseWord::Collected, CaseWord::Rejected, CaseWord::Void] {
        for verb in Verb::ALL {
            assert_eq!(verb.from(end), None, "{verb:?}");
        }
    }
}
