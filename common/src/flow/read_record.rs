//! Reading the body of one's own record, chunk by chunk.

use super::{FlowError, Host, Member, OwnRecord};
use crate::api::frame::Frame;
use crate::api::{
    ChunkRange, ReadChunkHashesEndpoint, ReadChunkHashesRequest, ReadChunksEndpoint, ReadChunksRequest, RecordVersion,
};
use crate::crypto::{FileKey, VerifyingKey};
use crate::envelope::{Opener, RecordHeader, chunk_hash};
use crate::id::Hash;

/// Chunks asked for at once: 4 MiB.
pub(super) const CHUNKS_AT_ONCE: u32 = 16;

/// How many of them are opened together: enough to keep a browser's threads busy, and few megabytes.
const TOGETHER: usize = 8;

/// Where chunks come from: one's own records, or what was released under an opening.
pub(super) trait ChunkSource {
    /// The hashes of all chunks of a record.
    async fn chunk_hashes(&self, header: &RecordHeader) -> Result<Vec<Hash>, FlowError>;
    /// Some chunks, as frames.
    async fn chunks(&self, ranges: Vec<ChunkRange>) -> Result<Vec<u8>, FlowError>;
}

/// A member reading their own records.
pub(super) struct OwnChunks<'a, H>(pub(super) &'a Member<H>);

impl<H: Host> OwnChunks<'_, H> {
    /// All chunks of a record as they are stored. Nothing of them is checked.
    pub(super) async fn sealed_body(&self, header: &RecordHeader) -> Result<Vec<Vec<u8>>, FlowError> {
        let count = header.fields.layout.count();
        let mut chunks = Vec::new();
        let mut from = 0;
        while from < count {
            let some = CHUNKS_AT_ONCE.min(count - from);
            chunks.extend(fetch_frames(self, header, from, some).await?.into_iter().map(|frame| frame.bytes));
            from += some;
        }
        Ok(chunks)
    }
}

impl<H: Host> ChunkSource for OwnChunks<'_, H> {
    async fn chunk_hashes(&self, header: &RecordHeader) -> Result<Vec<Hash>, FlowError> {
        let record = RecordVersion { record: header.fields.record, version: header.fields.version };
        let request = ReadChunkHashesRequest { records: vec![record] };
        let response = self.0.call::<ReadChunkHashesEndpoint>(&request).await?;
        response.records.into_iter().next().map(|record| record.hashes).ok_or(FlowError::AlteredOrDamaged)
    }

    async fn chunks(&self, ranges: Vec<ChunkRange>) -> Result<Vec<u8>, FlowError> {
        let token = self.0.token().await?;
        let request = ReadChunksRequest { ranges };
        Ok(self.0.host.fetch_bytes::<ReadChunksEndpoint>(&request, Some(&token)).await?)
    }
}

impl<H: Host> Member<H> {
    /// Reads a record's content, giving it piece by piece to `take`. A piece is given once its hash and tag verify.
    ///
    /// # Errors
    /// [`FlowError::AlteredOrDamaged`]; what `take` answers; those of the server.
    pub async fn read_record(
        &self,
        record: &OwnRecord,
        take: impl AsyncFnMut(&[u8]) -> Result<(), FlowError>,
    ) -> Result<(), FlowError> {
        read_body(&self.host, &OwnChunks(self), &record.header, &record.author_key, &record.file_key, take).await
    }
}

/// Reads a body from wherever its chunks come.
pub(super) async fn read_body<H: Host>(
    host: &H,
    source: &impl ChunkSource,
    header: &RecordHeader,
    author_key: &VerifyingKey,
    file_key: &FileKey,
    mut take: impl AsyncFnMut(&[u8]) -> Result<(), FlowError>,
) -> Result<(), FlowError> {
    let count = header.fields.layout.count();
    let mut ahead = None;
    // A single chunk's hash is the body's: no need to ask for a list of one.
    let hashes = if count == 1 {
        let frames = fetch_frames(source, header, 0, 1).await?;
        let hashes = frames.iter().map(|frame| chunk_hash(&frame.bytes)).collect();
        ahead = Some(frames);
        hashes
    } else {
        source.chunk_hashes(header).await?
    };
    let mut opener = Opener::start(header, author_key, file_key, hashes, host.body_cipher()).await?;
    let mut from = 0;
    while from < count {
        let some = CHUNKS_AT_ONCE.min(count - from);
        let frames = match ahead.take() {
            Some(frames) => frames,
            None => fetch_frames(source, header, from, some).await?,
        };
        let mut sealed = frames.into_iter().map(|frame| frame.bytes).peekable();
        while sealed.peek().is_some() {
            for piece in opener.open_chunks(sealed.by_ref().take(TOGETHER).collect()).await? {
                take(&piece).await?;
            }
        }
        from += some;
    }
    opener.finish()?;
    Ok(())
}

async fn fetch_frames(
    source: &impl ChunkSource,
    header: &RecordHeader,
    from: u32,
    count: u32,
) -> Result<Vec<Frame>, FlowError> {
    let (record, version) = (header.fields.record, header.fields.version);
    let bytes = source.chunks(vec![ChunkRange { record, version, from, count }]).await?;
    let frames = Frame::read_all(&bytes).map_err(|_| FlowError::AlteredOrDamaged)?;
    let fits = u32::try_from(frames.len()) == Ok(count)
        && frames
            .iter()
            .zip(from..)
            .all(|(frame, index)| (frame.record, frame.version, frame.index) == (record, version, index));
    if fits { Ok(frames) } else { Err(FlowError::AlteredOrDamaged) }
}
