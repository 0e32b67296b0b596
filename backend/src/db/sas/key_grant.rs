//! Table `sas.key_grant`: who may open what, until when and how often.

use diesel::{BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    id::{AccountId, GrantId, Hash},
    sharing::{GrantKeyRequest, SignedAct},
};
use uuid::Uuid;

use crate::{
    clock::UnixMs,
    db::{Connection, column::Stored},
    schema::key_grant,
};

/// A grant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoredGrant {
    pub(crate) ordinal: i64,
    pub(crate) patient: AccountId,
    pub(crate) clinician: AccountId,
    /// Hash of the signed grant.
    pub(crate) act: Hash,
    pub(crate) openings: u16,
    /// Openings that opened something.
    pub(crate) openings_used: u16,
    /// Hash of the signed take-back.
    pub(crate) take_back: Option<Hash>,
    pub(crate) expires_at: UnixMs,
    /// Hash of the signed pause, while the grant rests.
    pub(crate) pause: Option<Hash>,
}

type Row = (i64, Uuid, Uuid, Stored<Hash>, i32, i32, Option<Stored<Hash>>, i64, Option<Stored<Hash>>);

const COLUMNS: (
    key_grant::ordinal,
    key_grant::patient,
    key_grant::clinician,
    key_grant::act_hash,
    key_grant::openings,
    key_grant::openings_used,
    key_grant::take_back_hash,
    key_grant::expires_at,
    key_grant::pause_hash,
) = (
    key_grant::ordinal,
    key_grant::patient,
    key_grant::clinician,
    key_grant::act_hash,
    key_grant::openings,
    key_grant::openings_used,
    key_grant::take_back_hash,
    key_grant::expires_at,
    key_grant::pause_hash,
);

fn from_row((ordinal, patient, clinician, act, openings, used, take_back, expires_at, pause): Row) -> StoredGrant {
    StoredGrant {
        ordinal,
        patient: AccountId(patient),
        clinician: AccountId(clinician),
        act: act.0,
        openings: u16::try_from(openings).unwrap_or(u16::MAX),
        openings_used: u16::try_from(used).unwrap_or(u16::MAX),
        take_back: take_back.map(|Stored(hash)| hash),
        expires_at: UnixMs::from_column(expires_at),
        pause: pause.map(|Stored(hash)| hash),
    }
}

/// Enters a grant; `false` where its id is taken.
pub(crate) async fn insert(connection: &mut Connection, act: &SignedAct<GrantKeyRequest>) -> QueryResult<bool> {
    let inserted = diesel::insert_into(key_grant::table)
        .values((
            key_grant::patient.eq(act.header.patient.0),
            key_grant::id.eq(act.body.grant.0),
            key_grant::clinician.eq(act.body.clinician.0),
            key_grant::request.eq(act.body.request.0),
            key_grant::act_hash.eq(Stored(act.hash())),
            key_grant::openings.eq(i32::from(act.body.openings)),
            key_grant::expires_at.eq(UnixMs::new(act.body.expires_at).to_column()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(inserted == 1)
}

/// A patient's grant of this id.
pub(crate) async fn find(
    connection: &mut Connection,
    patient: AccountId,
    id: GrantId,
) -> QueryResult<Option<StoredGrant>> {
    key_grant::table.find((patient.0, id.0)).select(COLUMNS).first(connection).await.map(from_row).optional()
}

/// Counts an opening that opened something.
pub(crate) async fn count_opening(connection: &mut Connection, patient: AccountId, id: GrantId) -> QueryResult<()> {
    diesel::update(key_grant::table.find((patient.0, id.0)))
        .set(key_grant::openings_used.eq(key_grant::openings_used + 1))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Records that a grant was taken back.
pub(crate) async fn write_take_back(
    connection: &mut Connection,
    patient: AccountId,
    id: GrantId,
    act: Hash,
) -> QueryResult<()> {
    diesel::update(key_grant::table.find((patient.0, id.0)))
        .set(key_grant::take_back_hash.eq(Stored(act)))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Records that a grant was paused, or goes on.
pub(crate) async fn write_pause(
    connection: &mut Connection,
    patient: AccountId,
    id: GrantId,
    act: Option<Hash>,
) -> QueryResult<()> {
    diesel::update(key_grant::table.find((patient.0, id.0)))
        .set(key_grant::pause_hash.eq(act.map(Stored)))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Whether a clinician has a grant of a patient's that was neither taken back nor is past its end.
pub(crate) async fn lasts(
    connection: &mut Connection,
    patient: AccountId,
    clinician: AccountId,
    now: UnixMs,
) -> QueryResult<bool> {
    let lasting = key_grant::table
        .filter(key_grant::patient.eq(patient.0))
        .filter(key_grant::clinician.eq(clinician.0))
        .filter(key_grant::take_back_hash.is_null())
        .filter(key_grant::expires_at.gt(now.to_column()));
    diesel::select(diesel::dsl::exists(lasting)).get_result(connection).await
}

/// At most `limit` grants by and to an account after a place in the list, oldest first.
pub(crate) async fn list(
    connection: &mut Connection,
    account: AccountId,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<StoredGrant>> {
    let rows: Vec<Row> = key_grant::table
        .filter(key_grant::patient.eq(account.0).or(key_grant::clinician.eq(account.0)))
        .filter(key_grant::ordinal.gt(after))
        .order(key_grant::ordinal)
        .limit(limit)
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}
