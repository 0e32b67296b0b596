//! Vaults: sealed by their owners, written by compare-and-set.

use sesemr_common::api::{Done, ErrorCode, StoredVault, WriteVaultRequest};

use super::Sas;
use crate::{
    auth::Session,
    db::sas::vault,
    error::{Error, Outcome},
};

impl Sas {
    /// The session's own vault.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn read_vault(&self, session: &Session) -> Outcome<StoredVault> {
        Ok(vault::read(&mut *self.pool.get().await?, session.account).await?)
    }

    /// Replaces version `before`; the same write again is fine.
    ///
    /// # Errors
    /// [`ErrorCode::Conflict`] where another device was faster.
    pub async fn write_vault(&self, session: &Session, before: u64, request: WriteVaultRequest) -> Outcome<Done> {
        if before.checked_add(1) != Some(request.version) {
            return Err(Error::bad_field("version", "one more than the version that If-Match names"));
        }
        let mut connection = self.pool.get().await?;
        if vault::compare_and_set(&mut connection, session.account, before, &request.sealed).await? {
            return Ok(Done {});
        }
        let stored = vault::read(&mut connection, session.account).await?;
        if (stored.version, &stored.vault.sealed) == (request.version, &request.sealed) {
            Ok(Done {})
        } else {
            Err(Error::refused(ErrorCode::Conflict, format!("the vault is at version {}", stored.version)))
        }
    }
}
