//! Blocking a person, with what they still have taken back in the same step where that is wanted.

use sesemr_common::api::GrantState;

use super::{error::explain, state::Vault};
use crate::message::{AppError, BlockPerson};

pub(super) async fn block_person(vault: &Vault, verb: BlockPerson) -> Result<(), AppError> {
    let member = vault.member()?;
    member.block_person(verb.person, verb.blocked).await.map_err(|error| explain(&member, error))?;
    if !(verb.blocked && verb.take_back) {
        return Ok(());
    }
    let grants = member.list_grants().await.map_err(|error| explain(&member, error))?;
    let theirs = grants.iter().filter(|grant| {
        grant.act.body.clinician == verb.person && !matches!(grant.state, GrantState::TakenBack | GrantState::Expired)
    });
    for grant in theirs {
        member.take_back_grant(&grant.act).await.map_err(|error| explain(&member, error))?;
    }
    Ok(())
}
