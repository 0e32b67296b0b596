//! Table `sas.opening`: random keys and what came of them. What they may open is in [`super::opening_record`].

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult,
    dsl::{Eq, Filter, Select},
};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    api::OpeningState,
    id::{AccountId, GrantId, Hash, OpeningId},
    sharing::{Opening, ReleaseRecords, SealedMessage, SignedAct},
};
use uuid::Uuid;

use crate::{
    clock::UnixMs,
    db::{
        Connection,
        column::{Stored, Word},
    },
    schema::opening,
};

/// An opening.
#[derive(Clone, Debug)]
pub(crate) struct StoredOpening {
    pub(crate) ordinal: i64,
    pub(crate) id: OpeningId,
    pub(crate) patient: AccountId,
    pub(crate) clinician: AccountId,
    pub(crate) grant: GrantId,
    /// Hash of the signed opening.
    pub(crate) act: Hash,
    pub(crate) state: OpeningState,
    /// The random key sealed to the clinician.
    pub(crate) message: Option<SealedMessage>,
    /// Whether the SRS has signed that nothing is left there.
    pub(crate) end_confirmed: bool,
    /// Number of the last release.
    pub(crate) release_number: u32,
    /// Hash of the last signed release.
    pub(crate) release: Option<Hash>,
    pub(crate) made_at: UnixMs,
    pub(crate) active_at: UnixMs,
    pub(crate) expires_at: UnixMs,
}

type Row = (
    (i64, Uuid, Uuid, Uuid, Uuid, Stored<Hash>, Word<OpeningState>),
    (Option<Stored<SealedMessage>>, bool, i64, Option<Stored<Hash>>, i64, i64, i64),
);

type Columns = (
    (
        opening::ordinal,
        opening::id,
        opening::patient,
        opening::clinician,
        opening::key_grant,
        opening::act_hash,
        opening::state,
    ),
    (
        opening::message,
        opening::end_confirmed,
        opening::release_number,
        opening::release_hash,
        opening::made_at,
        opening::active_at,
        opening::expires_at,
    ),
);

const COLUMNS: Columns = (
    (
        opening::ordinal,
        opening::id,
        opening::patient,
        opening::clinician,
        opening::key_grant,
        opening::act_hash,
        opening::state,
    ),
    (
        opening::message,
        opening::end_confirmed,
        opening::release_number,
        opening::release_hash,
        opening::made_at,
        opening::active_at,
        opening::expires_at,
    ),
);

fn from_row(row: Row) -> StoredOpening {
    let (ordinal, id, patient, clinician, grant, act, state) = row.0;
    let (message, end_confirmed, release_number, release, made_at, active_at, expires_at) = row.1;
    StoredOpening {
        ordinal,
        id: OpeningId(id),
        patient: AccountId(patient),
        clinician: AccountId(clinician),
        grant: GrantId(grant),
        act: act.0,
        state: state.0,
        message: message.map(|Stored(message)| message),
        end_confirmed,
        release_number: u32::try_from(release_number).unwrap_or(u32::MAX),
        release: release.map(|Stored(hash)| hash),
        made_at: UnixMs::from_column(made_at),
        active_at: UnixMs::from_column(active_at),
        expires_at: UnixMs::from_column(expires_at),
    }
}

/// The states in which an opening keeps batches and slots alive.
const UNFINISHED: [Word<OpeningState>; 3] =
    [Word(OpeningState::Pending), Word(OpeningState::Attempted), Word(OpeningState::Opened)];

type OfPatient = Filter<opening::table, Eq<opening::patient, Uuid>>;
type Unfinished = Filter<OfPatient, diesel::dsl::EqAny<opening::state, [Word<OpeningState>; 3]>>;

/// A query for the ids of a patient's unfinished openings.
pub(super) fn unfinished_ids(patient: AccountId) -> Select<Unfinished, opening::id> {
    opening::table.filter(opening::patient.eq(patient.0)).filter(opening::state.eq_any(UNFINISHED)).select(opening::id)
}

/// Enters an opening; `false` where its id is taken. Its records are entered in [`super::opening_record`].
pub(crate) async fn insert(connection: &mut Connection, act: &SignedAct<Opening>, now: UnixMs) -> QueryResult<bool> {
    let (patient, body) = (act.header.patient, &act.body);
    let inserted = diesel::insert_into(opening::table)
        .values((
            opening::patient.eq(patient.0),
            opening::id.eq(body.opening.0),
            opening::clinician.eq(body.clinician.0),
            opening::key_grant.eq(body.grant.0),
            opening::act_hash.eq(Stored(act.hash())),
            opening::state.eq(Word(OpeningState::Pending)),
            opening::made_at.eq(now.to_column()),
            opening::active_at.eq(now.to_column()),
            opening::expires_at.eq(UnixMs::new(body.expires_at).to_column()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(inserted == 1)
}

/// The opening of this id.
pub(crate) async fn find(connection: &mut Connection, id: OpeningId) -> QueryResult<Option<StoredOpening>> {
    opening::table.filter(opening::id.eq(id.0)).select(COLUMNS).first(connection).await.map(from_row).optional()
}

/// A grant's openings that are unfinished.
pub(crate) async fn read_unfinished_of_grant(
    connection: &mut Connection,
    patient: AccountId,
    grant: GrantId,
) -> QueryResult<Vec<StoredOpening>> {
    let rows: Vec<Row> = opening::table
        .filter(opening::patient.eq(patient.0))
        .filter(opening::key_grant.eq(grant.0))
        .filter(opening::state.eq_any(UNFINISHED))
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// A patient's openings that are unfinished.
pub(crate) async fn read_unfinished_of_patient(
    connection: &mut Connection,
    patient: AccountId,
) -> QueryResult<Vec<StoredOpening>> {
    let rows: Vec<Row> = opening::table
        .filter(opening::patient.eq(patient.0))
        .filter(opening::state.eq_any(UNFINISHED))
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// A clinician's openings of one patient that are open.
pub(crate) async fn read_open(
    connection: &mut Connection,
    patient: AccountId,
    clinician: AccountId,
) -> QueryResult<Vec<StoredOpening>> {
    let rows: Vec<Row> = opening::table
        .filter(opening::patient.eq(patient.0))
        .filter(opening::clinician.eq(clinician.0))
        .filter(opening::state.eq(Word(OpeningState::Opened)))
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Unfinished openings that lapsed at `now`, were idle since `idle`, or were never tried since `untried`.
pub(crate) async fn find_overdue(
    connection: &mut Connection,
    now: UnixMs,
    idle: UnixMs,
    untried: UnixMs,
    limit: i64,
) -> QueryResult<Vec<StoredOpening>> {
    let is_idle = opening::state.eq(Word(OpeningState::Opened)).and(opening::active_at.lt(idle.to_column()));
    let is_untried = opening::state.ne(Word(OpeningState::Opened)).and(opening::made_at.lt(untried.to_column()));
    let rows: Vec<Row> = opening::table
        .filter(opening::state.eq_any(UNFINISHED))
        .filter(opening::expires_at.le(now.to_column()).or(is_idle).or(is_untried))
        .limit(limit)
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// Moves an opening to another state.
pub(crate) async fn write_state(
    connection: &mut Connection,
    patient: AccountId,
    id: OpeningId,
    state: OpeningState,
    now: UnixMs,
) -> QueryResult<()> {
    diesel::update(opening::table.find((patient.0, id.0)))
        .set((opening::state.eq(Word(state)), opening::active_at.eq(now.to_column())))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Remembers that an opening was used.
pub(crate) async fn touch(
    connection: &mut Connection,
    patient: AccountId,
    id: OpeningId,
    now: UnixMs,
) -> QueryResult<()> {
    diesel::update(opening::table.find((patient.0, id.0)))
        .set(opening::active_at.eq(now.to_column()))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Remembers that the SRS signed for the end.
pub(crate) async fn confirm_end(connection: &mut Connection, patient: AccountId, id: OpeningId) -> QueryResult<()> {
    diesel::update(opening::table.find((patient.0, id.0)))
        .set(opening::end_confirmed.eq(true))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Keeps the random key sealed to the clinician.
pub(crate) async fn write_message(
    connection: &mut Connection,
    patient: AccountId,
    id: OpeningId,
    message: &SealedMessage,
) -> QueryResult<()> {
    diesel::update(opening::table.find((patient.0, id.0)))
        .set(opening::message.eq(Stored(message.clone())))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Counts a release.
pub(crate) async fn write_release(
    connection: &mut Connection,
    patient: AccountId,
    id: OpeningId,
    release: &ReleaseRecords,
    now: UnixMs,
) -> QueryResult<()> {
    diesel::update(opening::table.find((patient.0, id.0)))
        .set((
            opening::release_number.eq(i64::from(release.fields.number)),
            opening::release_hash.eq(Stored(release.hash())),
            opening::active_at.eq(now.to_column()),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// At most `limit` openings by and for an account after a place in the list, oldest first.
pub(crate) async fn list(
    connection: &mut Connection,
    account: AccountId,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<StoredOpening>> {
    let rows: Vec<Row> = opening::table
        .filter(opening::patient.eq(account.0).or(opening::clinician.eq(account.0)))
        .filter(opening::ordinal.gt(after))
        .order(opening::ordinal)
        .limit(limit)
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}
