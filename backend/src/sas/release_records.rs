//! Releasing sealed records to whoever opened an opening: each release signed, numbered and logged.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use actix_web::web::Bytes;
use futures_util::Stream;
use sesemr_common::{
    api::{
        ErrorCode, EventKind, ReadReleasedChunksRequest, ReleaseRecordsRequest, ReleaseRecordsResponse, ReleasedRecord,
    },
    codec::Encode as _,
    id::{BatchId, Encoded, RecordId},
    sharing::{LogKind, Opening, ReleaseRecords, SignedAct, TICKET_LIFE_MS, Ticket},
};

use super::{
    BodyId, Sas,
    chunk_stream::{While, stream_frames},
    courier::mark_opened,
    log::{self, Report},
    tell_both,
};
use crate::{
    access::{opening_state, require_open},
    auth::Session,
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            account_head, act as acts, chunk, deleted_record, key_batch, key_slot,
            opening::{self, StoredOpening},
            opening_record::{self, NamedRecord},
            record_version,
        },
        transaction::in_transaction,
    },
    error::{Error, Outcome},
};

/// The most records of one release.
const MOST_RECORDS: usize = 256;
/// How far the SRS's clock may run ahead.
const CLOCK_SKEW_MS: u64 = 60_000;

impl Sas {
    /// Releases headers, slots, batches and chunk hashes. The last release asked for again is answered again.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn release_records(
        &self,
        session: &Session,
        request: ReleaseRecordsRequest,
    ) -> Outcome<ReleaseRecordsResponse> {
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let (Encoded(release), Encoded(ticket)) = (request.release, request.ticket);
        ticket.verify(&self.srs_key().await?)?;
        let patient = find_for(&mut connection, session, &release).await?.patient;
        in_transaction(&mut connection, async |connection| {
            account_head::lock(connection, patient).await?;
            let mut open = find_for(connection, session, &release).await?;
            let act: SignedAct<Opening> = acts::read(connection, patient, open.act).await?;
            check_ticket(&ticket, &act, now)?;
            release.verify(&act.body.one_time_signing_key)?;
            // The ticket may be faster than the SRS's own report.
            mark_opened(connection, &mut open, now).await?;
            require_open(opening_state(&open, now))?;
            let named = opening_record::read_named(connection, patient, open.id, &release.fields.records).await?;
            let is_new = open.release != Some(release.hash());
            if is_new {
                require_next(&release, &ticket, &open, &named)?;
            }
            let answer = read_released(connection, &open, &release, &named).await?;
            if is_new {
                opening::write_release(connection, patient, open.id, &release, now).await?;
                let deleted: BTreeSet<RecordId> = answer.deleted.iter().map(|act| act.0.body.record).collect();
                let mut released = release.fields.records.clone();
                released.retain(|record| !deleted.contains(record));
                opening_record::mark_released(connection, patient, open.id, &released).await?;
                let report = Report {
                    actor: session.account,
                    device: session.device,
                    object: release.hash(),
                    object_bytes: Some(release.encode()),
                    ..Report::of_server(LogKind::RecordsReleased, patient)
                };
                log::append(connection, report, now).await?;
                tell_both(connection, [patient, session.account], EventKind::RecordsReleased, open.id.0).await?;
            }
            Ok(answer)
        })
        .await
    }

    /// Reads chunks of what was released; breaks off where the opening ends.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn read_released_chunks(
        self: Arc<Self>,
        session: &Session,
        request: ReadReleasedChunksRequest,
    ) -> Outcome<impl Stream<Item = Outcome<Bytes>> + use<>> {
        let bodies = {
            let mut connection = self.pool.get().await?;
            let open = opening::find(&mut connection, request.opening).await?;
            let open = open.filter(|open| open.clinician == session.account);
            let open = open.ok_or_else(|| Error::not_found("opening"))?;
            require_open(opening_state(&open, self.clock.now()))?;
            let ids: Vec<RecordId> = request.ranges.iter().map(|range| range.record).collect();
            let named = opening_record::read_named(&mut connection, open.patient, open.id, &ids).await?;
            let released: BTreeMap<RecordId, u32> =
                named.iter().filter(|it| it.released).map(|it| (it.record, it.version)).collect();
            if !request.ranges.iter().all(|range| released.get(&range.record) == Some(&range.version)) {
                return Err(Error::not_permitted("release a record before reading it"));
            }
            self.find_bodies(&mut connection, open.patient, &request.ranges).await?
        };
        Ok(stream_frames(self, bodies, While::Open(request.opening)))
    }
}

async fn find_for(connection: &mut Connection, session: &Session, release: &ReleaseRecords) -> Outcome<StoredOpening> {
    let open = opening::find(connection, release.fields.opening).await?;
    open.filter(|open| open.clinician == session.account).ok_or_else(|| Error::not_found("opening"))
}

/// A ticket for this opening and its clinician's key, of the epoch it was signed in, that has not lapsed.
fn check_ticket(ticket: &Ticket, act: &SignedAct<Opening>, now: UnixMs) -> Outcome<()> {
    let fields = &ticket.fields;
    if (fields.opening, fields.opening_hash, fields.clinician_key, fields.restore_epoch)
        != (act.body.opening, act.hash(), act.body.clinician_key, act.header.restore_epoch)
    {
        return Err(Error::bad_field("ticket", "the ticket is for another opening"));
    }
    if fields.expires_at <= now.get() {
        return Err(Error::refused(ErrorCode::Expired, "the ticket has lapsed: renew it"));
    }
    if fields.expires_at > now.get().saturating_add(TICKET_LIFE_MS + CLOCK_SKEW_MS) {
        return Err(Error::bad_field("ticket", "a ticket lives five minutes at most"));
    }
    Ok(())
}

/// The next release of this opening, of records that it names.
fn require_next(release: &ReleaseRecords, ticket: &Ticket, open: &StoredOpening, named: &[NamedRecord]) -> Outcome<()> {
    let fields = &release.fields;
    if (fields.opening_hash, fields.ticket) != (open.act, ticket.hash()) {
        return Err(Error::bad_field("release", "the release names another opening or ticket"));
    }
    let next = open.release_number.saturating_add(1);
    if fields.number != next {
        return Err(Error::wrong_counter(u64::from(next)));
    }
    if fields.records.is_empty() || fields.records.len() > MOST_RECORDS {
        return Err(Error::bad_field("records", format!("1 to {MOST_RECORDS} records at a time")));
    }
    if named.len() == fields.records.len() {
        Ok(())
    } else {
        Err(Error::not_permitted("the opening does not name all of these records, or one is asked for twice"))
    }
}

async fn read_released(
    connection: &mut Connection,
    open: &StoredOpening,
    release: &ReleaseRecords,
    named: &[NamedRecord],
) -> Outcome<ReleaseRecordsResponse> {
    let patient = open.patient;
    let named: BTreeMap<RecordId, &NamedRecord> = named.iter().map(|named| (named.record, named)).collect();
    let mut batches: Vec<BatchId> = named.values().map(|named| named.batch).collect();
    batches.sort_unstable();
    batches.dedup();
    let (mut records, mut deleted) = (Vec::with_capacity(named.len()), Vec::new());
    for record in &release.fields.records {
        let NamedRecord { version, batch, .. } = **named.get(record).ok_or_else(|| Error::not_found("record"))?;
        let stored = record_version::find(connection, patient, *record, version).await?;
        let Some(stored) = stored else {
            let receipt = deleted_record::find(connection, patient, *record).await?;
            let receipt = receipt.ok_or_else(|| Error::not_found("record"))?;
            deleted.push(Encoded(acts::read(connection, patient, receipt.fields.act).await?));
            continue;
        };
        let slot = key_slot::find(connection, patient, *record, version, batch).await?;
        let body = BodyId { patient, upload: stored.upload, record: *record, version };
        let hashes = chunk::read_hashes(connection, &body).await?;
        records.push(ReleasedRecord {
            header: stored.header.encode().into(),
            slot: Encoded(slot.ok_or_else(|| Error::not_found("slot"))?),
            chunk_hashes: hashes.into_iter().map(|(_, hash)| hash).collect(),
        });
    }
    let batches = key_batch::read(connection, patient, &batches).await?;
    Ok(ReleaseRecordsResponse { records, deleted, batches: batches.into_iter().map(Encoded).collect() })
}
