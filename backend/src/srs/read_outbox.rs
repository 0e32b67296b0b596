//! Reading the outbox: patients their own chain, past the SAS; and whoever carries entries to the SAS, everybody's.

use sesemr_common::{
    api::{
        ErrorCode,
        srs::{OutboxRow, ReadOutboxRequest, ReadOutboxResponse},
    },
    id::{AccountId, Bytes, Encoded},
    sharing::SrsEntry,
};

use super::{Srs, db, rules::is_fresh};
use crate::{
    clock::UnixMs,
    error::{Error, Outcome},
};

/// The most entries of one answer.
const MOST_ENTRIES: usize = 500;
/// The bytes of acts after which an answer ends.
const MOST_ACT_BYTES: usize = 4 << 20;

/// An entry on its way to the SAS.
#[derive(Clone, Debug)]
pub struct OutboxPosition {
    /// Its place among the entries of all patients; ascending, visible in order, with gaps.
    pub position: i64,
    /// The entry.
    pub entry: SrsEntry,
    /// The encoded act that it names, where somebody's act caused it.
    pub act: Option<Vec<u8>>,
}

/// At most `limit` entries of all patients after `after` (0 for the beginning), in the order of their positions.
///
/// # Errors
/// Where the database is away.
pub async fn read_outbox_after(srs: &Srs, after: i64, limit: i64) -> Outcome<Vec<OutboxPosition>> {
    let rows = db::read_entries_after(&mut *srs.pool.get().await?, after, limit).await?;
    Ok(rows.into_iter().map(OutboxPosition::from).collect())
}

/// At most `limit` entries of one patient after the sequence number `after` (0 for the beginning), in their order.
///
/// # Errors
/// Where the database is away.
pub async fn read_outbox_of(srs: &Srs, patient: AccountId, after: u64, limit: i64) -> Outcome<Vec<OutboxPosition>> {
    let rows = db::read_entries_of(&mut *srs.pool.get().await?, patient, after, limit).await?;
    Ok(rows.into_iter().map(OutboxPosition::from).collect())
}

impl From<db::OutboxRow> for OutboxPosition {
    fn from(row: db::OutboxRow) -> Self {
        Self { position: row.position, entry: row.entry.0, act: row.act }
    }
}

impl Srs {
    /// A patient's chain after what they know. Somebody who never had an opening has an empty one.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn read_outbox(&self, request: ReadOutboxRequest) -> Outcome<ReadOutboxResponse> {
        let Encoded(question) = request.request;
        let cards = db::read_key_cards(&mut *self.pool.get().await?, question.fields.patient).await?;
        let Some(current) = cards.last() else { return Ok(ReadOutboxResponse { entries: Vec::new(), more: false }) };
        question.verify(&current.fields.signing_key)?;
        if !is_fresh(UnixMs::new(question.fields.signed_at), self.clock.now()) {
            return Err(Error::refused(ErrorCode::Expired, "signed more than two minutes ago, or from now"));
        }
        // One more than is answered shows whether more follow.
        let limit = i64::try_from(MOST_ENTRIES).unwrap_or(i64::MAX).saturating_add(1);
        let found = read_outbox_of(self, question.fields.patient, question.fields.after, limit).await?;
        Ok(fill_answer(found))
    }
}

/// As many entries as one answer takes, the first in any case.
fn fill_answer(found: Vec<OutboxPosition>) -> ReadOutboxResponse {
    let total = found.len();
    let mut room = MOST_ACT_BYTES;
    let mut entries = Vec::new();
    for row in found.into_iter().take(MOST_ENTRIES) {
        let bytes = row.act.as_ref().map_or(0, Vec::len);
        if bytes > room && !entries.is_empty() {
            break;
        }
        room = room.saturating_sub(bytes);
        entries.push(OutboxRow { entry: Encoded(row.entry), act: row.act.map(Bytes) });
    }
    let more = entries.len() < total;
    ReadOutboxResponse { entries, more }
}
