//! A patient makes a random key: the SAS stores the signed opening, the same bytes that the SRS gets.

use sesemr_common::{
    api::{Done, ErrorCode, EventKind, IssueRandomKeyRequest, OpeningState},
    id::{AccountId, Encoded, GrantId},
    sharing::{EndReason, LogKind},
};

use super::{
    Sas,
    acts::require_own,
    check_opening::check_opening,
    log::{self, Report},
    tell_both,
};
use crate::{
    access::{grant_state, require_live},
    auth::Session,
    clock::UnixMs,
    db::{
        Connection,
        sas::{key_batch, key_grant, key_slot, opening, opening_record},
    },
    error::{Error, Outcome},
};

impl Sas {
    /// Stores an opening with the batches made for it alone.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn issue_random_key(&self, session: &Session, request: IssueRandomKeyRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        let srs_key = self.srs_key().await?;
        // A random key that was burnt this moment leaves its grant free for the next.
        self.hear_srs().await;
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            let (patient, body) = (act.header.patient, &act.body);
            if body.srs_key != srs_key {
                return Err(Error::bad_field("srs_key", "this is not the key of this server's SRS"));
            }
            let grant = key_grant::find(connection, patient, body.grant).await?;
            let grant = grant.ok_or_else(|| Error::not_found("grant"))?;
            require_live(grant_state(&grant, now))?;
            let slots = check_opening(connection, &act, &grant, &request.batches, now).await?;
            let attempted = self.replace_untried(connection, patient, body.grant, now).await?;
            if grant.openings_used.saturating_add(attempted) >= grant.openings {
                return Err(Error::refused(ErrorCode::NoOpeningsLeft, "the last opening of the grant is in use"));
            }
            if !opening::insert(connection, &act, now).await? {
                return Err(Error::refused(ErrorCode::Conflict, "an opening with this id exists"));
            }
            opening_record::insert(connection, patient, body).await?;
            for made in &request.batches {
                if !key_batch::insert(connection, &made.batch.0, Some(body.opening)).await? {
                    return Err(Error::refused(ErrorCode::Conflict, "a batch with this id exists"));
                }
            }
            key_slot::insert(connection, patient, &slots, false).await?;
            tell_both(connection, [patient, body.clinician], EventKind::RandomKeyIssued, body.opening.0).await?;
            log::append(connection, Report::of_act(LogKind::RandomKeyIssued, &act), now).await
        })
        .await
    }

    /// A new random key replaces one that nobody has tried; says how many are being tried this moment.
    async fn replace_untried(
        &self,
        connection: &mut Connection,
        patient: AccountId,
        grant: GrantId,
        now: UnixMs,
    ) -> Outcome<u16> {
        let mut attempted = 0;
        for before in opening::read_unfinished_of_grant(connection, patient, grant).await? {
            match before.state {
                OpeningState::Pending => {
                    self.end_opening(connection, &before, OpeningState::Expired, EndReason::Expired, now).await?;
                }
                OpeningState::Attempted => attempted += 1,
                _ => {}
            }
        }
        Ok(attempted)
    }
}
