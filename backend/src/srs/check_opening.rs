//! What makes a signed opening fit to go live: it is the one that was registered, every card is the patient's, every
//! re-encryption key the one committed to, every capsule sound, the box the one that was signed.
//!
//! A clinician has one attempt, so what could make it fail in vain is found here.

use std::ops::RangeInclusive;

use sesemr_common::{
    api::{
        ErrorCode,
        srs::{ActivateOpeningRequest, PortionReKey},
    },
    crypto::{VerifyingKey, object_hash},
    id::{Bytes, Encoded, Hash},
    portion::Portion,
    pre::{PreContext, ReEncryptionKey, check_capsule, check_re_encryption_key},
    sharing::{KeyCard, Opening, OpeningPortion, PortionCard, SignedAct},
};
use zeroize::Zeroizing;

use super::{db, identity};
use crate::{
    clock::UnixMs,
    error::{Error, Outcome},
};

/// The most batches that one opening may name: each costs the SRS about a millisecond.
const MOST_BATCHES: usize = 4_096;
/// The bytes of a box: at least an X-Wing ciphertext and a tag; one of [`MOST_BATCHES`] takes half of the most.
const BOX_BYTES: RangeInclusive<usize> = 1_136..=524_288;

/// Checks that the opening is the one its patient registered, and is for this server and for a time to come.
pub(super) fn check_registered(
    act: &SignedAct<Opening>,
    registered: &db::OpeningRow,
    srs_key: VerifyingKey,
    now: UnixMs,
) -> Outcome<()> {
    let body = &act.body;
    let is_registered = body.clinician == registered.clinician.0
        && body.clinician_key == registered.clinician_key.0
        && body.grant_hash == registered.grant_hash.0;
    if !is_registered {
        return Err(Error::refused(ErrorCode::Conflict, "registered for another grant or clinician"));
    }
    if body.srs_key != srs_key {
        return Err(Error::bad_field("act", "the opening names another SRS"));
    }
    if body.expires_at <= now.get() || i64::try_from(body.expires_at).is_err() {
        return Err(Error::refused(ErrorCode::Expired, "the opening ends before it begins, or never"));
    }
    Ok(())
}

/// Checks the keys that came with an opening, and gives the re-encryption keys by portion.
pub(super) fn check_keys(
    request: &ActivateOpeningRequest,
    patient_cards: &[KeyCard],
) -> Outcome<Vec<(Portion, ReEncryptionKey)>> {
    let Encoded(act) = &request.act;
    check_box(&request.sealed_box, act.body.box_hash)?;
    let portions = &act.body.portions;
    let is_ascending = portions.is_sorted_by(|before, after| before.portion < after.portion);
    // None at all is fine: such an opening permits writing alone.
    if !is_ascending || request.re_encryption_keys.len() != portions.len() {
        return Err(Error::bad_field("act", "name each portion once, ascending, with one re-encryption key each"));
    }
    for portion in portions {
        check_card(act, portion, &request.portion_cards, patient_cards)?;
    }
    check_capsules(act)?;
    portions.iter().map(|portion| Ok((portion.portion, find_key(portion, &request.re_encryption_keys)?))).collect()
}

/// What re-encapsulation for a portion of an opening is bound to.
pub(super) fn pre_context(act: &SignedAct<Opening>, portion: &OpeningPortion) -> PreContext {
    PreContext { patient: act.header.patient, portion: portion.portion, epoch: portion.epoch }
}

/// The portion of an opening that a batch belongs to.
pub(super) fn find_portion(act: &SignedAct<Opening>, portion: Portion) -> Outcome<&OpeningPortion> {
    let found = act.body.portions.iter().find(|of_opening| of_opening.portion == portion);
    found.ok_or_else(|| Error::bad_field("act", "a batch is of a portion that the opening does not name"))
}

fn check_box(sealed_box: &Bytes, signed: Hash) -> Outcome<()> {
    if BOX_BYTES.contains(&sealed_box.0.len()) && object_hash("box", sealed_box.as_ref()) == signed {
        Ok(())
    } else {
        Err(Error::bad_field("sealed_box", "this is not the box that the opening was signed with"))
    }
}

/// A card under which the opening re-encrypts is signed by the patient, with the current identity key or an earlier one.
fn check_card(
    act: &SignedAct<Opening>,
    portion: &OpeningPortion,
    portion_cards: &[Encoded<PortionCard>],
    patient_cards: &[KeyCard],
) -> Outcome<()> {
    let Some(Encoded(card)) = portion_cards.iter().find(|Encoded(card)| card.hash() == portion.card) else {
        return Err(Error::bad_field("portion_cards", "the card of a portion is missing"));
    };
    let fields = &card.fields;
    let fits = fields.patient == act.header.patient
        && fields.portion == portion.portion
        && fields.epoch == portion.epoch
        && fields.pre_key == portion.pre_key;
    let signer = patient_cards.iter().find(|signer| signer.key_id() == fields.patient_key);
    match signer {
        Some(signer) if fits => Ok(card.verify(&signer.fields.signing_key)?),
        _ => Err(Error::bad_field("portion_cards", "a card is not of this patient, portion, epoch and key")),
    }
}

fn check_capsules(act: &SignedAct<Opening>) -> Outcome<()> {
    if act.body.batches.len() > MOST_BATCHES {
        return Err(Error::refused(ErrorCode::TooLarge, format!("an opening names at most {MOST_BATCHES} batches")));
    }
    act.body.batches.iter().try_for_each(|batch| {
        let portion = find_portion(act, batch.portion)?;
        check_capsule(&pre_context(act, portion), &portion.pre_key, &batch.capsule)
            .map_err(|error| Error::bad_field("act", error.to_string()))
    })
}

fn find_key(portion: &OpeningPortion, keys: &[PortionReKey]) -> Outcome<ReEncryptionKey> {
    let field = "re_encryption_keys";
    let sent = keys
        .iter()
        .find(|key| key.portion == portion.portion)
        .ok_or_else(|| Error::bad_field(field, "the key of a portion is missing"))?;
    let bytes = <[u8; 32]>::try_from(sent.re_encryption_key.as_ref()).map(Zeroizing::new);
    let bytes = bytes.map_err(|_| Error::bad_field(field, "a re-encryption key has 32 bytes"))?;
    let key = ReEncryptionKey::from_bytes(*bytes).map_err(|error| Error::bad_field(field, error.to_string()))?;
    check_re_encryption_key(&key, &portion.commitment).map_err(|error| Error::bad_field(field, error.to_string()))?;
    Ok(key)
}

/// Checks that a patient signed the opening of their own records under the current identity key.
pub(super) fn verify_opening(act: &SignedAct<Opening>, registered: &db::OpeningRow, current: &KeyCard) -> Outcome<()> {
    identity::check_is_patient(&act.header, registered.patient.0)?;
    identity::verify_act(act, current)
}
