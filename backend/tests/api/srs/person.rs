//! People as the SRS meets them: an account, key cards, a device, and acts numbered as they are signed.

use std::sync::atomic::{AtomicU64, Ordering};

use sesemr_common::{
    codec::Encode as _,
    crypto::{KemPublicKey, ProtocolObject as _, SigningKey, fill_random},
    id::{AccountId, DeviceId, Encoded, Hash, KeyId, OpeningId},
    sharing::{ActBody, ActHeader, KeyCard, KeyCardFields, LogHead, SignedAct, account_id},
};

/// The X-Wing key on everybody's first card: no server seals to it.
const KEM_KEY: KemPublicKey = KemPublicKey([7; 1216]);

/// One person with one device.
pub(crate) struct Person {
    pub(crate) account: AccountId,
    pub(crate) device: DeviceId,
    pub(crate) key: SigningKey,
    cards: Vec<KeyCard>,
    counter: AtomicU64,
}

impl Person {
    pub(crate) fn new() -> Self {
        let key = SigningKey::make();
        Self::of_account(account_id(&key.verifying_key(), &KEM_KEY), key)
    }

    /// Somebody who passes their own key off as another's.
    pub(crate) fn posing_as(account: AccountId) -> Self {
        Self::of_account(account, SigningKey::make())
    }

    fn of_account(account: AccountId, key: SigningKey) -> Self {
        let cards = vec![KeyCard::sign_first(account, KEM_KEY, 1, &key)];
        Self { account, device: DeviceId::from_bytes(random()), key, cards, counter: AtomicU64::new(0) }
    }

    /// The same person with a new identity key, whose card the old key signed.
    pub(crate) fn with_new_key(&self) -> Self {
        let key = SigningKey::make();
        let before = self.cards.last().unwrap();
        let fields = KeyCardFields {
            account: self.account,
            number: before.fields.number + 1,
            signing_key: key.verifying_key(),
            kem_key: KemPublicKey([8; 1216]),
            previous: before.hash(),
            made_at: 2,
        };
        let signature = key.sign(KeyCardFields::TYPE_NAME, &fields.encode());
        let previous_signature = Some(self.key.sign(KeyCardFields::TYPE_NAME, &fields.encode()));
        let mut cards = self.cards.clone();
        cards.push(KeyCard { fields, signature, previous_signature });
        let counter = AtomicU64::new(self.counter.load(Ordering::Relaxed));
        Self { account: self.account, device: self.device, key, cards, counter }
    }

    /// The same person at another device, with a counter of its own.
    pub(crate) fn at_another_device(&self) -> Self {
        Self {
            account: self.account,
            device: DeviceId::from_bytes(random()),
            key: self.key.clone(),
            cards: self.cards.clone(),
            counter: AtomicU64::new(0),
        }
    }

    pub(crate) fn key_id(&self) -> KeyId {
        self.cards.last().unwrap().key_id()
    }

    pub(crate) fn key_cards(&self) -> Vec<Encoded<KeyCard>> {
        self.cards.iter().cloned().map(Encoded).collect()
    }

    /// Signs the next act about `patient`.
    pub(crate) fn sign<B: ActBody>(&self, patient: AccountId, body: B) -> SignedAct<B> {
        let counter = self.counter.fetch_add(1, Ordering::Relaxed) + 1;
        self.sign_numbered(patient, counter, body)
    }

    /// Signs an act of a number of one's own choice.
    pub(crate) fn sign_numbered<B: ActBody>(&self, patient: AccountId, counter: u64, body: B) -> SignedAct<B> {
        SignedAct::sign(ActHeader { counter, ..self.header::<B>(patient) }, body, &self.key)
    }

    pub(crate) fn header<B: ActBody>(&self, patient: AccountId) -> ActHeader {
        ActHeader {
            actor: self.account,
            actor_key: self.key_id(),
            patient,
            device: self.device,
            audience: B::AUDIENCE,
            counter: 1,
            log_head: LogHead::EMPTY,
            signed_at: 1,
            restore_epoch: 0,
            on_behalf_of: Hash::ZERO,
        }
    }
}

/// An id nobody has.
pub(crate) fn make_opening_id() -> OpeningId {
    OpeningId::from_bytes(random())
}

pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill_random(&mut bytes);
    bytes
}
