//! Forms as a page draws them, and all forms of the pages that somebody can reach.

use crate::attack::answered;
use harness::{Browser, Page};
use std::collections::BTreeSet;

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// By hand; drawn again as it was typed.
    Typed,
    /// By hand, and never drawn again: passwords and codes.
    Secret,
    /// By nobody.
    Hidden,
    /// One of several.
    Chosen,
    /// Ticked or not.
    Ticked,
    /// Sent when it is the button that was pressed.
    Button,
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    /// What is sent when nobody touches it.
    pub value: String,
    /// The first that can be chosen.
    pub offered: String,
    /// How many characters a browser lets somebody type.
    pub most: usize,
}

/// A form of a page.
#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    /// Sent as a query.
    pub asks: bool,
    pub fields: Vec<Field>,
}

impl Form {
    pub fn has(&self, kind: Kind) -> bool {
        self.fields.iter().any(|field| field.kind == kind)
    }

    /// Takes what nobody types from a page that draws it again: the versions of what was saved meanwhile.
    pub fn renew(&mut self, drawn: &Self) {
        for field in self.fields.iter_mut().filter(|f| f.kind == Kind::Hidden) {
            if let Some(new) = drawn.fields.iter().find(|f| f.name == field.name) {
                field.value.clone_from(&new.value);
            }
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        let names = |form: &Self| form.fields.iter().map(|f| f.name.clone()).collect::<Vec<_>>();
        self.action == other.action && names(self) == names(other)
    }
}

/// A text of a page as a person reads it.
pub fn plain(text: &str) -> String {
    let signs =
        [("&#34;", "\""), ("&quot;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (code, sign)| text.replace(code, sign))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next().map(plain)
}

fn field(tag: &str) -> Option<Field> {
    let name = attribute(tag, "name")?;
    let value = attribute(tag, "value").unwrap_or_default();
    let kind = match (tag.split(' ').next()?, attribute(tag, "type").unwrap_or_default().as_str()) {
        ("select", _) | (_, "radio") => Kind::Chosen,
        ("button", _) => Kind::Button,
        (_, "file") => return None,
        (_, "checkbox") => Kind::Ticked,
        (_, "hidden") => Kind::Hidden,
        _ if tag.contains(" hidden") => Kind::Hidden,
        (_, "password") => Kind::Secret,
        _ if tag.contains("one-time-code") => Kind::Secret,
        _ => Kind::Typed,
    };
    let stands = match kind {
        Kind::Chosen | Kind::Ticked => tag.contains(" checked"),
        Kind::Button => false,
        _ => true,
    };
    let most = attribute(tag, "maxlength").and_then(|most| most.parse().ok()).unwrap_or(usize::MAX);
    Some(Field { name, kind, value: if stands { value.clone() } else { String::new() }, offered: value, most })
}

fn read(body: &str, path: &str) -> Form {
    let (head, inside) = body.split_once('>').unwrap_or_default();
    let mut form = Form {
        action: attribute(head, "action").unwrap_or_else(|| path.split('?').next().unwrap_or_default().to_owned()),
        asks: !head.contains("method=\"post\""),
        fields: Vec::new(),
    };
    for tag in inside.split('<') {
        if tag.starts_with("option ") {
            let Some(list) = form.fields.last_mut().filter(|f| f.kind == Kind::Chosen) else { continue };
            let value = attribute(tag, "value").unwrap_or_default();
            if tag.contains(" selected") {
                list.value.clone_from(&value);
            }
            if list.offered.is_empty() {
                list.offered = value;
            }
        } else if ["input ", "select ", "textarea ", "button "].iter().any(|kind| tag.starts_with(kind)) {
            let Some(new) = field(tag) else { continue };
            match form.fields.iter_mut().find(|f| f.name == new.name) {
                Some(old) if old.value.is_empty() => old.value = new.value,
                Some(_) => {}
                None => form.fields.push(new),
            }
        }
    }
    form
}

/// The forms of a page that are sent and lack a key or a version; those around every page count too.
pub fn unarmed(html: &str) -> Vec<String> {
    let bodies = html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
    let sent = bodies.filter_map(|body| body.split_once('>')).filter(|(head, _)| head.contains("method=\"post\""));
    let lacks = sent.filter(|(_, inside)| {
        let value_of = |name: &str| {
            let mut tags = inside.split('<').filter(|tag| attribute(tag, "name").is_some_and(|n| n == name));
            let (Some(tag), None) = (tags.next(), tags.next()) else { return None };
            attribute(tag, "value").filter(|value| !value.is_empty() && tag.contains("type=\"hidden\""))
        };
        value_of("kunci").is_none_or(|key| !(16..=26).contains(&key.len())) || value_of("versi").is_none()
    });
    lacks.map(|(head, _)| head.to_owned()).collect()
}

/// The forms of a page; not those that sign out or send a file.
pub fn forms(page: &Page) -> Vec<Form> {
    let html = page.text();
    let bodies = html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
    let bodies = bodies.filter(|body| !body.contains("multipart/form-data"));
    let all = bodies.map(|body| read(body, &page.path));
    all.filter(|form| !form.action.contains("keluar") && !form.action.starts_with("/percobaan")).collect()
}

/// All forms of the pages that links lead to from some pages on, within these addresses, with the page each stands on.
pub async fn crawl(browser: &mut Browser, from: &[&str], within: &[&str]) -> Vec<(String, Form)> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<String> = from.iter().map(|path| (*path).to_owned()).collect();
    let mut found: Vec<(String, Form)> = Vec::new();
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.split('?').next().unwrap_or_default().to_owned()) {
            continue;
        }
        let page = browser.open(&path).await;
        answered(&page, &path);
        for form in forms(&page) {
            if !found.iter().any(|(_, other)| form.is_like(other)) {
                found.push((page.path.clone(), form));
            }
        }
        let links = within.iter().flat_map(|prefix| page.links(prefix));
        waiting.extend(links.filter(|l| ![".pdf", ".ics", "keluar"].iter().any(|end| l.contains(end))));
    }
    found
}
