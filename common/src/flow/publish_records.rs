//! Publishing records: sealed chunk by chunk, uploaded, and made visible together. An interrupted upload goes on.

use std::rc::Rc;

use super::credentials::{made_at, make_id};
use super::publish_upload::Upload;
use super::upload_draft::{DraftBatch, DraftRecord, DraftSlot, Drafts, UploadDraft};
use super::wrap_batches::Keyed;
use super::{BroughtMark, FlowError, Host, Member, OwnRecord};
use crate::api::frame::MOST_REQUEST;
use crate::crypto::{FileKey, ProtocolObject as _};
use crate::envelope::{
    Authority, BodySource, BytesSource, EnvelopeError, PaddedBody, RecordHeaderFields, RecordSubject, Sealer,
};
use crate::id::{Bytes, Hash, RecordId, UploadId};
use crate::record::{MedicalRecord, RecordHead, RecordSummary};

/// The most records one upload takes; longer imports are several uploads.
pub const MOST_RECORDS: usize = 2_000;

/// A record to publish. Its head comes from `record`, so nothing gets into a portion where it does not belong.
pub struct NewRecord<S> {
    /// Where it belongs and what is said about it.
    pub head: RecordHead,
    /// Its bytes.
    pub source: S,
    /// The version it replaces, where it is not a new record.
    pub replaces: Option<Rc<OwnRecord>>,
}

impl From<MedicalRecord> for NewRecord<BytesSource> {
    fn from(record: MedicalRecord) -> Self {
        let (head, content) = record.into_parts();
        Self { head, source: BytesSource::new(content), replaces: None }
    }
}

/// Whoever watches an upload.
pub trait UploadWatch {
    /// The upload has a draft on this device: from here on it can be resumed.
    fn begun(&self, _upload: UploadId) {}
    /// So many sealed bytes of so many are stored.
    fn stored(&self, bytes: u64, of: u64);
    /// The server is away, or back.
    fn server_away(&self, away: bool);
    /// Whether the person cancelled.
    fn is_cancelled(&self) -> bool;
    /// Whether to wait for a server that is away.
    fn is_patient(&self) -> bool {
        true
    }
    /// What their patient said elsewhere of records that go: it is in the vault before they are listed, so that nothing
    /// that was hidden can be lent meanwhile.
    fn said(&self) -> &[BroughtMark] {
        &[]
    }
    /// About how many bytes of chunks one request carries; at least one chunk.
    fn request_bytes(&self) -> usize {
        MOST_REQUEST
    }
}

/// An upload that was begun on this device and not finished.
pub struct UnfinishedUpload {
    /// Which.
    pub upload: UploadId,
    /// What its records are called, in the order in which their sources are needed.
    pub records: Vec<RecordSummary>,
    /// When it was begun, in milliseconds since 1970 UTC.
    pub begun_at: u64,
    /// Sealed bytes that had certainly arrived when it was cut off.
    pub stored: u64,
    /// Sealed bytes of all its records.
    pub bytes: u64,
}

/// A record on its way.
pub(super) struct Outgoing<S> {
    pub(super) fields: RecordHeaderFields,
    pub(super) summary: RecordSummary,
    pub(super) file_key: FileKey,
    pub(super) body: PaddedBody<S>,
    /// Hashes of the chunks that left before the upload was interrupted.
    pub(super) drafted: Vec<Option<Hash>>,
}

impl<S> Outgoing<S> {
    pub(super) fn keyed(&self) -> Keyed {
        Keyed { portion: self.fields.portion, binding: self.fields.object_hash(), file_key: self.file_key.clone() }
    }
}

impl<H: Host> Member<H> {
    /// Publishes records, all or none. What was sealed and sent before an interruption is not sent again: see
    /// [`Self::resume_upload`].
    ///
    /// # Errors
    /// [`FlowError::Cancelled`]; [`FlowError::SourceChanged`]; those of the server. While it is away, this waits.
    pub async fn publish_records<S: BodySource>(
        &self,
        records: Vec<NewRecord<S>>,
        watch: &impl UploadWatch,
    ) -> Result<Vec<RecordId>, FlowError> {
        self.publish_records_as(UploadId(make_id(self.host.now())), records, watch).await
    }

    /// The same, as the upload of this id, which no other has.
    pub(super) async fn publish_records_as<S: BodySource>(
        &self,
        upload: UploadId,
        records: Vec<NewRecord<S>>,
        watch: &impl UploadWatch,
    ) -> Result<Vec<RecordId>, FlowError> {
        if records.is_empty() || records.len() > MOST_RECORDS {
            return Err(FlowError::Invalid("Add between 1 and 2,000 records at a time."));
        }
        let mut outgoing = Vec::with_capacity(records.len());
        for record in records {
            outgoing.push(self.prepare(record).await?);
        }
        let keys: Vec<Keyed> = outgoing.iter().map(Outgoing::keyed).collect();
        let batches = self.wrap_batches(&keys)?;
        let draft = UploadDraft {
            upload,
            batches: batches
                .iter()
                .map(|wrapped| DraftBatch {
                    batch: wrapped.batch.clone(),
                    slots: wrapped
                        .slots
                        .iter()
                        .map(|(binding, slot)| DraftSlot { binding: *binding, slot: slot.clone() })
                        .collect(),
                })
                .collect(),
            records: self.draft_records(&outgoing).await?,
        };
        Drafts::of(&self.host, self.account()).begin(&draft).await?;
        watch.begun(upload);
        Upload { member: self, draft: &draft, requests: 0 }.run(outgoing, watch).await
    }

    /// The uploads that were begun on this device and not finished.
    ///
    /// # Errors
    /// Where the device cannot store anything.
    pub async fn unfinished_uploads(&self) -> Result<Vec<UnfinishedUpload>, FlowError> {
        let drafts = Drafts::of(&self.host, self.account());
        let mut uploads = Vec::new();
        for upload in drafts.list().await? {
            let Some(draft) = drafts.load(upload).await? else { continue };
            let opened = self.open_draft(&draft).unwrap_or_default();
            let requests = drafts.requests(upload).await?;
            // The last one was noted before it left, and may never have arrived.
            let arrived = requests.split_last().map_or(&[][..], |(_, before)| before);
            uploads.push(UnfinishedUpload {
                upload,
                records: opened.into_iter().map(|(_, summary)| summary).collect(),
                begun_at: made_at(upload.0),
                stored: arrived.iter().flatten().map(|chunk| draft.sealed_length(chunk)).sum(),
                bytes: draft.records.iter().map(|record| record.fields.layout.sealed_length()).sum(),
            });
        }
        Ok(uploads)
    }

    /// Goes on with an upload, with its sources once more, in the same order. Every chunk that left before is sealed
    /// again and compared, whatever the server claims to hold.
    ///
    /// # Errors
    /// [`FlowError::SourceChanged`] where a source is not what it was: give the upload up and publish anew.
    pub async fn resume_upload<S: BodySource>(
        &self,
        upload: UploadId,
        sources: Vec<S>,
        watch: &impl UploadWatch,
    ) -> Result<Vec<RecordId>, FlowError> {
        let drafts = Drafts::of(&self.host, self.account());
        let draft = drafts.load(upload).await?.ok_or(FlowError::SourceChanged)?;
        let opened = self.open_draft(&draft)?;
        if opened.len() != sources.len() {
            return Err(FlowError::SourceChanged);
        }
        let requests = drafts.requests(upload).await?;
        let mut outgoing = Vec::with_capacity(sources.len());
        for ((record, (file_key, summary)), source) in draft.records.iter().zip(opened).zip(sources) {
            let body = PaddedBody::prepare(source).await?;
            if (body.codec(), body.layout()) != (record.fields.codec, record.fields.layout) {
                return Err(FlowError::SourceChanged);
            }
            let drafted = vec![None; record.fields.layout.count() as usize];
            outgoing.push(Outgoing { fields: record.fields.clone(), summary, file_key, body, drafted });
        }
        for chunk in requests.iter().flatten() {
            let drafted = outgoing
                .get_mut(chunk.record as usize)
                .and_then(|record| record.drafted.get_mut(chunk.index as usize))
                .ok_or(FlowError::SourceChanged)?;
            *drafted = Some(chunk.hash);
        }
        watch.begun(upload);
        let requests = u32::try_from(requests.len()).map_err(|_| FlowError::SourceChanged)?;
        Upload { member: self, draft: &draft, requests }.run(outgoing, watch).await
    }

    /// Gives an unfinished upload up.
    ///
    /// # Errors
    /// Where the device cannot store anything.
    pub async fn give_up_upload(&self, upload: UploadId) -> Result<(), FlowError> {
        Drafts::of(&self.host, self.account()).end(upload).await
    }

    async fn prepare<S: BodySource>(&self, record: NewRecord<S>) -> Result<Outgoing<S>, FlowError> {
        let body = PaddedBody::prepare(record.source).await?;
        let (id, version, previous) = match &record.replaces {
            None => (RecordId(make_id(self.host.now())), 1, Hash::ZERO),
            Some(before) => {
                let fields = &before.header.fields;
                (fields.record, fields.version.saturating_add(1), before.header.object_hash())
            }
        };
        let subject = RecordSubject {
            patient: self.account(),
            record: id,
            version,
            portion: record.head.portion(),
            author: self.account(),
            author_key: self.key_id(),
            authority: Authority::Own,
            previous,
        };
        let fields = subject.into_fields(&body);
        let drafted = vec![None; fields.layout.count() as usize];
        Ok(Outgoing { fields, summary: record.head.summary().clone(), file_key: FileKey::make(), body, drafted })
    }

    async fn draft_records<S: BodySource>(&self, outgoing: &[Outgoing<S>]) -> Result<Vec<DraftRecord>, FlowError> {
        let mut records = Vec::with_capacity(outgoing.len());
        for record in outgoing {
            records
                .push(DraftRecord { fields: record.fields.clone(), sealed_summary: self.seal_summary(record).await? });
        }
        Ok(records)
    }

    async fn seal_summary<S>(&self, record: &Outgoing<S>) -> Result<Bytes, FlowError> {
        let sealer =
            Sealer::start(record.fields.clone(), &record.summary, &record.file_key, self.host.body_cipher()).await?;
        Ok(sealer.sealed_summary().clone())
    }

    /// The file keys and summaries of a draft's records, through the vault's portion keys.
    fn open_draft(&self, draft: &UploadDraft) -> Result<Vec<(FileKey, RecordSummary)>, FlowError> {
        let mut keys = std::collections::BTreeMap::new();
        for drafted in &draft.batches {
            let batch_key = self.open_own_batch(&drafted.batch)?;
            for slot in &drafted.slots {
                keys.insert(slot.binding, batch_key.unwrap_file_key(&slot.binding, &slot.slot)?);
            }
        }
        let open = |record: &DraftRecord| -> Result<_, EnvelopeError> {
            let file_key = keys.get(&record.fields.object_hash()).ok_or(EnvelopeError::AlteredOrDamaged)?;
            let summary = crate::envelope::open_drafted_summary(&record.fields, &record.sealed_summary, file_key)?;
            Ok((file_key.clone(), summary))
        };
        draft.records.iter().map(|record| Ok(open(record)?)).collect()
    }
}
