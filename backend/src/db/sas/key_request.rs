//! Table `sas.key_request`: who asks whom for access.

use diesel::{BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    id::{AccountId, Hash, KeyRequestId},
    sharing::{RequestKey, SignedAct},
};
use uuid::Uuid;

use crate::{
    clock::UnixMs,
    db::{
        Connection,
        column::{Stored, Word},
    },
    schema::key_request,
};

/// How a request was answered; that it lapsed is told by the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    /// Not yet.
    Waiting,
    /// With a grant.
    Granted,
    /// With a refusal.
    Refused,
}

/// A request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoredRequest {
    pub(crate) ordinal: i64,
    pub(crate) patient: AccountId,
    pub(crate) clinician: AccountId,
    /// Hash of the signed request.
    pub(crate) act: Hash,
    pub(crate) answer: Answer,
    /// Hash of the signed refusal.
    pub(crate) refusal: Option<Hash>,
    pub(crate) expires_at: UnixMs,
}

type Row = (i64, Uuid, Uuid, Stored<Hash>, Word<Answer>, Option<Stored<Hash>>, i64);

const COLUMNS: (
    key_request::ordinal,
    key_request::patient,
    key_request::clinician,
    key_request::act_hash,
    key_request::state,
    key_request::refusal_hash,
    key_request::expires_at,
) = (
    key_request::ordinal,
    key_request::patient,
    key_request::clinician,
    key_request::act_hash,
    key_request::state,
    key_request::refusal_hash,
    key_request::expires_at,
);

fn from_row((ordinal, patient, clinician, act, answer, refusal, expires_at): Row) -> StoredRequest {
    StoredRequest {
        ordinal,
        patient: AccountId(patient),
        clinician: AccountId(clinician),
        act: act.0,
        answer: answer.0,
        refusal: refusal.map(|Stored(hash)| hash),
        expires_at: UnixMs::from_column(expires_at),
    }
}

/// Enters a request; `false` where its id is taken.
pub(crate) async fn insert(connection: &mut Connection, act: &SignedAct<RequestKey>, now: UnixMs) -> QueryResult<bool> {
    let inserted = diesel::insert_into(key_request::table)
        .values((
            key_request::patient.eq(act.header.patient.0),
            key_request::id.eq(act.body.request.0),
            key_request::clinician.eq(act.header.actor.0),
            key_request::act_hash.eq(Stored(act.hash())),
            key_request::state.eq(Word(Answer::Waiting)),
            key_request::asked_at.eq(now.to_column()),
            key_request::expires_at.eq(UnixMs::new(act.body.expires_at).to_column()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(inserted == 1)
}

/// A patient's request of this id.
pub(crate) async fn find(
    connection: &mut Connection,
    patient: AccountId,
    id: KeyRequestId,
) -> QueryResult<Option<StoredRequest>> {
    key_request::table.find((patient.0, id.0)).select(COLUMNS).first(connection).await.map(from_row).optional()
}

/// Records how a request was answered.
pub(crate) async fn write_answer(
    connection: &mut Connection,
    patient: AccountId,
    id: KeyRequestId,
    answer: Answer,
    refusal: Option<Hash>,
) -> QueryResult<()> {
    diesel::update(key_request::table.find((patient.0, id.0)))
        .set((key_request::state.eq(Word(answer)), key_request::refusal_hash.eq(refusal.map(Stored))))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Whether a request of a clinician's waits for a patient's answer.
pub(crate) async fn waits(
    connection: &mut Connection,
    patient: AccountId,
    clinician: AccountId,
    now: UnixMs,
) -> QueryResult<bool> {
    let waiting = key_request::table
        .filter(key_request::patient.eq(patient.0))
        .filter(key_request::clinician.eq(clinician.0))
        .filter(key_request::state.eq(Word(Answer::Waiting)))
        .filter(key_request::expires_at.gt(now.to_column()));
    diesel::select(diesel::dsl::exists(waiting)).get_result(connection).await
}

/// How many requests a clinician has sent a patient since `since`.
pub(crate) async fn count_since(
    connection: &mut Connection,
    patient: AccountId,
    clinician: AccountId,
    since: UnixMs,
) -> QueryResult<i64> {
    key_request::table
        .filter(key_request::patient.eq(patient.0))
        .filter(key_request::clinician.eq(clinician.0))
        .filter(key_request::asked_at.gt(since.to_column()))
        .count()
        .get_result(connection)
        .await
}

/// At most `limit` requests to and from an account after a place in the list, oldest first.
pub(crate) async fn list(
    connection: &mut Connection,
    account: AccountId,
    after: i64,
    limit: i64,
) -> QueryResult<Vec<StoredRequest>> {
    let rows: Vec<Row> = key_request::table
        .filter(key_request::patient.eq(account.0).or(key_request::clinician.eq(account.0)))
        .filter(key_request::ordinal.gt(after))
        .order(key_request::ordinal)
        .limit(limit)
        .select(COLUMNS)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(from_row).collect())
}
