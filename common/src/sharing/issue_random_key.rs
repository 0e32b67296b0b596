//! An opening: one random key for one attempt, with everything the attempt can open named in it.

use super::act::act;
use crate::codec::{Encoder, object};
use crate::crypto::opaque::RegistrationRequest;
use crate::crypto::{VerifyingKey, object_hash};
use crate::id::{AccountId, BatchId, GrantId, Hash, KeyId, OpeningId, RecordId};
use crate::portion::Portion;
use crate::pre::{Capsule, PrePublicKey, ReKeyCommitment};

act! {
    /// Asks the SRS to prepare an opening: it makes a one-time `ServerSetup` and answers the registration request.
    RegisterOpening = "register-opening" to Srs {
        /// The opening, chosen by the patient.
        opening: OpeningId,
        /// Hash of the signed grant.
        grant_hash: Hash,
        /// Who will attempt.
        clinician: AccountId,
        /// Under which identity key.
        clinician_key: KeyId,
        /// OPAQUE `RegistrationRequest`.
        registration_request: RegistrationRequest,
    }
}

object! {
    /// A portion of an opening: under which card, and the re-encryption key's public commitments.
    struct OpeningPortion {
        /// Which portion.
        portion: Portion,
        /// Its epoch.
        epoch: u32,
        /// Hash of its card.
        card: Hash,
        /// A = aG, as on the card.
        pre_key: PrePublicKey,
        /// X and U1.
        commitment: ReKeyCommitment,
    }
}

object! {
    /// A batch whose capsule the SRS re-encapsulates.
    struct OpeningBatch {
        /// Which batch.
        batch: BatchId,
        /// Hash of the signed batch.
        hash: Hash,
        /// Its portion.
        portion: Portion,
        /// Its capsule.
        capsule: Capsule,
    }
}

object! {
    /// A record that the opening opens.
    struct OpeningRecord {
        /// Which record.
        record: RecordId,
        /// Which version.
        version: u32,
        /// Hash of its header, signature included.
        header: Hash,
        /// Hash of its slot, of type name `key-slot`.
        slot: Hash,
        /// The batch the slot belongs to.
        batch: BatchId,
    }
}

object! {
    /// The portion, and its card, under which the clinician may write.
    struct WriteBackCard {
        /// `medications` in version 1.
        portion: Portion,
        /// Hash of the card.
        card: Hash,
    }
}

act! {
    /// The opening. SAS and SRS hold the same signed bytes.
    Opening = "opening" to Sas {
        /// The opening.
        opening: OpeningId,
        /// The grant.
        grant: GrantId,
        /// Hash of the signed grant.
        grant_hash: Hash,
        /// Who may attempt.
        clinician: AccountId,
        /// Under which identity key.
        clinician_key: KeyId,
        /// The SRS's signing key.
        srs_key: VerifyingKey,
        /// Until when an attempt may be made and the opening used, milliseconds since 1970 UTC.
        expires_at: u64,
        /// B: the one-time PRE key of the opening.
        one_time_pre_key: PrePublicKey,
        /// W: the one-time signing key of the opening.
        one_time_signing_key: VerifyingKey,
        /// The portions, ascending.
        portions: Vec<OpeningPortion>,
        /// The batches.
        batches: Vec<OpeningBatch>,
        /// The records.
        records: Vec<OpeningRecord>,
        /// Where the clinician may write; at most one in version 1.
        write_back: Vec<WriteBackCard>,
        /// Hash of the box, of type name `box`. Last: the box's info is the hash of what stands before.
        box_hash: Hash,
    }
}

impl Opening {
    /// What the box is bound to, HPKE info of the box: hash, of type name `opening-without-box`, over the body with a zero
    /// box hash. The act's header is not in it: the box is sealed before the act is numbered.
    pub fn box_info(&self) -> Hash {
        let mut encoder = Encoder::versioned();
        encoder.put(&Self { box_hash: Hash::ZERO, ..self.clone() });
        object_hash("opening-without-box", &encoder.finish())
    }
}
