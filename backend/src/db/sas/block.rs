//! Table `sas.block`: whose requests a patient does not take.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    id::AccountId,
    sharing::{BlockPerson, SignedAct},
};

use crate::{
    clock::UnixMs,
    db::{Connection, column::Stored},
    schema::block,
};

/// Blocks somebody; who is blocked already stays so.
pub(crate) async fn insert(connection: &mut Connection, act: &SignedAct<BlockPerson>, now: UnixMs) -> QueryResult<()> {
    diesel::insert_into(block::table)
        .values((
            block::patient.eq(act.header.patient.0),
            block::person.eq(act.body.person.0),
            block::act_hash.eq(Stored(act.hash())),
            block::blocked_at.eq(now.to_column()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await
        .map(|_| ())
}

/// Unblocks somebody.
pub(crate) async fn delete(connection: &mut Connection, patient: AccountId, person: AccountId) -> QueryResult<usize> {
    diesel::delete(block::table.find((patient.0, person.0))).execute(connection).await
}

/// Whether a patient has blocked somebody.
pub(crate) async fn exists(connection: &mut Connection, patient: AccountId, person: AccountId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(block::table.find((patient.0, person.0)))).get_result(connection).await
}
