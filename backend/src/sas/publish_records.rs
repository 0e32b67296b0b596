//! Publishing an upload: records, batches, slots and the index move on together, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use sesemr_common::{
    api::{BatchWithSlots, Done, ErrorCode, EventKind, PublishRecordsRequest},
    crypto::{ProtocolObject as _, VerifyingKey},
    envelope::{Authority, RecordHeader, body_hash},
    id::{AccountId, Encoded, Hash, RecordId, UploadId},
    portion::Portion,
    sharing::{IndexKind, LogKind, PublishRecords, SignedAct, extend_index},
};

use super::{
    Sas,
    acts::require_own,
    check_batches::{check_author, match_slots},
    compute,
    log::{self, Report},
};
use crate::{
    auth::Session,
    db::{
        Connection,
        sas::{
            account, account_head, chunk, deleted_record, key_batch,
            key_slot::{self, NewSlot},
            portion_card, record_index,
            record_version::{self, NewVersion, Version},
            upload,
        },
    },
    error::{Error, Outcome},
    events,
};

/// A publication whose signatures and hashes have been checked; what is left depends on what is stored.
struct Checked {
    request: PublishRecordsRequest,
    slots: Vec<NewSlot>,
}

impl Sas {
    /// Publishes records of one's own, and takes clinicians' records into the index.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn publish_records(&self, session: &Session, request: PublishRecordsRequest) -> Outcome<Done> {
        let act = request.act.0.clone();
        let key = {
            let mut connection = self.pool.get().await?;
            account::find_signing_key(&mut connection, session.account, act.header.actor_key).await?
        };
        // Checked once, before any row is locked; `perform` checks whose act it is and turns what fails here into the
        // act's answer.
        let checked = compute(move || key.map(|key| check(request, &key))).await?;
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            let checked = checked.ok_or_else(|| Error::refused(ErrorCode::BadSignature, "an unknown key"))??;
            publish(connection, &act, &checked).await?;
            let (patient, upload) = (act.header.patient, act.body.upload);
            events::publish(connection, patient, EventKind::RecordsChanged, upload.0).await?;
            log::append(connection, Report::of_act(LogKind::RecordsPublished, &act), now).await
        })
        .await
    }
}

/// All that can be checked without the database: hashes, signatures, the chain of the index.
fn check(request: PublishRecordsRequest, key: &VerifyingKey) -> Outcome<Checked> {
    let Encoded(act) = &request.act;
    check_index(act, &request)?;
    let hashes: Vec<Hash> = request.batches.iter().map(|made| made.batch.0.object_hash()).collect();
    if hashes != act.body.batches {
        return Err(Error::bad_field("batches", "these are not the batches that the act names"));
    }
    let (patient, patient_key) = (act.header.patient, act.header.actor_key);
    for made in &request.batches {
        let Encoded(batch) = &made.batch;
        check_author(batch, (patient, patient_key, key), Authority::Own)?;
        if batch.fields.patient != patient {
            return Err(Error::bad_field("batches", "a batch is another patient's"));
        }
    }
    for Encoded(header) in &request.headers {
        if header.fields.patient != patient {
            return Err(Error::bad_field("headers", "a header is another patient's"));
        }
        // What a clinician wrote was checked when it was written; it has to be the same bytes.
        if header.fields.authority == Authority::Own {
            if (header.fields.author, header.fields.author_key) != (patient, patient_key) {
                return Err(Error::bad_field("headers", "a header names another author or key"));
            }
            header.verify(key)?;
        }
    }
    let headers: Vec<&RecordHeader> = request.headers.iter().map(|Encoded(header)| header).collect();
    let slots = match_slots(&request.batches, &headers)?;
    Ok(Checked { request, slots })
}

/// Entries, records and headers say the same, and lead from the one index head to the other.
fn check_index(act: &SignedAct<PublishRecords>, request: &PublishRecordsRequest) -> Outcome<()> {
    let body = &act.body;
    let mut head = body.index_before.clone();
    let mut headers = request.headers.iter();
    let mut seen = BTreeSet::new();
    if body.records.is_empty() || body.records.len() != request.index.len() {
        return Err(Error::bad_field("index", "one index entry for each record"));
    }
    for (record, Encoded(entry)) in body.records.iter().zip(&request.index) {
        let same = (entry.record, entry.version, entry.portion, entry.header)
            == (record.record, record.version, record.portion, record.header);
        head = extend_index(&head, entry).filter(|_| same && seen.insert(entry.record)).ok_or_else(|| {
            Error::bad_field("index", "an entry does not follow, is not its record's, or names a record twice")
        })?;
        if entry.kind == IndexKind::Delete {
            return Err(Error::bad_field("index", "a record is deleted by an act of its own"));
        }
        let fits = headers.next().is_some_and(|Encoded(header)| {
            let fields = &header.fields;
            (fields.record, fields.version, fields.portion) == (record.record, record.version, record.portion)
                && header.object_hash() == record.header
        });
        if !fits {
            return Err(Error::bad_field("headers", "a header is not the one that its record names"));
        }
    }
    if headers.next().is_some() || head != body.index_after {
        return Err(Error::bad_field("index", "the entries do not lead to the index head that the act names"));
    }
    Ok(())
}

async fn publish(connection: &mut Connection, act: &SignedAct<PublishRecords>, checked: &Checked) -> Outcome<()> {
    let (patient, body, request) = (act.header.patient, &act.body, &checked.request);
    if account_head::read_index_head(connection, patient).await? != body.index_before {
        return Err(Error::refused(ErrorCode::Conflict, "the record index has moved on: read it again"));
    }
    check_cards(connection, patient, checked).await?;
    let ids: Vec<RecordId> = body.records.iter().map(|record| record.record).collect();
    let current = record_version::read_currents(connection, patient, &ids).await?;
    let mut known = record_version::read_known(connection, patient, &ids).await?;
    known.extend(deleted_record::read_among(connection, patient, &ids).await?);
    let (mut new, mut replaced, mut adopted) = (Vec::new(), Vec::new(), Vec::new());
    let mut headers = request.headers.iter().map(|Encoded(header)| header);
    for Encoded(entry) in &request.index {
        let before = current.get(&entry.record);
        let header = headers.next().ok_or_else(|| Error::internal("a checked publication lacks a header"))?;
        match before.filter(|before| before.pending) {
            Some(pending) if pending.header == *header && entry.kind == IndexKind::Put => adopted.push(header),
            Some(_) => {
                return Err(Error::refused(ErrorCode::Conflict, "a clinician's record has to be taken as it is"));
            }
            None => {
                require_successor(header, before, known.contains(&entry.record), entry.kind)?;
                replaced.extend(before.map(|_| entry.record));
                new.push(NewVersion { header, upload: body.upload, opening: None });
            }
        }
    }
    check_bodies(connection, patient, body.upload, &new).await?;
    record_version::retire(connection, patient, &replaced).await?;
    if !record_version::insert(connection, &new).await? {
        return Err(Error::refused(ErrorCode::Conflict, "a version with this number exists"));
    }
    for header in adopted {
        record_version::adopt(connection, patient, header.fields.record, header.fields.version).await?;
    }
    insert_home_batches(connection, patient, &request.batches, &checked.slots).await?;
    let entries: Vec<_> = request.index.iter().map(|Encoded(entry)| entry.clone()).collect();
    record_index::insert(connection, patient, &entries).await?;
    Ok(account_head::write_index_head(connection, patient, &body.index_after).await?)
}

/// Stores batches of the patient's own, and makes their slots the ones by which records are opened.
pub(super) async fn insert_home_batches(
    connection: &mut Connection,
    patient: AccountId,
    batches: &[BatchWithSlots],
    slots: &[NewSlot],
) -> Outcome<()> {
    for made in batches {
        if !key_batch::insert(connection, &made.batch.0, None).await? {
            return Err(Error::refused(ErrorCode::Conflict, "a batch with this id exists"));
        }
    }
    key_slot::retire(connection, patient, slots).await?;
    key_slot::insert(connection, patient, slots, true).await?;
    key_slot::delete_unneeded(connection, patient).await?;
    key_batch::delete_empty(connection, patient).await?;
    Ok(())
}

/// Every batch is sealed under the card that is current now.
async fn check_cards(connection: &mut Connection, patient: AccountId, checked: &Checked) -> Outcome<()> {
    let cards = portion_card::read_current(connection, patient).await?;
    let cards: BTreeMap<Portion, (Hash, u32)> =
        cards.into_iter().map(|card| (card.fields.portion, (card.hash(), card.fields.epoch))).collect();
    for made in &checked.request.batches {
        let fields = &made.batch.0.fields;
        if cards.get(&fields.portion) != Some(&(fields.card, fields.epoch)) {
            return Err(Error::refused(ErrorCode::OldEpoch, "a portion card has been replaced: re-wrap and retry"));
        }
    }
    Ok(())
}

/// A new record, or the version after the current one.
fn require_successor(header: &RecordHeader, before: Option<&Version>, is_known: bool, kind: IndexKind) -> Outcome<()> {
    let fields = &header.fields;
    if fields.authority != Authority::Own {
        return Err(Error::bad_field("headers", "only a pending record has another author"));
    }
    let follows = match before {
        None => fields.version == 1 && !is_known && kind == IndexKind::Put,
        Some(before) => {
            let moves = before.header.fields.portion != fields.portion;
            before.header.fields.version.checked_add(1) == Some(fields.version)
                && before.header.object_hash() == fields.previous
                && moves == (kind == IndexKind::Move)
        }
    };
    if follows {
        Ok(())
    } else {
        Err(Error::refused(ErrorCode::Conflict, "a record has changed, or its id is in use: list them again"))
    }
}

/// Every new version's chunks are held, all of them, and hash to what its author signed.
pub(super) async fn check_bodies(
    connection: &mut Connection,
    patient: AccountId,
    id: UploadId,
    new: &[NewVersion<'_>],
) -> Outcome<()> {
    if new.is_empty() {
        return Ok(());
    }
    let held = upload::find(connection, id).await?.filter(|held| held.patient == patient);
    let held = held.ok_or_else(|| Error::not_found("upload"))?;
    let mut hashes: BTreeMap<(RecordId, u32), Vec<Hash>> = BTreeMap::new();
    for (record, version, _, hash) in chunk::read_hashes_of_upload(connection, patient, id).await? {
        hashes.entry((record, version)).or_default().push(hash);
    }
    let announced = upload::read_records(connection, &held).await?;
    let announced: BTreeMap<(RecordId, u32), (u32, u64)> =
        announced.into_iter().map(|record| ((record.record, record.version), (record.chunks, record.bytes))).collect();
    for NewVersion { header, .. } in new {
        let fields = &header.fields;
        let key = (fields.record, fields.version);
        let expected = (fields.layout.count(), fields.layout.sealed_length());
        let complete = hashes.get(&key).filter(|hashes| u32::try_from(hashes.len()) == Ok(expected.0));
        if announced.get(&key) != Some(&expected) || complete.is_none_or(|it| body_hash(it) != header.body_hash) {
            let detail = format!("the chunks of record {} are not all here, or not the ones signed", fields.record);
            return Err(Error::bad_field("headers", detail));
        }
    }
    Ok(upload::mark_published(connection, &held).await?)
}
