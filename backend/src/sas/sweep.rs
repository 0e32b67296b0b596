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
        sas::{account_head, chunk, log_in, opening, session, sign_in_try, upload},
        transaction::in_transaction,
    },
    error::Outcome,
};

/// How long an upload may take from its announcement to its publication.
const UPLOAD_LIFE: Duration = Duration::from_hours(7 * 24);
/// Rows looked at in one pass.
const AT_ONCE: i64 = 100;

/// One pass.
///
/// # Errors
/// Where the database is away.
pub(crate) async fn sweep(sas: &Sas) -> Outcome<()> {
    let (mut connection, now) = (sas.pool.get().await?, sas.clock.now());
    end_overdue_openings(sas, &mut connection, now).await?;
    delete_abandoned_uploads(sas, &mut connection, now).await?;
    log_in::delete_expired(&mut connection, now).await?;
    sign_in_try::delete_before(&mut connection, now.minus(TRY_WINDOW)).await?;
    // A token that lapsed is remembered for a while, to tell one that is shown again from one that never was.
    session::delete_lapsed(&mut connection, now.minus(24 * TOKEN_LIFE)).await?;
    Ok(())
}

async fn end_overdue_openings(sas: &Sas, connection: &mut Connection, now: UnixMs) -> Outcome<()> {
    let (idle, untried) = (now.minus(IDLE_LIMIT), now.minus(ATTEMPT_WAIT));
    for overdue in opening::find_overdue(connection, now, idle, untried, AT_ONCE).await? {
        in_transaction(connection, async |connection| {
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
        .await?;
    }
    Ok(())
}

async fn delete_abandoned_uploads(sas: &Sas, connection: &mut Connection, now: UnixMs) -> Outcome<()> {
    for (patient, id) in upload::find_abandoned(connection, now.minus(UPLOAD_LIFE), AT_ONCE).await? {
        in_transaction(connection, async |connection| {
            account_head::lock(connection, patient).await?;
            if upload::find(connection, id).await?.is_none_or(|known| known.published) {
                return Ok(());
            }
            sas.envelopes.delete_upload(connection, patient, id).await?;
            chunk::delete_upload(connection, patient, id).await?;
            let bytes = upload::delete(connection, patient, id).await?;
            Ok(account_head::return_bytes(connection, patient, bytes).await?)
        })
        .await?;
    }
    Ok(())
}
