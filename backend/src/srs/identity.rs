//! Who signed an act: chains of key cards, and the one place where a patient's cards are pinned. A first card needs no
//! session and no server's word: the account id itself names its keys.

use sesemr_common::{
    api::ErrorCode,
    crypto::VerifyingKey,
    id::{AccountId, Encoded, Hash, KeyId},
    sharing::{ActBody, ActHeader, KeyCard, SignedAct, verify_key_cards},
};

use super::db;
use crate::{
    db::Connection,
    error::{Error, Outcome},
};

/// The most cards that a chain may have.
const MOST_CARDS: usize = 64;

/// Checks a chain of key cards, and gives the current one, its last.
pub(super) fn verify_chain(cards: &[Encoded<KeyCard>], account: AccountId) -> Outcome<&KeyCard> {
    if cards.len() > MOST_CARDS {
        return Err(Error::refused(ErrorCode::TooLarge, format!("at most {MOST_CARDS} key cards")));
    }
    Ok(verify_key_cards(account, cards.iter().map(|Encoded(card)| card))?)
}

/// Pins a patient's first card, which [`verify_chain`] has found to be theirs, and takes up its successors; refuses every other chain, shorter
/// ones too, since a card that was replaced signs nothing any more.
pub(super) async fn pin_cards(
    connection: &mut Connection,
    cards: &[Encoded<KeyCard>],
    account: AccountId,
) -> Outcome<()> {
    let cards: Vec<KeyCard> = cards.iter().map(|Encoded(card)| card.clone()).collect();
    db::insert_key_cards(connection, &cards).await?;
    if db::read_key_cards(connection, account).await? == cards {
        Ok(())
    } else {
        Err(Error::refused(ErrorCode::BadSignature, "these key cards do not continue the ones seen before"))
    }
}

/// The pinned cards of a patient, oldest first, and the current one.
pub(super) async fn read_pinned(connection: &mut Connection, patient: AccountId) -> Outcome<(Vec<KeyCard>, KeyCard)> {
    let cards = db::read_key_cards(connection, patient).await?;
    let current = cards.last().cloned().ok_or_else(|| Error::not_found("patient"))?;
    Ok((cards, current))
}

/// Checks that an act is signed by the identity on a card.
pub(super) fn verify_act<B: ActBody>(act: &SignedAct<B>, card: &KeyCard) -> Outcome<()> {
    verify_act_by(act, card.key_id(), &card.fields.signing_key)
}

/// Checks that an act is signed by the identity of this key id, whose signing key is known already.
pub(super) fn verify_act_by<B: ActBody>(act: &SignedAct<B>, key_id: KeyId, key: &VerifyingKey) -> Outcome<()> {
    if act.header.actor_key != key_id {
        return Err(Error::refused(ErrorCode::BadSignature, "signed under another identity key"));
    }
    Ok(act.verify(key)?)
}

/// Version 1 knows no acting on somebody's behalf.
pub(super) fn check_no_delegation(header: &ActHeader) -> Outcome<()> {
    if header.on_behalf_of == Hash::ZERO { Ok(()) } else { Err(Error::bad_field("act", "version 1 has no delegation")) }
}

/// Checks that a patient acts about their own records.
pub(super) fn check_is_patient(header: &ActHeader, patient: AccountId) -> Outcome<()> {
    if header.actor == patient && header.patient == patient {
        Ok(())
    } else {
        Err(Error::not_permitted("only the patient whose records it opens may do this"))
    }
}

/// Checks that the clinician whom an opening names acts about its patient.
pub(super) fn check_is_addressee(header: &ActHeader, opening: &db::OpeningRow) -> Outcome<()> {
    let is_addressee = header.actor == opening.clinician.0
        && header.actor_key == opening.clinician_key.0
        && header.patient == opening.patient.0;
    if is_addressee { Ok(()) } else { Err(Error::not_permitted("this opening is for somebody else")) }
}

/// Checks an act of the clinician who made the attempt, whose card the attempt showed.
pub(super) fn verify_attempter<B: ActBody>(act: &SignedAct<B>, opening: &db::OpeningRow) -> Outcome<()> {
    check_is_addressee(&act.header, opening)?;
    let key = opening.clinician_signing_key.ok_or_else(|| Error::not_permitted("no attempt has been made"))?;
    verify_act_by(act, opening.clinician_key.0, &key.0)
}

/// Checks that an act names the opening that its patient signed.
pub(super) fn check_opening_hash(named: Hash, opening: &db::OpeningRow) -> Outcome<()> {
    if opening.opening_hash.is_some_and(|known| known.0 == named) {
        Ok(())
    } else {
        Err(Error::refused(ErrorCode::Conflict, "the act names another signed opening than the one of this id"))
    }
}
