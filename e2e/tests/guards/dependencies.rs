//! What comes from outside: each with a reason, a licence we accept, in use, and not too many.

use crate::house::{self, field};
use std::collections::BTreeSet;

const LOCKED_MAX: usize = 600;
const DIRECT_MAX: usize = 75;

#[test]
fn every_dependency_of_the_workspace_has_its_reason() {
    let text = house::text(&house::root().join("Cargo.toml"));
    let table = text.split("[workspace.dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("the table");
    let lines = table.lines().filter(|line| line.contains('=') && !line.starts_with('#') && !line.contains("path ="));
    let faults: Vec<String> =
        lines.filter(|line| line.split(" # ").nth(1).is_none_or(|reason| reason.len() < 10)).map(str::to_owned).collect();
    house::none("dependencies without a reason behind `#`", &faults);
}

#[test]
fn versions_stand_in_the_workspace_only() {
    let mut faults = Vec::new();
    for package in house::members() {
        let path = std::path::Path::new(field(package, "manifest_path"));
        let manifest: toml::Table = house::text(path).parse().expect("a manifest");
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in manifest.get(table).and_then(toml::Value::as_table).into_iter().flatten() {
                if value.get("workspace").is_none() {
                    faults.push(format!("{}: {name}", house::short(path)));
                }
            }
        }
        if manifest.get("lints").and_then(|lints| lints.get("workspace")).is_none() {
            faults.push(format!("{}: lints.workspace = true is missing", house::short(path)));
        }
    }
    house::none("manifests that go their own way", &faults);
}

#[test]
fn there_are_not_too_many() {
    let locked = house::packages().count();
    let direct: BTreeSet<&str> = house::members()
        .flat_map(|package| package["dependencies"].as_array().into_iter().flatten())
        .filter(|dependency| !dependency["source"].is_null())
        .map(|dependency| field(dependency, "name"))
        .collect();
    println!("{locked} locked packages, {} of them direct and not ours", direct.len());
    assert!(locked <= LOCKED_MAX, "{locked} locked packages, at most {LOCKED_MAX}");
    assert!(direct.len() <= DIRECT_MAX, "{} direct dependencies, at most {DIRECT_MAX}", direct.len());
}

#[test]
fn every_declared_dependency_is_used() {
    let mut faults = Vec::new();
    for package in house::members() {
        let manifest = std::path::Path::new(field(package, "manifest_path"));
        let folder = manifest.parent().expect("a folder");
        let text: String = house::files(folder, &[".rs"]).iter().map(|path| house::text(path)).collect();
        let words: BTreeSet<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let name = dependency["rename"].as_str().unwrap_or_else(|| field(dependency, "name"));
            if !words.contains(name.replace('-', "_").as_str()) && !name_differs(name, &words) {
                faults.push(format!("{}: {name}", house::short(manifest)));
            }
        }
    }
    house::none("declared and never named", &faults);
}

#[test]
fn every_line_of_the_workspace_is_used_by_a_crate() {
    let manifest: toml::Table = house::text(&house::root().join("Cargo.toml")).parse().expect("a manifest");
    let used: BTreeSet<String> = house::members()
        .flat_map(|package| package["dependencies"].as_array().into_iter().flatten())
        .map(|dependency| dependency["rename"].as_str().unwrap_or_else(|| field(dependency, "name")).to_owned())
        .collect();
    let lines = manifest["workspace"]["dependencies"].as_table().expect("the table");
    let faults: Vec<String> = lines.keys().filter(|name| !used.contains(*name) && *name != "harness").cloned().collect();
    house::none("lines that no crate asks for", &faults);
}

/// Packages whose library has another name than the package.
fn name_differs(package: &str, words: &BTreeSet<&str>) -> bool {
    matches!((package, words.contains("exif")), ("kamadak-exif", true))
}

#[test]
fn every_licence_is_one_of_those_we_accept() {
    let policy: toml::Table = house::text(&house::root().join("deny.toml")).parse().expect("deny.toml");
    let licenses = &policy["licenses"];
    let names = |value: &toml::Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    let allowed = names(&licenses["allow"]);
    let mut faults = Vec::new();
    for package in house::packages() {
        let name = field(package, "name");
        let exception = licenses.get("exceptions").and_then(toml::Value::as_array).into_iter().flatten();
        let more: Vec<String> =
            exception.filter(|e| e["crate"].as_str() == Some(name)).flat_map(|e| names(&e["allow"])).collect();
        let licence = field(package, "license");
        let words: Vec<String> = licence
            .replace('/', " OR ")
            .replace('(', " ( ")
            .replace(')', " ) ")
            .replace(" WITH ", "-WITH-")
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let mut rest = words.as_slice();
        if words.is_empty()
            || !any(&mut rest, &|name| allowed.iter().chain(&more).any(|ok| ok.replace(" WITH ", "-WITH-") == name))
        {
            faults.push(format!("{name} {}: {licence:?}", field(package, "version")));
        }
    }
    house::none("licences that deny.toml does not accept", &faults);
}

/// `a OR b`: one of them is enough. Reads to the end or to a closing bracket.
fn any(words: &mut &[String], accepted: &dyn Fn(&str) -> bool) -> bool {
    let mut holds = all(words, accepted);
    while words.first().is_some_and(|word| word == "OR") {
        *words = &words[1..];
        let next = all(words, accepted);
        holds = holds || next;
    }
    holds
}

/// `a AND b`: both are needed.
fn all(words: &mut &[String], accepted: &dyn Fn(&str) -> bool) -> bool {
    let mut holds = one(words, accepted);
    while words.first().is_some_and(|word| word == "AND") {
        *words = &words[1..];
        let next = one(words, accepted);
        holds = holds && next;
    }
    holds
}

fn one(words: &mut &[String], accepted: &dyn Fn(&str) -> bool) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    *words = rest;
    if first != "(" {
        return accepted(first);
    }
    let holds = any(words, accepted);
    *words = words.get(1..).unwrap_or_default();
    holds
}

#[test]
fn a_licence_expression_is_read_as_it_is_meant() {
    let read = |text: &str| {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        any(&mut words.as_slice(), &|name| name == "MIT" || name == "ISC")
    };
    assert!(read("GPL-3.0 OR MIT") && read("MIT AND ISC") && read("( GPL-3.0 OR MIT ) AND ISC"));
    assert!(!read("GPL-3.0") && !read("MIT AND GPL-3.0") && !read("( GPL-3.0 OR MIT ) AND GPL-3.0"));
}
