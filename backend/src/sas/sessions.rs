//! Sessions: a token per sign-in, rotated at each refresh. The old token works until the new one's first use, and a moment
//! longer for what was on its way; a token shown again after that means that two parties hold the sign-in, and ends it.

use std::time::Duration;

use sesemr_common::{
    api::{
        Done, EndSessionsRequest, ErrorCode, EventKind, ListSessionsResponse, ListedSession, LogOutRequest,
        SessionGranted,
    },
    id::{AccountId, DeviceId, Hash, SessionId},
};
use uuid::Uuid;

use super::Sas;
use crate::{
    auth::{Session, SessionToken},
    clock::UnixMs,
    db::{
        Connection,
        sas::session::{self, Family, TokenState},
        transaction::in_transaction,
    },
    error::{Error, Outcome},
    events,
};

/// How long a token lives; clients refresh well before.
pub(super) const TOKEN_LIFE: Duration = Duration::from_hours(1);
/// How exactly the last use of a session is noted.
const LAST_USE_STEP: Duration = Duration::from_mins(1);
/// How long after the new token's first use requests with the old one may still arrive.
const ROTATION_GRACE: Duration = Duration::from_secs(10);

impl Sas {
    /// The session behind a token.
    ///
    /// # Errors
    /// [`ErrorCode::NotSignedIn`] where there is none, or it has ended or lapsed.
    pub(crate) async fn authenticate(&self, token: &SessionToken) -> Outcome<Session> {
        let (mut connection, now, hash) = (self.pool.get().await?, self.clock.now(), token.hash());
        let found = session::find_token(&mut connection, hash).await?.ok_or_else(not_signed_in)?;
        let family = found.family;
        if found.ended || found.expires_at <= now {
            return Err(not_signed_in());
        }
        if found.state != TokenState::Current {
            let counts =
                in_transaction(&mut connection, async |connection| settle_token(connection, &family, hash, now).await);
            if !counts.await? {
                return Err(not_signed_in());
            }
        }
        let Family { id, account, device } = family;
        if found.last_used_at.plus(LAST_USE_STEP) <= now {
            session::write_last_use(&mut connection, id, now).await?;
        }
        Ok(Session { account, device, family: id, token: hash, expires_at: found.expires_at })
    }

    /// Exchanges the session's token for a new one.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn refresh_session(&self, session: &Session) -> Outcome<SessionGranted> {
        make_token(&mut *self.pool.get().await?, session.family, TokenState::Fresh, self.clock.now()).await
    }

    /// The sessions of the account that have not ended.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn list_sessions(&self, session: &Session) -> Outcome<ListSessionsResponse> {
        let live = session::list_live(&mut *self.pool.get().await?, session.account, self.clock.now()).await?;
        let sessions = live.into_iter().map(|live| ListedSession {
            session: SessionId(live.family.id),
            device: live.family.device,
            started_at: live.started_at.get(),
            last_used_at: live.last_used_at.get(),
            current: live.family.id == session.family,
        });
        Ok(ListSessionsResponse { sessions: sessions.collect() })
    }

    /// Ends one session of the account, or all but the one that asks. What is not a live session of the account is left
    /// alone, and nothing is told of it.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn end_sessions(&self, session: &Session, request: EndSessionsRequest) -> Outcome<Done> {
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        in_transaction(&mut connection, async |connection| match request.session {
            None => end_others(connection, session.account, Some(session.family), now).await,
            Some(SessionId(id)) => match session::lock_family(connection, id).await? {
                Some(family) if family.account == session.account => end_family(connection, &family, now).await,
                _ => Ok(()),
            },
        })
        .await?;
        Ok(Done {})
    }

    /// Ends this session, or all of the account's.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn log_out(&self, session: &Session, request: LogOutRequest) -> Outcome<Done> {
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let family = Family { id: session.family, account: session.account, device: session.device };
        in_transaction(&mut connection, async |connection| {
            if request.everywhere {
                end_others(connection, session.account, None, now).await
            } else {
                end_family(connection, &family, now).await
            }
        })
        .await?;
        Ok(Done {})
    }
}

/// Starts a session.
pub(super) async fn start(connection: &mut Connection, family: &Family, now: UnixMs) -> Outcome<SessionGranted> {
    session::insert_family(connection, family, now).await?;
    make_token(connection, family.id, TokenState::Current, now).await
}

/// Another token for a session whose first may never have arrived; nothing where it has ended or is another device's.
pub(super) async fn resume(
    connection: &mut Connection,
    family: Uuid,
    device: DeviceId,
    now: UnixMs,
) -> Outcome<Option<SessionGranted>> {
    match session::lock_family(connection, family).await?.filter(|family| family.device == device) {
        None => Ok(None),
        Some(family) => Ok(Some(make_token(connection, family.id, TokenState::Fresh, now).await?)),
    }
}

/// Ends all sessions of an account but one.
pub(super) async fn end_others(
    connection: &mut Connection,
    account: AccountId,
    keep: Option<Uuid>,
    now: UnixMs,
) -> Outcome<()> {
    for family in session::end_other_families(connection, account, keep, now).await? {
        events::publish(connection, account, EventKind::SessionEnded, family).await?;
    }
    Ok(())
}

/// Whether a token that is not its family's counts: the first use of a fresh one makes it the family's, and one that was
/// rotated out this moment may have been on its way. Any other ends the family.
async fn settle_token(connection: &mut Connection, family: &Family, hash: Hash, now: UnixMs) -> Outcome<bool> {
    // Requests of one family are settled one after another, each by what the one before it left.
    if session::lock_family(connection, family.id).await?.is_none() {
        return Ok(false);
    }
    let Some(found) = session::find_token(connection, hash).await? else { return Ok(false) };
    match found.state {
        TokenState::Current => Ok(true),
        TokenState::Fresh => {
            session::rotate_to(connection, family.id, hash, found.expires_at, now).await?;
            Ok(true)
        }
        TokenState::RotatedOut if found.rotated_at.is_some_and(|at| at.plus(ROTATION_GRACE) > now) => Ok(true),
        TokenState::RotatedOut => {
            end_family(connection, family, now).await?;
            tracing::warn!("a rotated-out session token was shown again: its session family has ended");
            Ok(false)
        }
    }
}

async fn end_family(connection: &mut Connection, family: &Family, now: UnixMs) -> Outcome<()> {
    session::end_family(connection, family.id, now).await?;
    Ok(events::publish(connection, family.account, EventKind::SessionEnded, family.id).await?)
}

async fn make_token(
    connection: &mut Connection,
    family: Uuid,
    state: TokenState,
    now: UnixMs,
) -> Outcome<SessionGranted> {
    let (token, expires_at) = (SessionToken::make(), now.plus(TOKEN_LIFE));
    session::insert_token(connection, family, token.hash(), state, expires_at).await?;
    Ok(SessionGranted { token: token.expose(), expires_at: expires_at.get() })
}

fn not_signed_in() -> Error {
    Error::refused(ErrorCode::NotSignedIn, "sign in: this session has ended")
}
