//! Table `sas.portion_card`: the public keys of portions, one card an epoch.

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::{
    id::{AccountId, Hash},
    portion::Portion,
    sharing::PortionCard,
};

use crate::{
    db::{
        Connection,
        column::{Stored, Word},
    },
    schema::portion_card,
};

/// Enters a card as the current one of its portion; the one before has been retired.
pub(crate) async fn insert(connection: &mut Connection, card: &PortionCard) -> QueryResult<()> {
    diesel::insert_into(portion_card::table)
        .values((
            portion_card::patient.eq(card.fields.patient.0),
            portion_card::portion.eq(Word(card.fields.portion)),
            portion_card::epoch.eq(i64::from(card.fields.epoch)),
            portion_card::hash.eq(Stored(card.hash())),
            portion_card::card.eq(Stored(card.clone())),
            portion_card::current.eq(true),
        ))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Makes the current card of a portion an earlier one.
pub(crate) async fn retire(connection: &mut Connection, patient: AccountId, portion: Portion) -> QueryResult<()> {
    diesel::update(
        portion_card::table
            .filter(portion_card::patient.eq(patient.0))
            .filter(portion_card::portion.eq(Word(portion)))
            .filter(portion_card::current),
    )
    .set(portion_card::current.eq(false))
    .execute(connection)
    .await
    .map(|_| ())
}

/// The current card of a portion.
pub(crate) async fn find_current(
    connection: &mut Connection,
    patient: AccountId,
    portion: Portion,
) -> QueryResult<Option<PortionCard>> {
    let card: Option<Stored<PortionCard>> = portion_card::table
        .filter(portion_card::patient.eq(patient.0))
        .filter(portion_card::portion.eq(Word(portion)))
        .filter(portion_card::current)
        .select(portion_card::card)
        .first(connection)
        .await
        .optional()?;
    Ok(card.map(|Stored(card)| card))
}

/// All current cards of a patient.
pub(crate) async fn read_current(connection: &mut Connection, patient: AccountId) -> QueryResult<Vec<PortionCard>> {
    let cards: Vec<Stored<PortionCard>> = portion_card::table
        .filter(portion_card::patient.eq(patient.0))
        .filter(portion_card::current)
        .select(portion_card::card)
        .load(connection)
        .await?;
    Ok(cards.into_iter().map(|Stored(card)| card).collect())
}

/// Cards of a patient by hash, current or earlier.
pub(crate) async fn read_by_hash(
    connection: &mut Connection,
    patient: AccountId,
    hashes: &[Hash],
) -> QueryResult<Vec<PortionCard>> {
    let hashes: Vec<Stored<Hash>> = hashes.iter().copied().map(Stored).collect();
    let cards: Vec<Stored<PortionCard>> = portion_card::table
        .filter(portion_card::patient.eq(patient.0))
        .filter(portion_card::hash.eq_any(hashes))
        .select(portion_card::card)
        .load(connection)
        .await?;
    Ok(cards.into_iter().map(|Stored(card)| card).collect())
}
