//! Appending to the outbox: one signed chain per patient, in the transaction of the change that it reports.

use sesemr_common::{
    id::Hash,
    sharing::{SrsEntry, SrsEntryFields, SrsEvent},
};

use super::{Srs, db};
use crate::{clock::UnixMs, db::Connection, error::Outcome};

/// Where Postgres announces new entries; the payload is the patient's id.
pub const OUTBOX_CHANNEL: &str = "sesemr_srs_outbox";

impl Srs {
    /// Appends to the chain of the opening's patient. The last thing a transaction does.
    pub(super) async fn append(
        &self,
        connection: &mut Connection,
        opening: &db::OpeningRow,
        event: SrsEvent,
        act: Hash,
        now: UnixMs,
    ) -> Outcome<SrsEntry> {
        db::lock_outbox(connection).await?;
        let (patient, opening) = (opening.patient.0, opening.id.0);
        let last = db::read_last_entry(connection, patient).await?;
        let (sequence, previous) =
            last.map_or((1, Hash::ZERO), |last| (last.fields.sequence.saturating_add(1), last.hash()));
        let fields = SrsEntryFields { patient, sequence, previous, event, opening, act, at: now.get() };
        let entry = SrsEntry::sign(fields, &self.signing_key);
        db::insert_entry(connection, &entry, OUTBOX_CHANNEL).await?;
        Ok(entry)
    }
}
