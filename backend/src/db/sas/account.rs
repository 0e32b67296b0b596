//! Tables `sas.account` and `sas.key_card`: people and their public keys.

use diesel::{BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    crypto::VerifyingKey,
    id::{AccountId, Hash, KeyId},
    sharing::{KeyCard, Profile, Role, SetListing},
};

use crate::{
    clock::UnixMs,
    db::{
        Connection,
        column::{Stored, Word},
    },
    schema::{account, key_card},
};

/// A person.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) role: Role,
    /// Hash of the act of registering.
    pub(crate) register: Hash,
    /// Hash of the request that registered.
    pub(crate) request: Hash,
    /// The current identity key.
    pub(crate) key: KeyId,
    /// The identity key that the OPAQUE records are bound to.
    pub(crate) first_key: KeyId,
    /// When it was made.
    pub(crate) registered_at: UnixMs,
    /// Whether strangers find nobody here.
    pub(crate) unlisted: bool,
    /// Hash of the secret that finds the person all the same.
    pub(crate) invitation: Option<Hash>,
}

type Row = (
    (Stored<AccountId>, Word<Role>, Stored<Hash>, Stored<Hash>, Stored<KeyId>, Stored<KeyId>, i64),
    (bool, Option<Stored<Hash>>),
);

type Columns = (
    (
        account::id,
        account::role,
        account::register_hash,
        account::request_hash,
        account::key_id,
        account::first_key_id,
        account::registered_at,
    ),
    (account::unlisted, account::invitation_hash),
);

const COLUMNS: Columns = (
    (
        account::id,
        account::role,
        account::register_hash,
        account::request_hash,
        account::key_id,
        account::first_key_id,
        account::registered_at,
    ),
    (account::unlisted, account::invitation_hash),
);

fn from_row(((id, role, register, request, key, first_key, registered_at), (unlisted, invitation)): Row) -> Account {
    Account {
        id: id.0,
        role: role.0,
        register: register.0,
        request: request.0,
        key: key.0,
        first_key: first_key.0,
        registered_at: UnixMs::from_column(registered_at),
        unlisted,
        invitation: invitation.map(|Stored(hash)| hash),
    }
}

/// The account of this id, where it was not closed.
pub(crate) async fn find(connection: &mut Connection, id: AccountId) -> QueryResult<Option<Account>> {
    let open = account::table.filter(account::id.eq(id.0)).filter(account::closed_at.is_null());
    open.select(COLUMNS).first(connection).await.map(from_row).optional()
}

/// The same, or a clinician's that was closed: what they signed is checked with their keys still.
pub(crate) async fn find_signer(connection: &mut Connection, id: AccountId) -> QueryResult<Option<Account>> {
    let left = account::closed_at.is_null().or(account::role.ne(Word(Role::Patient)));
    let signers = account::table.filter(account::id.eq(id.0)).filter(left);
    signers.select(COLUMNS).first(connection).await.map(from_row).optional()
}

/// The account behind this handle, where it was not closed.
pub(crate) async fn find_by_handle(connection: &mut Connection, handle: &str) -> QueryResult<Option<Account>> {
    let open = account::table.filter(account::handle.eq(handle)).filter(account::closed_at.is_null());
    open.select(COLUMNS).first(connection).await.map(from_row).optional()
}

/// Writes down who finds a person.
pub(crate) async fn write_listing(connection: &mut Connection, id: AccountId, listing: &SetListing) -> QueryResult<()> {
    diesel::update(account::table.find(id.0))
        .set((account::unlisted.eq(listing.unlisted), account::invitation_hash.eq(listing.invitation.map(Stored))))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Writes down that an account was closed.
pub(crate) async fn write_closed(connection: &mut Connection, id: AccountId, now: UnixMs) -> QueryResult<()> {
    diesel::update(account::table.find(id.0))
        .set(account::closed_at.eq(now.to_column()))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Removes everything of an account that was closed, but its row and, of a clinician, its public keys. The database's own
/// function does it: this role may not remove what is written down once and for all.
pub(crate) async fn erase(connection: &mut Connection, id: AccountId) -> QueryResult<()> {
    diesel::sql_query("SELECT sas.erase_account($1)")
        .bind::<diesel::sql_types::Uuid, _>(id.0)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Enters a person; `false` where id or handle is taken.
pub(crate) async fn insert(connection: &mut Connection, new: &Account, profile: &Profile) -> QueryResult<bool> {
    let inserted = diesel::insert_into(account::table)
        .values((
            account::id.eq(new.id.0),
            account::handle.eq(&profile.handle),
            account::role.eq(Word(new.role)),
            account::register_hash.eq(Stored(new.register)),
            account::request_hash.eq(Stored(new.request)),
            account::key_id.eq(Stored(new.key)),
            account::first_key_id.eq(Stored(new.first_key)),
            account::registered_at.eq(new.registered_at.to_column()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(inserted == 1)
}

/// Enters a key card.
pub(crate) async fn insert_key_card(connection: &mut Connection, card: &KeyCard) -> QueryResult<()> {
    diesel::insert_into(key_card::table)
        .values((
            key_card::account.eq(card.fields.account.0),
            key_card::number.eq(i64::from(card.fields.number)),
            key_card::key_id.eq(Stored(card.key_id())),
            key_card::card.eq(Stored(card.clone())),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// A person's key cards, oldest first.
pub(crate) async fn read_key_cards(connection: &mut Connection, id: AccountId) -> QueryResult<Vec<KeyCard>> {
    let cards: Vec<Stored<KeyCard>> = key_card::table
        .filter(key_card::account.eq(id.0))
        .order(key_card::number)
        .select(key_card::card)
        .load(connection)
        .await?;
    Ok(cards.into_iter().map(|Stored(card)| card).collect())
}

/// A person's current signing key.
pub(crate) async fn find_current_key(connection: &mut Connection, id: AccountId) -> QueryResult<Option<VerifyingKey>> {
    match find(connection, id).await? {
        Some(person) => find_signing_key(connection, id, person.key).await,
        None => Ok(None),
    }
}

/// The signing key behind a key id of a person's, whether it is the current one or an earlier one.
pub(crate) async fn find_signing_key(
    connection: &mut Connection,
    id: AccountId,
    key: KeyId,
) -> QueryResult<Option<VerifyingKey>> {
    let card: Option<Stored<KeyCard>> = key_card::table
        .filter(key_card::account.eq(id.0))
        .filter(key_card::key_id.eq(Stored(key)))
        .select(key_card::card)
        .first(connection)
        .await
        .optional()?;
    Ok(card.map(|Stored(card)| card.fields.signing_key))
}
