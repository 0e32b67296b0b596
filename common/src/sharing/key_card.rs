//! Key cards: the public halves of an identity, numbered and chained, signed by the old and the new key.

use super::account_id;
use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder, choice, object};
use crate::crypto::{KemPublicKey, ProtocolObject, Signature, SignatureError, SigningKey, VerifyingKey, object_hash};
use crate::id::{AccountId, Hash, KeyId};

choice! {
    /// What a person does here. The server vouches for none of it.
    Role("role") {
        /// Keeps their own records.
        Patient = 1,
        /// Physician.
        Doctor = 2,
        /// Nurse.
        Nurse = 3,
        /// Pharmacist.
        Pharmacist = 4,
        /// Laboratory.
        Laboratory = 5,
        /// Insurer.
        Insurer = 6,
        /// Researcher.
        Researcher = 7,
    }
}

object! {
    /// How a person presents themself. Public, self-declared; what it may say is in [`Profile::check`].
    object struct Profile = "profile" {
        /// The name others find them by; see [`Profile::is_handle`].
        handle: String,
        /// The name people read.
        display_name: String,
        /// What they do here.
        role: Role,
        /// Where they work; empty for patients.
        organisation: String,
    }
}

impl Profile {
    /// Whether this is a handle: 3 to 32 of `a-z 0-9 . _ -`, beginning with a letter or digit.
    pub fn is_handle(text: &str) -> bool {
        let is_plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        (3..=32).contains(&text.len())
            && text.as_bytes().first().is_some_and(is_plain)
            && text.bytes().all(|byte| is_plain(&byte) || matches!(byte, b'.' | b'_' | b'-'))
    }
}

object! {
    /// The fields of a key card.
    object struct KeyCardFields = "key-card" {
        /// Whose keys.
        account: AccountId,
        /// 0 for the first card, then one more for each change.
        number: u32,
        /// Ed25519 public key: signs this person's acts.
        signing_key: VerifyingKey,
        /// X-Wing public key: others seal to this person.
        kem_key: KemPublicKey,
        /// Hash of the card before; zero for the first.
        previous: Hash,
        /// Milliseconds since 1970 UTC.
        made_at: u64,
    }
}

/// A key card with its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyCard {
    /// What is signed.
    pub fields: KeyCardFields,
    /// By the key on this card.
    pub signature: Signature,
    /// By the key on the card before, where there is one.
    pub previous_signature: Option<Signature>,
}

impl KeyCard {
    /// The first card of an account, whose id is [`account_id()`] of its keys.
    pub fn sign_first(account: AccountId, kem_key: KemPublicKey, made_at: u64, key: &SigningKey) -> Self {
        let fields = KeyCardFields {
            account,
            number: 0,
            signing_key: key.verifying_key(),
            kem_key,
            previous: Hash::ZERO,
            made_at,
        };
        let signature = key.sign(KeyCardFields::TYPE_NAME, &fields.encode());
        Self { fields, signature, previous_signature: None }
    }

    /// `hash(version ‖ suite ‖ account id ‖ Ed25519 key ‖ X-Wing key)`: what others pin and compare.
    pub fn key_id(&self) -> KeyId {
        let mut encoder = Encoder::versioned();
        encoder.put(&self.fields.account).put(&self.fields.signing_key).put(&self.fields.kem_key);
        KeyId(object_hash("key-id", &encoder.finish()).0)
    }

    /// Checks the card's own signature and, for a later card, the link to `previous`. Whose card it is is checked for a
    /// whole chain, by [`verify_key_cards`].
    ///
    /// # Errors
    /// When a signature, the number or the chain does not fit.
    fn verify(&self, previous: Option<&Self>) -> Result<(), SignatureError> {
        let encoding = self.fields.encode();
        self.fields.signing_key.verify(KeyCardFields::TYPE_NAME, &encoding, &self.signature)?;
        match (previous, &self.previous_signature) {
            (None, None) if self.fields.number == 0 && self.fields.previous == Hash::ZERO => Ok(()),
            (Some(before), Some(signature))
                if self.fields.account == before.fields.account
                    && before.fields.number.checked_add(1) == Some(self.fields.number)
                    && self.fields.previous == before.hash() =>
            {
                before.fields.signing_key.verify(KeyCardFields::TYPE_NAME, &encoding, signature)
            }
            _ => Err(SignatureError),
        }
    }

    /// The hash by which other objects name this card.
    pub fn hash(&self) -> Hash {
        object_hash(KeyCardFields::TYPE_NAME, &self.encode())
    }
}

/// Why a chain of key cards is not an account's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyCardError {
    /// There is no card.
    #[error("there is no key card")]
    Missing,
    /// A card names another account, or the keys on the first one make another account id.
    #[error("the key cards are another account's")]
    AnotherAccount,
    /// A signature, a number or a link does not fit.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

/// Checks all key cards of an account, oldest first, and gives the current one, the last: the keys on the first card make
/// the account id, and each later card is signed by the key before it. So whoever knows an account id knows whose keys
/// can stand under it, whatever a server shows.
///
/// # Errors
/// [`KeyCardError`].
pub fn verify_key_cards<'a>(
    account: AccountId,
    cards: impl IntoIterator<Item = &'a KeyCard>,
) -> Result<&'a KeyCard, KeyCardError> {
    let mut previous: Option<&KeyCard> = None;
    for card in cards {
        let fields = &card.fields;
        let names_account = previous.is_some() || account_id(&fields.signing_key, &fields.kem_key) == account;
        if fields.account != account || !names_account {
            return Err(KeyCardError::AnotherAccount);
        }
        card.verify(previous)?;
        previous = Some(card);
    }
    previous.ok_or(KeyCardError::Missing)
}

impl Encode for KeyCard {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put(&self.fields).put(&self.signature).put(&self.previous_signature);
    }
}

impl Decode for KeyCard {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self { fields: decoder.object()?, signature: decoder.object()?, previous_signature: decoder.object()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_short_plain_words_that_begin_with_a_letter_or_digit() {
        for good in ["abc", "amina.diallo", "dr_bello-2", "7up", "a--"] {
            assert!(Profile::is_handle(good), "{good}");
        }
        for bad in ["", "ab", "Amina", "amina diallo", "аmina", ".amina", "_amina", "-amina", &"a".repeat(33)] {
            assert!(!Profile::is_handle(bad), "{bad}");
        }
    }
}
