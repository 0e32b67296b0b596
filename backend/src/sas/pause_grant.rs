//! A patient pauses a grant, or lets it go on.

use sesemr_common::{
    api::{Done, EventKind, OpeningState, PauseGrantRequest},
    id::Encoded,
    sharing::{EndReason, LogKind},
};

use super::{
    Sas,
    acts::require_own,
    log::{self, Report},
    tell_both,
};
use crate::{
    access::{grant_state, require_resting_or_live},
    auth::Session,
    db::sas::{key_grant, opening},
    error::{Error, Outcome},
};

impl Sas {
    /// Stops new openings under a grant: none can be made, and random keys that nobody has tried are of no use any more.
    /// What is open stays open. Or lets the grant go on.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn pause_grant(&self, session: &Session, request: PauseGrantRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            let (patient, id) = (act.header.patient, act.body.grant);
            let grant = key_grant::find(connection, patient, id).await?.ok_or_else(|| Error::not_found("grant"))?;
            if grant.act != act.body.grant_hash {
                return Err(Error::bad_field("grant_hash", "the pause names another grant"));
            }
            require_resting_or_live(grant_state(&grant, now))?;
            key_grant::write_pause(connection, patient, id, act.body.paused.then(|| act.hash())).await?;
            log::append(connection, Report::of_act(LogKind::GrantPaused, &act), now).await?;
            if act.body.paused {
                for untried in opening::read_unfinished_of_grant(connection, patient, id).await? {
                    if untried.state == OpeningState::Pending {
                        let state = OpeningState::Expired;
                        self.end_opening(connection, &untried, state, EndReason::Expired, now).await?;
                    }
                }
            }
            tell_both(connection, [patient, grant.clinician], EventKind::GrantPaused, id.0).await
        })
        .await
    }
}
