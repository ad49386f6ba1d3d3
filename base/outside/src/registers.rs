//! The registers of other authorities: population ("data kependudukan") and issued passports.

mod client;

pub(crate) use client::{PassportClient, PopulationClient};

use crate::PartnerError;
use async_trait::async_trait;
use jiff::civil::Date;
use kernel::nik::{Nik, Sex};

/// The population register ("Dukcapil").
#[async_trait]
pub trait PopulationRegister: Send + Sync {
    /// Reads the record of one person; `None` when the register knows no such number.
    async fn look_up(&self, nik: &Nik) -> Result<Option<PopulationRecord>, PartnerError>;
}

/// The register of issued passports.
#[async_trait]
pub trait PassportRegister: Send + Sync {
    /// Reads all passports of one person; empty when she never had one.
    async fn look_up(&self, nik: &Nik) -> Result<Vec<PassportRecord>, PartnerError>;
}

/// What the population register holds on a person. Its debug form shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct PopulationRecord {
    /// The number asked for, 16 digits.
    pub nik: String,
    /// Name as on the card.
    pub full_name: String,
    /// Place of birth.
    pub birth_place: String,
    /// Date of birth.
    pub birth_date: Date,
    /// Sex.
    pub sex: Sex,
    /// `single`, `married`, `divorced` or `widowed` ("status perkawinan").
    pub civil_status: String,
    /// Address as on the card.
    pub address: String,
    /// District code, six digits ("kode kecamatan").
    pub district_code: String,
    /// Mother's name.
    pub mother_name: Option<String>,
    /// Father's name.
    pub father_name: Option<String>,
    /// False when the death is registered.
    pub alive: bool,
}

/// A passport in the register. Its debug form shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct PassportRecord {
    /// Number, letters and digits.
    pub number: String,
    /// Name as printed.
    pub full_name: String,
    /// Date of birth.
    pub birth_date: Date,
    /// Place of birth.
    pub birth_place: String,
    /// Sex.
    pub sex: Sex,
    /// Day of issue.
    pub issue_date: Date,
    /// Last day of validity.
    pub expiry_date: Date,
    /// At home or at a mission abroad.
    pub issued_in: IssuedIn,
    /// The issuing office's name.
    pub office: String,
    /// `valid`, `expired`, `cancelled` or `lost`.
    pub state: String,
}

/// Where a passport was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IssuedIn {
    /// At an office in Indonesia.
    Indonesia,
    /// At a mission abroad ("perwakilan").
    Abroad,
}

impl std::fmt::Debug for PopulationRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PopulationRecord(hidden)")
    }
}

impl std::fmt::Debug for PassportRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PassportRecord(hidden)")
    }
}
