//! Table `srs.key_card`: the pinned key cards of patients.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{id::AccountId, sharing::KeyCard};

use super::Stored;
use crate::{db::Connection, schema_srs::key_card};

/// Adds cards to their owners' chains; a place that is taken keeps the card it has.
pub(crate) async fn insert_key_cards(connection: &mut Connection, cards: &[KeyCard]) -> QueryResult<()> {
    let rows: Vec<_> = cards
        .iter()
        .map(|card| {
            (
                key_card::account.eq(card.fields.account.0),
                key_card::number.eq(i64::from(card.fields.number)),
                key_card::card.eq(Stored(card.clone())),
            )
        })
        .collect();
    diesel::insert_into(key_card::table).values(rows).on_conflict_do_nothing().execute(connection).await.map(|_| ())
}

/// An account's cards, oldest first.
pub(crate) async fn read_key_cards(connection: &mut Connection, account: AccountId) -> QueryResult<Vec<KeyCard>> {
    let cards: Vec<Stored<KeyCard>> = key_card::table
        .filter(key_card::account.eq(account.0))
        .order(key_card::number)
        .select(key_card::card)
        .load(connection)
        .await?;
    Ok(cards.into_iter().map(|Stored(card)| card).collect())
}
