//! Faults one can switch on for each part of the outside.

use serde::{Deserialize, Serialize};

/// A part of the outside that can be made to misbehave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The treasury making a billing.
    TreasuryCreate,
    /// The treasury answering what became of a billing.
    TreasuryInquire,
    /// The treasury cancelling a billing.
    TreasuryCancel,
    /// The treasury's daily file.
    TreasuryDaily,
    /// The treasury telling us that money arrived.
    Notice,
    /// The population register (Dukcapil).
    Population,
    /// The passport register (SIMKIM).
    Passports,
    /// The mail server.
    Mail,
}

/// How a part behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Switch {
    /// As it should.
    #[default]
    Normal,
    /// Answers after so many seconds of real time.
    Delay(u32),
    /// Answers 500 and does nothing.
    ServerError,
    /// Does the work, then answers 504 (mail: accepts the message, then says 451).
    TimeoutAfter,
    /// Takes the connection, does nothing and never answers within 60 s (notice: is never sent).
    Silent,
    /// Answers with something that is not the agreed form.
    Garbage,
    /// Signs wrongly.
    BadSignature,
    /// Signs with a clock that is ten minutes slow.
    SkewedClock,
    /// Names an amount that is Rp1.000 too high.
    WrongAmount,
    /// Says of an unpaid billing that a collecting agent has it in hand.
    BeingPaid,
    /// Sends every notice twice.
    Double,
    /// Keeps notices back until they are released, in any order.
    Hold,
    /// The daily file's last line does not fit its content.
    DamagedTrailer,
    /// Refuses recipients for now (451).
    RefuseTemporary,
    /// Refuses recipients for good (550).
    RefusePermanent,
}

impl Part {
    /// All parts, in the order pages show them.
    pub const ALL: [Self; 8] = [
        Self::TreasuryCreate,
        Self::TreasuryInquire,
        Self::TreasuryCancel,
        Self::TreasuryDaily,
        Self::Notice,
        Self::Population,
        Self::Passports,
        Self::Mail,
    ];

    /// The word in forms and in the journal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TreasuryCreate => "treasury-create",
            Self::TreasuryInquire => "treasury-inquire",
            Self::TreasuryCancel => "treasury-cancel",
            Self::TreasuryDaily => "treasury-daily",
            Self::Notice => "notice",
            Self::Population => "population",
            Self::Passports => "passports",
            Self::Mail => "mail",
        }
    }

    /// Reads the word of a form.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// What pages call it.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::TreasuryCreate => "Kas negara: membuat tagihan",
            Self::TreasuryInquire => "Kas negara: menjawab pertanyaan tagihan",
            Self::TreasuryCancel => "Kas negara: membatalkan tagihan",
            Self::TreasuryDaily => "Kas negara: berkas harian",
            Self::Notice => "Kabar pembayaran",
            Self::Population => "Data penduduk",
            Self::Passports => "Data paspor",
            Self::Mail => "Surel",
        }
    }

    /// The faults that make sense here, the normal way first.
    pub const fn switches(self) -> &'static [Switch] {
        use Switch::{
            BadSignature, BeingPaid, DamagedTrailer, Delay, Double, Garbage, Hold, Normal, RefusePermanent, RefuseTemporary,
            ServerError, Silent, SkewedClock, TimeoutAfter, WrongAmount,
        };
        match self {
            Self::TreasuryCreate => {
                &[Normal, Delay(5), ServerError, TimeoutAfter, Silent, Garbage, BadSignature, SkewedClock, WrongAmount]
            }
            Self::TreasuryInquire => {
                &[Normal, Delay(5), ServerError, TimeoutAfter, Silent, Garbage, BadSignature, SkewedClock, WrongAmount, BeingPaid]
            }
            Self::TreasuryCancel | Self::Population | Self::Passports => {
                &[Normal, Delay(5), ServerError, TimeoutAfter, Silent, Garbage, BadSignature, SkewedClock]
            }
            Self::TreasuryDaily => &[Normal, Delay(5), ServerError, Silent, Garbage, BadSignature, SkewedClock, DamagedTrailer],
            Self::Notice => &[Normal, Hold, Double, WrongAmount, Delay(5), Silent, Garbage, BadSignature, SkewedClock],
            Self::Mail => &[Normal, Delay(5), RefuseTemporary, RefusePermanent, TimeoutAfter, Silent],
        }
    }
}

impl Switch {
    /// The word in forms, without the seconds of a delay.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Delay(_) => "delay",
            Self::ServerError => "server-error",
            Self::TimeoutAfter => "timeout-after",
            Self::Silent => "silent",
            Self::Garbage => "garbage",
            Self::BadSignature => "bad-signature",
            Self::SkewedClock => "skewed-clock",
            Self::WrongAmount => "wrong-amount",
            Self::BeingPaid => "being-paid",
            Self::Double => "double",
            Self::Hold => "hold",
            Self::DamagedTrailer => "damaged-trailer",
            Self::RefuseTemporary => "refuse-temporary",
            Self::RefusePermanent => "refuse-permanent",
        }
    }

    /// What pages call it.
    pub fn shown(self) -> String {
        let text = match self {
            Self::Normal => "Normal",
            Self::Delay(seconds) => return format!("Menjawab setelah {seconds} detik"),
            Self::ServerError => "Menjawab galat 500, tidak bekerja",
            Self::TimeoutAfter => "Bekerja, lalu menjawab 504 (surel: 451)",
            Self::Silent => "Diam, tidak pernah menjawab",
            Self::Garbage => "Menjawab isi yang rusak",
            Self::BadSignature => "Tanda tangan salah",
            Self::SkewedClock => "Jam terlambat sepuluh menit",
            Self::WrongAmount => "Jumlah Rp1.000 terlalu tinggi",
            Self::BeingPaid => "Sedang dibayar di loket",
            Self::Double => "Kabar dikirim dua kali",
            Self::Hold => "Kabar ditahan sampai dilepas",
            Self::DamagedTrailer => "Baris penutup rusak",
            Self::RefuseTemporary => "Menolak sementara (451)",
            Self::RefusePermanent => "Menolak tetap (550)",
        };
        text.to_owned()
    }

    /// True when the part misbehaves.
    pub fn is_on(self) -> bool {
        self != Self::Normal
    }
}
