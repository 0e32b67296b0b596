//! Taking what clinicians wrote into one's own index: checked against the opening that permitted it and the log that bears
//! it out, and re-wrapped into a batch of one's own.

use std::rc::Rc;

use super::wrap_batches::{Keyed, to_wire};
use super::{CheckedLog, CheckedOpening, FlowError, Host, Listing, LogObject, Member, OwnRecord, UploadWatch};
use crate::crypto::ProtocolObject;
use crate::envelope::Authority;
use crate::id::{Hash, RecordId, UploadId};
use crate::sharing::SrsEvent;

/// Nobody watches: adopting is a matter of one small request, and another time will do.
struct Unwatched;

impl UploadWatch for Unwatched {
    fn stored(&self, _bytes: u64, _of: u64) {}
    fn server_away(&self, _away: bool) {}
    fn is_cancelled(&self) -> bool {
        false
    }
    fn is_patient(&self) -> bool {
        false
    }
}

impl<H: Host> Member<H> {
    /// Adopts every pending record that a clinician wrote under an opening of this person's that allowed it. One that
    /// does not check out stays pending and is never taken over.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn adopt_prescriptions(&self) -> Result<Vec<RecordId>, FlowError> {
        let listing = self.list_records().await?;
        let pending: Vec<Rc<OwnRecord>> = listing.records.iter().filter(|record| record.pending).cloned().collect();
        if pending.is_empty() {
            return Ok(Vec::new());
        }
        let openings = self.list_openings().await?;
        let log = self.read_access_log().await?;
        if log.problem.is_some() {
            return Ok(Vec::new());
        }
        if !log.compared {
            return Err(FlowError::Away);
        }
        let accepted: Vec<Rc<OwnRecord>> = pending
            .into_iter()
            .filter(|record| {
                let permitted = |opening: &CheckedOpening| {
                    self.permits(opening, record, &listing) && bears_out(&log, opening, record, &listing)
                };
                openings.iter().any(permitted)
            })
            .collect();
        for record in &accepted {
            let fields = &record.header.fields;
            let key =
                Keyed { portion: fields.portion, binding: record.header.binding(), file_key: record.file_key.clone() };
            let wrapped = self.wrap_batches(&[key])?;
            let batches: Vec<_> = wrapped.iter().map(|wrapped| to_wire(&wrapped.batch, &wrapped.slots)).collect();
            // Nothing is uploaded: the server holds header and chunks already.
            let upload = UploadId(super::credentials::make_id(self.host.now()));
            self.publish_headers(upload, core::slice::from_ref(&record.header), &batches, &Unwatched).await?;
        }
        self.forget_listing();
        Ok(accepted.iter().map(|record| record.id()).collect())
    }

    /// Whether this opening permitted this record: it allowed writing in this portion under the card that the batch names,
    /// and the author is the clinician it was for.
    fn permits(&self, opening: &CheckedOpening, record: &OwnRecord, listing: &Listing) -> bool {
        let fields = &record.header.fields;
        let body = &opening.act.body;
        let batch = listing.batches.get(&record.slot.batch);
        opening.act.header.actor == self.account()
            && fields.authority == Authority::Opening(opening.act.hash())
            && (fields.author, fields.author_key) == (body.clinician, body.clinician_key)
            && (fields.version, fields.previous) == (1, Hash::ZERO)
            && batch.is_some_and(|batch| {
                let card = &batch.fields.card;
                batch.slot_count == 1
                    && batch.fields.authority == fields.authority
                    && (batch.fields.writer, batch.fields.writer_key) == (fields.author, fields.author_key)
                    && body.write_back.iter().any(|named| named.portion == fields.portion && named.card == *card)
            })
    }
}

/// Whether the access log bears a record out: written down while its opening lived and, once that ended, listed in its
/// receipt. Only entries that check out count.
fn bears_out(log: &CheckedLog, opening: &CheckedOpening, record: &OwnRecord, listing: &Listing) -> bool {
    let body = &opening.act.body;
    let header = record.header.object_hash();
    let batch = listing.batches.get(&record.slot.batch).map(ProtocolObject::object_hash);
    let (mut opened, mut ended, mut logged, mut receipt) = (false, false, false, None);
    for checked in log.entries.iter().filter(|checked| checked.verdict.is_ok()) {
        let by_clinician = checked.entry.actor == body.clinician;
        match &checked.object {
            LogObject::Srs(entry) if entry.fields.opening == body.opening => {
                opened |= entry.fields.event == SrsEvent::Opened;
                ended |= matches!(entry.fields.event, SrsEvent::Failed | SrsEvent::Ended);
            }
            // The SAS takes a release with a ticket of the SRS alone, and may log it before it hears that the SRS opened.
            LogObject::ReleaseRecords(release) if release.fields.opening == body.opening => opened = true,
            LogObject::TakeBackGrant(act) if act.grant == body.grant => ended = true,
            LogObject::CloseOpening(act) if act.opening == body.opening && by_clinician => {
                (ended, receipt) = (true, Some(&act.written));
            }
            LogObject::ServerClosing(closing) if closing.fields.opening == body.opening => {
                (ended, receipt) = (true, Some(&closing.fields.written));
            }
            LogObject::WritePrescription(act) if act.opening == body.opening && by_clinician => {
                let lives = opened && !ended && checked.entry.at <= body.expires_at;
                logged |= lives && (act.header, Some(act.batch)) == (header, batch);
            }
            _ => {}
        }
    }
    let has_ended = ended || opening.has_ended();
    logged && receipt.map_or(!has_ended, |written| written.contains(&header))
}
