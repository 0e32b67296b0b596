//! Table `sas.credential`: the OPAQUE records of an account.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    crypto::opaque::OpaqueRecord,
    id::{AccountId, KitTag},
};

use crate::{
    db::{
        Connection,
        column::{Stored, read_secret},
    },
    schema::credential,
};

/// How an account signs in.
#[derive(Debug)]
pub(crate) struct Credential {
    pub(crate) log_in: OpaqueRecord,
    pub(crate) recovery: OpaqueRecord,
    pub(crate) kit_tag: KitTag,
}

/// What an account signs in with, where it exists.
pub(crate) async fn find(connection: &mut Connection, account: AccountId) -> QueryResult<Option<Credential>> {
    let found: Option<(Vec<u8>, Vec<u8>, Stored<KitTag>)> = credential::table
        .find(account.0)
        .select((credential::log_in_record, credential::recovery_record, credential::kit_tag))
        .first(connection)
        .await
        .optional()?;
    let Some((log_in, recovery, Stored(kit_tag))) = found else { return Ok(None) };
    Ok(Some(Credential {
        log_in: OpaqueRecord::from_bytes(*read_secret(log_in)?),
        recovery: OpaqueRecord::from_bytes(*read_secret(recovery)?),
        kit_tag,
    }))
}

/// Enters what a new account signs in with.
pub(crate) async fn insert(connection: &mut Connection, account: AccountId, new: &Credential) -> QueryResult<()> {
    diesel::insert_into(credential::table)
        .values((
            credential::account.eq(account.0),
            credential::log_in_record.eq(new.log_in.as_bytes().as_slice()),
            credential::recovery_record.eq(new.recovery.as_bytes().as_slice()),
            credential::kit_tag.eq(Stored(new.kit_tag)),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Replaces the record of the password.
pub(crate) async fn replace_log_in(
    connection: &mut Connection,
    account: AccountId,
    log_in: &OpaqueRecord,
) -> QueryResult<()> {
    diesel::update(credential::table.find(account.0))
        .set(credential::log_in_record.eq(log_in.as_bytes().as_slice()))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Replaces the record of the kit.
pub(crate) async fn replace_recovery(
    connection: &mut Connection,
    account: AccountId,
    recovery: &OpaqueRecord,
    kit_tag: KitTag,
) -> QueryResult<()> {
    diesel::update(credential::table.find(account.0))
        .set((credential::recovery_record.eq(recovery.as_bytes().as_slice()), credential::kit_tag.eq(Stored(kit_tag))))
        .execute(connection)
        .await
        .map(|_| ())
}
