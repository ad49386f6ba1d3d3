//! Names of persons. Indonesian names may be one word, long, with apostrophes and dots; a passport prints them
//! in capitals without titles. Text that people type is cleaned of control and direction marks here.

use serde::{Deserialize, Serialize};

/// Why a text is not a person's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was written.
    #[error("empty")]
    Empty,
    /// Longer than 100 characters.
    #[error("too long")]
    TooLong,
    /// A character that no name on a card has.
    #[error("character {0:?}")]
    Character(char),
    /// An academic, religious or noble title, which a passport does not carry.
    #[error("title {0}")]
    Title(String),
}

/// A person's name as on the identity card, single spaces, at most 100 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

/// Titles that are no names, with and without their dots.
const TITLES: [&str; 14] = ["drs", "dra", "prof", "hj", "spd", "skom", "ssos", "sag", "msi", "mpd", "mkom", "phd", "amd", "skep"];
/// Titles before a name; elsewhere they may be initials.
const BEFORE: [&str; 3] = ["dr", "ir", "h"];
/// Titles behind a name; without dots they may be names.
const BEHIND: [&str; 5] = ["sh", "se", "st", "mm", "mh"];

/// The first title in a name as typed.
fn title_in(name: &str) -> Option<&str> {
    let (own, behind) = name.split_once(',').unwrap_or((name, ""));
    let plain = |word: &str| word.to_lowercase().replace('.', "");
    let is_title = |(at, word): (usize, &str)| {
        let (bare, dotted) = (plain(word), word.contains('.'));
        let first = at == 0 && BEFORE.contains(&bare.as_str()) && (dotted || bare != "h");
        TITLES.contains(&bare.as_str()) || first || (dotted && word.matches('.').count() > 1 && BEHIND.contains(&bare.as_str()))
    };
    let in_name = own.split(' ').enumerate().find(|part| is_title(*part)).map(|(_, word)| word);
    let known = |word: &&str| {
        let bare = plain(word);
        [&TITLES[..], &BEFORE, &BEHIND].concat().contains(&bare.as_str())
    };
    in_name.or_else(|| behind.split([' ', ',']).find(known))
}

impl PersonName {
    /// Reads a name as typed; titles are refused with the title that was found.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let clean = squeeze(text);
        if clean.is_empty() {
            return Err(NameError::Empty);
        }
        if clean.chars().count() > 100 {
            return Err(NameError::TooLong);
        }
        if let Some(title) = title_in(&clean) {
            return Err(NameError::Title(title.to_owned()));
        }
        let odd = clean.chars().find(|c| !(c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '.' | '-' | '/' | '`')));
        if let Some(c) = odd {
            return Err(NameError::Character(c));
        }
        if !clean.chars().any(char::is_alphabetic) {
            return Err(NameError::Empty);
        }
        Ok(Self(clean))
    }

    /// The name as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For comparing with a register: capitals, one kind of apostrophe, no dots.
    pub fn folded(&self) -> String {
        fold_name(&self.0)
    }
}

impl std::fmt::Display for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Folds a name for comparison: capitals, no dots, one apostrophe, single spaces.
pub fn fold_name(text: &str) -> String {
    let plain: String = text.chars().filter(|c| *c != '.').map(|c| if matches!(c, '’' | '`') { '\'' } else { c }).collect();
    squeeze(&plain).to_uppercase()
}

/// Drops control, zero-width and direction characters, and folds white space to single blanks.
pub fn squeeze(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indonesian_names_are_names() {
        for name in [
            "Sukarno",
            "Maria Goreti Nona",
            "Ma’ruf",
            "A. A. Gede Raka",
            "Siti Nur'aini",
            "Anak Agung Ngurah",
            "A. H. Nasution",
            "H Amir",
            "Se Mei",
            "M. Idris",
        ] {
            assert!(PersonName::parse(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn titles_digits_and_markup_are_refused_with_the_reason() {
        assert_eq!(PersonName::parse("Dr. Siti Aminah"), Err(NameError::Title("Dr.".into())));
        assert_eq!(PersonName::parse("Budi, S.H."), Err(NameError::Title("S.H.".into())));
        for (name, title) in [
            ("Dr Siti Aminah", "Dr"),
            ("Prof Budi", "Prof"),
            ("H. Amir Hamzah", "H."),
            ("Hj Nur", "Hj"),
            ("Budi SPd", "SPd"),
            ("Budi, SH", "SH"),
            ("Budi Santoso, S.Kom., MM", "S.Kom."),
            ("Budi S.E.", "S.E."),
        ] {
            assert_eq!(PersonName::parse(name), Err(NameError::Title(title.into())), "{name}");
        }
        assert_eq!(PersonName::parse("Budi, Santoso"), Err(NameError::Character(',')));
        assert_eq!(PersonName::parse("<b>Budi</b>"), Err(NameError::Character('<')));
        assert_eq!(PersonName::parse("Budi 2"), Err(NameError::Character('2')));
        assert_eq!(PersonName::parse(" \u{200b} "), Err(NameError::Empty));
        assert_eq!(PersonName::parse("..."), Err(NameError::Empty));
    }

    #[test]
    fn direction_marks_disappear() {
        assert_eq!(PersonName::parse("Bu\u{202e}di  Santoso").unwrap().as_str(), "Budi Santoso");
    }
}
