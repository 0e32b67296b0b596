//! What a client needs before it can blind a password. For a handle that nobody has, a stable answer of the same form.

use sesemr_common::{
    api::{IdentifyLogInRequest, IdentifyLogInResponse},
    id::{AccountId, Hash, KeyId, KitTag},
};
use uuid::Uuid;

use super::{Sas, find_person::check_typed};
use crate::{
    db::{
        Connection,
        sas::{account, credential},
    },
    error::Outcome,
};

/// Made-up account ids claim to have been made in a hundred days from here: 2026-01-01, in milliseconds since 1970.
const MADE_UP_FROM: u64 = 1_767_225_600_000;
const MADE_UP_SPAN: u64 = 100 * 24 * 60 * 60 * 1000;

impl Sas {
    /// Tells account, key and kit behind a handle.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn identify_log_in(&self, request: IdentifyLogInRequest) -> Outcome<IdentifyLogInResponse> {
        check_typed(&request.handle)?;
        self.identify(&mut *self.pool.get().await?, &request.handle).await
    }

    /// The same, on a connection.
    pub(super) async fn identify(&self, connection: &mut Connection, handle: &str) -> Outcome<IdentifyLogInResponse> {
        let Some(found) = account::find_by_handle(connection, handle).await? else {
            return Ok(self.make_up(handle));
        };
        let kit_tag = credential::read(connection, found.id).await?.kit_tag;
        Ok(IdentifyLogInResponse { account: found.id, key: found.first_key, kit_tag })
    }

    fn make_up(&self, handle: &str) -> IdentifyLogInResponse {
        let moment = u64::from_be_bytes(first(self.keyed_hash("unknown moment", &[handle])));
        let random = first(self.keyed_hash("unknown account", &[handle]));
        let id = uuid::Builder::from_unix_timestamp_millis(MADE_UP_FROM + moment % MADE_UP_SPAN, &random);
        IdentifyLogInResponse {
            account: AccountId(id.into_uuid()),
            key: KeyId(self.keyed_hash("unknown key", &[handle]).0),
            kit_tag: KitTag(first(self.keyed_hash("unknown kit", &[handle]))),
        }
    }
}

/// The first bytes of a hash.
fn first<const N: usize>(hash: Hash) -> [u8; N] {
    let mut bytes = [0; N];
    for (to, from) in bytes.iter_mut().zip(hash.0) {
        *to = from;
    }
    bytes
}

/// Whether an id is a `UUIDv7`, as clients make them.
pub(super) fn is_version_7(id: Uuid) -> bool {
    id.get_version_num() == 7
}
