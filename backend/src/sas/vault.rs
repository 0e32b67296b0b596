//! Vaults: sealed and signed by their owners, written by compare-and-set.

use std::ops::RangeInclusive;

use sesemr_common::{
    api::{Done, ErrorCode, SealedVault, StoredVault, WriteVaultRequest},
    id::Bytes,
};

use super::Sas;
use crate::{
    auth::Session,
    db::sas::{account, vault},
    error::{Error, Outcome},
};

/// The bytes of a sealed vault: nonce, tag and some content at least.
const SEALED: RangeInclusive<usize> = 48..=16 << 20;
/// The bytes of a wrap of its key.
const WRAP: RangeInclusive<usize> = 1..=4096;

impl Sas {
    /// The session's own vault.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn read_vault(&self, session: &Session) -> Outcome<StoredVault> {
        Ok(vault::read(&mut *self.pool.get().await?, session.account).await?)
    }

    /// Replaces version `before`, where the account's current key signed it: a token alone is not enough. The same write
    /// again is fine.
    ///
    /// # Errors
    /// [`ErrorCode::Conflict`] where another device was faster; [`ErrorCode::BadSignature`].
    pub async fn write_vault(&self, session: &Session, before: u64, request: WriteVaultRequest) -> Outcome<Done> {
        if before.checked_add(1) != Some(request.version) {
            return Err(Error::bad_field("version", "one more than the version that If-Match names"));
        }
        check_length("sealed", &request.sealed, &SEALED)?;
        let mut connection = self.pool.get().await?;
        let key = account::find_current_key(&mut connection, session.account).await?;
        let key = key.ok_or_else(|| Error::not_found("account"))?;
        request.to_signed(session.account).verify(&key)?;
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

/// Checks that a vault and its wraps are of lengths that can be.
pub(super) fn check_vault(vault: &SealedVault) -> Outcome<()> {
    check_length("sealed", &vault.sealed, &SEALED)?;
    check_length("log_in_wrap", &vault.log_in_wrap, &WRAP)?;
    check_length("recovery_wrap", &vault.recovery_wrap, &WRAP)
}

fn check_length(field: &str, bytes: &Bytes, length: &RangeInclusive<usize>) -> Outcome<()> {
    if length.contains(&bytes.0.len()) {
        Ok(())
    } else {
        Err(Error::bad_field(field, format!("{} to {} bytes", length.start(), length.end())))
    }
}
