//! Who may know whom: an arrow may skip, never turn back.

use crate::house::{self, field};

const FLOOR: [&str; 5] = ["kernel", "vault", "store", "outside", "shell"];

/// Rooms from the bottom up; those on one step do not know each other.
const STEPS: [&[&str]; 10] = [
    &["catalogue"],
    &["account"],
    &["application"],
    &["documents"],
    &["schedule"],
    &["payment"],
    &["counter"],
    &["journey", "outreach", "administration"],
    &["notification"],
    &["privacy"],
];

/// What a crate may name: in the product, and besides that in its tests.
fn allowed(crate_name: &str) -> Option<(Vec<&'static str>, Vec<&'static str>)> {
    if let Some(at) = FLOOR.iter().position(|name| *name == crate_name) {
        return Some((FLOOR[..at].to_vec(), vec![]));
    }
    if let Some(step) = STEPS.iter().position(|step| step.contains(&crate_name)) {
        let below = STEPS[..step].iter().flat_map(|step| step.iter().copied());
        return Some((FLOOR.iter().copied().chain(below).collect(), vec!["harness", "rush"]));
    }
    match crate_name {
        "harness" => Some((FLOOR.to_vec(), vec![])),
        "world" => Some((vec!["kernel", "vault"], vec![])),
        "rush" => Some((vec![], vec![])),
        "server" => {
            let rooms = STEPS.iter().flat_map(|step| step.iter().copied());
            Some((FLOOR.iter().copied().chain(rooms).chain(["world"]).collect(), vec!["harness", "e2e"]))
        }
        // the journeys drive a running product, the auditor judges it; the guards prepare statements on both engines
        "e2e" => Some((vec!["kernel", "rush"], vec!["store"])),
        _ => None,
    }
}

#[test]
fn every_arrow_between_crates_leads_down() {
    let ours: Vec<&str> = house::members().map(|package| field(package, "name")).collect();
    let mut faults = Vec::new();
    for package in house::members() {
        let name = field(package, "name");
        let crate_name = if name == "mpaspor" { "server" } else { name };
        let Some((product, tests)) = allowed(crate_name) else {
            faults.push(format!("{name} has no place in the house: a new crate needs a decision and a line in this guard"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = field(dependency, "name");
            let for_tests = field(dependency, "kind") == "dev";
            if ours.contains(&on) && !product.contains(&on) && !(for_tests && tests.contains(&on)) {
                faults.push(format!("{name} may not know {on}"));
            }
        }
    }
    house::none("arrows that turn back", &faults);
}

#[test]
fn every_folder_of_the_rooms_is_a_room_of_the_drawing() {
    let drawn: Vec<&str> = STEPS.iter().flat_map(|step| step.iter().copied()).collect();
    let faults: Vec<String> = house::rooms().into_iter().filter(|room| !drawn.contains(&room.as_str())).collect();
    house::none("rooms that are not in the drawing", &faults);
}

#[test]
fn floor_names_no_passport() {
    let mut faults = Vec::new();
    for path in house::files(&house::root().join("base/store/src"), &[".rs"]) {
        let text = house::text(&path).to_lowercase();
        if text.contains("passport") || text.contains("paspor ") {
            faults.push(house::short(&path));
        }
    }
    house::none("store never mentions a passport", &faults);
}
