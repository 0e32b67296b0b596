//! Transactions: all of it, or nothing.

use diesel_async::{AnsiTransactionManager, TransactionManager as _};

use super::Connection;
use crate::error::Outcome;

/// Does `work` in one transaction: committed where it succeeds, rolled back where it is refused or fails. Where the
/// caller goes away in the middle, the pool closes the connection and Postgres rolls back.
///
/// # Errors
/// Those of `work`, and where the database is away.
pub(crate) async fn in_transaction<T>(
    connection: &mut Connection,
    work: impl AsyncFnOnce(&mut Connection) -> Outcome<T>,
) -> Outcome<T> {
    AnsiTransactionManager::begin_transaction(connection).await?;
    match work(connection).await {
        Ok(value) => {
            AnsiTransactionManager::commit_transaction(connection).await?;
            Ok(value)
        }
        Err(error) => {
            // A rollback fails only with the connection, which rolls back by itself then.
            let _ = AnsiTransactionManager::rollback_transaction(connection).await;
            Err(error)
        }
    }
}
