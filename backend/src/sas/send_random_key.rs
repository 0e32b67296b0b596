//! A patient hands a random key over in the app, sealed to the clinician.

use sesemr_common::{
    api::{Done, EventKind, OpeningState, SendRandomKeyRequest},
    codec::Encode as _,
    id::Encoded,
};

use super::{Sas, tell_both};
use crate::{
    access::{opening_state, require_open},
    auth::Session,
    db::{
        sas::{account_head, opening},
        transaction::in_transaction,
    },
    error::{Error, Outcome},
};

/// The most bytes of an encoded message.
const LONGEST_MESSAGE: usize = 8192;

impl Sas {
    /// Keeps the sealed code for the clinician.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn send_random_key(&self, session: &Session, request: SendRandomKeyRequest) -> Outcome<Done> {
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let Encoded(message) = request.message;
        if message.encode().len() > LONGEST_MESSAGE {
            return Err(Error::bad_field("message", format!("a message takes {LONGEST_MESSAGE} bytes at most")));
        }
        in_transaction(&mut connection, async |connection| {
            account_head::lock(connection, session.account).await?;
            let open = opening::find(connection, request.opening).await?;
            let open = open.filter(|open| open.patient == session.account);
            let open = open.ok_or_else(|| Error::not_found("opening"))?;
            match opening_state(&open, now) {
                OpeningState::Pending => {}
                OpeningState::Opened | OpeningState::Attempted => require_open(OpeningState::Failed)?,
                state => require_open(state)?,
            }
            opening::write_message(connection, open.patient, open.id, &message).await?;
            tell_both(connection, [open.patient, open.clinician], EventKind::RandomKeySent, open.id.0).await
        })
        .await?;
        Ok(Done {})
    }
}
