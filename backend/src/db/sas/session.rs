//! Tables `sas.session_family`, `sas.session_token` and `sas.device`: who is signed in, where.

use diesel::{ExpressionMethods as _, JoinOnDsl as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::id::{AccountId, DeviceId, Hash};
use uuid::Uuid;

use crate::{
    clock::UnixMs,
    db::{
        Connection,
        column::{Stored, Word},
    },
    schema::{device, session_family, session_token},
};

/// A sign-in and all tokens that came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Family {
    pub(crate) id: Uuid,
    pub(crate) account: AccountId,
    pub(crate) device: DeviceId,
}

/// How a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenState {
    /// Handed out and not used yet.
    Fresh,
    /// The family's token.
    Current,
    /// A later one has been used.
    RotatedOut,
}

/// A token that was handed out, and whether it still counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) family: Family,
    pub(crate) state: TokenState,
    pub(crate) expires_at: UnixMs,
    /// When a later one took its place.
    pub(crate) rotated_at: Option<UnixMs>,
    /// When the family was last used.
    pub(crate) last_used_at: UnixMs,
    pub(crate) ended: bool,
}

/// The token of this hash.
pub(crate) async fn find_token(connection: &mut Connection, hash: Hash) -> QueryResult<Option<Token>> {
    type Row = (Uuid, Stored<AccountId>, Stored<DeviceId>, Option<i64>, i64, Word<TokenState>, i64, Option<i64>);
    let row: Option<Row> = session_token::table
        .inner_join(session_family::table.on(session_family::id.eq(session_token::family)))
        .filter(session_token::token_hash.eq(Stored(hash)))
        .select((
            session_family::id,
            session_family::account,
            session_family::device,
            session_family::ended_at,
            session_family::last_used_at,
            session_token::state,
            session_token::expires_at,
            session_token::rotated_at,
        ))
        .first(connection)
        .await
        .optional()?;
    Ok(row.map(|(id, account, device, ended_at, last_used_at, state, expires_at, rotated_at)| Token {
        family: Family { id, account: account.0, device: device.0 },
        state: state.0,
        expires_at: UnixMs::from_column(expires_at),
        rotated_at: rotated_at.map(UnixMs::from_column),
        last_used_at: UnixMs::from_column(last_used_at),
        ended: ended_at.is_some(),
    }))
}

/// Begins a family.
pub(crate) async fn insert_family(connection: &mut Connection, family: &Family, now: UnixMs) -> QueryResult<()> {
    diesel::insert_into(session_family::table)
        .values((
            session_family::id.eq(family.id),
            session_family::account.eq(family.account.0),
            session_family::device.eq(family.device.0),
            session_family::started_at.eq(now.to_column()),
            session_family::last_used_at.eq(now.to_column()),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Enters a token.
pub(crate) async fn insert_token(
    connection: &mut Connection,
    family: Uuid,
    hash: Hash,
    state: TokenState,
    expires_at: UnixMs,
) -> QueryResult<()> {
    diesel::insert_into(session_token::table)
        .values((
            session_token::token_hash.eq(Stored(hash)),
            session_token::family.eq(family),
            session_token::state.eq(Word(state)),
            session_token::expires_at.eq(expires_at.to_column()),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// The first use of a fresh token: it becomes the family's, and those handed out before it are rotated out. One that was
/// handed out later is still to be used. The transaction has locked the family.
pub(crate) async fn rotate_to(
    connection: &mut Connection,
    family: Uuid,
    hash: Hash,
    expires_at: UnixMs,
    now: UnixMs,
) -> QueryResult<()> {
    diesel::update(
        session_token::table
            .filter(session_token::family.eq(family))
            .filter(session_token::token_hash.ne(Stored(hash)))
            // All live equally long, so the order of their ends is that of their beginnings.
            .filter(session_token::expires_at.le(expires_at.to_column()))
            .filter(session_token::state.ne(Word(TokenState::RotatedOut))),
    )
    .set((session_token::state.eq(Word(TokenState::RotatedOut)), session_token::rotated_at.eq(now.to_column())))
    .execute(connection)
    .await?;
    diesel::update(session_token::table.find(Stored(hash)))
        .set(session_token::state.eq(Word(TokenState::Current)))
        .execute(connection)
        .await
        .map(|_| ())
}

/// The family of this id, where it has not ended; locked until the transaction ends.
pub(crate) async fn lock_family(connection: &mut Connection, id: Uuid) -> QueryResult<Option<Family>> {
    let row: Option<(Stored<AccountId>, Stored<DeviceId>)> = session_family::table
        .find(id)
        .filter(session_family::ended_at.is_null())
        .select((session_family::account, session_family::device))
        .for_update()
        .first(connection)
        .await
        .optional()?;
    Ok(row.map(|(Stored(account), Stored(device))| Family { id, account, device }))
}

/// Notes that a family was used.
pub(crate) async fn write_last_use(connection: &mut Connection, family: Uuid, now: UnixMs) -> QueryResult<()> {
    diesel::update(session_family::table.find(family))
        .set(session_family::last_used_at.eq(now.to_column()))
        .execute(connection)
        .await
        .map(|_| ())
}

/// A family as its owner is shown it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LiveFamily {
    pub(crate) family: Family,
    pub(crate) started_at: UnixMs,
    pub(crate) last_used_at: UnixMs,
}

/// The families of an account that have not ended and hold a token that still counts, the last used first.
pub(crate) async fn list_live(
    connection: &mut Connection,
    account: AccountId,
    now: UnixMs,
) -> QueryResult<Vec<LiveFamily>> {
    let held = session_token::table
        .filter(session_token::family.eq(session_family::id))
        .filter(session_token::state.ne(Word(TokenState::RotatedOut)))
        .filter(session_token::expires_at.gt(now.to_column()));
    let rows: Vec<(Uuid, Stored<DeviceId>, i64, i64)> = session_family::table
        .filter(session_family::account.eq(account.0))
        .filter(session_family::ended_at.is_null())
        .filter(diesel::dsl::exists(held))
        .order(session_family::last_used_at.desc())
        .select((session_family::id, session_family::device, session_family::started_at, session_family::last_used_at))
        .load(connection)
        .await?;
    let rows = rows.into_iter().map(|(id, Stored(device), started_at, last_used_at)| LiveFamily {
        family: Family { id, account, device },
        started_at: UnixMs::from_column(started_at),
        last_used_at: UnixMs::from_column(last_used_at),
    });
    Ok(rows.collect())
}

/// Ends a family.
pub(crate) async fn end_family(connection: &mut Connection, family: Uuid, now: UnixMs) -> QueryResult<()> {
    diesel::update(session_family::table.find(family).filter(session_family::ended_at.is_null()))
        .set(session_family::ended_at.eq(now.to_column()))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Ends all families of an account but one, and says which.
pub(crate) async fn end_other_families(
    connection: &mut Connection,
    account: AccountId,
    keep: Option<Uuid>,
    now: UnixMs,
) -> QueryResult<Vec<Uuid>> {
    diesel::update(
        session_family::table
            .filter(session_family::account.eq(account.0))
            .filter(session_family::ended_at.is_null())
            .filter(session_family::id.ne(keep.unwrap_or_default())),
    )
    .set(session_family::ended_at.eq(now.to_column()))
    .returning(session_family::id)
    .get_results(connection)
    .await
}

/// Forgets tokens long lapsed, and families that hold none any more.
pub(crate) async fn delete_lapsed(connection: &mut Connection, before: UnixMs) -> QueryResult<()> {
    diesel::delete(session_token::table.filter(session_token::expires_at.lt(before.to_column())))
        .execute(connection)
        .await?;
    let held = session_token::table.select(session_token::family);
    diesel::delete(
        session_family::table
            .filter(session_family::started_at.lt(before.to_column()))
            .filter(session_family::id.ne_all(held)),
    )
    .execute(connection)
    .await
    .map(|_| ())
}

/// Remembers a device; `true` where it was never seen with this account.
pub(crate) async fn insert_device(
    connection: &mut Connection,
    account: AccountId,
    which: DeviceId,
    now: UnixMs,
) -> QueryResult<bool> {
    let inserted = diesel::insert_into(device::table)
        .values((device::account.eq(account.0), device::id.eq(which.0), device::first_seen.eq(now.to_column())))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(inserted == 1)
}
