//! Somebody closes their account: what they kept is deleted, whoever had access to it has none.

use sesemr_common::{
    api::{CloseAccountRequest, Done, OpeningState},
    id::Encoded,
    sharing::EndReason,
};

use super::{Sas, acts::require_own, sessions};
use crate::{
    auth::Session,
    db::sas::{account, opening, upload},
    error::{Error, Outcome},
};

impl Sas {
    /// Deletes everything of the account but what keeps its handle from being given again and, of a clinician, the keys
    /// that patients' logs are checked with. The signed act stays.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn close_account(&self, session: &Session, request: CloseAccountRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            let person = account::find(connection, session.account).await?;
            let person = person.ok_or_else(|| Error::not_found("account"))?;
            if person.register != act.body.register {
                return Err(Error::bad_field("register", "the closing names another account"));
            }
            for open in opening::read_unfinished_of_patient(connection, person.id).await? {
                self.end_opening(connection, &open, OpeningState::TakenBack, EndReason::TakenBack, now).await?;
            }
            for upload in upload::read_ids(connection, person.id).await? {
                self.envelopes.delete_upload(connection, person.id, upload).await?;
            }
            sessions::end_others(connection, person.id, None, now).await?;
            account::write_closed(connection, person.id, now).await?;
            Ok(account::erase(connection, person.id).await?)
        })
        .await
    }
}
