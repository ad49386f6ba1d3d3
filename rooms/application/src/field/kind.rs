//! Which field is of which kind.

use catalogue::codes::{Field, RegionLevel};

/// The words of a choice, as they stand in columns.
pub type Choices = &'static [&'static str];

/// What a date may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRule {
    /// A date of birth: not in the future, not more than 120 years ago.
    Birth,
    /// A day on which a paper was issued: not in the future, not before 1945.
    Issue,
}

/// The kind of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A person's name without titles.
    Name,
    /// 16 digits.
    Nik,
    /// Three boxes.
    Day(DateRule),
    /// One of a few.
    Choice(Choices),
    /// Two letters of a country; `true` allows "not decided yet".
    Country {
        /// Whether "not decided yet" is an answer.
        or_undecided: bool,
    },
    /// A code of a region of this level.
    Region(RegionLevel),
    /// A telephone number.
    Phone,
    /// Five digits.
    Postcode,
    /// Letters, digits and plain punctuation up to a number of characters.
    Text {
        /// Longest text in characters.
        max: usize,
    },
    /// Number of a passport.
    PassportNumber,
}

const YES_NO: Choices = &["yes", "no"];
const RELATIONS: Choices = &["spouse", "father", "mother", "sibling", "child", "aunt", "uncle", "cousin", "other"];

/// The kind of each field.
pub const fn kind_of(field: Field) -> FieldKind {
    use FieldKind as K;
    match field {
        Field::ApplyingFor => K::Choice(&["self", "other_adult", "child"]),
        Field::FullName
        | Field::RelativeName
        | Field::DestinationRelativeName
        | Field::MotherName
        | Field::FatherName
        | Field::SpouseName => K::Name,
        Field::Nik => K::Nik,
        Field::BirthDate => K::Day(DateRule::Birth),
        Field::OldIssueDate | Field::KtpIssueDate => K::Day(DateRule::Issue),
        Field::BirthPlace | Field::Occupation => K::Text { max: 50 },
        Field::Sex => K::Choice(&["female", "male"]),
        Field::CivilStatus => K::Choice(&["single", "married", "divorced", "widowed"]),
        Field::PassportHistory => K::Choice(&["never", "held"]),
        Field::OldCondition => K::Choice(&["expired", "soon", "full", "lost", "damaged", "lost_disaster", "damaged_disaster"]),
        Field::OldNumber => K::PassportNumber,
        Field::OldIssuePlace => K::Choice(&["indonesia", "abroad"]),
        Field::OldNameSame | Field::DestinationRelative | Field::DomicileSame => K::Choice(YES_NO),
        Field::Purpose => K::Choice(&["tourism", "umrah", "hajj", "work", "migrant_worker", "study", "medical"]),
        Field::DestinationCountry => K::Country { or_undecided: true },
        Field::Nationality | Field::MotherNationality | Field::FatherNationality | Field::SpouseNationality => {
            K::Country { or_undecided: false }
        }
        Field::AddressAbroad
        | Field::KtpAddress
        | Field::DomicileAddress
        | Field::MotherAddress
        | Field::FatherAddress
        | Field::SpouseAddress => K::Text { max: 100 },
        Field::Stay => K::Choice(&["under_1_month", "under_6_months", "under_1_year", "under_5_years", "over_5_years"]),
        Field::RelativePhone | Field::DestinationRelativePhone | Field::Phone => K::Phone,
        Field::RelativeRelation | Field::DestinationRelativeRelation => K::Choice(RELATIONS),
        Field::KtpProvince | Field::DomicileProvince => K::Region(RegionLevel::Province),
        Field::KtpRegency | Field::DomicileRegency => K::Region(RegionLevel::Regency),
        Field::KtpDistrict | Field::DomicileDistrict => K::Region(RegionLevel::District),
        Field::KtpPostcode | Field::DomicilePostcode => K::Postcode,
    }
}

/// The region one level up whose parts are offered for this one.
pub const fn region_above(field: Field) -> Option<Field> {
    match field {
        Field::KtpRegency => Some(Field::KtpProvince),
        Field::KtpDistrict => Some(Field::KtpRegency),
        Field::DomicileRegency => Some(Field::DomicileProvince),
        Field::DomicileDistrict => Some(Field::DomicileRegency),
        _ => None,
    }
}
