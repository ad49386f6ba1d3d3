//! What can be wrong with a field, as a code. The template turns it into words, so that page, API and officer
//! console say the same thing in both languages.

/// Why a field's value was refused. Words stand under `field-error-<slug>`, with the arguments given here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldError {
    /// Nothing was given and something is needed.
    Missing,
    /// Longer than the bound (characters).
    TooLong(usize),
    /// Shorter than the bound (characters).
    TooShort(usize),
    /// None of the offered choices.
    NotOffered,
    /// A character that cannot stand here.
    Character(char),
    /// A title in a name.
    Title(String),
    /// No date, such as 31/02.
    NoDate,
    /// A date after today.
    Future,
    /// A date before what is possible.
    TooEarly,
    /// Not 16 digits; how many.
    NikLength(usize),
    /// Letters among the digits of a NIK.
    NikDigits,
    /// The NIK holds no date.
    NikNoDate,
    /// No e-mail address.
    NoEmail,
    /// No telephone number.
    NoPhone,
    /// The password is one of the common ones or holds the name, the address or the product's words.
    PasswordKnown,
    /// The two entries differ.
    Differs,
    /// The code is not right (or too old: the same answer).
    CodeWrong,
    /// A passport number is one or two letters and six or seven digits.
    NoPassportNumber,
    /// Five digits.
    NoPostcode,
    /// Anything else, with the key of its sentence.
    Words(&'static str),
}

impl FieldError {
    /// The key of the sentence.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Missing => "field-error-missing",
            Self::TooLong(_) => "field-error-too-long",
            Self::TooShort(_) => "field-error-too-short",
            Self::NotOffered => "field-error-not-offered",
            Self::Character(_) => "field-error-character",
            Self::Title(_) => "field-error-title",
            Self::NoDate => "field-error-no-date",
            Self::Future => "field-error-future",
            Self::TooEarly => "field-error-too-early",
            Self::NikLength(_) => "field-error-nik-length",
            Self::NikDigits => "field-error-nik-digits",
            Self::NikNoDate => "field-error-nik-no-date",
            Self::NoEmail => "field-error-no-email",
            Self::NoPhone => "field-error-no-phone",
            Self::PasswordKnown => "field-error-password-known",
            Self::Differs => "field-error-differs",
            Self::CodeWrong => "field-error-code-wrong",
            Self::NoPassportNumber => "field-error-no-passport-number",
            Self::NoPostcode => "field-error-no-postcode",
            Self::Words(key) => key,
        }
    }

    /// The argument `n` or `what` of the sentence, if it takes one.
    pub fn argument(&self) -> Option<String> {
        match self {
            Self::TooLong(n) | Self::TooShort(n) | Self::NikLength(n) => Some(n.to_string()),
            Self::Character(c) => Some(c.to_string()),
            Self::Title(t) => Some(t.clone()),
            _ => None,
        }
    }
}

impl From<crate::name::NameError> for FieldError {
    fn from(error: crate::name::NameError) -> Self {
        use crate::name::NameError;
        match error {
            NameError::Empty => Self::Missing,
            NameError::TooLong => Self::TooLong(100),
            NameError::Character(c) => Self::Character(c),
            NameError::Title(t) => Self::Title(t),
        }
    }
}

impl From<crate::nik::NikError> for FieldError {
    fn from(error: crate::nik::NikError) -> Self {
        use crate::nik::NikError;
        match error {
            NikError::NotDigits => Self::NikDigits,
            NikError::Length(0) => Self::Missing,
            NikError::Length(n) => Self::NikLength(n),
            NikError::NoDate | NikError::NoSerial => Self::NikNoDate,
        }
    }
}
