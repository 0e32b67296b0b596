//! A patient blocks somebody, or unblocks them.

use sesemr_common::{
    api::{BlockPersonRequest, Done},
    id::Encoded,
    sharing::LogKind,
};

use super::{
    Sas,
    acts::require_own,
    log::{self, Report},
};
use crate::{auth::Session, db::sas::block, error::Outcome};

impl Sas {
    /// Refuses what somebody asks for from now on, or no longer. Nobody but the patient is told.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn block_person(&self, session: &Session, request: BlockPersonRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            if act.body.blocked {
                block::insert(connection, &act, now).await?;
            } else {
                block::delete(connection, act.header.patient, act.body.person).await?;
            }
            log::append(connection, Report::of_act(LogKind::PersonBlocked, &act), now).await
        })
        .await
    }
}
