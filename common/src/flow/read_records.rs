//! Reading many small bodies at once: a thousand observations cost a handful of round trips.
//!
//! One at a time, large ones too: `read_record` and `read_opened_record`.

use std::borrow::Borrow;

use zeroize::Zeroizing;

use super::read_opened_record::LentChunks;
use super::read_record::{ChunkSource, OwnChunks};
use super::{FlowError, Host, LentRecord, Member, OwnRecord, Portal};
use crate::api::ChunkRange;
use crate::api::frame::Frame;
use crate::crypto::{FileKey, VerifyingKey};
use crate::envelope::{RecordHeader, chunk_hash, open_record};

/// Sealed bytes asked for at once.
const BYTES_AT_ONCE: u64 = 4 * 1024 * 1024;
/// Records asked for at once: reading so many at a time asks no more often than reading all.
pub const RECORDS_AT_ONCE: usize = 256;

/// The content of a record, or why it cannot be shown.
pub type Content = Result<Zeroizing<Vec<u8>>, FlowError>;

/// What opening a body takes.
struct Body<'a> {
    header: &'a RecordHeader,
    author_key: &'a VerifyingKey,
    file_key: &'a FileKey,
}

impl Body<'_> {
    fn is_small(&self) -> bool {
        self.header.fields.layout.count() == 1
    }
}

impl<H: Host> Member<H> {
    /// Reads the contents of one's own records that fit in a single chunk, in the order given; nothing for larger ones.
    ///
    /// # Errors
    /// Those of the server; what is wrong with a single record stands in its place.
    pub async fn read_records<R: Borrow<OwnRecord>>(&self, records: &[R]) -> Result<Vec<Option<Content>>, FlowError> {
        let bodies: Vec<Body<'_>> = records
            .iter()
            .map(Borrow::borrow)
            .map(|record| Body { header: &record.header, author_key: &record.author_key, file_key: &record.file_key })
            .collect();
        read_bodies(&self.host, &OwnChunks(self), &bodies).await
    }

    /// Reads the contents of lent records that fit in a single chunk, in the order given; nothing for larger ones.
    ///
    /// # Errors
    /// Those of the server; what is wrong with a single record stands in its place.
    pub async fn read_opened_records(
        &self,
        portal: &Portal,
        records: &[&LentRecord],
    ) -> Result<Vec<Option<Content>>, FlowError> {
        let bodies: Vec<Body<'_>> = records
            .iter()
            .map(|record| Body { header: &record.header, author_key: &record.author_key, file_key: &record.file_key })
            .collect();
        read_bodies(&self.host, &LentChunks { member: self, portal, hashes: &[] }, &bodies).await
    }
}

async fn read_bodies<H: Host>(
    host: &H,
    source: &impl ChunkSource,
    bodies: &[Body<'_>],
) -> Result<Vec<Option<Content>>, FlowError> {
    let mut contents = Vec::with_capacity(bodies.len());
    let mut rest = bodies;
    while !rest.is_empty() {
        let (some, after) = rest.split_at(length_at_once(rest));
        rest = after;
        let ranges: Vec<ChunkRange> = some.iter().filter(|body| body.is_small()).map(whole).collect();
        let mut frames = if ranges.is_empty() { Vec::new() } else { read_frames(source, ranges).await? }.into_iter();
        for body in some {
            contents.push(if body.is_small() { Some(open(host, body, frames.next()).await) } else { None });
        }
    }
    Ok(contents)
}

/// How many of the next bodies one request takes; at least one.
fn length_at_once(bodies: &[Body<'_>]) -> usize {
    let mut bytes = 0;
    let fits = |body: &&Body<'_>| {
        bytes += if body.is_small() { body.header.fields.layout.sealed_length() } else { 0 };
        bytes <= BYTES_AT_ONCE
    };
    bodies.iter().take(RECORDS_AT_ONCE).take_while(fits).count().max(1)
}

fn whole(body: &Body<'_>) -> ChunkRange {
    ChunkRange { record: body.header.fields.record, version: body.header.fields.version, from: 0, count: 1 }
}

async fn read_frames(source: &impl ChunkSource, ranges: Vec<ChunkRange>) -> Result<Vec<Frame>, FlowError> {
    let bytes = source.chunks(ranges).await?;
    Frame::read_all(&bytes).map_err(|_| FlowError::AlteredOrDamaged)
}

/// A frame in the wrong place has the wrong hash, so that it is altered like any other.
async fn open<H: Host>(host: &H, body: &Body<'_>, frame: Option<Frame>) -> Content {
    let frame = frame.ok_or(FlowError::AlteredOrDamaged)?;
    let hashes = vec![chunk_hash(&frame.bytes)];
    let opened =
        open_record(body.header, body.author_key, body.file_key, hashes, vec![frame.bytes], host.body_cipher()).await?;
    Ok(opened.content)
}
