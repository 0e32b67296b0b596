//! Account ids: each names the first identity key of its person, so that nobody can put other keys under it.

use crate::codec::Encoder;
use crate::crypto::{KemPublicKey, VerifyingKey, object_hash};
use crate::id::AccountId;

/// `account id = UUIDv8(first 16 bytes of hash(version ‖ suite ‖ Ed25519 key ‖ X-Wing key))`, from the keys on the first
/// key card. What of it is checked where is in [`super::verify_key_cards`].
pub fn account_id(signing_key: &VerifyingKey, kem_key: &KemPublicKey) -> AccountId {
    let mut encoder = Encoder::versioned();
    encoder.put(signing_key).put(kem_key);
    AccountId::from_hash(&object_hash("account-id", &encoder.finish()))
}
