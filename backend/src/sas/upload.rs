//! Uploading sealed chunks. Nothing of an upload is listed before it is published; an interrupted one goes on where it
//! stopped.

use std::collections::{BTreeMap, BTreeSet};

use sesemr_common::{
    api::{
        Done, ErrorCode, StartUploadRequest, UploadRecord, UploadState, UploadedRecord, frame::Frame, frame::MOST_CHUNK,
    },
    envelope::chunk_hash,
    id::{AccountId, Hash, RecordId, UploadId},
    sharing::{Opening, SignedAct},
};

use super::{BodyId, Sas};
use crate::{
    access::{opening_state, require_open},
    auth::Session,
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            account_head, act as acts, chunk, deleted_record, opening,
            upload::{self, Upload},
        },
        transaction::in_transaction,
    },
    error::{Error, Outcome},
};

/// The most record versions in one upload.
const MOST_RECORDS: usize = 10_000;
/// The bytes of every chunk but the last, tag included.
const FULL_CHUNK: u64 = MOST_CHUNK as u64;
/// The least bytes of a chunk: one byte and a tag.
const LEAST_CHUNK: u64 = 17;
/// The most bytes that a clinician may write at once.
const MOST_WRITTEN: u64 = 16 << 20;

impl Sas {
    /// Announces an upload, or tells where it stands. Under an opening, it takes the place of one that was not finished.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn start_upload(&self, session: &Session, request: StartUploadRequest) -> Outcome<UploadState> {
        self.check_announcement(&request)?;
        if let Some(opening) = request.opening {
            self.hear_of(opening).await?;
        }
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let new = Upload {
            id: request.upload,
            patient: request.patient,
            author: session.account,
            opening: request.opening,
            published: false,
        };
        in_transaction(&mut connection, async |connection| {
            if !account_head::lock(connection, new.patient).await? {
                return Err(Error::not_found("patient"));
            }
            let ids: Vec<RecordId> = request.records.iter().map(|record| record.record).collect();
            let deleted = deleted_record::read_among(connection, new.patient, &ids).await?;
            if let Some(known) = upload::find(connection, new.id).await? {
                // What was deleted since is not awaited any more.
                let mut announced = request.records;
                announced.retain(|record| !deleted.contains(&record.record));
                if (Upload { published: new.published, ..known }) != new
                    || upload::read_records(connection, &known).await? != announced
                {
                    return Err(Error::refused(ErrorCode::Conflict, "an upload with this id exists"));
                }
                return read_state(connection, &known).await;
            }
            if !deleted.is_empty() {
                return Err(Error::refused(ErrorCode::Deleted, "a record that was deleted gets no further version"));
            }
            require_right(connection, session, &new, &request.records, now).await?;
            if let Some(opening) = new.opening {
                for before in upload::find_unpublished_of_opening(connection, new.patient, opening).await? {
                    self.drop_upload(connection, new.patient, before).await?;
                }
            }
            let bytes = request.records.iter().fold(0_u64, |sum, record| sum.saturating_add(record.bytes));
            if !account_head::take_bytes(connection, new.patient, bytes, self.limits.quota).await? {
                let detail = format!("a patient may store {} bytes", self.limits.quota);
                return Err(Error::refused(ErrorCode::QuotaFull, detail));
            }
            if !upload::insert(connection, &new, &request.records, now).await? {
                return Err(Error::refused(ErrorCode::Conflict, "an upload with this id exists"));
            }
            read_state(connection, &new).await
        })
        .await
    }

    /// Tells where an upload stands.
    ///
    /// # Errors
    /// Where there is no such upload of the session's; where the database is away.
    pub async fn read_upload(&self, session: &Session, id: UploadId) -> Outcome<UploadState> {
        let mut connection = self.pool.get().await?;
        let known = find_own(&mut connection, session, id).await?;
        read_state(&mut connection, &known).await
    }

    /// Stores chunks. The same chunk again is fine, another one in its place is not.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn put_chunks(&self, session: &Session, id: UploadId, frames: Vec<Frame>) -> Outcome<Done> {
        let mut connection = self.pool.get().await?;
        let known = find_own(&mut connection, session, id).await?;
        let announced: BTreeMap<(RecordId, u32), UploadRecord> = upload::read_records(&mut connection, &known)
            .await?
            .into_iter()
            .map(|record| ((record.record, record.version), record))
            .collect();
        let mut bodies: BTreeMap<(RecordId, u32), Vec<&Frame>> = BTreeMap::new();
        for frame in &frames {
            let key = (frame.record, frame.version);
            check_frame(frame, announced.get(&key))?;
            bodies.entry(key).or_default().push(frame);
        }
        in_transaction(&mut connection, async |connection| {
            let known = upload::find_held(connection, id).await?.ok_or_else(|| Error::not_found("upload"))?;
            for ((record, version), frames) in &bodies {
                let body = BodyId { patient: known.patient, upload: id, record: *record, version: *version };
                self.put_body(connection, &body, frames, known.published).await?;
            }
            Ok(Done {})
        })
        .await
    }

    /// Forgets an upload that was never published, and what it reserved. The transaction has locked the patient's row.
    pub(super) async fn drop_upload(
        &self,
        connection: &mut Connection,
        patient: AccountId,
        id: UploadId,
    ) -> Outcome<()> {
        if !upload::lock_unpublished(connection, id).await? {
            return Ok(());
        }
        self.envelopes.delete_upload(connection, patient, id).await?;
        chunk::delete_upload(connection, patient, id).await?;
        let bytes = upload::delete(connection, patient, id).await?;
        Ok(account_head::return_bytes(connection, patient, bytes).await?)
    }

    async fn put_body(
        &self,
        connection: &mut Connection,
        body: &BodyId,
        frames: &[&Frame],
        is_published: bool,
    ) -> Outcome<()> {
        let chunks: Vec<(u32, Hash)> = frames.iter().map(|frame| (frame.index, chunk_hash(&frame.bytes))).collect();
        let held = if is_published {
            chunks.iter().map(|(index, _)| *index).collect()
        } else {
            chunk::insert(connection, body, &chunks).await?
        };
        for (index, hash) in &chunks {
            if held.contains(index) && chunk::find_hash(connection, body, *index).await? != Some(*hash) {
                return Err(Error::refused(ErrorCode::Conflict, "another chunk is at this place"));
            }
        }
        let new: Vec<(u32, &[u8])> = frames
            .iter()
            .filter(|frame| !held.contains(&frame.index))
            .map(|frame| (frame.index, frame.bytes.as_slice()))
            .collect();
        if new.is_empty() { Ok(()) } else { self.envelopes.put(connection, body, &new).await }
    }

    fn check_announcement(&self, request: &StartUploadRequest) -> Outcome<()> {
        if request.records.len() > MOST_RECORDS {
            return Err(Error::refused(ErrorCode::TooLarge, format!("an upload takes {MOST_RECORDS} records")));
        }
        let mut seen = BTreeSet::new();
        for record in &request.records {
            if !seen.insert((record.record, record.version)) {
                return Err(Error::bad_field("records", "a record version is announced once"));
            }
            let before_last = u64::from(record.chunks.saturating_sub(1)).saturating_mul(FULL_CHUNK);
            let last = record.bytes.saturating_sub(before_last);
            if record.version == 0 || record.chunks == 0 || !(LEAST_CHUNK..=FULL_CHUNK).contains(&last) {
                return Err(Error::bad_field("records", "chunks and bytes of a record do not fit together"));
            }
            if record.bytes > self.limits.record_limit {
                let detail = format!("a record takes at most {} bytes", self.limits.record_limit);
                return Err(Error::refused(ErrorCode::TooLarge, detail));
            }
        }
        Ok(())
    }
}

/// The upload of this id, where the session's account began it.
pub(super) async fn find_own(connection: &mut Connection, session: &Session, id: UploadId) -> Outcome<Upload> {
    let known = upload::find(connection, id).await?;
    known.filter(|known| known.author == session.account).ok_or_else(|| Error::not_found("upload"))
}

/// A patient uploads their own records; a clinician one record, under an open opening that allows writing.
async fn require_right(
    connection: &mut Connection,
    session: &Session,
    new: &Upload,
    records: &[UploadRecord],
    now: UnixMs,
) -> Outcome<()> {
    let Some(id) = new.opening else {
        return if new.patient == session.account {
            Ok(())
        } else {
            Err(Error::not_permitted("only an opening permits to write into another's records"))
        };
    };
    let open = opening::find(connection, id).await?;
    let open = open.filter(|open| (open.patient, open.clinician) == (new.patient, session.account));
    let open = open.ok_or_else(|| Error::not_found("opening"))?;
    require_open(opening_state(&open, now))?;
    let act: SignedAct<Opening> = acts::read(connection, new.patient, open.act).await?;
    if act.body.write_back.is_empty() {
        return Err(Error::not_permitted("the opening does not allow to write"));
    }
    match records {
        [record] if record.version == 1 && record.bytes <= MOST_WRITTEN => Ok(()),
        _ => Err(Error::bad_field("records", "under an opening one new record of 16 MiB at most is written at a time")),
    }
}

fn check_frame(frame: &Frame, announced: Option<&UploadRecord>) -> Outcome<()> {
    let announced = announced.ok_or_else(|| Error::bad_field("record", "the upload did not announce this record"))?;
    let last = announced.chunks.saturating_sub(1);
    let expected = if frame.index == last {
        announced.bytes.saturating_sub(u64::from(last).saturating_mul(FULL_CHUNK))
    } else {
        FULL_CHUNK
    };
    if frame.index > last || u64::try_from(frame.bytes.len()) != Ok(expected) {
        return Err(Error::bad_field("chunk", "a chunk is not of the place or the length announced"));
    }
    Ok(())
}

async fn read_state(connection: &mut Connection, known: &Upload) -> Outcome<UploadState> {
    let mut held: BTreeMap<(RecordId, u32), Vec<u32>> = BTreeMap::new();
    for (record, version, index, _) in chunk::read_hashes_of_upload(connection, known.patient, known.id).await? {
        held.entry((record, version)).or_default().push(index);
    }
    let records = upload::read_records(connection, known).await?;
    let records = records.into_iter().map(|UploadRecord { record, version, .. }| UploadedRecord {
        record,
        version,
        held: held.remove(&(record, version)).unwrap_or_default(),
    });
    Ok(UploadState { records: records.collect(), published: known.published })
}
