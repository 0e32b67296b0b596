//! A patient leaves the list of people who can be found, or comes back to it; and who finds them all the same.

use sesemr_common::{
    api::{Done, SetListingRequest},
    id::{AccountId, Bytes, Encoded},
    sharing::{LogKind, Role, hash_invitation},
};

use super::{
    Sas,
    acts::require_own,
    log::{self, Report},
};
use crate::{
    auth::Session,
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            account::{self, Account},
            introduction, key_grant, key_request,
        },
    },
    error::{Error, Outcome},
};

/// Nobody's account: what is asked about nobody is asked about this.
const NOBODY: AccountId = AccountId::from_bytes([0; 16]);

impl Sas {
    /// Changes who finds a patient.
    ///
    /// # Errors
    /// Refusals of the contract; where the database is away.
    pub async fn set_listing(&self, session: &Session, request: SetListingRequest) -> Outcome<Done> {
        let Encoded(act) = request.act;
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            let patient = account::find(connection, session.account).await?.filter(|it| it.role == Role::Patient);
            patient.ok_or_else(|| Error::not_permitted("only patients leave the list"))?;
            account::write_listing(connection, session.account, &act.body).await?;
            log::append(connection, Report::of_act(LogKind::ListingChanged, &act), now).await
        })
        .await
    }
}

/// Whoever `asker` may see of what was found. Somebody who is unlisted is shown to themself, to whom they have dealings
/// with, and to whom they invited; to all others exactly as if nobody were there, by the same queries.
pub(super) async fn only_visible(
    connection: &mut Connection,
    asker: AccountId,
    found: Option<Account>,
    invitation: Option<&Bytes>,
    now: UnixMs,
) -> Outcome<Option<Account>> {
    let id = found.as_ref().map_or(NOBODY, |found| found.id);
    let known = introduction::exists(connection, id, asker).await?
        | key_grant::lasts(connection, id, asker, now).await?
        | key_request::waits(connection, id, asker, now).await?;
    let Some(found) = found else { return Ok(None) };
    let shown = invitation.map(|Bytes(secret)| hash_invitation(secret));
    let invited = shown.is_some() && shown == found.invitation;
    if invited && found.id != asker {
        introduction::insert(connection, found.id, asker, now).await?;
    }
    Ok((!found.unlisted || known || invited || found.id == asker).then_some(found))
}
