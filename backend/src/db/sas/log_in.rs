//! Table `sas.log_in`: sign-ins between the second and the third message, and those whose third may come again.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    api::LogInPurpose,
    crypto::opaque::LogInState,
    id::{AccountId, Hash, LogInId},
};
use uuid::Uuid;

use crate::{
    clock::UnixMs,
    db::{
        Connection,
        column::{Stored, Word, read_secret},
    },
    schema::log_in,
};

/// A sign-in that waits for its third message.
#[derive(Debug)]
pub(crate) struct LogIn {
    /// Whose; nothing for a handle that nobody has.
    pub(crate) account: Option<AccountId>,
    pub(crate) purpose: LogInPurpose,
    pub(crate) stage: Stage,
    /// Whose tries a success takes back.
    pub(crate) tries_key: Hash,
    /// The try that its address was charged with.
    pub(crate) address_try: i64,
    pub(crate) expires_at: UnixMs,
}

/// How far a sign-in has come.
#[derive(Debug)]
pub(crate) enum Stage {
    /// The third message is awaited. The state holds the secrets of the exchange.
    Waiting(LogInState),
    /// It came and was right; of the exchange, its hash is left.
    Finished { ke3_hash: Hash, family: Uuid },
}

impl Stage {
    fn state(&self) -> Option<&[u8]> {
        match self {
            Self::Waiting(state) => Some(state.as_bytes()),
            Self::Finished { .. } => None,
        }
    }
}

/// Keeps a sign-in that waits.
pub(crate) async fn insert(connection: &mut Connection, id: LogInId, new: &LogIn) -> QueryResult<()> {
    diesel::insert_into(log_in::table)
        .values((
            log_in::id.eq(id.0),
            log_in::account.eq(new.account.map(|account| account.0)),
            log_in::purpose.eq(Word(new.purpose)),
            log_in::state.eq(new.stage.state()),
            log_in::tries_key.eq(Stored(new.tries_key)),
            log_in::address_try.eq(new.address_try),
            log_in::expires_at.eq(new.expires_at.to_column()),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// The sign-in of this id.
pub(crate) async fn find(connection: &mut Connection, id: LogInId) -> QueryResult<Option<LogIn>> {
    type Row =
        (Option<Uuid>, Word<LogInPurpose>, Option<Vec<u8>>, Option<Stored<Hash>>, Option<Uuid>, Stored<Hash>, i64, i64);
    let row: Option<Row> = log_in::table
        .find(id.0)
        .select((
            log_in::account,
            log_in::purpose,
            log_in::state,
            log_in::ke3_hash,
            log_in::family,
            log_in::tries_key,
            log_in::address_try,
            log_in::expires_at,
        ))
        .first(connection)
        .await
        .optional()?;
    row.map(|(account, purpose, state, ke3_hash, family, tries_key, address_try, expires_at)| {
        let stage = match ke3_hash.zip(family) {
            Some((ke3_hash, family)) => Stage::Finished { ke3_hash: ke3_hash.0, family },
            None => Stage::Waiting(LogInState::from_bytes(*read_secret(state.unwrap_or_default())?)),
        };
        Ok(LogIn {
            account: account.map(AccountId),
            purpose: purpose.0,
            stage,
            tries_key: tries_key.0,
            address_try,
            expires_at: UnixMs::from_column(expires_at),
        })
    })
    .transpose()
}

/// Notes by which third message a sign-in succeeded and to which session it led, and forgets the secrets of the exchange.
pub(crate) async fn finish(connection: &mut Connection, id: LogInId, ke3_hash: Hash, family: Uuid) -> QueryResult<()> {
    diesel::update(log_in::table.find(id.0))
        .set((
            log_in::state.eq(None::<Vec<u8>>),
            log_in::ke3_hash.eq(Some(Stored(ke3_hash))),
            log_in::family.eq(Some(family)),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Forgets a sign-in that waits: its third message was wrong. One that a right message finished meanwhile stays.
pub(crate) async fn delete(connection: &mut Connection, id: LogInId) -> QueryResult<usize> {
    diesel::delete(log_in::table.find(id.0).filter(log_in::ke3_hash.is_null())).execute(connection).await
}

/// Forgets all sign-ins of an account: what they were begun with has been replaced.
pub(crate) async fn delete_of_account(connection: &mut Connection, account: AccountId) -> QueryResult<usize> {
    diesel::delete(log_in::table.filter(log_in::account.eq(account.0))).execute(connection).await
}

/// Forgets sign-ins that are past their time.
pub(crate) async fn delete_expired(connection: &mut Connection, now: UnixMs) -> QueryResult<usize> {
    diesel::delete(log_in::table.filter(log_in::expires_at.lt(now.to_column()))).execute(connection).await
}
