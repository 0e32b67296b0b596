//! Carries the SRS's signed outbox into the patients' access logs, and what it says into the state of openings.
//!
//! One process at a time, by a lock on the cursor; the others find nothing left to do. In a process that plays both
//! servers a notification wakes the courier at once, otherwise it asks twice a second.

use std::{sync::Arc, time::Duration};

use sesemr_common::{
    api::{EventKind, OpeningState},
    codec::{Decode as _, Decoder, Encode as _},
    crypto::VerifyingKey,
    id::{AccountId, Encoded, Hash, OpeningId},
    sharing::{ActHeader, EndOpening, EndReason, LogKind, SignedAct, SrsEntry, SrsEvent},
};

use super::{
    OutboxRow, Sas,
    log::{self, Report},
    tell_both,
};
use crate::{
    access::is_unfinished,
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            account_head, key_grant,
            opening::{self, StoredOpening},
            outbox_cursor,
        },
        transaction::in_transaction,
    },
    error::Outcome,
};

/// Entries carried in one transaction.
const AT_ONCE: usize = 100;
/// How long to wait for a notification before asking.
const POLL: Duration = Duration::from_millis(500);

/// Carries until the process ends.
pub(crate) async fn carry_for_ever(sas: Arc<Sas>) {
    loop {
        match sas.carry_outbox().await {
            Ok(true) => {}
            Ok(false) => sas.hub.wait_for_outbox(POLL).await,
            Err(error) => {
                tracing::warn!(%error, "the SRS's outbox could not be carried over; trying again");
                tokio::time::sleep(POLL).await;
            }
        }
    }
}

impl Sas {
    /// Hears what the SRS has to say of an opening that is not known to be open: its clinician may be faster than the
    /// courier. Where the SRS is away, what is known stays.
    pub(super) async fn hear_of(&self, id: OpeningId) -> Outcome<()> {
        let open = opening::find(&mut *self.pool.get().await?, id).await?;
        if open.is_some_and(|open| matches!(open.state, OpeningState::Pending | OpeningState::Attempted)) {
            self.hear_srs().await;
        }
        Ok(())
    }

    /// Carries all there is; where the SRS is away, nothing.
    pub(super) async fn hear_srs(&self) {
        while let Ok(true) = self.carry_outbox().await {}
    }

    /// Carries some entries over; says whether there may be more.
    ///
    /// # Errors
    /// Where the database or the SRS is away.
    async fn carry_outbox(&self) -> Outcome<bool> {
        let key = self.srs_key().await?;
        let mut connection = self.pool.get().await?;
        let after = outbox_cursor::read(&mut connection).await?;
        let rows = self.srs.read_outbox(after, AT_ONCE, &key).await?;
        let Some(last) = rows.last().map(|row| row.position) else { return Ok(false) };
        let now = self.clock.now();
        in_transaction(&mut connection, async |connection| {
            let carried = outbox_cursor::lock(connection).await?;
            for row in rows.iter().filter(|row| row.position > carried) {
                carry(self, connection, row, &key, now).await?;
            }
            Ok(outbox_cursor::write(connection, last.max(carried)).await?)
        })
        .await?;
        Ok(rows.len() == AT_ONCE)
    }
}

/// Takes one entry over, where it is of a patient of this server and follows what was taken over before. One that does
/// not is left out, and the patient, who reads both, sees that.
async fn carry(
    sas: &Sas,
    connection: &mut Connection,
    row: &OutboxRow,
    srs: &VerifyingKey,
    now: UnixMs,
) -> Outcome<()> {
    let Encoded(entry) = &row.entry;
    let patient = entry.fields.patient;
    if !account_head::lock(connection, patient).await? {
        return Ok(());
    }
    let (sequence, previous) = account_head::read_outbox_head(connection, patient).await?;
    let follows = (sequence.checked_add(1), previous) == (Some(entry.fields.sequence), entry.fields.previous);
    if !follows || entry.verify(srs).is_err() {
        tracing::error!(position = row.position, "an entry of the SRS's outbox does not follow; left out");
        return Ok(());
    }
    account_head::write_outbox_head(connection, patient, entry.fields.sequence, entry.hash()).await?;
    log::append(connection, report(entry, row.act.as_ref().map(AsRef::as_ref)), now).await?;
    match opening::find(connection, entry.fields.opening).await?.filter(|open| open.patient == patient) {
        Some(mut open) => move_on(sas, connection, &mut open, row, now).await,
        None => Ok(()),
    }
}

fn report(entry: &SrsEntry, act: Option<&[u8]>) -> Report {
    let nothing = Report::of_server(LogKind::SrsReported, entry.fields.patient);
    let header = act.filter(|_| entry.fields.act != Hash::ZERO).and_then(read_header);
    Report {
        actor: header.as_ref().map_or(nothing.actor, |header| header.actor),
        device: header.as_ref().map_or(nothing.device, |header| header.device),
        object: entry.hash(),
        object_bytes: Some(entry.encode()),
        srs_act: act.map(<[u8]>::to_vec),
        ..nothing
    }
}

/// The header of an act of any kind.
fn read_header(act: &[u8]) -> Option<ActHeader> {
    let mut decoder = Decoder::new(act);
    decoder.version().ok()?;
    decoder.object().ok()
}

/// What the SRS says of an opening, as its state here.
async fn move_on(
    sas: &Sas,
    connection: &mut Connection,
    open: &mut StoredOpening,
    row: &OutboxRow,
    now: UnixMs,
) -> Outcome<()> {
    match row.entry.0.fields.event {
        SrsEvent::Attempted if open.state == OpeningState::Pending => {
            opening::write_state(connection, open.patient, open.id, OpeningState::Attempted, now).await?;
            tell(connection, open, EventKind::OpeningAttempted).await
        }
        SrsEvent::Opened => mark_opened(connection, open, now).await,
        SrsEvent::Failed if matches!(open.state, OpeningState::Pending | OpeningState::Attempted) => {
            sas.end_opening(connection, open, OpeningState::Failed, EndReason::Failed, now).await?;
            tell(connection, open, EventKind::OpeningFailed).await
        }
        SrsEvent::Ended => {
            opening::confirm_end(connection, open.patient, open.id).await?;
            if is_unfinished(open.state) {
                let (state, reason) = end_of(open.state, row);
                sas.end_opening(connection, open, state, reason, now).await?;
            }
            tell(connection, open, EventKind::EndConfirmed).await
        }
        SrsEvent::Registered | SrsEvent::Activated | SrsEvent::Attempted | SrsEvent::Failed => Ok(()),
    }
}

/// How an opening ends here that ended at the SRS first: either server alone stops it.
fn end_of(state: OpeningState, row: &OutboxRow) -> (OpeningState, EndReason) {
    let act = row.act.as_ref().and_then(|bytes| SignedAct::<EndOpening>::decode(&bytes.0).ok());
    match (act.map(|act| act.body.reason), state) {
        (Some(EndReason::TakenBack), _) => (OpeningState::TakenBack, EndReason::TakenBack),
        (reason, OpeningState::Opened) => (OpeningState::ClosedByServer, reason.unwrap_or(EndReason::Expired)),
        (reason, _) => (OpeningState::Expired, reason.unwrap_or(EndReason::Expired)),
    }
}

/// Marks an opening as open and counts it, once.
pub(super) async fn mark_opened(connection: &mut Connection, open: &mut StoredOpening, now: UnixMs) -> Outcome<()> {
    if !matches!(open.state, OpeningState::Pending | OpeningState::Attempted) {
        return Ok(());
    }
    opening::write_state(connection, open.patient, open.id, OpeningState::Opened, now).await?;
    key_grant::count_opening(connection, open.patient, open.grant).await?;
    (open.state, open.active_at) = (OpeningState::Opened, now);
    tell(connection, open, EventKind::OpeningOpened).await
}

async fn tell(connection: &mut Connection, open: &StoredOpening, kind: EventKind) -> Outcome<()> {
    let sides: [AccountId; 2] = [open.patient, open.clinician];
    tell_both(connection, sides, kind, open.id.0).await
}
