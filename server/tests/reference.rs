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
            if field != "unknown" && !line.starts_with('#') {
                found.push((field.to_owned(), kind.to_owned(), std::mem::take(&mut doc)));
            }
        }
    }
    found
}

/// The doc line of a setting; three settings are read into a field of another name.
fn meaning(name: &str, field: &str) -> String {
    let read_into = match field {
        "secret_file" => "secret",
        "user" | "password_file" => "login",
        other => other,
    };
    let found = fields(name).into_iter().find(|(own, ..)| own == read_into);
    let doc = found.unwrap_or_else(|| panic!("{field} is read into no field of {name}")).2;
    let doc = if field.ends_with("_file") { format!("Path of a file with it. {doc}") } else { doc };
    assert!(!doc.is_empty(), "{name}.{field} has no doc line");
    doc.replace('|', "\\|")
}

fn kind(text: &str) -> &'static str {
    match text {
        "Vec<String>" => "list of texts",
        "Option<u16>" => "number",
        "Option<PathBuf>" => "path",
        _ => "text",
    }
}

/// Key, kind and meaning of each setting.
fn settings() -> Vec<(String, &'static str, String)> {
    let mut all = Vec::new();
    for (key, ty, _) in fields("Raw") {
        let (raw, read) = match ty.as_str() {
            "RawPartner" => ("RawPartner", "Partner"),
            "RawMail" => ("RawMail", "Mail"),
            "Option<toml::Table>" => ("Revenue", "Revenue"),
            _ => {
                all.push((key.clone(), kind(&ty), meaning("Config", &key)));
                continue;
            }
        };
        for (field, ty, _) in fields(raw) {
            all.push((format!("{key}.{field}"), kind(&ty), meaning(read, &field)));
        }
    }
    all
}

fn table() -> String {
    let nothing =
        Config::parse("", &|_| Err(std::io::ErrorKind::NotFound.into())).expect_err("an empty file is no configuration");
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
