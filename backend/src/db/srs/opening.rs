//! Table `srs.opening`: how each opening stands. What is secret about it is in the neighbouring tables.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, QueryResult, Queryable,
    Selectable, SelectableHelper as _, pg::Pg,
};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    crypto::{VerifyingKey, opaque::RegistrationResponse},
    id::{AccountId, Hash, KeyId, OpeningId},
    sharing::EndReason,
};

use super::{Stored, Word};
use crate::{
    clock::UnixMs,
    db::Connection,
    schema_srs::opening,
    srs::rules::{Standing, State},
};

/// An opening as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = opening, check_for_backend(Pg))]
pub(crate) struct OpeningRow {
    pub(crate) id: Stored<OpeningId>,
    pub(crate) patient: Stored<AccountId>,
    pub(crate) clinician: Stored<AccountId>,
    pub(crate) clinician_key: Stored<KeyId>,
    pub(crate) clinician_signing_key: Option<Stored<VerifyingKey>>,
    pub(crate) grant_hash: Stored<Hash>,
    restore_epoch: i64,
    pub(crate) opaque_response: Stored<RegistrationResponse>,
    pub(crate) opening_hash: Option<Stored<Hash>>,
    pub(crate) one_time_signing_key: Option<Stored<VerifyingKey>>,
    expires_at: Option<i64>,
    state: Word<State>,
    end_reason: Option<Word<EndReason>>,
    lasts_until: Option<i64>,
    tickets: i64,
    ticket_expires_at: Option<i64>,
}

impl OpeningRow {
    /// How it stands for a server in the given restore epoch.
    pub(crate) fn standing(&self, restore_epoch: u32) -> Standing {
        Standing {
            state: self.state.0,
            end_reason: self.end_reason.map(|Word(reason)| reason),
            lasts_until: self.lasts_until.map(UnixMs::from_column),
            is_of_this_epoch: self.restore_epoch == i64::from(restore_epoch),
        }
    }

    /// The last moment that its patient gave it; nothing before activation.
    pub(crate) fn expires_at(&self) -> Option<UnixMs> {
        self.expires_at.map(UnixMs::from_column)
    }

    /// The number of the last ticket, 0 for none.
    pub(crate) fn tickets(&self) -> u32 {
        u32::try_from(self.tickets).unwrap_or(u32::MAX)
    }

    /// When the last ticket expires.
    pub(crate) fn ticket_expires_at(&self) -> Option<UnixMs> {
        self.ticket_expires_at.map(UnixMs::from_column)
    }
}

/// A new opening.
#[derive(Debug, Insertable)]
#[diesel(table_name = opening)]
pub(crate) struct Registration {
    pub(crate) id: Stored<OpeningId>,
    pub(crate) patient: Stored<AccountId>,
    pub(crate) clinician: Stored<AccountId>,
    pub(crate) clinician_key: Stored<KeyId>,
    pub(crate) grant_hash: Stored<Hash>,
    pub(crate) restore_epoch: i64,
    pub(crate) opaque_response: Stored<RegistrationResponse>,
    pub(crate) state: Word<State>,
    pub(crate) lasts_until: i64,
}

/// What activation adds.
#[derive(Debug, AsChangeset)]
#[diesel(table_name = opening)]
pub(crate) struct Activation {
    pub(crate) opening_hash: Stored<Hash>,
    pub(crate) one_time_signing_key: Stored<VerifyingKey>,
    pub(crate) expires_at: i64,
    pub(crate) state: Word<State>,
    pub(crate) lasts_until: i64,
}

/// Adds an opening; `false` where the id is taken.
pub(crate) async fn insert_opening(connection: &mut Connection, registration: &Registration) -> QueryResult<bool> {
    let inserted =
        diesel::insert_into(opening::table).values(registration).on_conflict_do_nothing().execute(connection).await?;
    Ok(inserted == 1)
}

/// An opening as it is this moment; it may change the next one.
pub(crate) async fn find_opening(connection: &mut Connection, id: OpeningId) -> QueryResult<Option<OpeningRow>> {
    opening::table.find(id.0).select(OpeningRow::as_select()).first(connection).await.optional()
}

/// An opening that nobody else changes before this transaction ends.
pub(crate) async fn lock_opening(connection: &mut Connection, id: OpeningId) -> QueryResult<Option<OpeningRow>> {
    opening::table.find(id.0).select(OpeningRow::as_select()).for_update().first(connection).await.optional()
}

/// The openings whose state has lasted its time, longest first.
pub(crate) async fn find_overdue_openings(
    connection: &mut Connection,
    now: UnixMs,
    limit: i64,
) -> QueryResult<Vec<OpeningId>> {
    let ids: Vec<Stored<OpeningId>> = opening::table
        .filter(opening::lasts_until.le(now.to_column()))
        .order(opening::lasts_until)
        .limit(limit)
        .select(opening::id)
        .load(connection)
        .await?;
    Ok(ids.into_iter().map(|Stored(id)| id).collect())
}

/// One of them, locked; nothing where another holds it or has ended it meanwhile.
pub(crate) async fn lock_overdue_opening(
    connection: &mut Connection,
    id: OpeningId,
    now: UnixMs,
) -> QueryResult<Option<OpeningRow>> {
    opening::table
        .find(id.0)
        .filter(opening::lasts_until.le(now.to_column()))
        .select(OpeningRow::as_select())
        .for_update()
        .skip_locked()
        .first(connection)
        .await
        .optional()
}

/// How many openings of a patient are neither failed nor ended.
pub(crate) async fn count_unfinished_openings(connection: &mut Connection, patient: AccountId) -> QueryResult<i64> {
    opening::table
        .filter(opening::patient.eq(patient.0))
        .filter(opening::lasts_until.is_not_null())
        .count()
        .get_result(connection)
        .await
}

/// The opening may be attempted from now on.
pub(crate) async fn mark_live(connection: &mut Connection, id: OpeningId, activation: &Activation) -> QueryResult<()> {
    diesel::update(opening::table.find(id.0)).set(activation).execute(connection).await.map(|_| ())
}

/// The opening's one attempt is being served, to the holder of `signing_key`.
pub(crate) async fn mark_attempted(
    connection: &mut Connection,
    id: OpeningId,
    signing_key: VerifyingKey,
    lasts_until: UnixMs,
) -> QueryResult<()> {
    diesel::update(opening::table.find(id.0))
        .set((
            opening::state.eq(Word(State::Attempted)),
            opening::clinician_signing_key.eq(Stored(signing_key)),
            opening::lasts_until.eq(lasts_until.to_column()),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// The code was right.
pub(crate) async fn mark_opened(
    connection: &mut Connection,
    id: OpeningId,
    lasts_until: UnixMs,
    ticket_expires_at: UnixMs,
) -> QueryResult<()> {
    diesel::update(opening::table.find(id.0))
        .set((
            opening::state.eq(Word(State::Opened)),
            opening::lasts_until.eq(lasts_until.to_column()),
            opening::tickets.eq(1),
            opening::ticket_expires_at.eq(ticket_expires_at.to_column()),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// One ticket more, and the opening lasts longer.
pub(crate) async fn count_ticket(
    connection: &mut Connection,
    id: OpeningId,
    number: u32,
    expires_at: UnixMs,
    lasts_until: UnixMs,
) -> QueryResult<()> {
    diesel::update(opening::table.find(id.0))
        .set((
            opening::tickets.eq(i64::from(number)),
            opening::ticket_expires_at.eq(expires_at.to_column()),
            opening::lasts_until.eq(lasts_until.to_column()),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// The code was wrong, or nobody confirmed.
pub(crate) async fn mark_failed(connection: &mut Connection, id: OpeningId) -> QueryResult<()> {
    diesel::update(opening::table.find(id.0))
        .set((opening::state.eq(Word(State::Failed)), opening::lasts_until.eq(None::<i64>)))
        .execute(connection)
        .await
        .map(|_| ())
}

/// The opening is over.
pub(crate) async fn mark_ended(connection: &mut Connection, id: OpeningId, reason: EndReason) -> QueryResult<()> {
    diesel::update(opening::table.find(id.0))
        .set((
            opening::state.eq(Word(State::Ended)),
            opening::end_reason.eq(Word(reason)),
            opening::lasts_until.eq(None::<i64>),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}
