//! Migrations: one text for both engines, named by the room that owns the tables.

use crate::house;
use std::collections::BTreeMap;

/// The columns of each table: its name, its lines, what follows the closing bracket.
fn made(text: &str) -> Vec<(String, Vec<String>, String)> {
    text.split("CREATE TABLE ")
        .skip(1)
        .map(|rest| {
            let (name, body) = rest.split_once(" (").unwrap_or((rest, ""));
            let (columns, tail) = body.split_once("\n)").unwrap_or((body, ""));
            let lines = columns.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"));
            (name.to_owned(), lines.map(str::to_owned).collect(), tail.lines().next().unwrap_or_default().trim().to_owned())
        })
        .collect()
}

#[test]
fn each_migration_is_named_by_its_room() {
    let mut rooms = house::rooms();
    rooms.push("store".to_owned());
    let mut faults = Vec::new();
    for (name, _) in store::migrations() {
        let (number, rest) = name.split_once('_').unwrap_or((&name, ""));
        let room = rest.split('_').next().unwrap_or_default();
        if number.len() != 4 || !number.bytes().all(|b| b.is_ascii_digit()) || !rooms.iter().any(|known| known == room) {
            faults.push(format!("{name}: NNNN_room or NNNN_room_change is meant"));
        }
    }
    house::none("migrations with strange names", &faults);
}

#[test]
fn each_table_is_strict_and_has_portable_columns() {
    let mut faults = Vec::new();
    for (file, text) in store::migrations() {
        for (table, columns, tail) in made(&text) {
            if tail != "{strict};" {
                faults.push(format!("{file}: {table} does not end with {{strict}}"));
            }
            for column in columns {
                let mut words = column.split_whitespace();
                let (name, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                let rule = name.starts_with(char::is_uppercase) || name.starts_with(['(', ')']);
                let known = ["{int}", "{text}", "{bytes}"].contains(&kind.trim_end_matches(','));
                if !rule && !known && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
                    faults.push(format!("{file}: {table}.{name} has the kind {kind}"));
                }
            }
        }
    }
    house::none("columns of other kinds than {int}, {text}, {bytes}", &faults);
}

#[test]
fn each_table_is_made_once_and_indexed_in_its_own_file() {
    let mut makers: BTreeMap<String, String> = BTreeMap::new();
    let mut faults = Vec::new();
    for (file, text) in store::migrations() {
        for (table, ..) in made(&text) {
            if let Some(other) = makers.insert(table.clone(), file.clone()) {
                faults.push(format!("{table} is made in {other} and in {file}"));
            }
        }
        for rest in text.lines().filter(|line| line.starts_with("CREATE") && line.contains(" INDEX ")) {
            let table = rest.split(" ON ").nth(1).and_then(|on| on.split_whitespace().next()).unwrap_or_default();
            let room = |file: &str| file.split('_').nth(1).map(str::to_owned);
            if makers.get(table).is_none_or(|maker| room(maker) != room(&file)) {
                faults.push(format!("{file}: an index on {table}, which its room did not make"));
            }
        }
    }
    house::none("tables and indexes out of place", &faults);
}
