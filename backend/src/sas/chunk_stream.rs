//! Sealed chunks as a stream of frames, a megabyte at a time, so that a large body never lies in memory whole.

use std::{collections::VecDeque, sync::Arc};

use actix_web::web::Bytes;
use futures_util::{Stream, stream};
use sesemr_common::{
    api::{ChunkRange, ErrorCode, frame::Frame, frame::MOST_CHUNK},
    codec::Encoder,
    id::{AccountId, OpeningId},
};

use super::{BodyId, Sas, delete_record::find_version};
use crate::{
    access::{opening_state, require_open},
    db::{Connection, sas::opening},
    error::{Error, Outcome},
};

/// Chunks read at a time.
const AT_ONCE: u32 = 4;
/// The most chunks that one request may ask for: 64 MiB.
const MOST_CHUNKS: u64 = 256;

/// Consecutive chunks of a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyRange {
    body: BodyId,
    from: u32,
    count: u32,
}

/// What has to be open still whenever more is sent.
#[derive(Clone, Copy, Debug)]
pub(super) enum While {
    /// One's own records: nothing.
    Always,
    /// The opening they were released under.
    Open(OpeningId),
}

impl Sas {
    /// The bodies behind ranges of a patient's published record versions.
    pub(super) async fn find_bodies(
        &self,
        connection: &mut Connection,
        patient: AccountId,
        ranges: &[ChunkRange],
    ) -> Outcome<VecDeque<BodyRange>> {
        let chunks: u64 = ranges.iter().map(|range| u64::from(range.count)).sum();
        if chunks > MOST_CHUNKS {
            let detail = format!("a request reads at most {MOST_CHUNKS} chunks of {MOST_CHUNK} bytes");
            return Err(Error::refused(ErrorCode::TooLarge, detail));
        }
        let mut bodies = VecDeque::with_capacity(ranges.len());
        for range in ranges {
            let version = find_version(connection, patient, range.record, range.version).await?;
            let end = range.from.checked_add(range.count);
            if end.is_none_or(|end| end > version.header.fields.layout.count()) {
                return Err(Error::bad_field("ranges", "a range goes beyond its record"));
            }
            let body = BodyId { patient, upload: version.upload, record: range.record, version: range.version };
            bodies.push_back(BodyRange { body, from: range.from, count: range.count });
        }
        Ok(bodies)
    }
}

/// The frames of `ranges`, in order. The stream breaks off, mid-answer, where `condition` stops to hold.
pub(super) fn stream_frames(
    sas: Arc<Sas>,
    ranges: VecDeque<BodyRange>,
    condition: While,
) -> impl Stream<Item = Outcome<Bytes>> + use<> {
    stream::try_unfold((sas, ranges, condition), async |(sas, mut ranges, condition)| {
        let Some(range) = ranges.pop_front() else { return Ok(None) };
        let count = range.count.min(AT_ONCE);
        if range.count > count {
            ranges.push_front(BodyRange { from: range.from + count, count: range.count - count, ..range });
        }
        let bytes = read_frames(&sas, &range.body, range.from, count, condition).await?;
        Ok(Some((bytes, (sas, ranges, condition))))
    })
}

async fn read_frames(sas: &Sas, body: &BodyId, from: u32, count: u32, condition: While) -> Outcome<Bytes> {
    let mut connection = sas.pool.get().await?;
    if let While::Open(id) = condition {
        let open = opening::find(&mut connection, id).await?.ok_or_else(|| Error::not_found("opening"))?;
        let now = sas.clock.now();
        require_open(opening_state(&open, now))?;
        opening::touch(&mut connection, open.patient, id, now).await?;
    }
    let mut encoder = Encoder::default();
    let mut found = 0;
    for (index, bytes) in sas.envelopes.read(&mut connection, body, from, count).await? {
        Frame { record: body.record, version: body.version, index, bytes }.write(&mut encoder);
        found += 1;
    }
    if found == count {
        Ok(Bytes::from(encoder.finish()))
    } else {
        Err(Error::internal(format!("chunks of record {} are missing", body.record)))
    }
}
