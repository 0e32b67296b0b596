//! Reading one's own: records, batches, bodies, the index and the access log.

use std::{collections::BTreeMap, sync::Arc};

use actix_web::web::Bytes;
use futures_util::Stream;
use sesemr_common::{
    api::{
        AfterQuery, ChunkHashes, ErrorCode, LogRow, Page, PageQuery, ReadAccessLogResponse, ReadBatchesRequest,
        ReadBatchesResponse, ReadChunkHashesRequest, ReadChunkHashesResponse, ReadChunksRequest,
        ReadRecordIndexResponse, ReadRecordVersionsQuery, ReadRecordVersionsResponse, StoredRecord,
    },
    codec::Encode as _,
    envelope::KeyBatch,
    id::{BatchId, Encoded, Hash},
};

use super::{
    BodyId, Sas,
    chunk_stream::{While, stream_frames},
    delete_record::{find_version, missing},
    lists::{first_of_page, page_of},
};
use crate::{
    auth::Session,
    db::sas::{
        access_log, act as acts, chunk, key_batch, record_index,
        record_version::{self, ListedVersion},
    },
    error::{Error, Outcome},
};

/// The most index entries in one answer.
const MOST_INDEX_ENTRIES: usize = 5_000;
/// The most log entries, batches or chunk lists in one answer.
const MOST_ITEMS: usize = 500;

impl Sas {
    /// Lists the current version of every record.
    ///
    /// # Errors
    /// Where the cursor is not one of this server's; where the database is away.
    pub async fn list_records(&self, session: &Session, query: &PageQuery) -> Outcome<Page<StoredRecord>> {
        let (after, limit) = first_of_page(query)?;
        let mut connection = self.pool.get().await?;
        let listed = record_version::list_current(&mut connection, session.account, after, limit).await?;
        let rows = listed.into_iter().map(|listed| (listed.ordinal, to_wire(listed)));
        Ok(page_of(rows.collect(), limit))
    }

    /// Reads all versions of a record.
    ///
    /// # Errors
    /// Where it is not there, or was deleted; where the database is away.
    pub async fn read_record_versions(
        &self,
        session: &Session,
        query: ReadRecordVersionsQuery,
    ) -> Outcome<ReadRecordVersionsResponse> {
        let (patient, mut connection) = (session.account, self.pool.get().await?);
        let versions = record_version::read_all(&mut connection, patient, query.record).await?;
        if versions.is_empty() {
            return Err(missing(&mut connection, patient, query.record).await?);
        }
        Ok(ReadRecordVersionsResponse { versions: versions.into_iter().map(to_wire).collect() })
    }

    /// Reads the record index.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn read_record_index(&self, session: &Session, query: AfterQuery) -> Outcome<ReadRecordIndexResponse> {
        let mut connection = self.pool.get().await?;
        let limit = to_limit(MOST_INDEX_ENTRIES);
        let mut entries = record_index::read_after(&mut connection, session.account, query.after, limit).await?;
        let more = entries.len() > MOST_INDEX_ENTRIES;
        entries.truncate(MOST_INDEX_ENTRIES);
        Ok(ReadRecordIndexResponse { entries: entries.into_iter().map(Encoded).collect(), more })
    }

    /// Reads key batches, in the order asked.
    ///
    /// # Errors
    /// Where one is not there; where the database is away.
    pub async fn read_batches(&self, session: &Session, request: ReadBatchesRequest) -> Outcome<ReadBatchesResponse> {
        require_few(request.batches.len())?;
        let mut connection = self.pool.get().await?;
        let found = key_batch::read(&mut connection, session.account, &request.batches).await?;
        let found: BTreeMap<BatchId, KeyBatch> = found.into_iter().map(|batch| (batch.fields.batch, batch)).collect();
        let batches = request.batches.iter().map(|id| found.get(id).cloned().map(Encoded));
        let batches: Option<Vec<Encoded<KeyBatch>>> = batches.collect();
        Ok(ReadBatchesResponse { batches: batches.ok_or_else(|| Error::not_found("batch"))? })
    }

    /// Reads the chunk hashes of record versions, in the order asked.
    ///
    /// # Errors
    /// Where one is not there; where the database is away.
    pub async fn read_chunk_hashes(
        &self,
        session: &Session,
        request: ReadChunkHashesRequest,
    ) -> Outcome<ReadChunkHashesResponse> {
        require_few(request.records.len())?;
        let (patient, mut connection) = (session.account, self.pool.get().await?);
        let mut records = Vec::with_capacity(request.records.len());
        for asked in request.records {
            let version = find_version(&mut connection, patient, asked.record, asked.version).await?;
            let body = BodyId { patient, upload: version.upload, record: asked.record, version: asked.version };
            let hashes = chunk::read_hashes(&mut connection, &body).await?;
            records.push(ChunkHashes { hashes: hashes.into_iter().map(|(_, hash)| hash).collect() });
        }
        Ok(ReadChunkHashesResponse { records })
    }

    /// Reads chunks of record versions, in the order asked.
    ///
    /// # Errors
    /// Where one is not there; where the database is away.
    pub async fn read_chunks(
        self: Arc<Self>,
        session: &Session,
        request: ReadChunksRequest,
    ) -> Outcome<impl Stream<Item = Outcome<Bytes>> + use<>> {
        let bodies = {
            let mut connection = self.pool.get().await?;
            self.find_bodies(&mut connection, session.account, &request.ranges).await?
        };
        Ok(stream_frames(self, bodies, While::Always))
    }

    /// Reads the access log, each entry with the object it names.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn read_access_log(&self, session: &Session, query: AfterQuery) -> Outcome<ReadAccessLogResponse> {
        let (patient, mut connection) = (session.account, self.pool.get().await?);
        let limit = to_limit(MOST_ITEMS);
        let mut found = access_log::read_after(&mut connection, patient, query.after, limit).await?;
        let more = found.len() > MOST_ITEMS;
        found.truncate(MOST_ITEMS);
        let hashes: Vec<Hash> = found.iter().map(|row| row.entry.object).collect();
        let acts: BTreeMap<Hash, Vec<u8>> =
            acts::find_bytes(&mut connection, patient, &hashes).await?.into_iter().collect();
        let entries = found.into_iter().map(|row| LogRow {
            object: row.object.or_else(|| acts.get(&row.entry.object).cloned()).map(Into::into),
            act: row.srs_act.map(Into::into),
            entry: Encoded(row.entry),
        });
        Ok(ReadAccessLogResponse { entries: entries.collect(), more })
    }
}

fn to_wire(listed: ListedVersion) -> StoredRecord {
    StoredRecord { header: listed.header.encode().into(), slot: Encoded(listed.slot), pending: listed.pending }
}

/// One more than fits, to know whether more follow.
fn to_limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX - 1) + 1
}

fn require_few(count: usize) -> Outcome<()> {
    if count <= MOST_ITEMS {
        Ok(())
    } else {
        Err(Error::refused(ErrorCode::TooLarge, format!("at most {MOST_ITEMS} at a time")))
    }
}
