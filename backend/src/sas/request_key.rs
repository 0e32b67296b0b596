//! A clinician asks a patient for access.

use std::time::Duration;

use sesemr_common::{
    api::{Done, ErrorCode, EventKind, RequestKeyRequest},
    id::Encoded,
    sharing::{LogKind, RequestKey, Role, SignedAct},
};

use super::{
    Sas,
    log::{self, Report},
    set_listing::only_visible,
    tell_both,
};
use crate::{
    auth::Session,
    clock::UnixMs,
    db::{
        Connection,
        sas::{account, block, key_request},
    },
    error::{Error, Outcome},
};

const DAY: Duration = Duration::from_hours(24);
/// The longest that a request may wait for an answer.
const LONGEST_WAIT: Duration = Duration::from_hours(90 * 24);

impl Sas {
    /// Shows the patient who asks, for what and why.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn request_key(&self, session: &Session, request: RequestKeyRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        self.perform(session, &act, async |connection, now| {
            self.check_request(connection, &act, now).await?;
            if !key_request::insert(connection, &act, now).await? {
                return Err(Error::refused(ErrorCode::Conflict, "a request with this id exists"));
            }
            let sides = [act.header.patient, act.header.actor];
            tell_both(connection, sides, EventKind::KeyRequested, act.body.request.0).await?;
            log::append(connection, Report::of_act(LogKind::KeyRequested, &act), now).await
        })
        .await
    }

    async fn check_request(
        &self,
        connection: &mut Connection,
        act: &SignedAct<RequestKey>,
        now: UnixMs,
    ) -> Outcome<()> {
        let (header, body) = (&act.header, &act.body);
        let patient = account::find(connection, header.patient).await?;
        // Who cannot be found cannot be asked either, by the same answer.
        let patient = only_visible(connection, header.actor, patient, None, now).await?;
        let patient = patient.ok_or_else(|| Error::not_found("patient"))?;
        let clinician = account::find(connection, header.actor).await?.ok_or_else(|| Error::not_found("account"))?;
        if patient.role != Role::Patient || clinician.role == Role::Patient {
            return Err(Error::not_permitted("clinicians ask patients"));
        }
        if patient.key != body.patient_key {
            return Err(Error::refused(ErrorCode::Conflict, "the patient's key has changed: read their cards again"));
        }
        let expires_at = UnixMs::new(body.expires_at);
        if expires_at <= now || expires_at > now.plus(LONGEST_WAIT) {
            return Err(Error::bad_field("expires_at", "a request waits for an answer for 90 days at most"));
        }
        if !is_ascending(&body.portions) || body.portions.is_empty() || body.duration == 0 {
            return Err(Error::bad_field("portions", "ask for some portions, ascending, for some time"));
        }
        if block::exists(connection, header.patient, header.actor).await? {
            return Err(Error::refused(ErrorCode::CannotAsk, "this person cannot be asked now"));
        }
        let since = now.minus(DAY);
        let sent = key_request::count_since(connection, header.patient, header.actor, since).await?;
        if sent >= i64::from(self.limits.key_request_tries) {
            return Err(Error::too_many(DAY));
        }
        Ok(())
    }
}

/// Whether a list is sorted and names nothing twice.
pub(super) fn is_ascending<T: Ord>(items: &[T]) -> bool {
    items.iter().zip(items.iter().skip(1)).all(|(before, after)| before < after)
}
