//! Portion cards: the public keys under which a patient's records of one portion are sealed, one card per epoch.

use super::Signed;
use crate::codec::object;
use crate::crypto::KemPublicKey;
use crate::id::{AccountId, Hash, KeyId};
use crate::portion::Portion;
use crate::pre::PrePublicKey;

object! {
    /// The fields of a portion card.
    object struct PortionCardFields = "portion-card" {
        /// Whose portion.
        patient: AccountId,
        /// The identity key that signs the card.
        patient_key: KeyId,
        /// Which portion.
        portion: Portion,
        /// 1 for the first card, then one more at every roll.
        epoch: u32,
        /// A = aG.
        pre_key: PrePublicKey,
        /// Z, X-Wing.
        kem_key: KemPublicKey,
        /// Hash of the card before; zero for the first.
        previous: Hash,
    }
}

/// A portion card, signed by the patient's identity.
pub type PortionCard = Signed<PortionCardFields>;
