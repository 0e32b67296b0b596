//! What a client needs before it can blind a password. For a handle that nobody has, a stable answer of the same form.

use sesemr_common::{
    api::{IdentifyLogInRequest, IdentifyLogInResponse},
    id::{AccountId, KeyId, KitTag},
};

use super::{Sas, find_person::check_typed};
use crate::{
    db::{
        Connection,
        sas::{
            account,
            credential::{self, Credential},
        },
    },
    error::Outcome,
};

/// What a sign-in starts from.
pub(super) struct Identified {
    /// What the client is told.
    pub(super) answer: IdentifyLogInResponse,
    /// The account and what it signs in with, where somebody has the handle.
    pub(super) known: Option<(AccountId, Credential)>,
}

impl Sas {
    /// Tells account, key and kit behind a handle.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn identify_log_in(&self, request: IdentifyLogInRequest) -> Outcome<IdentifyLogInResponse> {
        check_typed(&request.handle)?;
        Ok(self.identify(&mut *self.pool.get().await?, &request.handle).await?.answer)
    }

    /// The same, on a connection. Makes the same queries and hashes for a handle that nobody has.
    pub(super) async fn identify(&self, connection: &mut Connection, handle: &str) -> Outcome<Identified> {
        let made_up = self.make_up(handle);
        let found = account::find_by_handle(connection, handle).await?;
        let account = found.as_ref().map_or(made_up.account, |found| found.id);
        let credential = credential::find(connection, account).await?;
        let Some((found, credential)) = found.zip(credential) else {
            return Ok(Identified { answer: made_up, known: None });
        };
        let answer = IdentifyLogInResponse { account, key: found.first_key, kit_tag: credential.kit_tag };
        Ok(Identified { answer, known: Some((account, credential)) })
    }

    /// An account that looks like any other: real ids, too, are the beginning of a hash.
    fn make_up(&self, handle: &str) -> IdentifyLogInResponse {
        IdentifyLogInResponse {
            account: AccountId::from_hash(&self.keyed_hash("unknown account", &[handle])),
            key: KeyId(self.keyed_hash("unknown key", &[handle]).0),
            kit_tag: KitTag(self.keyed_hash("unknown kit", &[handle]).first_bytes()),
        }
    }
}
