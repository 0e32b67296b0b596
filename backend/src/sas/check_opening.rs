//! Whether a signed opening fits its grant, the patient's cards and the records it names.
//!
//! The clinician's browser checks the same; here it keeps an opening that could not be used from being stored.

use std::collections::{BTreeMap, BTreeSet};

use sesemr_common::{
    api::{BatchWithSlots, ErrorCode},
    crypto::{ProtocolObject as _, VerifyingKey},
    envelope::{Authority, KeyBatch, KeySlot, RecordHeader},
    id::{AccountId, BatchId, Encoded, Hash, RecordId},
    portion::Portion,
    sharing::{GrantKeyRequest, Opening, OpeningRecord, PortionCard, SignedAct},
};

use super::{check_batches::check_author, request_key::is_ascending};
use crate::{
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            account, act as acts, key_batch,
            key_grant::StoredGrant,
            key_slot::{self, NewSlot},
            portion_card, record_version,
        },
    },
    error::{Error, Outcome},
};

/// Checks all of it, and gives the slots of the batches made for this opening alone.
pub(super) async fn check_opening(
    connection: &mut Connection,
    act: &SignedAct<Opening>,
    grant: &StoredGrant,
    made: &[BatchWithSlots],
    now: UnixMs,
) -> Outcome<Vec<NewSlot>> {
    let granted: SignedAct<GrantKeyRequest> = acts::read(connection, grant.patient, grant.act).await?;
    check_terms(act, &granted, now)?;
    let cards = check_portions(connection, act, &granted).await?;
    let headers = read_headers(connection, act, &granted).await?;
    let key = account::find_signing_key(connection, grant.patient, act.header.actor_key).await?;
    let key = key.ok_or_else(|| Error::internal("an act was verified with a key that is not there"))?;

    let mut slots = check_made_batches(act, &key, &cards, made, &headers)?;
    let new = slots.clone();
    slots.extend(check_home_batches(connection, act, &cards, made).await?);
    let known: BTreeMap<(RecordId, BatchId), KeySlot> =
        slots.into_iter().map(|slot| ((slot.record, slot.slot.batch), slot.slot)).collect();
    for record in &act.body.records {
        let slot = known.get(&(record.record, record.batch));
        if slot.is_none_or(|slot| slot.object_hash() != record.slot) {
            return Err(Error::bad_field("records", "a record's slot is not in the batch it names"));
        }
    }
    Ok(new)
}

/// Grant, parties and time.
fn check_terms(act: &SignedAct<Opening>, granted: &SignedAct<GrantKeyRequest>, now: UnixMs) -> Outcome<()> {
    let (body, terms) = (&act.body, &granted.body);
    if (body.grant_hash, body.clinician, body.clinician_key) != (granted.hash(), terms.clinician, terms.clinician_key) {
        return Err(Error::bad_field("grant_hash", "the opening names another grant, clinician or key"));
    }
    if body.expires_at > terms.expires_at || UnixMs::new(body.expires_at) <= now {
        return Err(Error::bad_field("expires_at", "an opening ends with its grant at the latest"));
    }
    let writes = body.write_back.iter().all(|named| named.portion == Portion::Medications);
    if body.write_back.len() > usize::from(terms.write_back) || !writes {
        return Err(Error::bad_field("write_back", "at most one card, of medications, where the grant allows writing"));
    }
    let portions: Vec<Portion> = body.portions.iter().map(|portion| portion.portion).collect();
    let records: BTreeSet<RecordId> = body.records.iter().map(|record| record.record).collect();
    if !is_ascending(&portions) || records.len() != body.records.len() {
        return Err(Error::bad_field("portions", "portions ascend, and no record is named twice"));
    }
    Ok(())
}

/// Every portion under its current card, and the card to write under current too.
async fn check_portions(
    connection: &mut Connection,
    act: &SignedAct<Opening>,
    granted: &SignedAct<GrantKeyRequest>,
) -> Outcome<BTreeMap<Portion, PortionCard>> {
    let current = portion_card::read_current(connection, granted.header.patient).await?;
    let current: BTreeMap<Portion, PortionCard> = current.into_iter().map(|card| (card.fields.portion, card)).collect();
    for named in &act.body.portions {
        let card = current.get(&named.portion).ok_or_else(|| Error::not_found("portion card"))?;
        if (named.epoch, named.card, named.pre_key) != (card.fields.epoch, card.hash(), card.fields.pre_key) {
            return Err(old_epoch());
        }
    }
    for named in &act.body.write_back {
        if current.get(&named.portion).map(PortionCard::hash) != Some(named.card) {
            return Err(old_epoch());
        }
    }
    Ok(current)
}

/// The headers of the records named: current, in the patient's index, granted.
async fn read_headers(
    connection: &mut Connection,
    act: &SignedAct<Opening>,
    granted: &SignedAct<GrantKeyRequest>,
) -> Outcome<BTreeMap<RecordId, RecordHeader>> {
    let scope = &granted.body.scope;
    let portions: BTreeSet<Portion> = act.body.portions.iter().map(|portion| portion.portion).collect();
    let ids: Vec<RecordId> = act.body.records.iter().map(|record| record.record).collect();
    let current = record_version::read_currents(connection, granted.header.patient, &ids).await?;
    let mut headers = BTreeMap::new();
    for record in &act.body.records {
        let version = current.get(&record.record).filter(|version| !version.pending);
        let version = version.ok_or_else(|| Error::not_found("record"))?;
        let fields = &version.header.fields;
        if (fields.version, version.header.object_hash()) != (record.version, record.header) {
            return Err(Error::refused(ErrorCode::Conflict, "a record has changed: list them again"));
        }
        let is_granted = scope.portions.contains(&fields.portion) || scope.records.contains(&fields.record);
        if !is_granted || !portions.contains(&fields.portion) {
            return Err(Error::bad_field(
                "records",
                "a record is not in the grant's scope, or its portion is not named",
            ));
        }
        headers.insert(record.record, version.header.clone());
    }
    Ok(headers)
}

/// Batches made for this opening: by the patient, under the current card, with exactly the records that name them.
fn check_made_batches(
    act: &SignedAct<Opening>,
    key: &VerifyingKey,
    cards: &BTreeMap<Portion, PortionCard>,
    made: &[BatchWithSlots],
    headers: &BTreeMap<RecordId, RecordHeader>,
) -> Outcome<Vec<NewSlot>> {
    let mut slots = Vec::new();
    for BatchWithSlots { batch: Encoded(batch), slots: given } in made {
        check_batch(act, cards, batch)?;
        check_author(batch, (act.header.actor, act.header.actor_key, key), Authority::Own)?;
        let mut records: Vec<(Hash, &OpeningRecord)> = Vec::new();
        for record in act.body.records.iter().filter(|record| record.batch == batch.fields.batch) {
            let header = headers.get(&record.record).ok_or_else(|| Error::not_found("record"))?;
            if header.fields.portion != batch.fields.portion {
                return Err(Error::bad_field("batches", "a batch holds records of one portion"));
            }
            records.push((header.binding(), record));
        }
        records.sort_by_key(|(binding, _)| *binding);
        let pairs: Vec<(Hash, KeySlot)> =
            records.iter().zip(given).map(|((binding, _), Encoded(slot))| (*binding, slot.clone())).collect();
        if records.len() != given.len() {
            return Err(Error::bad_field("batches", "a batch has one slot for each record that names it"));
        }
        batch.check_slots(&pairs)?;
        slots.extend(records.iter().zip(pairs).map(|((_, record), (_, slot))| NewSlot {
            record: record.record,
            version: record.version,
            slot,
        }));
    }
    Ok(slots)
}

/// Home batches: written by the patient under the current card, and every slot of theirs in use by this opening.
async fn check_home_batches(
    connection: &mut Connection,
    act: &SignedAct<Opening>,
    cards: &BTreeMap<Portion, PortionCard>,
    made: &[BatchWithSlots],
) -> Outcome<Vec<NewSlot>> {
    let patient: AccountId = act.header.patient;
    let new: BTreeSet<BatchId> = made.iter().map(|made| made.batch.0.fields.batch).collect();
    let home: Vec<BatchId> =
        act.body.batches.iter().map(|batch| batch.batch).filter(|batch| !new.contains(batch)).collect();
    let found = key_batch::read(connection, patient, &home).await?;
    if found.len() != home.len() || new.len() + home.len() != act.body.batches.len() {
        return Err(Error::bad_field("batches", "every batch is a home batch or comes along, and none is named twice"));
    }
    let named: BTreeMap<RecordId, &OpeningRecord> =
        act.body.records.iter().map(|record| (record.record, record)).collect();
    let mut slots = Vec::new();
    for batch in &found {
        check_batch(act, cards, batch)?;
        let at_home = key_slot::read_home_of_batch(connection, patient, batch.fields.batch).await?;
        let all = u32::try_from(at_home.len()) == Ok(batch.slot_count);
        let is_own = (batch.fields.writer, batch.fields.authority) == (patient, Authority::Own);
        for (record, slot) in at_home {
            let Some(record) = named.get(&record).filter(|_| all && is_own) else {
                return Err(Error::bad_field("batches", "a home batch may be named only where all of it is granted"));
            };
            slots.push(NewSlot { record: record.record, version: record.version, slot });
        }
        if !all {
            return Err(Error::bad_field("batches", "a home batch may be named only where all of it is current"));
        }
    }
    Ok(slots)
}

/// A batch is the one that the opening names, under the card that the opening names.
fn check_batch(act: &SignedAct<Opening>, cards: &BTreeMap<Portion, PortionCard>, batch: &KeyBatch) -> Outcome<()> {
    let fields = &batch.fields;
    let named = act.body.batches.iter().find(|named| named.batch == fields.batch);
    let fits = named.is_some_and(|named| {
        (named.hash, named.portion) == (batch.object_hash(), fields.portion) && named.capsule == batch.capsule
    });
    if !fits || fields.patient != act.header.patient {
        return Err(Error::bad_field("batches", "a batch is not the one that the opening names"));
    }
    let card = cards.get(&fields.portion);
    if card.is_none_or(|card| (fields.card, fields.epoch) != (card.hash(), card.fields.epoch)) {
        return Err(old_epoch());
    }
    Ok(())
}

fn old_epoch() -> Error {
    Error::refused(ErrorCode::OldEpoch, "a portion card has been replaced: read the cards again")
}
