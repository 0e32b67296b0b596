//! Listing one's own records: every slot unwrapped, every summary opened, everything held against the record index.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{FlowError, Host, Member};
use crate::api::{
    AfterQuery, ListRecordsEndpoint, ReadBatchesEndpoint, ReadBatchesRequest, ReadRecordIndexEndpoint, StoredRecord,
};
use crate::crypto::{FileKey, ProtocolObject as _, VerifyingKey};
use crate::envelope::{
    Authority, BatchKey, EnvelopeError, KeyBatch, KeySlot, RecordHeader, open_key_batch, open_summary,
};
use crate::id::{BatchId, KeyId, RecordId};
use crate::record::RecordSummary;
use crate::sharing::{IndexEntry, IndexHead, IndexKind, OpenedRecord, extend_index};

/// Batches asked for at once.
const BATCHES_AT_ONCE: usize = 500;

/// A record whose key and summary are open.
pub struct OwnRecord {
    /// Its header.
    pub header: RecordHeader,
    /// Its slot.
    pub slot: KeySlot,
    /// What is said about it.
    pub summary: RecordSummary,
    /// Written by a clinician and not yet in the index.
    pub pending: bool,
    pub(super) author_key: VerifyingKey,
    pub(super) file_key: FileKey,
}

impl OwnRecord {
    /// Which record.
    pub fn id(&self) -> RecordId {
        self.header.fields.record
    }
}

/// A patient's records.
#[derive(Default)]
pub struct Listing {
    /// Those that check out, oldest first.
    pub records: Vec<Rc<OwnRecord>>,
    /// Those that are altered or damaged: shown as such, never granted.
    pub damaged: Vec<OpenedRecord>,
    /// Those in the index that the server does not show.
    pub missing: Vec<OpenedRecord>,
    pub(super) batches: BTreeMap<BatchId, KeyBatch>,
}

impl<H: Host> Member<H> {
    /// This person's records. Kept until something changes; see [`Self::forget_listing`].
    ///
    /// # Errors
    /// Those of the server; [`FlowError::Untrustworthy`] where the record index does not continue what was seen.
    pub async fn list_records(&self) -> Result<Rc<Listing>, FlowError> {
        if let Some(listing) = &*self.listing.borrow() {
            return Ok(Rc::clone(listing));
        }
        let index = self.read_index().await?;
        let stored = self.list::<ListRecordsEndpoint, _>().await?;
        let batches = self.read_batches(&stored).await?;
        let listing = Rc::new(self.open_listing(stored, batches, &index).await?);
        *self.listing.borrow_mut() = Some(Rc::clone(&listing));
        Ok(listing)
    }

    /// Lets the next [`Self::list_records`] ask the server again.
    pub fn forget_listing(&self) {
        self.listing.borrow_mut().take();
    }

    /// The record index from its beginning, through the head that the vault keeps: the current entry of every record.
    pub(super) async fn read_index(&self) -> Result<BTreeMap<RecordId, IndexEntry>, FlowError> {
        let seen = self.vault().index_head.clone();
        let mut head = IndexHead::EMPTY;
        let mut passed = head == seen;
        let mut current = BTreeMap::new();
        loop {
            let page = self.call::<ReadRecordIndexEndpoint>(&AfterQuery { after: head.sequence }).await?;
            let more = page.more && !page.entries.is_empty();
            for entry in page.entries {
                head = extend_index(&head, &entry.0).ok_or(FlowError::Untrustworthy("the record index"))?;
                passed |= head == seen;
                current.insert(entry.0.record, entry.0);
            }
            if !more {
                break;
            }
        }
        if !passed {
            return Err(FlowError::Untrustworthy("the record index"));
        }
        if head != seen {
            self.change_vault(|vault| vault.index_head = head.clone()).await?;
        }
        current.retain(|_, entry| entry.kind != IndexKind::Delete);
        Ok(current)
    }

    async fn read_batches(&self, stored: &[StoredRecord]) -> Result<BTreeMap<BatchId, KeyBatch>, FlowError> {
        let mut wanted: Vec<BatchId> = stored.iter().map(|record| record.slot.0.batch).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut batches = BTreeMap::new();
        for some in wanted.chunks(BATCHES_AT_ONCE) {
            let request = ReadBatchesRequest { batches: some.to_vec() };
            for batch in self.call::<ReadBatchesEndpoint>(&request).await?.batches {
                batches.insert(batch.0.fields.batch, batch.0);
            }
        }
        Ok(batches)
    }

    async fn open_listing(
        &self,
        stored: Vec<StoredRecord>,
        batches: BTreeMap<BatchId, KeyBatch>,
        index: &BTreeMap<RecordId, IndexEntry>,
    ) -> Result<Listing, FlowError> {
        let authors = self.author_keys(&stored).await;
        let batch_keys: BTreeMap<BatchId, BatchKey> =
            batches.iter().filter_map(|(id, batch)| Some((*id, self.open_batch(batch, &authors).ok()?))).collect();
        let mut listing = Listing::default();
        let mut unseen = index.clone();
        for record in stored {
            let (header, slot) = (record.header.0, record.slot.0);
            let named = OpenedRecord { record: header.fields.record, version: header.fields.version };
            let entry = unseen.remove(&named.record);
            let expected = match entry {
                Some(entry) => entry.header == header.object_hash() && entry.portion == header.fields.portion,
                // What a clinician wrote is not in the index before this person's device has taken it over.
                None => record.pending && header.fields.authority != Authority::Own,
            };
            let opened = expected
                .then(|| authors.get(&header.fields.author_key))
                .flatten()
                .and_then(|author| open_own_record(header, slot, record.pending, &batch_keys, author).ok());
            match opened {
                Some(record) => listing.records.push(Rc::new(record)),
                None => listing.damaged.push(named),
            }
        }
        listing.missing =
            unseen.into_values().map(|entry| OpenedRecord { record: entry.record, version: entry.version }).collect();
        listing.batches = batches;
        Ok(listing)
    }

    /// The keys of everybody who wrote one of these records, by key id.
    async fn author_keys(&self, stored: &[StoredRecord]) -> BTreeMap<KeyId, VerifyingKey> {
        let mut keys: BTreeMap<_, _> =
            self.vault().identity.cards.iter().map(|card| (card.key_id(), card.fields.signing_key)).collect();
        let mut authors: Vec<_> = stored.iter().map(|record| record.header.0.fields.author).collect();
        authors.sort_unstable();
        authors.dedup();
        for author in authors.into_iter().filter(|author| *author != self.account()) {
            if let Ok(contact) = self.person(author).await {
                keys.extend(contact.cards.iter().map(|card| (card.key_id(), card.fields.signing_key)));
            }
        }
        keys
    }

    /// Opens a batch with the portion key that it names.
    pub(super) fn open_batch(
        &self,
        batch: &KeyBatch,
        writers: &BTreeMap<KeyId, VerifyingKey>,
    ) -> Result<BatchKey, EnvelopeError> {
        let damaged = EnvelopeError::AlteredOrDamaged;
        let writer = writers.get(&batch.fields.writer_key).ok_or(damaged)?;
        batch.verify(writer).map_err(|_| damaged)?;
        let vault = self.vault();
        if batch.fields.patient != vault.account {
            return Err(damaged);
        }
        let key = vault.portion_key_of_card(&batch.fields.card).ok_or(damaged)?;
        let card = &key.card.fields;
        if (batch.fields.portion, batch.fields.epoch) != (card.portion, card.epoch) {
            return Err(damaged);
        }
        open_key_batch(batch, &key.secret)
    }
}

fn open_own_record(
    header: RecordHeader,
    slot: KeySlot,
    pending: bool,
    batch_keys: &BTreeMap<BatchId, BatchKey>,
    author: &VerifyingKey,
) -> Result<OwnRecord, EnvelopeError> {
    let batch_key = batch_keys.get(&slot.batch).ok_or(EnvelopeError::AlteredOrDamaged)?;
    let file_key = batch_key.unwrap_file_key(&header.binding(), &slot)?;
    let summary = open_summary(&header, author, &file_key)?;
    Ok(OwnRecord { header, slot, summary, pending, author_key: *author, file_key })
}
