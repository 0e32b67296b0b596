//! A patient takes access back: the grant ends, and every opening under it, a running download too.

use sesemr_common::{
    api::{Done, ErrorCode, EventKind, OpeningState, TakeBackGrantRequest},
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
    auth::Session,
    db::sas::{key_grant, opening},
    error::{Error, Outcome},
};

impl Sas {
    /// Ends a grant.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn take_back_grant(&self, session: &Session, request: TakeBackGrantRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            let (patient, id) = (act.header.patient, act.body.grant);
            let grant = key_grant::find(connection, patient, id).await?.ok_or_else(|| Error::not_found("grant"))?;
            if grant.act != act.body.grant_hash {
                return Err(Error::bad_field("grant_hash", "the take-back names another grant"));
            }
            if grant.take_back.is_some() {
                return Err(Error::refused(ErrorCode::TakenBack, "the grant was taken back already"));
            }
            key_grant::write_take_back(connection, patient, id, act.hash()).await?;
            log::append(connection, Report::of_act(LogKind::GrantTakenBack, &act), now).await?;
            for open in opening::read_unfinished_of_grant(connection, patient, id).await? {
                self.end_opening(connection, &open, OpeningState::TakenBack, EndReason::TakenBack, now).await?;
            }
            tell_both(connection, [patient, grant.clinician], EventKind::GrantTakenBack, id.0).await
        })
        .await
    }
}
