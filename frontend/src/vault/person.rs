//! Other people, and oneself, as views. What they call themselves is shown with nothing hidden in it.

use sesemr_common::{crypto::Fingerprint, id::KeyId, sharing::Profile, vault::Contact};

use super::state::SignedIn;
use crate::model::{
    account::AccountView,
    moment::Moment,
    person::{PersonView, Trust},
};

/// A person whose key is the pinned one.
pub(super) fn view_person(contact: &Contact) -> PersonView {
    let Profile { handle, display_name, role, organisation } = contact.profile().to_visible();
    PersonView {
        account: contact.account,
        handle,
        display_name,
        role,
        organisation,
        key: contact.key,
        fingerprint: Fingerprint::from(&contact.key).to_string(),
        trust: contact.compared_at.map_or(Trust::NotCompared, |at| Trust::Compared { at: Moment::from_wire(at) }),
    }
}

/// What a person calls themself.
pub(super) fn name_of(contact: &Contact) -> String {
    contact.profile().to_visible().display_name
}

/// The same person, who shows another key than the pinned one.
pub(super) fn view_changed_person(contact: &Contact, shown: KeyId) -> PersonView {
    let known = view_person(contact);
    let fingerprint = Fingerprint::from(&shown).to_string();
    PersonView { key: shown, fingerprint, trust: Trust::Changed { known: known.fingerprint }, ..known }
}

/// Oneself.
pub(super) fn view_account(member: &SignedIn) -> AccountView {
    let Profile { handle, display_name, role, organisation } = member.profile().to_visible();
    AccountView {
        account: member.account(),
        handle,
        display_name,
        role,
        organisation,
        fingerprint: Fingerprint::from(&member.key_id()).to_string(),
        preferences: member.preferences(),
        offline_since: member.host().offline_since().map(Moment::from_wire),
    }
}
