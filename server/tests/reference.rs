//! The table of settings in `docs/configuration.md` is made from the structs that are read, their doc lines, and what the
//! reader says of an empty file. A stale table is written anew, and the test fails once.

use kernel::config::Config;
use std::{collections::BTreeMap, fmt::Write as _, fs};

const SOURCE: &str = include_str!("../../base/kernel/src/config.rs");
const BEGIN: &str = "<!-- made by server/tests/reference.rs: begin -->\n";
const END: &str = "<!-- made by server/tests/reference.rs: end -->";

/// Name, type and doc line of each field of a struct.
fn fields(name: &str) -> Vec<(String, String, String)> {
    let start = SOURCE.find(&format!("struct {name} {{\n")).unwrap_or_else(|| panic!("no struct {name} in the configuration"));
    let body = &SOURCE[start..];
    let body = &body[body.find('{').expect("it begins") + 1..body.find("\n}").expect("it ends")];
    let (mut found, mut doc) = (Vec::new(), String::new());
    for line in body.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            format!("{doc} {}", text.trim()).trim().clone_into(&mut doc);
        } else if let Some((field, kind)) = line.trim_end_matches(',').split_once(": ") {
            let field = field.trim_start_matches("pub ");
            found.push((field.to_owned(), kind.to_owned(), std::mem::take(&mut doc)));
        }
    }
    found
}

fn kind(text: &str) -> &'static str {
    match text {
        "Proxies" => "list of texts",
        "u16" => "number",
        "PathBuf" | "Option<PathBuf>" => "path",
        _ => "text",
    }
}

/// Key, kind and meaning of each setting: the fields of what is read. What a file holds is given by that file's path.
fn settings() -> Vec<(String, &'static str, String)> {
    let file = |doc: &str| format!("Path of a file with it. {doc}");
    let mut all = Vec::new();
    for (key, ty, doc) in fields("Config") {
        if key == "trial" {
            continue;
        }
        if !matches!(ty.as_str(), "Partner" | "Mail" | "Revenue") {
            all.push((key, kind(&ty), doc));
            continue;
        }
        for (field, inner, doc) in fields(&ty) {
            match field.as_str() {
                "secret" => all.push((format!("{key}.secret_file"), "path", file(&doc))),
                "login" => {
                    all.push((format!("{key}.user"), "text", doc.clone()));
                    all.push((format!("{key}.password_file"), "path", file(&doc)));
                }
                _ => all.push((format!("{key}.{field}"), kind(&inner), doc)),
            }
        }
    }
    for (key, _, doc) in &mut all {
        assert!(!doc.is_empty(), "{key} has no doc line");
        *doc = doc.replace('|', "\\|");
    }
    all
}

fn nothing_is_read(_: &std::path::Path) -> std::io::Result<String> {
    Err(std::io::ErrorKind::NotFound.into())
}

fn table() -> String {
    let nothing = Config::parse("", &nothing_is_read).expect_err("an empty file is no configuration");
    let missing: BTreeMap<&str, &str> = nothing.iter().map(|fault| (fault.key.as_str(), fault.text.as_str())).collect();
    let mut text = String::from("| Key | Kind | Needed | For example | Meaning |\n|---|---|---|---|---|\n");
    for (key, kind, meaning) in settings() {
        let said = missing.get(key.as_str()).or_else(|| missing.get(key.split('.').next().unwrap_or_default()));
        let example = said.and_then(|text| text.split_once("= \"")).and_then(|(_, rest)| rest.strip_suffix('"'));
        let example = example.map_or_else(String::new, |example| format!("`{example}`"));
        let needed = if said.is_some() { "yes" } else { "no" };
        writeln!(text, "| `{key}` | {kind} | {needed} | {example} | {meaning} |").expect("a text takes a line");
    }
    text
}

#[test]
fn the_documented_settings_are_those_that_are_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration.md");
    let page = fs::read_to_string(path).expect("the page");
    let (head, rest) = page.split_once(BEGIN).expect("the page marks where the table begins");
    let (old, tail) = rest.split_once(END).expect("the page marks where the table ends");
    let new = table();
    if old != new {
        fs::write(path, format!("{head}{BEGIN}{new}{END}{tail}")).expect("the page can be written");
        panic!("docs/configuration.md was out of date and is written anew: look at it and keep it");
    }
}

#[test]
fn the_reader_knows_each_documented_setting_and_misses_no_other() {
    let keys: Vec<String> = settings().into_iter().map(|(key, ..)| key).collect();
    for key in &keys {
        let faults = Config::parse(&format!("{key} = \"x\""), &nothing_is_read).expect_err("one setting is no configuration");
        let unknown = faults.iter().find(|fault| fault.key == *key && fault.text.contains("is not a setting"));
        assert!(unknown.is_none(), "{key} is documented and not read");
    }
    let missing = Config::parse("", &nothing_is_read).expect_err("an empty file is no configuration");
    for fault in missing {
        let known = keys.iter().any(|key| *key == fault.key || key.starts_with(&format!("{}.", fault.key)));
        assert!(known, "{} is needed and not documented", fault.key);
    }
}
