//! Table `sas.vault`: sealed by their owners, written by compare-and-set.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    api::{SealedVault, StoredVault},
    id::{AccountId, Bytes},
};

use crate::{
    db::{
        Connection,
        column::{to_bigint, to_count},
    },
    schema::vault,
};

/// An account's vault.
pub(crate) async fn read(connection: &mut Connection, account: AccountId) -> QueryResult<StoredVault> {
    let (version, sealed, log_in_wrap, recovery_wrap): (i64, Vec<u8>, Vec<u8>, Vec<u8>) = vault::table
        .find(account.0)
        .select((vault::version, vault::sealed, vault::log_in_wrap, vault::recovery_wrap))
        .first(connection)
        .await?;
    let vault =
        SealedVault { sealed: Bytes(sealed), log_in_wrap: Bytes(log_in_wrap), recovery_wrap: Bytes(recovery_wrap) };
    Ok(StoredVault { version: to_count(version), vault })
}

/// Enters the first vault, version 1.
pub(crate) async fn insert(connection: &mut Connection, account: AccountId, new: &SealedVault) -> QueryResult<()> {
    diesel::insert_into(vault::table)
        .values((
            vault::account.eq(account.0),
            vault::version.eq(1),
            vault::sealed.eq(&new.sealed.0),
            vault::log_in_wrap.eq(&new.log_in_wrap.0),
            vault::recovery_wrap.eq(&new.recovery_wrap.0),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Writes version `before + 1` where the vault is still `before`; `false` where it is not.
pub(crate) async fn compare_and_set(
    connection: &mut Connection,
    account: AccountId,
    before: u64,
    sealed: &Bytes,
) -> QueryResult<bool> {
    let written = diesel::update(vault::table.find(account.0).filter(vault::version.eq(to_bigint(before))))
        .set((vault::version.eq(vault::version + 1), vault::sealed.eq(&sealed.0)))
        .execute(connection)
        .await?;
    Ok(written == 1)
}

/// As [`compare_and_set`], with new wraps of a new key.
pub(crate) async fn compare_and_replace(
    connection: &mut Connection,
    account: AccountId,
    before: u64,
    new: &SealedVault,
) -> QueryResult<bool> {
    let written = diesel::update(vault::table.find(account.0).filter(vault::version.eq(to_bigint(before))))
        .set((
            vault::version.eq(vault::version + 1),
            vault::sealed.eq(&new.sealed.0),
            vault::log_in_wrap.eq(&new.log_in_wrap.0),
            vault::recovery_wrap.eq(&new.recovery_wrap.0),
        ))
        .execute(connection)
        .await?;
    Ok(written == 1)
}
