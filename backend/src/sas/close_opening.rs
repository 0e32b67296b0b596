//! Openings end: by the clinician's signed receipt, or by the server, which signs one from its log.

use std::collections::BTreeSet;

use sesemr_common::{
    api::{CloseOpeningRequest, Done, EventKind, OpeningState},
    codec::Encode as _,
    id::{Encoded, Hash},
    sharing::{CloseOpening, EndReason, LogKind, ServerClosing, ServerClosingFields, SignedAct},
};

use super::{
    Sas,
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
            deleted_record, key_batch, key_slot,
            opening::{self, StoredOpening},
            opening_record, record_version,
        },
    },
    error::{Error, Outcome},
};

impl Sas {
    /// Takes the clinician's receipt.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn close_opening(&self, session: &Session, request: CloseOpeningRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        self.hear_of(act.body.opening).await?;
        self.perform(session, &act, async |connection, now| {
            let open = opening::find(connection, act.body.opening).await?;
            let open = open.filter(|open| (open.patient, open.clinician) == (act.header.patient, act.header.actor));
            let open = open.ok_or_else(|| Error::not_found("opening"))?;
            require_open(opening_state(&open, now))?;
            check_receipt(connection, &act, &open).await?;
            log::append(connection, Report::of_act(LogKind::OpeningClosed, &act), now).await?;
            finish(connection, &open, OpeningState::Closed, now).await
        })
        .await
    }

    /// Ends an unfinished opening without its clinician. What was open gets the server's own signed closing. The
    /// transaction has locked the patient's row.
    pub(super) async fn end_opening(
        &self,
        connection: &mut Connection,
        open: &StoredOpening,
        state: OpeningState,
        reason: EndReason,
        now: UnixMs,
    ) -> Outcome<()> {
        if open.state == OpeningState::Opened {
            let fields = ServerClosingFields {
                patient: open.patient,
                opening: open.id,
                opening_hash: open.act,
                opened: opening_record::read_released(connection, open.patient, open.id).await?,
                written: read_written(connection, open).await?,
                reason,
                closed_at: now.get(),
            };
            let closing = ServerClosing::sign(fields, &self.key.signing);
            let report = Report {
                object: closing.hash(),
                object_bytes: Some(closing.encode()),
                ..Report::of_server(LogKind::OpeningClosedByServer, open.patient)
            };
            log::append(connection, report, now).await?;
        }
        finish(connection, open, state, now).await
    }
}

/// Moves an opening to its last state, and lets go of what was kept for it alone.
async fn finish(connection: &mut Connection, open: &StoredOpening, state: OpeningState, now: UnixMs) -> Outcome<()> {
    opening::write_state(connection, open.patient, open.id, state, now).await?;
    key_slot::delete_unneeded(connection, open.patient).await?;
    key_batch::delete_empty(connection, open.patient).await?;
    tell_both(connection, [open.patient, open.clinician], EventKind::OpeningEnded, open.id.0).await
}

/// Header hashes of all that was written under an opening, also of what its patient has deleted since.
async fn read_written(connection: &mut Connection, open: &StoredOpening) -> Outcome<Vec<Hash>> {
    let mut written = record_version::read_written_under(connection, open.patient, open.id).await?;
    written.extend(deleted_record::read_written_under(connection, open.patient, open.id).await?);
    Ok(written)
}

/// A receipt lists all that was written and nothing that was not released or not written: what it leaves out the patient
/// would never take over. A browser that was reloaded in the middle no longer knows; it ends the opening at the SRS.
async fn check_receipt(
    connection: &mut Connection,
    act: &SignedAct<CloseOpening>,
    open: &StoredOpening,
) -> Outcome<()> {
    if act.body.opening_hash != open.act {
        return Err(Error::bad_field("opening_hash", "the receipt names another opening"));
    }
    let released = opening_record::read_released(connection, open.patient, open.id).await?;
    let written = read_written(connection, open).await?;
    if !act.body.opened.iter().all(|opened| released.contains(opened)) {
        return Err(Error::bad_field("opened", "the receipt lists what was not released"));
    }
    let listed: BTreeSet<&Hash> = act.body.written.iter().collect();
    if listed == written.iter().collect::<BTreeSet<_>>() {
        Ok(())
    } else {
        Err(Error::bad_field("written", "the receipt lists all that was written"))
    }
}
