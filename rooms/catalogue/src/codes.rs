//! The closed lists that the tables may name. A table with another name is refused when it is loaded, so whoever
//! matches on these matches all there is.

/// An enum whose variants stand in tables and columns under a fixed text.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$about])* $variant),+ }

        impl $name {
            /// All there are, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The text in tables and columns.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
            /// Reads the text in tables and columns.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl crate::table::Code for $name {
            const KNOWN: &'static [&'static str] = &[$($text),+];
            fn read(text: &str) -> Option<Self> { Self::parse(text) }
        }
    };
}

mod field;
mod limit;
mod place;

pub use self::field::Field;
pub use self::limit::LIMITS;
pub use self::place::{
    Confidence, HolidayKind, HolidayStatus, OfficeClass, OfficeKind, OfficeStatus, PlanClass, RegionLevel, RegionStatus,
};

codes!(
    /// When a question page, a paper or a choice applies. The room of the application says whether one holds.
    Predicate {
        /// Always.
        Always = "always",
        /// The person has never held a passport.
        IsNew = "is_new",
        /// The person has held a passport.
        IsReplacement = "is_replacement",
        /// The old passport is lost or damaged: only an office can help.
        OldPassportOfficeOnly = "old_passport_office_only",
        /// The old passport was issued in Indonesia from 2009 on and its data equal the e-KTP.
        OldPassportShortList = "old_passport_short_list",
        /// The old passport was issued abroad or before 2009, or its data differ.
        OldPassportLongList = "old_passport_long_list",
        /// The person has held a passport and the passport register gave no answer.
        RegisterSilent = "register_silent",
        /// The civil status is married ("kawin").
        IsMarried = "is_married",
        /// A destination country is chosen.
        HasDestinationCountry = "has_destination_country",
        /// A destination country is chosen and there is a relative there.
        HasDestinationRelative = "has_destination_relative",
        /// The person lives elsewhere than the e-KTP says ("domisili").
        DomicileDiffers = "domicile_differs",
        /// 17 or older, or married (Permenkumham 18/2022).
        TenYearAllowed = "ten_year_allowed",
    }
);

codes!(
    /// What is applied for.
    ApplicationKind {
        /// A first passport ("paspor baru").
        New = "new",
        /// A passport for one that has expired, soon expires or is full ("penggantian").
        Replacement = "replacement",
    }
);

codes!(
    /// How a paper is asked for, as the table says it.
    NeedCode {
        /// Must be there.
        Required = "required",
        /// At least one paper of the group must be there.
        OneOfGroup = "one_of_group",
        /// The note says for whom.
        Conditional = "conditional",
        /// The office makes it.
        OfficeMade = "office_made",
    }
);

codes!(
    /// Whether an office offers something.
    Answer {
        /// It does.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// No source says: ask the office.
        Unknown = "unknown",
    }
);

codes!(
    /// What a tariff is for.
    Product {
        /// A passport.
        Passport = "passport",
        /// Surat perjalanan laksana paspor.
        TravelDocument = "travel_document",
        /// On top of a passport.
        Surcharge = "surcharge",
        /// Biaya beban.
        Penalty = "penalty",
    }
);

codes!(
    /// Where a billing code can be paid.
    ChannelKind {
        /// A bank.
        Bank = "bank",
        /// Kantor pos.
        Post = "post",
        /// A shop on the net.
        Ecommerce = "ecommerce",
        /// A wallet on the telephone.
        Ewallet = "ewallet",
        /// A shop.
        Retail = "retail",
    }
);

codes!(
    /// Who books a lane.
    BookedBy {
        /// The applicant, online.
        Applicant = "applicant",
        /// An officer, at the office.
        Officer = "officer",
    }
);

codes!(
    /// A plain yes or no.
    YesNo {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
);
