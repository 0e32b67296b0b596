//! Everyone who ever asked.

use std::collections::BTreeMap;

use sesemr_common::id::AccountId;

use super::{error::explain, grants::list_access, key_requests::list_key_requests, person::view_person, state::Vault};
use crate::{
    message::{AppError, ListAccess, ListBlocked, ListKeyRequests, ListPeople},
    model::{moment::Moment, people::PersonHistory, person::PersonView},
};

pub(super) async fn list_people(vault: &Vault, _verb: ListPeople) -> Result<Vec<PersonHistory>, AppError> {
    let requests = list_key_requests(vault, ListKeyRequests {}).await?;
    let grants = list_access(vault, ListAccess {}).await?;
    let blocked: BTreeMap<AccountId, Moment> = blocked(vault)?.into_iter().collect();
    let mut people: BTreeMap<AccountId, PersonView> = BTreeMap::new();
    // Requests come newest first: how somebody stands now is how their newest request shows them.
    for request in &requests {
        people.entry(request.clinician.account).or_insert_with(|| request.clinician.clone());
    }
    let tell = |person: PersonView| {
        let since = blocked.get(&person.account).copied();
        PersonHistory::of(person, since, &requests, &grants)
    };
    let mut histories: Vec<PersonHistory> = people.into_values().map(tell).collect();
    histories.sort_by_key(|history| core::cmp::Reverse(history.last()));
    Ok(histories)
}

/// Whom this person has blocked, with who they are.
pub(super) async fn list_blocked(vault: &Vault, _verb: ListBlocked) -> Result<Vec<(PersonView, Moment)>, AppError> {
    let member = vault.member()?;
    let mut people = Vec::new();
    for (account, since) in blocked(vault)? {
        let person = member.person(account).await.map_err(|error| explain(&member, error))?;
        people.push((view_person(&person), since));
    }
    Ok(people)
}

fn blocked(vault: &Vault) -> Result<Vec<(AccountId, Moment)>, AppError> {
    let member = vault.member()?;
    let blocked = member.vault().blocked_people().map(|(account, at)| (account, Moment::from_wire(at))).collect();
    Ok(blocked)
}
