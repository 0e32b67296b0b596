//! Rolling a portion's keys: card and all home slots switch in one transaction. What an unfinished opening names is kept
//! until it ends.

use std::collections::BTreeSet;

use sesemr_common::{
    api::{Done, ErrorCode, EventKind, RollPortionKeyRequest},
    crypto::{ProtocolObject as _, VerifyingKey},
    envelope::{Authority, RecordHeader},
    id::{Encoded, Hash},
    sharing::{LogKind, OpenedRecord, PortionCard},
};

use super::{
    Sas,
    acts::require_own,
    check_batches::{check_author, match_slots},
    compute,
    log::{self, Report},
    publish_records::insert_home_batches,
};
use crate::{
    auth::Session,
    db::sas::{account, portion_card, record_version},
    error::{Error, Outcome},
    events,
};

impl Sas {
    /// Switches a portion to its next epoch.
    ///
    /// # Errors
    /// [`ErrorCode::Conflict`] where a record came in the meantime; refusals of the contract; where the database is away.
    pub async fn roll_portion_key(&self, session: &Session, request: RollPortionKeyRequest) -> Outcome<Done> {
        let act = request.act.0.clone();
        let key = {
            let mut connection = self.pool.get().await?;
            account::find_signing_key(&mut connection, session.account, act.header.actor_key).await?
        };
        let checked = compute(move || key.map(|key| check(request, &key))).await?;
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            let request = checked.ok_or_else(|| Error::refused(ErrorCode::BadSignature, "an unknown key"))??;
            let (patient, portion) = (act.header.patient, act.body.portion);
            let before = portion_card::find_current(connection, patient, portion).await?;
            require_next(before.as_ref(), &request.card.0, act.body.card_before)?;
            let headers = record_version::read_home_headers(connection, patient, portion).await?;
            let rolled = without_quarantined(&headers, &act.body.quarantined);
            let slots = match_slots(&request.batches, &rolled)
                .map_err(|_| Error::refused(ErrorCode::Conflict, "not every record of the portion has one new slot"))?;
            portion_card::retire(connection, patient, portion).await?;
            portion_card::insert(connection, &request.card.0).await?;
            insert_home_batches(connection, patient, &request.batches, &slots).await?;
            events::publish(connection, patient, EventKind::RecordsChanged, patient.0).await?;
            log::append(connection, Report::of_act(LogKind::PortionKeyRolled, &act), now).await
        })
        .await
    }
}

/// All that can be checked without the database.
fn check(request: RollPortionKeyRequest, key: &VerifyingKey) -> Outcome<RollPortionKeyRequest> {
    let (Encoded(act), Encoded(card)) = (&request.act, &request.card);
    let (patient, patient_key) = (act.header.patient, act.header.actor_key);
    card.verify(key)?;
    let fields = &card.fields;
    if (fields.patient, fields.patient_key, fields.portion) != (patient, patient_key, act.body.portion)
        || card.hash() != act.body.card_after
    {
        return Err(Error::bad_field("card", "this is not the card that the act names"));
    }
    let hashes: Vec<Hash> = request.batches.iter().map(|made| made.batch.0.object_hash()).collect();
    if hashes != act.body.batches {
        return Err(Error::bad_field("batches", "these are not the batches that the act names"));
    }
    for made in &request.batches {
        let Encoded(batch) = &made.batch;
        check_author(batch, (patient, patient_key, key), Authority::Own)?;
        let named = &batch.fields;
        if (named.patient, named.portion, named.card, named.epoch)
            != (patient, fields.portion, card.hash(), fields.epoch)
        {
            return Err(Error::bad_field("batches", "a batch is not under the new card"));
        }
    }
    Ok(request)
}

/// The new card follows the current one.
fn require_next(before: Option<&PortionCard>, next: &PortionCard, named: Hash) -> Outcome<()> {
    let before = before.ok_or_else(|| Error::not_found("portion card"))?;
    if before.hash() != named {
        return Err(Error::refused(ErrorCode::OldEpoch, "the portion has been rolled already: read its card again"));
    }
    if next.fields.previous == named && before.fields.epoch.checked_add(1) == Some(next.fields.epoch) {
        Ok(())
    } else {
        Err(Error::bad_field("card", "the new card does not follow the current one"))
    }
}

/// The records to re-wrap. What is quarantined elsewhere, or is gone by now, stops nothing.
fn without_quarantined<'h>(headers: &'h [RecordHeader], quarantined: &[OpenedRecord]) -> Vec<&'h RecordHeader> {
    let damaged: BTreeSet<_> = quarantined.iter().map(|record| (record.record, record.version)).collect();
    headers.iter().filter(|header| !damaged.contains(&(header.fields.record, header.fields.version))).collect()
}
