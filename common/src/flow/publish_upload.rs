//! One upload: chunks are sealed while the ones before are sent, then everything is published in one act.

use std::collections::BTreeSet;

use futures_util::future::join;

use super::publish_records::Outgoing;
use super::upload_draft::{DraftChunk, Drafts, UploadDraft};
use super::wrap_batches::{Keyed, to_wire};
use super::{FlowError, Host, Member, UploadWatch};
use crate::api::frame::{Frame, HEAD, MOST_CHUNK};
use crate::api::{
    BatchWithSlots, ErrorCode, PublishRecordsEndpoint, PublishRecordsRequest, PutChunksEndpoint, PutChunksQuery,
    StartUploadEndpoint, StartUploadRequest, UploadRecord, UploadState,
};
use crate::codec::Encoder;
use crate::crypto::ProtocolObject as _;
use crate::envelope::{BodyCipher, BodySource, RecordHeader, Sealer};
use crate::id::{Encoded, Hash, RecordId};
use crate::portion::Portion;
use crate::record::ContentId;
use crate::sharing::{IndexEntry, IndexHead, IndexKind, PublishRecords, PublishedRecord, extend_index};

/// How often publishing is tried against another device's uploads and rolls.
const MOST_TRIES: usize = 4;
/// How many chunks are sealed together: enough to keep a browser's threads busy, and few megabytes.
const TOGETHER: usize = 8;
/// The longest pause between two tries while the server is away, in milliseconds.
const LONGEST_PAUSE: u32 = 15_000;

/// An upload in progress.
pub(super) struct Upload<'a, H> {
    pub(super) member: &'a Member<H>,
    pub(super) draft: &'a UploadDraft,
    /// Requests noted in the draft so far.
    pub(super) requests: u32,
}

/// The chunks of one request.
struct Request {
    frames: Vec<u8>,
    noted: Vec<DraftChunk>,
    /// Sealed bytes that are stored once this request is answered, those the server held included.
    bytes: u64,
}

impl<H: Host> Upload<'_, H> {
    pub(super) async fn run<S: BodySource>(
        mut self,
        outgoing: Vec<Outgoing<S>>,
        watch: &impl UploadWatch,
    ) -> Result<Vec<RecordId>, FlowError> {
        let member = self.member;
        let ids: Vec<RecordId> = outgoing.iter().map(|record| record.fields.record).collect();
        let keys: Vec<Keyed> = outgoing.iter().map(Outgoing::keyed).collect();
        let contents: Vec<(RecordId, ContentId)> =
            outgoing.iter().filter_map(|record| Some((record.fields.record, record.summary.content_id?))).collect();
        let total = outgoing.iter().map(|record| record.fields.layout.sealed_length()).sum();
        let state = self.start(&outgoing, watch).await?;
        self.say_of(&contents, watch).await?;
        if state.published {
            // Published before, and the answer never seen: the index must have it, header for header.
            let headers = Sealing::new(member, outgoing, BTreeSet::new()).seal_all(watch).await?;
            member.require_published(&headers).await?;
            return self.end(ids).await;
        }
        let held =
            state.records.iter().flat_map(|record| record.held.iter().map(|index| (record.record, *index))).collect();

        let mut sealing = Sealing::new(member, outgoing, held);
        let mut next = sealing.next_request(watch).await?;
        let mut stored = 0;
        while let Some(request) = next {
            Drafts::of(&member.host, member.account()).note(self.draft.upload, self.requests, &request.noted).await?;
            self.requests += 1;
            let bytes = request.bytes;
            let (sent, following) = join(self.send(request.frames, watch), sealing.next_request(watch)).await;
            sent?;
            stored += bytes;
            watch.stored(stored, total);
            next = following?;
        }
        self.publish(sealing.headers, &keys, watch).await?;
        self.end(ids).await
    }

    /// Says of the records what was said of them elsewhere. It comes before they are published, from when on they can be
    /// lent, and before they are sent: whoever goes on with the upload may have nothing but the bytes. An upload that is
    /// given up leaves it in the vault, under ids that nobody has: that the server never published it is not certain.
    async fn say_of(&self, contents: &[(RecordId, ContentId)], watch: &impl UploadWatch) -> Result<(), FlowError> {
        if watch.said().is_empty() {
            return Ok(());
        }
        patiently(&self.member.host, watch, async || self.member.say_of(contents, watch.said()).await).await?;
        Ok(())
    }

    async fn end(&self, ids: Vec<RecordId>) -> Result<Vec<RecordId>, FlowError> {
        Drafts::of(&self.member.host, self.member.account()).end(self.draft.upload).await?;
        self.member.forget_listing();
        Ok(ids)
    }

    /// Announces the upload and learns which chunks the server holds.
    async fn start<S>(&self, outgoing: &[Outgoing<S>], watch: &impl UploadWatch) -> Result<UploadState, FlowError> {
        let records = outgoing.iter().map(|record| UploadRecord {
            record: record.fields.record,
            version: record.fields.version,
            chunks: record.fields.layout.count(),
            bytes: record.fields.layout.sealed_length(),
        });
        let request = StartUploadRequest {
            upload: self.draft.upload,
            patient: self.member.account(),
            opening: None,
            records: records.collect(),
        };
        patiently(&self.member.host, watch, async || self.member.call::<StartUploadEndpoint>(&request).await).await
    }

    async fn send(&self, frames: Vec<u8>, watch: &impl UploadWatch) -> Result<(), FlowError> {
        if frames.is_empty() {
            return Ok(());
        }
        let query = PutChunksQuery { upload: self.draft.upload };
        patiently(&self.member.host, watch, async || {
            let token = self.member.token().await?;
            Ok(self.member.host.send_bytes::<PutChunksEndpoint>(&query, frames.clone(), Some(&token)).await?)
        })
        .await?;
        Ok(())
    }

    /// Publishes; where another device published or rolled meanwhile, on top of what it did.
    async fn publish(
        &self,
        headers: Vec<RecordHeader>,
        keys: &[Keyed],
        watch: &impl UploadWatch,
    ) -> Result<(), FlowError> {
        let mut batches: Vec<BatchWithSlots> = self
            .draft
            .batches
            .iter()
            .map(|drafted| BatchWithSlots {
                batch: Encoded(drafted.batch.clone()),
                slots: drafted.slots.iter().map(|slot| Encoded(slot.slot.clone())).collect(),
            })
            .collect();
        for _ in 0..MOST_TRIES {
            match self.member.publish_headers(self.draft.upload, &headers, &batches, watch).await {
                Err(error) if error.is_refusal(ErrorCode::OldEpoch) => {
                    self.member.catch_up_cards().await?;
                    let wrapped = self.member.wrap_batches(keys)?;
                    batches = wrapped.iter().map(|wrapped| to_wire(&wrapped.batch, &wrapped.slots)).collect();
                }
                Err(error) if error.is_refusal(ErrorCode::Conflict) => {
                    self.member.read_index().await?;
                }
                other => return other,
            }
        }
        Err(FlowError::Untrustworthy("the record index"))
    }
}

impl<H: Host> Member<H> {
    /// Publishes headers with their batches on top of the index head that the vault keeps.
    pub(super) async fn publish_headers(
        &self,
        upload: crate::id::UploadId,
        headers: &[RecordHeader],
        batches: &[BatchWithSlots],
        watch: &impl UploadWatch,
    ) -> Result<(), FlowError> {
        let before = self.vault().index_head.clone();
        let moved = self.moved_records(headers);
        let (entries, after) = index_entries(&before, headers, &moved)?;
        let body = PublishRecords {
            upload,
            records: headers
                .iter()
                .map(|header| PublishedRecord {
                    record: header.fields.record,
                    version: header.fields.version,
                    portion: header.fields.portion,
                    header: header.object_hash(),
                })
                .collect(),
            batches: batches.iter().map(|batch| batch.batch.0.object_hash()).collect(),
            index_before: before,
            index_after: after.clone(),
        };
        self.act(self.account(), body, async |act| {
            let request = PublishRecordsRequest {
                act: Encoded(act),
                batches: batches.to_vec(),
                headers: headers.iter().cloned().map(Encoded).collect(),
                index: entries.iter().cloned().map(Encoded).collect(),
            };
            patiently(&self.host, watch, async || self.call::<PublishRecordsEndpoint>(&request).await).await
        })
        .await?;
        self.change_vault(|vault| vault.reach_index(&after)).await
    }

    /// A server that says it has published these must show each of them in the index: it may have lost or dropped some.
    async fn require_published(&self, headers: &[RecordHeader]) -> Result<(), FlowError> {
        let entries = self.read_index_entries().await?;
        let listed: BTreeSet<Hash> = entries.iter().map(|entry| entry.header).collect();
        let all = headers.iter().all(|header| listed.contains(&header.object_hash()));
        if all { Ok(()) } else { Err(FlowError::Untrustworthy("the record index")) }
    }

    /// The records among these whose last version stands in another portion.
    fn moved_records(&self, headers: &[RecordHeader]) -> BTreeSet<RecordId> {
        let listing = self.listing.borrow();
        let portion_of = |record: RecordId| -> Option<Portion> {
            let known = listing.as_ref()?.records.iter().find(|known| known.id() == record && !known.pending)?;
            Some(known.header.fields.portion)
        };
        let moved = |header: &&RecordHeader| {
            portion_of(header.fields.record).is_some_and(|portion| portion != header.fields.portion)
        };
        headers.iter().filter(moved).map(|header| header.fields.record).collect()
    }
}

fn index_entries(
    before: &IndexHead,
    headers: &[RecordHeader],
    moved: &BTreeSet<RecordId>,
) -> Result<(Vec<IndexEntry>, IndexHead), FlowError> {
    let mut head = before.clone();
    let mut entries = Vec::with_capacity(headers.len());
    for header in headers {
        let fields = &header.fields;
        let entry = IndexEntry {
            sequence: head.sequence.saturating_add(1),
            kind: if moved.contains(&fields.record) { IndexKind::Move } else { IndexKind::Put },
            record: fields.record,
            version: fields.version,
            portion: fields.portion,
            header: header.object_hash(),
        };
        head = extend_index(&head, &entry).ok_or(FlowError::Untrustworthy("the record index"))?;
        entries.push(entry);
    }
    Ok((entries, head))
}

/// The sealing of an upload's records, one after another.
struct Sealing<'a, H: Host, S> {
    member: &'a Member<H>,
    waiting: std::iter::Enumerate<std::vec::IntoIter<Outgoing<S>>>,
    current: Option<Current<H, S>>,
    held: BTreeSet<(RecordId, u32)>,
    headers: Vec<RecordHeader>,
}

/// The record that is being sealed.
struct Current<H: Host, S> {
    place: u32,
    record: Outgoing<S>,
    sealer: Sealer<<H::BodyCipher as BodyCipher>::Chunk>,
    index: u32,
}

impl<'a, H: Host, S: BodySource> Sealing<'a, H, S> {
    fn new(member: &'a Member<H>, outgoing: Vec<Outgoing<S>>, held: BTreeSet<(RecordId, u32)>) -> Self {
        let headers = Vec::with_capacity(outgoing.len());
        Self { member, waiting: outgoing.into_iter().enumerate(), current: None, held, headers }
    }

    /// The next chunks, one request of them; nothing when all records are sealed.
    async fn next_request(&mut self, watch: &impl UploadWatch) -> Result<Option<Request>, FlowError> {
        let most = watch.request_bytes();
        let mut frames = Encoder::with_capacity(most);
        let (mut noted, mut bytes) = (Vec::new(), 0);
        let mut length = 0;
        while length == 0 || length + HEAD + MOST_CHUNK <= most {
            if watch.is_cancelled() {
                return Err(FlowError::Cancelled);
            }
            let room = most.saturating_sub(length) / (HEAD + MOST_CHUNK);
            let sealed = self.next_chunks(room.clamp(1, TOGETHER)).await?;
            if sealed.is_empty() {
                break;
            }
            for (chunk, frame) in sealed {
                bytes += frame.bytes.len() as u64;
                // What the server holds was compared with the draft, and need not travel again.
                if !self.held.contains(&(frame.record, frame.index)) {
                    length += frame.bytes.len() + HEAD;
                    frame.write(&mut frames);
                }
                noted.push(chunk);
            }
        }
        Ok((!noted.is_empty()).then(|| Request { frames: frames.finish(), noted, bytes }))
    }

    /// Seals everything and sends nothing: the headers, with every drafted chunk compared.
    async fn seal_all(mut self, watch: &impl UploadWatch) -> Result<Vec<RecordHeader>, FlowError> {
        while !self.next_chunks(TOGETHER).await?.is_empty() {
            if watch.is_cancelled() {
                return Err(FlowError::Cancelled);
            }
        }
        Ok(self.headers)
    }

    /// At most so many of the next chunks, all of one record; none when all records are sealed.
    async fn next_chunks(&mut self, most: usize) -> Result<Vec<(DraftChunk, Frame)>, FlowError> {
        loop {
            let current = match &mut self.current {
                Some(current) => current,
                None => match self.waiting.next() {
                    Some((place, record)) => self.current.insert(begin(self.member, place, record).await?),
                    None => return Ok(Vec::new()),
                },
            };
            let sealed = current.seal_next(most).await?;
            if !sealed.is_empty() {
                return Ok(sealed);
            }
            if let Some(finished) = self.current.take() {
                self.headers.push(finished.sealer.finish(&self.member.vault().identity.signing_key)?);
            }
        }
    }
}

impl<H: Host, S: BodySource> Current<H, S> {
    /// At most so many of its next chunks; none after the last.
    async fn seal_next(&mut self, most: usize) -> Result<Vec<(DraftChunk, Frame)>, FlowError> {
        let mut plaintexts = Vec::new();
        while plaintexts.len() < most
            && let Some(plaintext) = self.record.body.next_chunk().await?
        {
            plaintexts.push(plaintext);
        }
        let mut chunks = Vec::with_capacity(plaintexts.len());
        for sealed in self.sealer.seal_chunks(plaintexts).await? {
            let index = self.index;
            self.index += 1;
            let drafted = self.record.drafted.get(index as usize).copied().flatten();
            if drafted.is_some_and(|drafted| drafted != sealed.hash) {
                return Err(FlowError::SourceChanged);
            }
            let fields = &self.record.fields;
            let frame = Frame { record: fields.record, version: fields.version, index, bytes: sealed.bytes };
            chunks.push((DraftChunk { record: self.place, index, hash: sealed.hash }, frame));
        }
        Ok(chunks)
    }
}

async fn begin<H: Host, S>(member: &Member<H>, place: usize, record: Outgoing<S>) -> Result<Current<H, S>, FlowError> {
    let sealer =
        Sealer::start(record.fields.clone(), &record.summary, &record.file_key, member.host.body_cipher()).await?;
    let place = u32::try_from(place).map_err(|_| FlowError::Invalid("Add fewer records at a time."))?;
    Ok(Current { place, record, sealer, index: 0 })
}

/// Calls until the server answers, or the person cancels.
async fn patiently<T>(
    host: &impl Host,
    watch: &impl UploadWatch,
    call: impl AsyncFn() -> Result<T, FlowError>,
) -> Result<T, FlowError> {
    let mut pause = 500;
    loop {
        match call().await {
            Err(FlowError::Away) if watch.is_patient() && host.may_come_back() => {
                watch.server_away(true);
                host.sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
                if watch.is_cancelled() {
                    return Err(FlowError::Cancelled);
                }
            }
            other => {
                watch.server_away(false);
                return other;
            }
        }
    }
}
