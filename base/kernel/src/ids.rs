//! Opaque ids. Each is a UUIDv7 made by us and kept as text, so that it sorts by age and tells nothing
//! about the person. An id of one kind cannot be passed where another is asked.

use crate::{chance::Chance, time::Timestamp};
use serde::{Deserialize, Serialize};

/// The text is not an id of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

fn mint(now: Timestamp, chance: &dyn Chance) -> String {
    let mut random = [0_u8; 10];
    chance.fill(&mut random);
    let millis = u64::try_from(now.0).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string()
}

/// The smallest id of an instant: ids minted at it or later are greater, as text.
pub fn first_of(at: Timestamp) -> String {
    let millis = u64::try_from(at.0).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid().to_string()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Makes a new id from the given time and chance.
            pub fn mint(now: Timestamp, chance: &dyn Chance) -> Self { Self(mint(now, chance)) }
            /// Reads an id: 36 characters, lower-case hexadecimal with hyphens.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                let id = uuid::Uuid::try_parse(text).map_err(|_| NotAnId)?.to_string();
                if id == text { Ok(Self(id)) } else { Err(NotAnId) }
            }
            /// The text form, as it stands in columns and addresses.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> { Self::parse(&text) }
        }
        impl From<$name> for String {
            fn from(id: $name) -> Self { id.0 }
        }
    };
}

id!(
    /// A citizen's account ("akun").
    AccountId
);
id!(
    /// A person whose data we seal under one envelope key ("orang").
    PersonId
);
id!(
    /// An officer ("petugas").
    OfficerId
);
id!(
    /// A sign-in on one device ("sesi masuk").
    SessionId
);
id!(
    /// An application for a passport ("permohonan").
    ApplicationId
);
id!(
    /// An uploaded paper ("berkas").
    PaperId
);
id!(
    /// One office, day, session, lane and passport type group with a capacity ("slot kuota").
    SlotId
);
id!(
    /// A seat taken by an application ("pesanan kursi").
    BookingId
);
id!(
    /// What has to be paid ("tagihan").
    BillId
);
id!(
    /// A payment notice as it arrived ("pemberitahuan pembayaran").
    NoticeId
);
id!(
    /// Money that needs a person's decision ("kasus pembayaran").
    MoneyCaseId
);
id!(
    /// The file of one applicant at the counter ("berkas layanan").
    CaseId
);
id!(
    /// A day on which officers explain somewhere ("hari penyuluhan").
    InformationDayId
);
id!(
    /// Somebody who registered for such a day, or came without ("peserta").
    GuestId
);
id!(
    /// A message to a person ("pesan").
    MessageId
);
id!(
    /// A row of the audit trail ("jejak audit").
    AuditId
);
id!(
    /// An event in the outbox.
    EventId
);
id!(
    /// A unit of work to be done later.
    JobId
);

/// The stable slug of an office or service point, such as `kanim-maumere` ("kode kantor").
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OfficeCode(String);

impl OfficeCode {
    /// Reads a slug: 3 to 64 lower-case letters, digits and hyphens.
    pub fn parse(text: &str) -> Result<Self, NotAnId> {
        let good =
            (3..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if good { Ok(Self(text.to_owned())) } else { Err(NotAnId) }
    }
    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl std::fmt::Display for OfficeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl TryFrom<String> for OfficeCode {
    type Error = NotAnId;
    fn try_from(text: String) -> Result<Self, NotAnId> {
        Self::parse(&text)
    }
}
impl From<OfficeCode> for String {
    fn from(code: OfficeCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::{AccountId, OfficeCode};
    use crate::{chance::SystemChance, time::Timestamp};

    #[test]
    fn ids_sort_by_age_and_read_back() {
        let old = AccountId::mint(Timestamp(1_000), &SystemChance);
        let new = AccountId::mint(Timestamp(2_000), &SystemChance);
        assert!(old < new);
        assert_eq!(AccountId::parse(old.as_str()), Ok(old));
    }

    #[test]
    fn a_foreign_text_is_not_an_id() {
        for text in ["", "1", "../../etc", "0192F3A0-0000-7000-8000-000000000000", "{0192f3a0-0000-7000-8000-000000000000}"] {
            assert!(AccountId::parse(text).is_err(), "{text}");
        }
        assert!(OfficeCode::parse("kanim maumere").is_err());
    }
}
