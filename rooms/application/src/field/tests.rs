use super::{FieldKind, boxes, joined, kind_of, parse, typed};
use catalogue::Field;
use jiff::civil::{Date, date};
use kernel::field::FieldError as E;

const TODAY: Date = date(2026, 10, 5);

fn read(field: Field, text: &str) -> Result<String, E> {
    parse(field, text, TODAY).map(|clean| clean.as_str().to_owned())
}

#[test]
fn clumsy_but_good_values_have_one_canonical_form() {
    let table = [
        (Field::FullName, "  Maria   Goreti Nona ", "Maria Goreti Nona"),
        (Field::FullName, "Bu\u{202e}di", "Budi"),
        (Field::Nik, "5307 0541 0398 0003", "5307054103980003"),
        (Field::Nik, "5307.0541.0398-0003", "5307054103980003"),
        (Field::FullName, "Suharto", "Suharto"),
        (Field::FullName, "Siti Nur'aini", "Siti Nur'aini"),
        (Field::FullName, "A. A. Gede Raka", "A. A. Gede Raka"),
        (Field::Phone, "0812 3456 7890", "+6281234567890"),
        (Field::Phone, "62812-3456-7890", "+6281234567890"),
        (Field::Phone, "+62 812 3456 7890", "+6281234567890"),
        (Field::BirthDate, "27 3 1998", "1998-03-27"),
        (Field::BirthDate, "27 3 1998//", "1998-03-27"),
        (Field::BirthDate, "27 Mar. 1998", "1998-03-27"),
        (Field::BirthDate, "1/3/1998", "1998-03-01"),
        (Field::BirthDate, "01/03/1998", "1998-03-01"),
        (Field::BirthDate, "1/Maret/1998", "1998-03-01"),
        (Field::BirthDate, "1 maret 1998", "1998-03-01"),
        (Field::BirthDate, "1/3/1998//", "1998-03-01"),
        (Field::BirthDate, "1 March 1998", "1998-03-01"),
        (Field::KtpIssueDate, "5-11-2018", "2018-11-05"),
        (Field::Phone, "0812-3456-7890", "+6281234567890"),
        (Field::KtpPostcode, "86 111", "86111"),
        (Field::OldNumber, "c 1234567", "C1234567"),
        (Field::OldNumber, "xa-123456", "XA123456"),
        (Field::KtpAddress, "Jl. Ahmad Yani No. 3, RT 01/RW 02", "Jl. Ahmad Yani No. 3, RT 01/RW 02"),
        (Field::DestinationCountry, "undecided", "undecided"),
        (Field::Nationality, "ID", "ID"),
        (Field::KtpProvince, "53", "53"),
        (Field::KtpDistrict, "530705", "530705"),
        (Field::CivilStatus, "married", "married"),
    ];
    for (field, text, clean) in table {
        assert_eq!(read(field, text), Ok(clean.to_owned()), "{field:?} {text}");
        assert_eq!(read(field, clean), Ok(clean.to_owned()), "{field:?}: the canonical form reads as itself");
    }
}

#[test]
fn hostile_and_wrong_values_are_refused_with_their_reason() {
    let long = "x".repeat(100_000);
    let table = [
        (Field::FullName, "", E::Missing),
        (Field::FullName, "\u{0}\u{202e}", E::Missing),
        (Field::FullName, "<script>alert(1)</script>", E::Character('<')),
        (Field::FullName, "Dr. Siti", E::Title("Dr.".into())),
        (Field::FullName, long.as_str(), E::TooLong(100)),
        (Field::Nik, "53O7054103980003", E::Words("application-error-nik-letter-o")),
        (Field::Nik, "5307054I03980003", E::Words("application-error-nik-letter-i")),
        (Field::Nik, "5307x54103980003", E::NikDigits),
        (Field::Nik, "530705410398000", E::NikLength(15)),
        (Field::Nik, "5307057203980003", E::NikNoDate),
        (Field::BirthDate, "31/02/1998", E::NoDate),
        (Field::BirthDate, "31/Februari/1998", E::NoDate),
        (Field::BirthDate, "1/13/1998", E::NoDate),
        (Field::BirthDate, "1//1998", E::NoDate),
        (Field::BirthDate, "1/3/98", E::NoDate),
        (Field::BirthDate, "99999999999999999999/1/1998", E::NoDate),
        (Field::BirthDate, "6/10/2026", E::Future),
        (Field::BirthDate, "1/1/1900", E::TooEarly),
        (Field::KtpIssueDate, "1/1/1944", E::TooEarly),
        (Field::CivilStatus, "kawin", E::NotOffered),
        (Field::DestinationCountry, "sg", E::NotOffered),
        (Field::Nationality, "undecided", E::NotOffered),
        (Field::KtpDistrict, "53070", E::NotOffered),
        (Field::KtpProvince, "٥٣", E::NotOffered),
        (Field::Phone, "call me", E::NoPhone),
        (Field::KtpPostcode, "1234", E::NoPostcode),
        (Field::OldNumber, "1234567", E::NoPassportNumber),
        (Field::OldNumber, "Ç1234567", E::NoPassportNumber),
        (Field::KtpAddress, "<b>Jl</b>", E::Character('<')),
        (Field::KtpAddress, "...", E::Missing),
        (Field::KtpAddress, long.as_str(), E::TooLong(100)),
    ];
    for (field, text, error) in table {
        assert_eq!(read(field, text), Err(error), "{field:?} {}", text.chars().take(30).collect::<String>());
    }
}

#[test]
fn every_field_of_the_form_has_a_kind_and_choices_have_words_in_both_languages() {
    use kernel::lang::Lang;
    use shell::words::Words;
    for lang in Lang::ALL {
        let w = Words::for_lang(lang);
        for field in Field::ALL {
            assert!(!crate::label(w, *field).contains('⟦'), "{field:?}");
            if let FieldKind::Choice(words) = kind_of(*field) {
                for word in words {
                    let said = crate::shown(w, &catalogue::Catalogue::embedded(), *field, word);
                    assert!(!said.contains('⟦') && said != *word, "{field:?} {word}");
                }
            }
        }
    }
}

#[test]
fn what_is_kept_is_bounded_and_has_no_control_characters() {
    assert_eq!(typed("a\u{0}b\r\nc"), "a b c");
    assert_eq!(typed(&"y".repeat(100_000)).chars().count(), super::TYPED_CHARS_MAX);
}

#[test]
fn boxes_give_back_what_was_typed() {
    assert_eq!(boxes(&joined(" 31", "2", "1998")), ("31".into(), "2".into(), "1998".into()));
    assert_eq!(boxes("1998-03-01"), ("1".into(), "3".into(), "1998".into()));
    assert_eq!(joined(" ", "", ""), "");
    for typed in [("31/02", "", ""), ("", "31/02", "1998"), ("1", "3/", "19/98"), ("31/02", "2", "1998")] {
        let (day, month, year) = typed;
        let kept = joined(day, month, year);
        assert_eq!(boxes(&kept), (day.into(), month.into(), year.into()), "each text stays in its box");
        assert_eq!(parse(Field::BirthDate, &kept, TODAY), Err(kernel::field::FieldError::NoDate), "{kept}");
    }
    assert!(parse(Field::BirthDate, &joined("1/3/1998", "", ""), TODAY).is_ok(), "a whole date in one box is a date");
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_a_field(text in ".{0,120}", at in 0..Field::ALL.len()) {
        let field = Field::ALL[at];
        if let Ok(clean) = parse(field, &text, TODAY) {
            proptest::prop_assert_eq!(parse(field, clean.as_str(), TODAY).map(|c| c.as_str().to_owned()), Ok(clean.as_str().to_owned()));
        }
    }
}
