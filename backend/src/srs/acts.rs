//! Acts are taken once: the same bytes get the same answer, every number is used up by one act, refused or not.
//!
//! Everything here is about acts whose signature has been checked.

use sesemr_common::{
    api::ErrorCode,
    id::Hash,
    sharing::{ActBody, SignedAct},
};

use super::db;
use crate::{
    clock::UnixMs,
    db::{Connection, transaction::in_transaction},
    error::{Error, Outcome},
};

/// Whether an act was taken before.
///
/// # Errors
/// The refusal, where it was refused before.
pub(super) async fn was_taken(connection: &mut Connection, hash: Hash) -> Outcome<bool> {
    match db::find_act(connection, hash).await? {
        None => Ok(false),
        Some(db::KnownAct::Taken) => Ok(true),
        Some(db::KnownAct::Refused(refusal)) => Err(Error::Refused(Box::new(refusal))),
    }
}

/// Takes an act: uses its number up and keeps its bytes, in the transaction of the change it makes.
///
/// # Errors
/// Where its number is not the next one.
pub(super) async fn take<B: ActBody>(connection: &mut Connection, act: &SignedAct<B>, now: UnixMs) -> Outcome<()> {
    db::take_number(connection, &act.header).await?.map_err(Error::wrong_counter)?;
    db::insert_act(connection, act, None, now).await?;
    Ok(())
}

/// Passes an outcome on. Where the act was refused, its number is used up and the refusal kept, in a transaction of its
/// own; a number that was not the next one is not used up, whatever the refusal.
pub(super) async fn settle<B: ActBody + Sync, T>(
    connection: &mut Connection,
    act: &SignedAct<B>,
    now: UnixMs,
    outcome: Outcome<T>,
) -> Outcome<T> {
    let Err(Error::Refused(refusal)) = &outcome else { return outcome };
    if matches!(refusal.code, ErrorCode::WrongCounter | ErrorCode::TooManyRequests) {
        return outcome;
    }
    let kept = in_transaction(connection, async |connection| {
        if db::insert_act(connection, act, Some(refusal), now).await? {
            db::take_number(connection, &act.header).await?.map_err(Error::wrong_counter)?;
        }
        Ok(())
    })
    .await;
    match kept {
        Ok(()) | Err(Error::Refused(_)) => outcome,
        Err(fault) => Err(fault),
    }
}
