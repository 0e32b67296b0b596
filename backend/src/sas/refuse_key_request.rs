//! A patient refuses a request.

use sesemr_common::{
    api::{Done, EventKind, RefuseKeyRequestRequest},
    id::Encoded,
    sharing::LogKind,
};

use super::{
    Sas,
    acts::require_own,
    log::{self, Report},
    tell_both,
};
use crate::{
    access::{request_state, require_waiting},
    auth::Session,
    db::sas::key_request::{self, Answer},
    error::{Error, Outcome},
};

impl Sas {
    /// Writes down that the patient said no.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn refuse_key_request(&self, session: &Session, request: RefuseKeyRequestRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            let (patient, id) = (act.header.patient, act.body.request);
            let stored = key_request::find(connection, patient, id).await?;
            let stored = stored.ok_or_else(|| Error::not_found("request"))?;
            require_waiting(request_state(&stored, now))?;
            if stored.act != act.body.request_hash {
                return Err(Error::bad_field("request_hash", "the refusal names another request"));
            }
            key_request::write_answer(connection, patient, id, Answer::Refused, Some(act.hash())).await?;
            tell_both(connection, [patient, stored.clinician], EventKind::KeyRequestRefused, id.0).await?;
            log::append(connection, Report::of_act(LogKind::KeyRequestRefused, &act), now).await
        })
        .await
    }
}
