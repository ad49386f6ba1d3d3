//! The four answers as they stand in the address, and which question comes next. Pure.

use catalogue::{ApplicationKind, Catalogue, PassportType, Predicate, Requirement};
use jiff::civil::Date;
use shell::Fields;

/// A question; its code is the name in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// For whom.
    Who,
    /// Whether the person held a passport, and what became of it.
    Before,
    /// Where the old passport comes from.
    Old,
    /// Which passport is wanted.
    Book,
}

impl Question {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Who => "untuk",
            Self::Before => "paspor",
            Self::Old => "lama",
            Self::Book => "jenis",
        }
    }
}

const WHO: [&str; 2] = ["dewasa", "anak"];
const BEFORE: [&str; 5] = ["belum", "habis", "penuh", "hilang", "rusak"];
const OLD: [&str; 2] = ["sama", "lain"];

/// What was answered so far; empty is not answered. An answer of another list than the question's is none.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub who: &'static str,
    pub before: &'static str,
    pub old: &'static str,
    pub book: String,
    /// The question whose answer is missing or unknown although the form was sent.
    pub wrong: Option<Question>,
}

fn one_of(list: &[&'static str], text: &str) -> &'static str {
    list.iter().find(|known| **known == text).copied().unwrap_or_default()
}

impl Asked {
    /// Reads the address. What stands behind the first open question is dropped: it may belong to another case.
    pub(crate) fn read(query: &Fields, catalogue: &Catalogue, day: Date) -> Self {
        let mut asked = Self { who: one_of(&WHO, query.get("untuk")), ..Self::default() };
        if !asked.who.is_empty() {
            asked.before = one_of(&BEFORE, query.get("paspor"));
        }
        if asked.asks_old() {
            asked.old = one_of(&OLD, query.get("lama"));
        }
        if !asked.before.is_empty() && (!asked.old.is_empty() || !asked.asks_old()) {
            let code = query.get("jenis");
            if asked.books(catalogue, day).iter().any(|b| b.code == code) {
                code.clone_into(&mut asked.book);
            }
        }
        asked.wrong = asked.next().filter(|question| query.has(question.code()));
        asked
    }

    /// The list of papers of an adult's replacement depends on the old passport.
    pub(crate) fn asks_old(&self) -> bool {
        self.who == "dewasa" && matches!(self.before, "habis" | "penuh")
    }

    /// The drawing of this case, of the component `scene`.
    pub(crate) fn drawing(&self) -> &'static str {
        match (self.who, self.before) {
            (_, "hilang") => "lost",
            (_, "rusak") => "damaged",
            ("anak", _) => "child",
            (_, "belum") => "new",
            _ => "replace",
        }
    }

    /// What is asked next; none when everything is known.
    pub(crate) fn next(&self) -> Option<Question> {
        if self.who.is_empty() {
            Some(Question::Who)
        } else if self.before.is_empty() {
            Some(Question::Before)
        } else if self.asks_old() && self.old.is_empty() {
            Some(Question::Old)
        } else if self.book.is_empty() {
            Some(Question::Book)
        } else {
            None
        }
    }

    /// The questions of this case, in order.
    pub(crate) fn questions(&self) -> Vec<Question> {
        let old = self.before.is_empty() || self.asks_old();
        let all = [Question::Who, Question::Before, Question::Old, Question::Book];
        all.into_iter().filter(|q| *q != Question::Old || old).collect()
    }

    pub(crate) fn answer(&self, question: Question) -> &str {
        match question {
            Question::Who => self.who,
            Question::Before => self.before,
            Question::Old => self.old,
            Question::Book => &self.book,
        }
    }

    /// What can be answered, as it stands in the address; the passports are rows of the catalogue.
    pub(crate) const fn choices(question: Question) -> &'static [&'static str] {
        match question {
            Question::Who => &WHO,
            Question::Before => &BEFORE,
            Question::Old => &OLD,
            Question::Book => &[],
        }
    }

    /// The answers before a question, as names and values.
    pub(crate) fn before(&self, question: Option<Question>) -> Vec<(&'static str, &str)> {
        let known = self.questions().into_iter().take_while(|q| Some(*q) != question);
        known.map(|q| (q.code(), self.answer(q))).filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The page that asks a question again, or the result.
    pub(crate) fn address(&self, question: Option<Question>) -> String {
        let mut out = String::from("/perlu-apa");
        for (at, (name, value)) in self.before(question).into_iter().enumerate() {
            out.push(if at == 0 { '?' } else { '&' });
            out.push_str(name);
            out.push('=');
            out.push_str(&crate::pages::encoded(value));
        }
        out
    }

    /// Code of the catalogue's category.
    pub(crate) fn category(&self) -> &'static str {
        match (self.who, self.before) {
            (_, "hilang") => "lost",
            (_, "rusak") => "damaged",
            ("anak", "belum") => "new_child",
            ("anak", _) => "replacement_child",
            (_, "belum") => Catalogue::adult_category(ApplicationKind::New),
            _ => Catalogue::adult_category(ApplicationKind::Replacement),
        }
    }

    /// What a bill calls it.
    pub(crate) fn kind(&self) -> ApplicationKind {
        if self.before == "belum" { ApplicationKind::New } else { ApplicationKind::Replacement }
    }

    /// The charge that comes on top of the fee, as a code of the tariffs.
    pub(crate) fn penalty(&self) -> Option<&'static str> {
        match self.before {
            "hilang" => Some("penalty_lost"),
            "rusak" => Some("penalty_damaged"),
            _ => None,
        }
    }

    /// The passports that this person may choose.
    pub(crate) fn books<'c>(&self, catalogue: &'c Catalogue, day: Date) -> Vec<&'c PassportType> {
        catalogue.passport_types(day).into_iter().filter(|b| self.holds(b.condition)).collect()
    }

    /// Whether a paper is asked for in this case.
    pub(crate) fn needs(&self, row: &Requirement) -> bool {
        self.holds(row.condition)
    }

    /// A condition of the catalogue, as far as four answers can tell. What only the registers or a whole form know is no
    /// reason to hide a paper.
    fn holds(&self, condition: Predicate) -> bool {
        match condition {
            Predicate::IsNew => self.before == "belum",
            Predicate::IsReplacement => self.before != "belum",
            Predicate::OldPassportOfficeOnly => self.penalty().is_some(),
            Predicate::OldPassportShortList => self.old == "sama",
            Predicate::OldPassportLongList => self.old == "lain",
            Predicate::TenYearAllowed => self.who == "dewasa",
            Predicate::RegisterSilent
            | Predicate::IsMarried
            | Predicate::HasDestinationCountry
            | Predicate::HasDestinationRelative
            | Predicate::DomicileDiffers => false,
            Predicate::Always => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Question};
    use catalogue::Catalogue;
    use jiff::civil::date;
    use shell::Fields;

    fn read(pairs: &[(&str, &str)]) -> Asked {
        Asked::read(&Fields::of(pairs), &Catalogue::embedded(), date(2026, 10, 5))
    }

    #[test]
    fn questions_come_one_after_another_and_the_old_passport_only_where_it_decides() {
        assert_eq!(read(&[]).next(), Some(Question::Who));
        assert_eq!(read(&[("untuk", "dewasa")]).next(), Some(Question::Before));
        assert_eq!(read(&[("untuk", "dewasa"), ("paspor", "habis")]).next(), Some(Question::Old));
        for (who, before) in [("dewasa", "belum"), ("dewasa", "hilang"), ("anak", "habis")] {
            assert_eq!(read(&[("untuk", who), ("paspor", before)]).next(), Some(Question::Book), "{who} {before}");
        }
        let all = read(&[("untuk", "dewasa"), ("paspor", "penuh"), ("lama", "sama"), ("jenis", "electronic_10")]);
        assert_eq!((all.next(), all.category()), (None, "replacement_adult"));
        assert_eq!(all.address(None), "/perlu-apa?untuk=dewasa&paspor=penuh&lama=sama&jenis=electronic%5F10");
        assert_eq!(all.address(Some(Question::Old)), "/perlu-apa?untuk=dewasa&paspor=penuh");
    }

    #[test]
    fn an_unknown_answer_is_asked_again_and_a_child_gets_no_ten_years() {
        assert_eq!(read(&[("untuk", "kucing")]).wrong, Some(Question::Who));
        assert_eq!(read(&[("untuk", "")]).wrong, Some(Question::Who));
        assert_eq!(read(&[]).wrong, None);
        let child = read(&[("untuk", "anak"), ("paspor", "belum"), ("jenis", "ordinary_10")]);
        assert_eq!((child.next(), child.wrong), (Some(Question::Book), Some(Question::Book)));
    }
}
