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

pub use self::field::FieldName;
pub use self::limit::LimitKey;
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
        /// The person has held a passport that has expired, soon expires or is full.
        IsReplacement = "is_replacement",
        /// The old passport is lost or damaged: only an office can help.
        OldPassportOfficeOnly = "old_passport_office_only",
        /// The old passport was issued in Indonesia from 2009 on and its data equal the e-KTP.
        OldPassportShortList = "old_passport_short_list",
        /// The old passport was issued abroad or before 2009, or its data differ.
        OldPassportLongList = "old_passport_long_list",
        /// The passport register gave no answer.
        RegisterSilent = "register_silent",
        /// The civil status is married ("kawin").
        IsMarried = "is_married",
        /// A destination country is chosen.
        HasDestinationCountry = "has_destination_country",
        /// There is a relative in the destination country.
        HasDestinationRelative = "has_destination_relative",
        /// The person lives elsewhere than the e-KTP says ("domisili").
        DomicileDiffers = "domicile_differs",
        /// 17 or older, or married (Permenkumham 18/2022).
        TenYearAllowed = "ten_year_allowed",
    }
);

codes!(
    /// A kind of application ("jenis permohonan").
    Category {
        /// New passport of an adult.
        NewAdult = "new_adult",
        /// Replacement of an expired, soon expiring or full passport of an adult.
        ReplacementAdult = "replacement_adult",
        /// New passport of a child.
        NewChild = "new_child",
        /// Replacement of a child's passport.
        ReplacementChild = "replacement_child",
        /// A lost passport ("hilang"): examined at the office.
        Lost = "lost",
        /// A damaged passport ("rusak"): examined at the office.
        Damaged = "damaged",
        /// Change of data in the passport ("perubahan data").
        DataChange = "data_change",
    }
);

codes!(
    /// A paper ("dokumen persyaratan").
    Document {
        /// Kartu tanda penduduk elektronik (e-KTP).
        IdentityCard = "identity_card",
        /// Surat keterangan pindah ke luar negeri.
        MovingAbroadLetter = "moving_abroad_letter",
        /// Kartu keluarga (KK).
        FamilyCard = "family_card",
        /// Akta kelahiran.
        BirthCertificate = "birth_certificate",
        /// Akta perkawinan atau buku nikah.
        MarriageCertificate = "marriage_certificate",
        /// Ijazah.
        Diploma = "diploma",
        /// Surat baptis.
        BaptismCertificate = "baptism_certificate",
        /// Surat pewarganegaraan Indonesia.
        NaturalisationLetter = "naturalisation_letter",
        /// Penetapan ganti nama.
        NameChangeDecision = "name_change_decision",
        /// Paspor lama.
        OldPassport = "old_passport",
        /// Surat keterangan hilang dari kepolisian.
        PoliceReport = "police_report",
        /// Surat keterangan keadaan kahar.
        ForceMajeureLetter = "force_majeure_letter",
        /// Berita acara pemeriksaan (BAP).
        ExaminationRecord = "examination_record",
        /// E-KTP ayah dan ibu.
        ParentsIdentityCards = "parents_identity_cards",
        /// Akta perkawinan atau buku nikah orang tua.
        ParentsMarriageCertificate = "parents_marriage_certificate",
        /// Surat pernyataan orang tua.
        ParentsStatement = "parents_statement",
        /// Paspor ayah atau ibu.
        ParentsPassports = "parents_passports",
    }
);

codes!(
    /// How a paper is asked for.
    RequirementKind {
        /// Must be there.
        Required = "required",
        /// At least one paper of the group must be there.
        OneOfGroup = "one_of_group",
        /// The note says for whom; the person decides, the officer checks.
        IfApplicable = "if_applicable",
        /// The office makes it.
        OfficeMade = "office_made",
    }
);

codes!(
    /// A lane at an office ("jalur layanan").
    Lane {
        /// Reguler.
        Regular = "regular",
        /// Percepatan: ready on the same day.
        Express = "express",
        /// Prioritas.
        Priority = "priority",
        /// Datang langsung.
        WalkIn = "walk_in",
        /// Pemeriksaan (BAP).
        Examination = "examination",
        /// Pekerja migran Indonesia.
        MigrantWorker = "migrant_worker",
    }
);

codes!(
    /// The quota a passport type draws on.
    TypeGroup {
        /// Without a chip.
        Ordinary = "ordinary",
        /// With a chip.
        Electronic = "electronic",
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

codes!(
    /// What a step asks for.
    StepKind {
        /// Answers.
        Questions = "questions",
        /// A paper.
        Paper = "paper",
    }
);
