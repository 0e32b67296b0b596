//! What a vault holds, and its bytes.

use zeroize::Zeroizing;

use crate::codec::{DecodeError, Decoder, Encoder, object};
use crate::crypto::{KemPublicKey, OpeningCode, SigningKey, VerifyingKey, hpke::KemSecretKey};
use crate::envelope::PortionSecret;
use crate::id::{AccountId, GrantId, Hash, KeyId, KitTag, OpeningId};
use crate::portion::Portion;
use crate::pre::PreSecretKey;
use crate::sharing::{IndexHead, KeyCard, LogHead, PortionCard, Register, SignedAct};

/// How many of its own earlier versions a vault remembers.
const MOST_ANCESTORS: usize = 256;

object! {
    /// The server's keys, pinned at registration.
    struct ServerPins {
        /// The SAS's signing key.
        sas: VerifyingKey,
        /// The SRS's signing key.
        srs: VerifyingKey,
        /// The highest restore epoch seen.
        restore_epoch: u32,
    }
}

object! {
    /// Somebody this person has dealt with: the key pinned at first contact.
    struct Contact {
        /// Who.
        account: AccountId,
        /// The pinned key.
        key: KeyId,
        /// The cards it came from, oldest first.
        cards: Vec<KeyCard>,
        /// The act that bound a profile to it.
        register: SignedAct<Register>,
        /// When fingerprints were compared, milliseconds since 1970 UTC; nothing where they were not.
        compared_at: Option<u64>,
    }
}

/// One's own identity.
#[derive(Clone)]
pub struct OwnIdentity {
    /// Signs one's acts.
    pub signing_key: SigningKey,
    /// Opens what others seal to one.
    pub kem_secret: KemSecretKey,
    /// Own cards, oldest first.
    pub cards: Vec<KeyCard>,
    /// The act of registering.
    pub register: SignedAct<Register>,
}

/// The secrets of one portion in one epoch, with the card that shows their public halves.
#[derive(Clone)]
pub struct PortionKey {
    /// a and z.
    pub secret: PortionSecret,
    /// The card.
    pub card: PortionCard,
    /// Whether the server has switched to it; a candidate of an unfinished roll has not.
    pub current: bool,
}

/// A random key that was made and not used up yet, so that it can be shown again.
#[derive(Clone)]
pub struct IssuedCode {
    /// The opening.
    pub opening: OpeningId,
    /// Its grant.
    pub grant: GrantId,
    /// The code.
    pub code: OpeningCode,
}

/// The content of a vault.
#[derive(Clone)]
pub struct VaultContent {
    /// Which version this is; 1 at registration.
    pub version: u64,
    /// Hashes of earlier sealed versions, oldest first, at most 256.
    pub ancestors: Vec<Hash>,
    /// Whose.
    pub account: AccountId,
    /// The server's keys.
    pub server: ServerPins,
    /// The kit in force.
    pub kit_tag: KitTag,
    /// Public half of the recovery key, so that a password change can rewrap without the kit.
    pub recovery_key: KemPublicKey,
    /// Identity.
    pub identity: OwnIdentity,
    /// Portion keys of all epochs: old secrets are never deleted.
    pub portion_keys: Vec<PortionKey>,
    /// People.
    pub contacts: Vec<Contact>,
    /// Head of one's record index.
    pub index_head: IndexHead,
    /// Head of one's access log.
    pub log_head: LogHead,
    /// Random keys not used up.
    pub issued_codes: Vec<IssuedCode>,
    /// Portions whose roll is due.
    pub rolls_due: Vec<Portion>,
    /// The application's settings, name and value; those that are known are [`super::Preferences`].
    pub settings: Vec<(String, String)>,
}

impl VaultContent {
    /// This person's key id.
    pub fn key_id(&self) -> KeyId {
        self.identity.cards.last().map_or(KeyId::ZERO, KeyCard::key_id)
    }

    /// The current key of a portion.
    pub fn current_portion_key(&self, portion: Portion) -> Option<&PortionKey> {
        self.portion_keys
            .iter()
            .filter(|key| key.current && key.card.fields.portion == portion)
            .max_by_key(|key| key.card.fields.epoch)
    }

    /// The key that a card names, in whatever epoch.
    pub fn portion_key_of_card(&self, card: &Hash) -> Option<&PortionKey> {
        self.portion_keys.iter().find(|key| key.card.hash() == *card)
    }

    /// A pinned person.
    pub fn contact(&self, account: AccountId) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.account == account)
    }

    /// Remembers that the keys of these portions are to be rolled.
    pub fn note_rolls_due(&mut self, portions: &[Portion]) {
        for portion in portions {
            if !self.rolls_due.contains(portion) {
                self.rolls_due.push(*portion);
            }
        }
    }

    /// Moves the record index's head on; another device may have gone further.
    pub fn reach_index(&mut self, head: &IndexHead) {
        if head.sequence > self.index_head.sequence {
            self.index_head = head.clone();
        }
    }

    /// Moves the access log's head on; another device may have gone further.
    pub fn reach_log(&mut self, head: &LogHead) {
        if head.sequence > self.log_head.sequence {
            self.log_head = head.clone();
        }
    }

    /// Remembers the version it replaces and counts on.
    pub fn advance(&mut self, sealed_before: Hash) {
        self.ancestors.push(sealed_before);
        let excess = self.ancestors.len().saturating_sub(MOST_ANCESTORS);
        self.ancestors.drain(..excess);
        self.version = self.version.saturating_add(1);
    }

    /// The bytes that are sealed. Reserved at once, so that growing leaves no copy of a secret behind.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut encoder =
            Encoder::with_capacity(64 * 1024 + self.portion_keys.len() * 2048 + self.contacts.len() * 8192);
        encoder.put_version().put_u64(self.version);
        encoder.put(&self.ancestors).put(&self.account).put(&self.server).put(&self.kit_tag).put(&self.recovery_key);
        encoder.put_raw(&*self.identity.signing_key.to_bytes()).put_raw(self.identity.kem_secret.as_bytes());
        encoder.put(&self.identity.cards).put(&self.identity.register);
        put_count(&mut encoder, self.portion_keys.len());
        for key in &self.portion_keys {
            encoder.put_raw(&*key.secret.pre.to_bytes()).put_raw(key.secret.kem.as_bytes());
            encoder.put(&key.card).put_bool(key.current);
        }
        encoder.put(&self.contacts).put(&self.index_head).put(&self.log_head);
        put_count(&mut encoder, self.issued_codes.len());
        for issued in &self.issued_codes {
            encoder.put(&issued.opening).put(&issued.grant).put_raw(issued.code.as_bytes());
        }
        encoder.put(&self.rolls_due);
        put_count(&mut encoder, self.settings.len());
        for (name, value) in &self.settings {
            encoder.put(name).put(value);
        }
        encoder.put_no_extension();
        Zeroizing::new(encoder.finish())
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// When the bytes are not a vault's content.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut decoder = Decoder::new(bytes);
        decoder.version()?;
        let content = Self {
            version: decoder.u64()?,
            ancestors: decoder.object()?,
            account: decoder.object()?,
            server: decoder.object()?,
            kit_tag: decoder.object()?,
            recovery_key: decoder.object()?,
            identity: OwnIdentity {
                signing_key: SigningKey::from_bytes(decoder.array()?),
                kem_secret: decode_kem_secret(&mut decoder)?,
                cards: decoder.object()?,
                register: decoder.object()?,
            },
            portion_keys: decode_all(&mut decoder, |decoder| {
                Ok(PortionKey {
                    secret: PortionSecret {
                        pre: PreSecretKey::from_bytes(decoder.array()?)
                            .map_err(|_| DecodeError::OutOfRange("portion secret"))?,
                        kem: decode_kem_secret(decoder)?,
                    },
                    card: decoder.object()?,
                    current: decoder.object()?,
                })
            })?,
            contacts: decoder.object()?,
            index_head: decoder.object()?,
            log_head: decoder.object()?,
            issued_codes: decode_all(&mut decoder, |decoder| {
                Ok(IssuedCode {
                    opening: decoder.object()?,
                    grant: decoder.object()?,
                    code: OpeningCode::from_bytes(decoder.array()?),
                })
            })?,
            rolls_due: decoder.object()?,
            settings: decode_all(&mut decoder, |decoder| Ok((decoder.object()?, decoder.object()?)))?,
        };
        decoder.no_extension()?;
        decoder.finish()?;
        Ok(content)
    }
}

fn put_count(encoder: &mut Encoder, count: usize) {
    encoder.put_u32(u32::try_from(count).unwrap_or(u32::MAX));
}

fn decode_kem_secret(decoder: &mut Decoder<'_>) -> Result<KemSecretKey, DecodeError> {
    decoder.array().map(KemSecretKey::from_bytes)
}

fn decode_all<T>(
    decoder: &mut Decoder<'_>,
    mut one: impl FnMut(&mut Decoder<'_>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    (0..decoder.u32()?).map(|_| one(decoder)).collect()
}
