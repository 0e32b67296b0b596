//! Whether signed batches and the slots that travel with them fit the records they are for.

use sesemr_common::{
    api::BatchWithSlots,
    crypto::VerifyingKey,
    envelope::{Authority, KeyBatch, KeySlot, RecordHeader},
    id::{AccountId, Encoded, Hash, KeyId},
    portion::Portion,
};

use crate::{
    db::sas::key_slot::NewSlot,
    error::{Error, Outcome},
};

/// Checks that a batch was written and signed by `author`, under `authority`.
pub(super) fn check_author(
    batch: &KeyBatch,
    author: (AccountId, KeyId, &VerifyingKey),
    authority: Authority,
) -> Outcome<()> {
    let (account, key_id, key) = author;
    let fields = &batch.fields;
    if (fields.writer, fields.writer_key, fields.authority) != (account, key_id, authority) {
        return Err(Error::bad_field("batches", "a batch names another writer, key or authority"));
    }
    Ok(batch.verify(key)?)
}

/// Gives each record its slot. The records of a portion, ordered by H, fall to its batches in the order given, each as
/// many as it has slots; nothing may be left over.
pub(super) fn match_slots(batches: &[BatchWithSlots], headers: &[&RecordHeader]) -> Outcome<Vec<NewSlot>> {
    let mut matched = Vec::with_capacity(headers.len());
    for portion in Portion::ALL {
        let mut records: Vec<(Hash, &RecordHeader)> = headers
            .iter()
            .filter(|header| header.fields.portion == portion)
            .map(|header| (header.binding(), *header))
            .collect();
        records.sort_by_key(|(binding, _)| *binding);
        let mut records = records.into_iter();
        for BatchWithSlots { batch: Encoded(batch), slots } in batches {
            if batch.fields.portion != portion {
                continue;
            }
            let mine: Vec<(Hash, &RecordHeader)> = records.by_ref().take(slots.len()).collect();
            if mine.len() != slots.len() {
                return Err(Error::bad_field("batches", "there are more slots than records"));
            }
            let pairs: Vec<(Hash, KeySlot)> =
                mine.iter().zip(slots).map(|((binding, _), Encoded(slot))| (*binding, slot.clone())).collect();
            batch.check_slots(&pairs)?;
            matched.extend(mine.iter().zip(pairs).map(|((_, header), (_, slot))| NewSlot {
                record: header.fields.record,
                version: header.fields.version,
                slot,
            }));
        }
        if records.next().is_some() {
            return Err(Error::bad_field("batches", "every record needs a slot in a batch of its portion"));
        }
    }
    Ok(matched)
}
