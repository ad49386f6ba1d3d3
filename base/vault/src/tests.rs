use crate::{HashPurpose, Letter, LinkPurpose, TokenError, Vault, VaultError, partner::Signed};
use kernel::time::Timestamp;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn keys_on_disk_open_what_they_sealed_and_a_new_key_seals_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    Vault::create(folder.path()).unwrap();
    assert!(Vault::create(folder.path()).is_err(), "existing keys are never overwritten");
    let old = Vault::open(folder.path()).unwrap();
    let (key, id, wrapped) = old.new_person_key("p1").unwrap();
    let sealed = key.seal_text("answer:a:nik", "5307054103980003").unwrap();
    let second = folder.path().join("sealing-2.key");
    std::fs::write(&second, hex::encode([7_u8; 32])).unwrap();
    std::fs::set_permissions(&second, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(Vault::open(folder.path()).unwrap_err().to_string().contains("mode 640"), "a key is for its owner alone");
    std::fs::set_permissions(&second, std::fs::Permissions::from_mode(0o600)).unwrap();
    let new = Vault::open(folder.path()).unwrap();
    assert_eq!(new.current_key_id(), "2");
    let again = new.person_key("p1", &id, &wrapped).unwrap();
    assert_eq!(again.open_text("answer:a:nik", &sealed).unwrap(), "5307054103980003");
}

#[test]
fn missing_keys_are_named() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!Vault::exists(folder.path()));
    assert_eq!(Vault::missing(folder.path()), ["sealing-1.key", "hashing.key", "links.key", "letters.key"]);
    Vault::create(folder.path()).unwrap();
    assert!(Vault::exists(folder.path()) && Vault::missing(folder.path()).is_empty());
    std::fs::remove_file(folder.path().join("hashing.key")).unwrap();
    assert!(Vault::exists(folder.path()), "the others are there");
    assert_eq!(Vault::missing(folder.path()), ["hashing.key"]);
}

#[test]
fn every_flipped_byte_is_noticed() {
    let vault = Vault::ephemeral();
    let (key, _, _) = vault.new_person_key("p").unwrap();
    let sealed = key.seal("here", b"rahasia").unwrap();
    for i in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[i] ^= 1;
        assert_eq!(key.open("here", &changed), Err(VaultError::CannotOpen));
    }
    assert_eq!(key.open("there", &sealed), Err(VaultError::CannotOpen));
    assert_eq!(key.open("here", b"short"), Err(VaultError::CannotOpen));
}

#[test]
fn a_letter_is_read_only_where_it_was_signed() {
    let vault = Vault::ephemeral();
    let letter = Letter { booking: "b".into(), office: "kanim-maumere".into(), day: "2026-10-15".into() };
    let text = vault.sign_letter(&letter);
    assert_eq!(vault.read_letter(&text), Ok(letter));
    assert_eq!(Vault::ephemeral().read_letter(&text), Err(TokenError::NotGenuine));
    assert_eq!(vault.read_letter(&text.replace("MP1", "MP2")), Err(TokenError::NotGenuine));
    assert_eq!(vault.read_letter(""), Err(TokenError::NotGenuine));
}

#[test]
fn a_link_ends_and_belongs_to_one_purpose() {
    let vault = Vault::ephemeral();
    let token = vault.sign_link(LinkPurpose::Paper, "x", Timestamp(1_000));
    assert_eq!(vault.read_link(LinkPurpose::Paper, &token, Timestamp(1_000)), Ok("x".into()));
    assert_eq!(vault.read_link(LinkPurpose::Paper, &token, Timestamp(1_001)), Err(TokenError::Expired));
    assert_eq!(vault.read_link(LinkPurpose::Paper, "a.b", Timestamp(0)), Err(TokenError::NotGenuine));
}

#[test]
fn hashes_of_two_purposes_differ() {
    let vault = Vault::ephemeral();
    assert_ne!(vault.keyed_hash(HashPurpose::Nik, "1"), vault.keyed_hash(HashPurpose::Email, "1"));
    assert_eq!(vault.code_digits("row").len(), 6);
}

#[test]
fn our_own_secrets_open_only_in_their_place() {
    let vault = Vault::ephemeral();
    let sealed = vault.seal_own("totp:officer", b"seed:with:colons").unwrap();
    assert_eq!(vault.open_own("totp:officer", &sealed).unwrap(), b"seed:with:colons");
    assert!(vault.open_own("totp:other", &sealed).is_err());
}

#[test]
fn the_worked_example_of_the_billing_signature_holds() {
    let signed = Signed {
        client: "mpaspor",
        id: "01JB8Z6Q4T0000000000000001",
        timestamp: "2026-10-05T09:15:30+07:00",
        target: "POST /bill/v1/billings",
        body: br#"{"trxIdKl":"MP-20261005-000123","amount":650000}"#,
    };
    let expected = "280496565cc997bf8aaa6cd461d2518131f44f444e9764e88973b5e5d763f176";
    assert_eq!(signed.sign("example-billing-secret"), expected);
    assert!(signed.verify("example-billing-secret", expected));
    assert!(!signed.verify("example-billing-secret", &expected.to_uppercase()));
    assert!(!signed.verify("other-secret", expected));
}
