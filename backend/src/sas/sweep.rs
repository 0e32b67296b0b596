//! Background work of the SAS: openings that are past their time, uploads that were given up, sign-ins and sessions that
//! lapsed. Every process does it; each row is looked at again under its patient's lock, so it is done once.

use std::time::Duration;

use sesemr_common::{api::OpeningState, sharing::EndReason};

use super::{Sas, sessions::TOKEN_LIFE, sign_in_limits::TRY_WINDOW};
use crate::{
    access::{ATTEMPT_WAIT, IDLE_LIMIT, opening_state},
    clock::UnixMs,
    db::{
        Connection,
        sas::{account_head, log_in, opening, session, sign_in_try, upload},
        transaction::in_transaction,
    },
    error::{Error, Outcome},
};

/// How long an upload may take from its announcement to its publication.
const UPLOAD_LIFE: Duration = Duration::from_hours(7 * 24);
/// Rows looked at in one pass.
const AT_ONCE: i64 = 100;

/// One pass. What fails leaves the rest to be done; the next pass tries it again.
///
/// # Errors
/// The first failure.
pub(crate) async fn sweep(sas: &Sas) -> Outcome<()> {
    let (mut connection, now) = (sas.pool.get().await?, sas.clock.now());
    let connection = &mut *connection;
    let parts = [
        end_overdue_openings(sas, connection, now).await,
        delete_abandoned_uploads(sas, connection, now).await,
        log_in::delete_expired(connection, now).await.map(|_| ()).map_err(Error::from),
        sign_in_try::delete_before(connection, now.minus(TRY_WINDOW)).await.map(|_| ()).map_err(Error::from),
        // A token that lapsed is remembered for a while, to tell one that is shown again from one that never was.
        session::delete_lapsed(connection, now.minus(24 * TOKEN_LIFE)).await.map_err(Error::from),
    ];
    parts.into_iter().fold(Ok(()), Outcome::and)
}

async fn end_overdue_openings(sas: &Sas, connection: &mut Connection, now: UnixMs) -> Outcome<()> {
    let (idle, untried) = (now.minus(IDLE_LIMIT), now.minus(ATTEMPT_WAIT));
    let mut outcome = Ok(());
    for overdue in opening::find_overdue(connection, now, idle, untried, AT_ONCE).await? {
        let ended = in_transaction(connection, async |connection| {
            account_head::lock(connection, overdue.patient).await?;
            let Some(open) = opening::find(connection, overdue.id).await? else { return Ok(()) };
            match opening_state(&open, now) {
                state if state == open.state => Ok(()),
                state @ (OpeningState::Expired | OpeningState::ClosedByServer) => {
                    sas.end_opening(connection, &open, state, EndReason::Expired, now).await
                }
                _ => Ok(()),
            }
        })
        .await;
        outcome = outcome.and(ended);
    }
    outcome
}

async fn delete_abandoned_uploads(sas: &Sas, connection: &mut Connection, now: UnixMs) -> Outcome<()> {
    let mut outcome = Ok(());
    for (patient, id) in upload::find_abandoned(connection, now.minus(UPLOAD_LIFE), AT_ONCE).await? {
        let dropped = in_transaction(connection, async |connection| {
            account_head::lock(connection, patient).await?;
            sas.drop_upload(connection, patient, id).await
        })
        .await;
        outcome = outcome.and(dropped);
    }
    outcome
}
