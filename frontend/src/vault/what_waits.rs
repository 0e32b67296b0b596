//! What waits for a patient's answer: told when they sign in and when a stream of events opens again, for the events of the
//! time between are gone. Nothing is told twice, whether it waited or happened meanwhile.

use std::{cell::RefCell, collections::BTreeSet};

use super::{grants::list_access, key_requests::list_key_requests, state::Vault};
use crate::{
    message::{AppError, ListAccess, ListKeyRequests, LiveEvent},
    model::{
        grant::{GrantView, OpeningState},
        key_request::{KeyRequestView, RequestState},
    },
};

/// What was told since somebody signed in.
#[derive(Default)]
pub(super) struct Told(RefCell<BTreeSet<[u8; 16]>>);

impl Told {
    /// Notes that this is told. Whether that is for the first time.
    pub(super) fn note(&self, event: &LiveEvent) -> bool {
        match event {
            LiveEvent::RequestArrived { request, .. } => self.0.borrow_mut().insert(*request.as_bytes()),
            LiveEvent::KeyBurnt { opening, .. } => self.0.borrow_mut().insert(*opening.as_bytes()),
            _ => true,
        }
    }
}

/// Requests without an answer, oldest first, and burnt keys in whose place a new one can be given.
///
/// # Errors
/// Those of reading the lists.
pub(super) async fn what_waits(vault: &Vault) -> Result<Vec<LiveEvent>, AppError> {
    let requests = list_key_requests(vault, ListKeyRequests {}).await?;
    let grants = list_access(vault, ListAccess {}).await?;
    Ok(requests.into_iter().rev().filter_map(unanswered).chain(grants.iter().filter_map(burnt)).collect())
}

fn unanswered(request: KeyRequestView) -> Option<LiveEvent> {
    let (id, person) = (request.request, request.clinician.display_name);
    (request.state == RequestState::Waiting).then_some(LiveEvent::RequestArrived { request: id, person })
}

/// The last key of a grant, where it was burnt and another can be made.
fn burnt(grant: &GrantView) -> Option<LiveEvent> {
    let last = grant.history.first().filter(|_| grant.may_issue())?;
    let OpeningState::Burnt { at } = last.state else { return None };
    let person = grant.clinician.display_name.clone();
    Some(LiveEvent::KeyBurnt { grant: grant.grant, opening: last.opening, person, at })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    const ID: &str = "018f2e3a-7c1d-7000-8000-000000000001";

    #[test]
    fn what_was_told_as_it_happened_is_not_told_again_as_waiting() {
        let told = Told::default();
        let arrived = LiveEvent::RequestArrived { request: ID.parse().unwrap(), person: "Dr Bello".to_owned() };
        assert!(told.note(&arrived));
        assert!(!told.note(&arrived));
        assert!(told.note(&LiveEvent::Changed) && told.note(&LiveEvent::Changed), "it says nothing of its own");
    }
}
