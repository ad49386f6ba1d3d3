//! What the forms of the room have in common: their labels and their faults.

use kernel::field::FieldError;
use shell::{FormErrors, error_sentence, words::Words};

/// The label of a field, by its name.
pub fn label(w: Words, field: &str) -> String {
    w.t(match field {
        "nama" => "account-label-name",
        "surel" => "account-label-email",
        "telepon" => "account-label-phone",
        "sandi" => "account-label-password",
        "sandi-baru" => "account-label-new-password",
        "setuju" => "account-label-terms",
        "kode-autentikator" => "account-label-factor",
        "kode-lama" => "account-label-code-old",
        "kode-baru" => "account-label-code-new",
        _ => "account-label-code",
    })
}

/// The faults of a form as its page shows them.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// For the summary: the field's id and a sentence with its label.
    pub summary: Vec<(String, String)>,
    fields: Vec<(String, String)>,
}

impl Faults {
    /// In words.
    pub fn of(w: Words, errors: &FormErrors) -> Self {
        let summary = errors.list.iter().map(|(f, e)| (f.clone(), error_sentence(w, &label(w, f), e))).collect();
        Self { summary, fields: errors.sentences(w) }
    }

    /// One fault of one field.
    pub fn one(w: Words, field: &str, error: FieldError) -> Self {
        let mut errors = FormErrors::default();
        errors.add(field, error);
        Self::of(w, &errors)
    }

    /// A sentence about the whole form, linked to its first field.
    pub fn whole(field: &str, sentence: String) -> Self {
        Self { summary: vec![(field.to_owned(), sentence)], fields: Vec::new() }
    }

    /// The sentence above a field; empty when it is good.
    pub fn at(&self, field: &str) -> String {
        self.fields.iter().find(|(f, _)| f == field).map(|(_, s)| s.clone()).unwrap_or_default()
    }
}

/// Text that must be there.
pub fn needed(text: &str) -> Result<&str, FieldError> {
    if text.is_empty() { Err(FieldError::Missing) } else { Ok(text) }
}

/// Six digits as typed; blanks between them are welcome.
pub fn six_digits(text: &str) -> Result<String, FieldError> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if digits.is_empty() {
        return Err(FieldError::Missing);
    }
    let six = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
    if six { Ok(digits) } else { Err(FieldError::CodeWrong) }
}
