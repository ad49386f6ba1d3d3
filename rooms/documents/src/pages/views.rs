//! What the pages show, in words.

use super::Folder;
use crate::decode::{Hint, Refusal};
use crate::model::{Asked, Closed, Need, Paper, Permission, missing};
use askama::Template;
use kernel::time::{Timestamp, Zone};
use shell::{Frame, words::Words};

/// The list of papers.
#[derive(Template)]
#[template(path = "list.html")]
pub(crate) struct ListPage {
    frame: Frame,
    home: String,
    summary: String,
    complete: bool,
    closed: String,
    sections: Vec<Section>,
}

/// Papers under one heading: all that are asked for, or one group of which one is enough.
struct Section {
    title: String,
    text: String,
    rows: Vec<Row>,
    /// Papers of the group that could be sent instead: name and address.
    others: Vec<(String, String)>,
}

struct Row {
    code: String,
    name: String,
    text: String,
    /// `""`, `hm` doubtful, `no` refused.
    class: &'static str,
    picture: &'static str,
    tag: Tag,
    href: String,
    action: String,
}

struct Tag {
    class: &'static str,
    sign: &'static str,
    text: String,
}

impl ListPage {
    pub(crate) fn of(frame: Frame, folder: &Folder) -> Self {
        let w = frame.w;
        let needs = folder.shown();
        let left = missing(&needs, &folder.papers).len();
        let closed = folder.needs.first().map_or_else(String::new, |need| match folder.permission(&need.code) {
            Permission::Closed(why) => self::closed(w, why),
            Permission::Freely | Permission::KeepingOld | Permission::Requested(_) => String::new(),
        });
        let summary = match i64::try_from(left).unwrap_or(i64::MAX) {
            0 => w.t("documents-all-there"),
            n => w.count("documents-left", n),
        };
        let home = format!("/permohonan/{}", folder.application.id);
        Self { home, summary, complete: left == 0, closed, sections: sections(w, folder, &needs), frame }
    }
}

fn sections(w: Words, folder: &Folder, needs: &[Need]) -> Vec<Section> {
    let all = |asked: &Asked| -> Vec<Row> { needs.iter().filter(|n| n.asked == *asked).map(|n| row(w, folder, n)).collect() };
    let plain = |title: &str, text: &str, rows| Section { title: w.t(title), text: w.t(text), rows, others: Vec::new() };
    let mut sections = vec![plain("documents-required-title", "documents-required-text", all(&Asked::Required))];
    let mut groups: Vec<&str> = needs.iter().filter_map(Need::group).collect();
    groups.dedup();
    sections.extend(groups.into_iter().map(|group| of_group(w, (folder, needs), group)));
    sections.push(plain("documents-optional-title", "documents-optional-text", all(&Asked::IfApplicable)));
    sections.retain(|s| !s.rows.is_empty() || !s.others.is_empty());
    sections
}

/// One paper is enough: what was tried is shown, the rest can be chosen.
fn of_group(w: Words, (folder, needs): (&Folder, &[Need]), group: &str) -> Section {
    let members: Vec<&Need> = needs.iter().filter(|n| n.group() == Some(group)).collect();
    let tried = |n: &Need| folder.sent(&n.code) || folder.request(&n.code).is_some();
    let (rows, rest): (Vec<&Need>, Vec<&Need>) = members.into_iter().partition(|n| tried(n));
    // a group of one leaves nothing to choose
    let (rows, rest) = if rows.is_empty() && rest.len() == 1 { (rest, rows) } else { (rows, rest) };
    let (title, text) = match group {
        "identity" => ("documents-group-identity-title", "documents-group-identity-text"),
        "birth" => ("documents-group-birth-title", "documents-group-birth-text"),
        _ => ("documents-group-other-title", "documents-group-other-text"),
    };
    Section {
        title: w.t(title),
        text: w.t(text),
        rows: rows.into_iter().map(|n| row(w, folder, n)).collect(),
        others: rest.into_iter().map(|n| (n.name(w.lang()).to_owned(), format!("{}/{}", folder.path(), n.code))).collect(),
    }
}

fn row(w: Words, folder: &Folder, need: &Need) -> Row {
    let (accepted, refused) = (folder.accepted(&need.code), folder.refused(&need.code));
    let asked = folder.request(&need.code).filter(|r| r.done_at.is_none());
    let (class, tag, text) = match (accepted, refused) {
        (_, None) if asked.is_some() => {
            let until = asked.map_or_else(String::new, |r| last_day(w, r.until));
            ("hm", bare("warn", "warn", w.t("documents-state-asked")), w.with("documents-asked-until", &[("day", &until)]))
        }
        (None, None) => ("", bare("", "todo", w.t("documents-state-none")), need.note(w.lang()).to_owned()),
        (None, Some(why)) => ("no", bare("bad", "bad", w.t("documents-state-refused")), refused_text(w, why)),
        (Some(_), Some(why)) => {
            let text = format!("{} {}", refused_text(w, why), w.t("documents-older-stays"));
            ("hm", bare("warn", "warn", w.t("documents-state-kept")), text)
        }
        (Some(paper), None) if paper.hints.is_empty() => ("", bare("ok", "ok", w.t("documents-state-accepted")), size(w, paper)),
        (Some(paper), None) => {
            let hints: Vec<String> = paper.hints.iter().map(|h| hint(w, *h)).collect();
            ("hm", bare("warn", "warn", w.t("documents-state-doubtful")), hints.join(" "))
        }
    };
    let action = match (folder.permission(&need.code).open(), accepted) {
        (false, _) => "documents-look",
        (true, Some(_)) => "documents-look-or-replace",
        (true, None) => "documents-send",
    };
    Row {
        code: need.code.clone(),
        name: need.name(w.lang()).to_owned(),
        text,
        class,
        picture: picture(&need.code),
        tag,
        href: format!("{}/{}", folder.path(), need.code),
        action: w.t(action),
    }
}

const fn bare(class: &'static str, sign: &'static str, text: String) -> Tag {
    Tag { class, sign, text }
}

/// The drawing beside a paper.
fn picture(code: &str) -> &'static str {
    match code {
        "identity_card" | "parents_identity_cards" => "card",
        "old_passport" | "parents_passports" => "book",
        _ => "sheet",
    }
}

fn size(w: Words, paper: &Paper) -> String {
    let size = w.size(u64::try_from(paper.bytes).unwrap_or(0));
    w.with("documents-pages-and-size", &[("n", &paper.pages.to_string()), ("size", &size)])
}

/// The last day on which a requested paper may be sent.
fn last_day(w: Words, until: Timestamp) -> String {
    w.day(until.plus(-1).day_in(Zone::Wib))
}

/// What may trouble the reader of a picture, and what helps.
fn hint(w: Words, hint: Hint) -> String {
    w.t(&format!("documents-hint-{}", hint.code()))
}

/// Why a file was refused, and what to do.
fn refused_text(w: Words, why: Refusal) -> String {
    let format = why.format_name().unwrap_or_default();
    w.with(&format!("documents-refused-{}", why.code()), &[("format", format)])
}

/// Which file, why, and what to do.
pub(crate) fn file_refused(w: Words, name: &str, why: Refusal) -> String {
    let reason = refused_text(w, why);
    if name.is_empty() { reason } else { format!("{} {reason}", w.with("documents-this-file", &[("name", name)])) }
}

/// Why no paper can be sent any more, and what to do instead.
pub(crate) fn closed(w: Words, why: Closed) -> String {
    match why {
        Closed::DayBefore(visit) => w.with("documents-closed-day-before", &[("day", &w.day(visit))]),
        Closed::AtOffice => w.t("documents-closed-at-office"),
        Closed::Ended => w.t("documents-closed-ended"),
    }
}

/// One paper: guidance, what is there, the upload.
#[derive(Template)]
#[template(path = "paper.html")]
pub(crate) struct PaperPage {
    frame: Frame,
    list: String,
    action: String,
    name: String,
    note: String,
    legal_basis: String,
    guidance: Vec<String>,
    /// Said before sending: what becomes of the version before, until when an officer waits.
    before: String,
    closed: String,
    current: Option<Current>,
    last_refused: String,
    wrong: Vec<(String, String)>,
    /// Of the paper in force.
    version: String,
}

struct Current {
    text: String,
    hints: Vec<String>,
    /// The signed link to the first page; empty when it cannot be shown now.
    picture: String,
    pages: Vec<(String, String)>,
    alt: String,
}

impl PaperPage {
    pub(crate) fn of(frame: Frame, folder: &Folder, need: &Need, picture: String, wrong: String) -> Self {
        let w = frame.w;
        let action = format!("{}/{}", folder.path(), need.code);
        let accepted = folder.accepted(&need.code);
        let (before, closed) = match folder.permission(&need.code) {
            Permission::Freely => (String::new(), String::new()),
            Permission::KeepingOld if accepted.is_some() => (w.t("documents-old-kept"), String::new()),
            Permission::KeepingOld => (String::new(), String::new()),
            Permission::Requested(until) => (w.with("documents-asked-until", &[("day", &last_day(w, until))]), String::new()),
            Permission::Closed(why) => (String::new(), self::closed(w, why)),
        };
        let own = match need.code.as_str() {
            "old_passport" => "documents-guide-passport",
            "identity_card" => "documents-guide-card",
            _ => "documents-guide-sheet",
        };
        let guidance = [own, "documents-guide-original", "documents-guide-corners", "documents-guide-light"];
        let refused = if wrong.is_empty() { folder.refused(&need.code) } else { None };
        Self {
            list: folder.path(),
            version: folder.version(&need.code).to_string(),
            name: need.name(w.lang()).to_owned(),
            note: need.note(w.lang()).to_owned(),
            legal_basis: catalogue::basis_text(&w, &need.legal_basis),
            guidance: guidance.iter().map(|key| w.t(key)).collect(),
            before,
            closed,
            current: accepted.map(|paper| current(w, paper, need, picture, &action)),
            last_refused: refused.map_or_else(String::new, |why| refused_text(w, why)),
            wrong: if wrong.is_empty() { Vec::new() } else { vec![(crate::upload::FIELD.to_owned(), wrong)] },
            action,
            frame,
        }
    }
}

fn current(w: Words, paper: &Paper, need: &Need, picture: String, action: &str) -> Current {
    let pages = (1..=paper.pages).map(|page| (w.count("documents-page", page), format!("{action}/halaman/{page}"))).collect();
    Current {
        text: size(w, paper),
        hints: paper.hints.iter().map(|h| hint(w, *h)).collect(),
        picture,
        pages,
        alt: w.with("documents-picture-of", &[("name", need.name(w.lang()))]),
    }
}
