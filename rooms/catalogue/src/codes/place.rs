//! The closed lists of offices, regions and days.

codes!(
    /// What an office is.
    OfficeKind {
        /// Kantor imigrasi.
        Kanim = "kanim",
        /// Unit layanan paspor, same-day point, lounge or counter in a mall.
        Ulp = "ulp",
        /// Unit kerja keimigrasian and shared migrant worker counters.
        Ukk = "ukk",
        /// Counter in a mal pelayanan publik.
        Mpp = "mpp",
    }
);

codes!(
    /// Class of a kanim as its name prints it.
    OfficeClass {
        /// Kelas I Khusus TPI.
        SpecialCheckpoint = "Kelas I Khusus TPI",
        /// Kelas I Khusus Non TPI.
        Special = "Kelas I Khusus Non TPI",
        /// Kelas I TPI.
        FirstCheckpoint = "Kelas I TPI",
        /// Kelas I Non TPI.
        First = "Kelas I Non TPI",
        /// Kelas II TPI.
        SecondCheckpoint = "Kelas II TPI",
        /// Kelas II Non TPI.
        Second = "Kelas II Non TPI",
        /// Kelas III TPI.
        ThirdCheckpoint = "Kelas III TPI",
        /// Kelas III Non TPI.
        Third = "Kelas III Non TPI",
    }
);

codes!(
    /// The class of a quota plan.
    PlanClass {
        /// Kanim of class I Khusus.
        Special = "khusus",
        /// Kanim of class I.
        First = "i",
        /// Kanim of class II.
        Second = "ii",
        /// Kanim of class III.
        Third = "iii",
        /// Kanim whose class is not known.
        Unknown = "none",
        /// Unit layanan paspor.
        Ulp = "ulp",
        /// Unit kerja keimigrasian.
        Ukk = "ukk",
        /// Mal pelayanan publik.
        Mpp = "mpp",
    }
);

codes!(
    /// Whether an office is open.
    OfficeStatus {
        /// It is.
        Active = "active",
        /// Announced, not open.
        Planned = "planned",
        /// No longer.
        Closed = "closed",
        /// Only an old source names it; not opened.
        Unverified = "unverified",
    }
);

codes!(
    /// How sure a row is.
    Confidence {
        /// A regulation, an official page or a recent source.
        High = "high",
        /// An older or single source.
        Medium = "medium",
        /// General knowledge or our assumption.
        Low = "low",
    }
);

codes!(
    /// Level of a region.
    RegionLevel {
        /// Provinsi.
        Province = "province",
        /// Kabupaten.
        Regency = "regency",
        /// Kota.
        City = "city",
        /// Kecamatan.
        District = "district",
    }
);

codes!(
    /// Whether a region's code is in force.
    RegionStatus {
        /// It is.
        Current = "current",
        /// It was; a NIK with it stays good.
        Historic = "historic",
    }
);

codes!(
    /// Why a day is without service.
    HolidayKind {
        /// Hari libur nasional.
        National = "national",
        /// Cuti bersama.
        CollectiveLeave = "collective_leave",
    }
);

codes!(
    /// How firm a holiday's date is.
    HolidayStatus {
        /// Decided.
        Decided = "decided",
        /// The religious date is confirmed shortly before ("sidang isbat").
        SubjectToIsbat = "decided_subject_to_isbat",
    }
);
