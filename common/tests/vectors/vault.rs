//! A vault: the bytes of its content, and one sealed vault that opens to it.

use sesemr_common::crypto::hpke::KemSecretKey;
use sesemr_common::crypto::opaque::ExportKey;
use sesemr_common::crypto::{KemPublicKey, OpeningCode, SigningKey, VaultKey};
use sesemr_common::envelope::PortionSecret;
use sesemr_common::id::{AccountId, Bytes, DeviceId, GrantId, Hash, KitTag, OpeningId};
use sesemr_common::portion::Portion;
use sesemr_common::pre::PreSecretKey;
use sesemr_common::sharing::{
    ActBody as _, ActHeader, IndexHead, KeyCard, LogHead, PortionCard, PortionCardFields, Profile, Register, Role,
    SignedAct,
};
use sesemr_common::vault::{
    Contact, IssuedCode, OwnIdentity, PortionKey, ServerPins, VaultContent, VaultError, open_log_in_wrap, open_vault,
    seal_vault, vault_hash, wrap_for_log_in,
};

use crate::file::{Vector, parse};

const ACCOUNT: AccountId = AccountId::from_bytes([1; 16]);

fn content() -> VaultContent {
    let signing_key = SigningKey::from_bytes([0x11; 32]);
    let kem_secret = KemSecretKey::from_bytes([0x12; 32]);
    let card = KeyCard::sign_first(ACCOUNT, kem_secret.public_key(), 1_790_000_000_000, &signing_key);
    let register = register(&card, &signing_key);
    VaultContent {
        version: 5,
        ancestors: vec![Hash([1; 32]), Hash([2; 32])],
        account: ACCOUNT,
        server: ServerPins {
            sas: SigningKey::from_bytes([0x21; 32]).verifying_key(),
            srs: SigningKey::from_bytes([0x22; 32]).verifying_key(),
            restore_epoch: 1,
        },
        kit_tag: KitTag([3; 4]),
        recovery_key: KemPublicKey([4; 1216]),
        contacts: vec![Contact {
            account: ACCOUNT,
            key: card.key_id(),
            cards: vec![card.clone()],
            register: register.clone(),
            compared_at: Some(1_790_000_000_001),
        }],
        portion_keys: vec![portion_key(&card, &signing_key)],
        identity: OwnIdentity { signing_key, kem_secret, cards: vec![card], register },
        index_head: IndexHead { sequence: 6, hash: Hash([6; 32]) },
        log_head: LogHead { sequence: 7, hash: Hash([7; 32]) },
        issued_codes: vec![IssuedCode {
            opening: OpeningId::from_bytes([8; 16]),
            grant: GrantId::from_bytes([9; 16]),
            code: OpeningCode::from_bytes([0, 1, 2, 3, 4, 5, 6, 7]),
        }],
        rolls_due: vec![Portion::Medications],
        settings: vec![("language".to_owned(), "en".to_owned())],
    }
}

fn register(card: &KeyCard, key: &SigningKey) -> SignedAct<Register> {
    let profile = Profile {
        handle: "amina".to_owned(),
        display_name: "Amina Diallo".to_owned(),
        role: Role::Patient,
        organisation: String::new(),
    };
    let header = ActHeader {
        actor: ACCOUNT,
        actor_key: card.key_id(),
        patient: ACCOUNT,
        device: DeviceId::from_bytes([13; 16]),
        audience: Register::AUDIENCE,
        counter: 1,
        log_head: LogHead::EMPTY,
        signed_at: 1_790_000_000_000,
        restore_epoch: 1,
        on_behalf_of: Hash::ZERO,
    };
    SignedAct::sign(header, Register { profile, key_card: card.hash(), portion_cards: Vec::new() }, key)
}

fn portion_key(card: &KeyCard, key: &SigningKey) -> PortionKey {
    let mut a = [0; 32];
    a[0] = 5;
    let secret = PortionSecret { pre: PreSecretKey::from_bytes(a).unwrap(), kem: KemSecretKey::from_bytes([0x31; 32]) };
    let fields = PortionCardFields {
        patient: ACCOUNT,
        patient_key: card.key_id(),
        portion: Portion::Medications,
        epoch: 2,
        pre_key: secret.pre.public_key(),
        kem_key: secret.kem.public_key(),
        previous: Hash([0x32; 32]),
    };
    PortionKey { secret, card: PortionCard::sign(fields, key), current: true }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn a_vault_has_these_bytes_and_reads_back_from_them() {
    let file = parse(include_str!("vault.json"));
    let encoding = content().encode();
    assert_eq!(*encoding, Vector(&file).bytes("content"));
    assert_eq!(VaultContent::decode(&encoding).unwrap().encode(), encoding);
    assert!(VaultContent::decode(&encoding[..encoding.len() - 1]).is_err());
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn this_sealed_vault_opens_under_its_key_account_and_version_alone() {
    let file = parse(include_str!("vault.json"));
    let vector = Vector(&file);
    let (key, sealed) = (VaultKey::from_bytes(vector.array("vault_key")), Bytes(vector.bytes("sealed")));
    assert_eq!(open_vault(ACCOUNT, 5, &sealed, &key).unwrap().encode(), content().encode());
    assert_eq!(vault_hash(&sealed), vector.object("hash"));
    let other = AccountId::from_bytes([2; 16]);
    assert_eq!(open_vault(other, 5, &sealed, &key).err(), Some(VaultError::Damaged));
    assert_eq!(open_vault(ACCOUNT, 4, &sealed, &key).err(), Some(VaultError::Damaged));
    assert_eq!(open_vault(ACCOUNT, 5, &sealed, &VaultKey::make()).err(), Some(VaultError::Damaged));
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn no_two_sealings_of_one_vault_are_alike_and_each_opens() {
    let (content, key) = (content(), VaultKey::make());
    let (one, other) = (seal_vault(&content, &key), seal_vault(&content, &key));
    assert_ne!(one, other);
    assert_eq!(one.0.len(), other.0.len());
    for sealed in [one, other] {
        assert_eq!(open_vault(ACCOUNT, 5, &sealed, &key).unwrap().encode(), content.encode());
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn the_log_in_wrap_is_these_bytes() {
    let file = parse(include_str!("vault.json"));
    let vector = Vector(&file);
    let export_key = ExportKey::from_bytes(vector.array("export_key"));
    let key = VaultKey::from_bytes(vector.array("vault_key"));
    let wrap = wrap_for_log_in(ACCOUNT, &key, &export_key);
    assert_eq!(wrap.0, vector.bytes("log_in_wrap"));
    assert!(open_log_in_wrap(ACCOUNT, &wrap, &export_key).is_ok_and(|opened| opened == key));
    assert!(open_log_in_wrap(AccountId::from_bytes([2; 16]), &wrap, &export_key).is_err());
}
