//! The draft of an upload on the device: what a resumed upload must agree with, whatever the server claims to hold.
//!
//! Stored before the first chunk leaves: every record's fixed part and sealed summary, and the batches with their slots,
//! never a bare file key. Before each request leaves: the hashes of its chunks.

use super::{FlowError, Host};
use crate::codec::{Decode as _, Encode as _, object};
use crate::envelope::{KeyBatch, KeySlot, RecordHeaderFields, TAG_SIZE};
use crate::id::{AccountId, Bytes, Hash, UploadId};

object! {
    /// A slot with the H of its record.
    local struct DraftSlot {
        /// H.
        binding: Hash,
        /// The slot.
        slot: KeySlot,
    }
}

object! {
    /// A batch with its slots.
    local struct DraftBatch {
        /// The signed batch.
        batch: KeyBatch,
        /// Its slots, ordered by H.
        slots: Vec<DraftSlot>,
    }
}

object! {
    /// What is fixed of a record before its first chunk.
    local struct DraftRecord {
        /// The fixed part of its header.
        fields: RecordHeaderFields,
        /// Its sealed summary.
        sealed_summary: Bytes,
    }
}

object! {
    /// A draft.
    local struct UploadDraft {
        /// Which upload.
        upload: UploadId,
        /// The batches.
        batches: Vec<DraftBatch>,
        /// The records, in the order of the sources.
        records: Vec<DraftRecord>,
    }
}

object! {
    /// A chunk that has left, or was about to.
    local struct DraftChunk {
        /// Which record, by its place in the draft.
        record: u32,
        /// Which chunk.
        index: u32,
        /// Its hash.
        hash: Hash,
    }
}

impl UploadDraft {
    /// Bytes of one of its chunks, sealed.
    pub(super) fn sealed_length(&self, chunk: &DraftChunk) -> u64 {
        let record = self.records.get(chunk.record as usize);
        record.map_or(0, |record| record.fields.layout.chunk_length(chunk.index) as u64 + u64::from(TAG_SIZE))
    }
}

/// The drafts of one account on this device.
pub(super) struct Drafts<'a, H> {
    host: &'a H,
    account: AccountId,
}

impl<'a, H: Host> Drafts<'a, H> {
    pub(super) fn of(host: &'a H, account: AccountId) -> Self {
        Self { host, account }
    }

    /// The uploads that were begun and not finished.
    pub(super) async fn list(&self) -> Result<Vec<UploadId>, FlowError> {
        let stored = self.host.load(&self.list_name()).await?;
        Ok(stored.and_then(|bytes| Vec::<UploadId>::decode(&bytes).ok()).unwrap_or_default())
    }

    pub(super) async fn begin(&self, draft: &UploadDraft) -> Result<(), FlowError> {
        self.host.store(&self.name(draft.upload), draft.encode()).await?;
        let mut list = self.list().await?;
        list.push(draft.upload);
        Ok(self.host.store(&self.list_name(), list.encode()).await?)
    }

    pub(super) async fn load(&self, upload: UploadId) -> Result<Option<UploadDraft>, FlowError> {
        let stored = self.host.load(&self.name(upload)).await?;
        Ok(stored.and_then(|bytes| UploadDraft::decode(&bytes).ok()))
    }

    /// Notes the chunks of request number `request`, before it leaves.
    pub(super) async fn note(&self, upload: UploadId, request: u32, chunks: &Vec<DraftChunk>) -> Result<(), FlowError> {
        Ok(self.host.store(&self.chunks_name(upload, request), chunks.encode()).await?)
    }

    /// All chunks noted, request by request.
    pub(super) async fn requests(&self, upload: UploadId) -> Result<Vec<Vec<DraftChunk>>, FlowError> {
        let mut requests = Vec::new();
        for number in 0.. {
            let Some(bytes) = self.host.load(&self.chunks_name(upload, number)).await? else { break };
            requests.push(Vec::<DraftChunk>::decode(&bytes).unwrap_or_default());
        }
        Ok(requests)
    }

    /// Forgets a draft whose upload is published or given up.
    pub(super) async fn end(&self, upload: UploadId) -> Result<(), FlowError> {
        let requests = self.requests(upload).await?;
        for (number, _) in (0..).zip(requests) {
            self.host.remove(&self.chunks_name(upload, number)).await?;
        }
        self.host.remove(&self.name(upload)).await?;
        let mut list = self.list().await?;
        list.retain(|other| *other != upload);
        Ok(self.host.store(&self.list_name(), list.encode()).await?)
    }

    /// Forgets which there are. Who removes the drafts themselves forgets this first: what is not listed is not looked for.
    pub(super) async fn forget_list(&self) -> Result<(), FlowError> {
        Ok(self.host.remove(&self.list_name()).await?)
    }

    fn list_name(&self) -> String {
        format!("drafts/{}", self.account)
    }

    fn name(&self, upload: UploadId) -> String {
        format!("draft/{}/{upload}", self.account)
    }

    fn chunks_name(&self, upload: UploadId, request: u32) -> String {
        format!("draft/{}/{upload}/{request}", self.account)
    }
}
