//! Listing one's own records: every slot unwrapped, every summary opened, everything held against the record index.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{FlowError, Host, Judged, Member, Voids, judge_voids};
use crate::api::{
    AfterQuery, ListRecordsEndpoint, ReadBatchesEndpoint, ReadBatchesRequest, ReadRecordIndexEndpoint, StoredRecord,
};
use crate::codec::Decode as _;
use crate::crypto::{FileKey, ProtocolObject as _, VerifyingKey};
use crate::envelope::{
    Authority, BatchKey, EnvelopeError, KeyBatch, KeySlot, RecordHeader, open_key_batch, open_summary,
};
use crate::id::{AccountId, BatchId, Hash, KeyId, RecordId};
use crate::portion::Portion;
use crate::record::RecordSummary;
use crate::sharing::{IndexEntry, IndexHead, IndexKind, KeyCard, OpenedRecord, extend_index};

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

/// A record that does not check out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DamagedRecord {
    /// Which record.
    pub record: RecordId,
    /// Which version.
    pub version: u32,
    /// In which portion, by the index where it is in there.
    pub portion: Portion,
    /// Written by a clinician and not in the index.
    pub pending: bool,
    /// Whether it is in the index, so that its patient can delete it.
    pub listed: bool,
}

/// A person's identity key, with whose it is.
pub(super) struct Author {
    pub(super) account: AccountId,
    pub(super) key: VerifyingKey,
}

/// A patient's records.
#[derive(Default)]
pub struct Listing {
    /// Those that check out, oldest first.
    pub records: Vec<Rc<OwnRecord>>,
    /// Those that are altered or damaged: shown as such, never granted.
    pub damaged: Vec<DamagedRecord>,
    /// Those in the index that the server does not show.
    pub missing: Vec<OpenedRecord>,
    /// Those that were deleted and that the server shows all the same. They are not opened.
    pub undeleted: Vec<RecordId>,
    /// Which prescriptions among them are void.
    pub voids: Voids,
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
        // One that does not decode is missing from what the server shows, and the index says so.
        let stored: Vec<Shown> = self.list::<ListRecordsEndpoint, _>().await?.into_iter().filter_map(decode).collect();
        let batches = self.read_batches(&stored).await?;
        if !self.knows_cards(&batches) && self.host.may_come_back() {
            // Another device has rolled: the new keys are in the stored vault. A copy has that already.
            self.refresh_vault().await?;
        }
        let listing = Rc::new(self.open_listing(stored, batches, &index).await?);
        *self.listing.borrow_mut() = Some(Rc::clone(&listing));
        Ok(listing)
    }

    /// Lets the next [`Self::list_records`] ask the server again.
    pub fn forget_listing(&self) {
        self.listing.borrow_mut().take();
    }

    /// The last entry of every record that was ever in the index: one of kind delete says that it is gone.
    pub(super) async fn read_index(&self) -> Result<BTreeMap<RecordId, IndexEntry>, FlowError> {
        let entries = self.read_index_entries().await?;
        Ok(entries.into_iter().map(|entry| (entry.record, entry)).collect())
    }

    /// The record index from its beginning, through the head that the vault keeps.
    pub(super) async fn read_index_entries(&self) -> Result<Vec<IndexEntry>, FlowError> {
        let seen = self.vault().index_head.clone();
        let mut head = IndexHead::EMPTY;
        let mut passed = head == seen;
        let mut entries = Vec::new();
        loop {
            let page = self.call::<ReadRecordIndexEndpoint>(&AfterQuery { after: head.sequence }).await?;
            let more = page.more && !page.entries.is_empty();
            for entry in page.entries {
                head = extend_index(&head, &entry.0).ok_or(FlowError::Untrustworthy("the record index"))?;
                passed |= head == seen;
                entries.push(entry.0);
            }
            if !more {
                break;
            }
        }
        if !passed {
            return Err(FlowError::Untrustworthy("the record index"));
        }
        if head != seen {
            self.change_vault(|vault| vault.reach_index(&head)).await?;
        }
        Ok(entries)
    }

    pub(super) async fn read_batches(&self, stored: &[Shown]) -> Result<BTreeMap<BatchId, KeyBatch>, FlowError> {
        let mut wanted: Vec<BatchId> = stored.iter().map(|record| record.slot.batch).collect();
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

    fn knows_cards(&self, batches: &BTreeMap<BatchId, KeyBatch>) -> bool {
        let known: BTreeSet<Hash> = self.vault().portion_keys.iter().map(|key| key.card.hash()).collect();
        batches.values().all(|batch| known.contains(&batch.fields.card))
    }

    async fn open_listing(
        &self,
        stored: Vec<Shown>,
        batches: BTreeMap<BatchId, KeyBatch>,
        index: &BTreeMap<RecordId, IndexEntry>,
    ) -> Result<Listing, FlowError> {
        let authors = self.author_keys(&stored).await;
        let batch_keys: BTreeMap<BatchId, BatchKey> =
            batches.iter().filter_map(|(id, batch)| Some((*id, self.open_batch(batch, &authors).ok()?))).collect();
        let mut listing = Listing::default();
        let mut unseen = index.clone();
        for record in stored {
            let Shown { header, slot, pending } = record;
            let entry = unseen.remove(&header.fields.record);
            if entry.as_ref().is_some_and(|entry| entry.kind == IndexKind::Delete) {
                listing.undeleted.push(header.fields.record);
                continue;
            }
            let named = DamagedRecord {
                record: header.fields.record,
                version: header.fields.version,
                portion: entry.as_ref().map_or(header.fields.portion, |entry| entry.portion),
                pending,
                listed: entry.is_some(),
            };
            let expected = match entry {
                Some(entry) => entry.header == header.object_hash() && entry.portion == header.fields.portion,
                // What a clinician wrote is not in the index before this person's device has taken it over.
                None => pending && header.fields.authority != Authority::Own,
            };
            let opened = expected
                .then(|| authors.get(&header.fields.author_key))
                .flatten()
                .filter(|author| author.account == header.fields.author)
                .and_then(|author| open_own_record(Shown { header, slot, pending }, &batch_keys, &author.key).ok());
            match opened {
                Some(record) => listing.records.push(Rc::new(record)),
                None => listing.damaged.push(named),
            }
        }
        listing.missing = unseen
            .into_values()
            .filter(|entry| entry.kind != IndexKind::Delete)
            .map(|entry| OpenedRecord { record: entry.record, version: entry.version })
            .collect();
        listing.voids = judge_voids(listing.records.iter().map(|record| Judged {
            header: &record.header,
            summary: &record.summary,
            pending: record.pending,
        }));
        listing.batches = batches;
        Ok(listing)
    }

    /// The keys of everybody who wrote one of these records, by key id.
    pub(super) async fn author_keys(&self, stored: &[Shown]) -> BTreeMap<KeyId, Author> {
        let mut keys = self.own_keys();
        let mut authors: Vec<_> = stored.iter().map(|record| record.header.fields.author).collect();
        authors.sort_unstable();
        authors.dedup();
        for author in authors.into_iter().filter(|author| *author != self.account()) {
            if let Ok(contact) = self.person(author).await {
                keys.extend(keys_of(&contact.cards));
            }
        }
        keys
    }

    /// This person's own keys, by key id.
    pub(super) fn own_keys(&self) -> BTreeMap<KeyId, Author> {
        keys_of(&self.vault().identity.cards).collect()
    }

    /// Opens a batch with the portion key that it names.
    pub(super) fn open_batch(
        &self,
        batch: &KeyBatch,
        writers: &BTreeMap<KeyId, Author>,
    ) -> Result<BatchKey, EnvelopeError> {
        let damaged = EnvelopeError::AlteredOrDamaged;
        let writer = writers.get(&batch.fields.writer_key).ok_or(damaged)?;
        batch.verify(&writer.key).map_err(|_| damaged)?;
        let vault = self.vault();
        if batch.fields.patient != vault.account || batch.fields.writer != writer.account {
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

/// A record as the server shows it.
pub(super) struct Shown {
    pub(super) header: RecordHeader,
    slot: KeySlot,
    pending: bool,
}

pub(super) fn decode(stored: StoredRecord) -> Option<Shown> {
    let header = RecordHeader::decode(&stored.header.0).ok()?;
    Some(Shown { header, slot: stored.slot.0, pending: stored.pending })
}

fn keys_of(cards: &[KeyCard]) -> impl Iterator<Item = (KeyId, Author)> {
    cards.iter().map(|card| (card.key_id(), Author { account: card.fields.account, key: card.fields.signing_key }))
}

/// Opens a record's key and summary.
pub(super) fn open_own_record(
    shown: Shown,
    batch_keys: &BTreeMap<BatchId, BatchKey>,
    author: &VerifyingKey,
) -> Result<OwnRecord, EnvelopeError> {
    let Shown { header, slot, pending } = shown;
    let batch_key = batch_keys.get(&slot.batch).ok_or(EnvelopeError::AlteredOrDamaged)?;
    let file_key = batch_key.unwrap_file_key(&header.binding(), &slot)?;
    let summary = open_summary(&header, author, &file_key)?;
    Ok(OwnRecord { header, slot, summary, pending, author_key: *author, file_key })
}
