//! From a form to what is done.

use crate::booklet;
use crate::model::Collector;
use crate::walk::Act;
use catalogue::{Catalogue, Field};
use jiff::civil::Date;
use kernel::field::FieldError;
use shell::{Fields, Problem};

/// Reasons of a change of kind.
pub(super) const KIND_REASONS: [(&str, &str); 3] = [
    ("register_knows_passport", "counter-kind-reason-register"),
    ("old_passport_shown", "counter-kind-reason-shown"),
    ("no_old_passport", "counter-kind-reason-none"),
];
/// Outcomes of an interview.
pub(super) const NOTES: [(&str, &str); 3] = [
    ("consistent", "counter-notes-consistent"),
    ("clarified", "counter-notes-clarified"),
    ("doubtful", "counter-notes-doubtful"),
];

/// What was wrong: the field and why.
pub(super) type Wrong = (&'static str, FieldError);

/// Reads the form of an act: absent when there is no such act, a fault when a field is not good.
pub(super) fn act_of(name: &str, fields: &Fields, catalogue: &Catalogue, today: Date) -> Result<Result<Act, Wrong>, Problem> {
    match name {
        "cocok" => confirm(fields).map(Ok),
        "minta-berkas" => papers(fields, catalogue),
        "berkas-lengkap" => plain(fields, Act::PapersIn),
        "setujui" => plain(fields, Act::Approve),
        "siap" => plain(fields, Act::Ready),
        "ubah-jenis" => {
            fields.only(&["alasan"])?;
            Ok(choice(fields, "alasan", &KIND_REASONS).map(Act::Reclassify))
        }
        "wawancara" => {
            fields.only(&["catatan", "biometrik"])?;
            Ok(interview(fields))
        }
        "tolak" => {
            fields.only(&["alasan"])?;
            let reason = fields.get("alasan");
            let known = catalogue.rejection_reasons(today).iter().any(|r| r.code == reason);
            Ok(if known { Ok(Act::Reject(reason.to_owned())) } else { Err(("alasan", empty_or_foreign(reason))) })
        }
        "cetak" => {
            fields.only(&["nomor-buku"])?;
            let wrong = FieldError::Words("counter-booklet-wrong");
            Ok(booklet::parse(fields.get("nomor-buku")).map(Act::Print).ok_or(("nomor-buku", wrong)))
        }
        "serah" => {
            fields.only(&["pengambil", "nama"])?;
            Ok(hand_over(fields))
        }
        _ => Err(Problem::not_found()),
    }
}

fn plain(fields: &Fields, act: Act) -> Result<Result<Act, Wrong>, Problem> {
    fields.only(&[])?;
    Ok(Ok(act))
}

const fn empty_or_foreign(text: &str) -> FieldError {
    if text.is_empty() { FieldError::Missing } else { FieldError::NotOffered }
}

fn choice(fields: &Fields, name: &'static str, offered: &[(&str, &str)]) -> Result<String, Wrong> {
    let given = fields.get(name);
    if offered.iter().any(|(code, _)| *code == given) { Ok(given.to_owned()) } else { Err((name, empty_or_foreign(given))) }
}

fn confirm(fields: &Fields) -> Result<Act, Problem> {
    let mut ticked = Vec::new();
    for (name, _) in fields.iter() {
        match name.strip_prefix("cocok-").map(Field::parse) {
            Some(Some(field)) => ticked.push(field),
            None if matches!(name, "kunci" | "versi" | "lanjut") => {}
            _ => fields.only(&["lanjut"])?,
        }
    }
    Ok(Act::Confirm { fields: ticked, go_on: fields.get("lanjut") == "ya" })
}

fn papers(fields: &Fields, catalogue: &Catalogue) -> Result<Result<Act, Wrong>, Problem> {
    let mut codes = Vec::new();
    for (name, _) in fields.iter() {
        match name.strip_prefix("berkas-").filter(|code| catalogue.document(code).is_some()) {
            Some(code) => codes.push(code.to_owned()),
            None if matches!(name, "kunci" | "versi") => {}
            None => fields.only(&[])?,
        }
    }
    Ok(if codes.is_empty() { Err(("berkas", FieldError::Missing)) } else { Ok(Act::AskPapers(codes)) })
}

fn interview(fields: &Fields) -> Result<Act, Wrong> {
    let notes = choice(fields, "catatan", &NOTES)?;
    let biometrics = fields.get("biometrik");
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.');
    match biometrics.chars().find(|c| !good(*c)) {
        _ if biometrics.is_empty() => Err(("biometrik", FieldError::Missing)),
        Some(other) => Err(("biometrik", FieldError::Character(other))),
        None if biometrics.len() < 4 => Err(("biometrik", FieldError::TooShort(4))),
        None if biometrics.len() > 40 => Err(("biometrik", FieldError::TooLong(40))),
        None => Ok(Act::Interview { notes, biometrics: biometrics.to_owned() }),
    }
}

fn hand_over(fields: &Fields) -> Result<Act, Wrong> {
    let by = Collector::parse(fields.get("pengambil")).ok_or(("pengambil", empty_or_foreign(fields.get("pengambil"))))?;
    let name = kernel::name::squeeze(fields.get("nama"));
    if name.is_empty() {
        return Err(("nama", FieldError::Missing));
    }
    if name.chars().count() > 100 {
        return Err(("nama", FieldError::TooLong(100)));
    }
    Ok(Act::HandOver { by, name })
}
