//! A patient grants a request.

use sesemr_common::{
    api::{Done, ErrorCode, EventKind, GrantKeyRequestRequest},
    id::Encoded,
    sharing::{GrantKeyRequest, LogKind, RequestKey, SignedAct},
};

use super::{
    Sas,
    acts::require_own,
    log::{self, Report},
    request_key::is_ascending,
    tell_both,
};
use crate::{
    access::{request_state, require_waiting},
    auth::Session,
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            act as acts, key_grant,
            key_request::{self, Answer},
        },
    },
    error::{Error, Outcome},
};

impl Sas {
    /// Writes down what the patient grants.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn grant_key_request(&self, session: &Session, request: GrantKeyRequestRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        self.perform(session, &act, async |connection, now| {
            check(connection, &act, now).await?;
            if !key_grant::insert(connection, &act).await? {
                return Err(Error::refused(ErrorCode::Conflict, "a grant with this id exists"));
            }
            let (patient, request) = (act.header.patient, act.body.request);
            key_request::write_answer(connection, patient, request, Answer::Granted, None).await?;
            let sides = [patient, act.body.clinician];
            tell_both(connection, sides, EventKind::KeyRequestGranted, request.0).await?;
            log::append(connection, Report::of_act(LogKind::KeyRequestGranted, &act), now).await
        })
        .await
    }
}

/// A grant answers a waiting request, for its asker, and gives no more than was asked and nothing without an end.
async fn check(connection: &mut Connection, act: &SignedAct<GrantKeyRequest>, now: UnixMs) -> Outcome<()> {
    require_own(act)?;
    let (patient, body) = (act.header.patient, &act.body);
    let stored = key_request::find(connection, patient, body.request).await?;
    let stored = stored.ok_or_else(|| Error::not_found("request"))?;
    require_waiting(request_state(&stored, now))?;
    let asked: SignedAct<RequestKey> = acts::read(connection, patient, stored.act).await?;
    if (body.request_hash, body.clinician, body.clinician_key) != (stored.act, stored.clinician, asked.header.actor_key)
    {
        return Err(Error::bad_field("request_hash", "the grant does not answer this request of this clinician"));
    }
    if !is_ascending(&body.scope.portions) || !body.scope.portions.iter().all(|it| asked.body.portions.contains(it)) {
        return Err(Error::bad_field("scope", "portions that were asked for, ascending"));
    }
    if body.openings == 0 || UnixMs::new(body.expires_at) <= now {
        return Err(Error::bad_field("expires_at", "a grant allows at least one opening and ends in the future"));
    }
    if body.write_back && !asked.body.write_back {
        return Err(Error::bad_field("write_back", "the request does not ask to write"));
    }
    Ok(())
}
