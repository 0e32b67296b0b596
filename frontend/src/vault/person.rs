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

#[cfg(test)]
mod tests {
    use sesemr_common::{
        crypto::{SigningKey, hpke::KemSecretKey},
        id::{DeviceId, Hash},
        sharing::{ActHeader, Audience, KeyCard, LogHead, Register, Role, SignedAct, account_id},
    };

    use super::*;

    /// Somebody with a profile that no honest server takes.
    fn contact(display_name: &str, organisation: &str) -> Contact {
        let (key, kem_key) = (SigningKey::make(), KemSecretKey::make().public_key());
        let account = account_id(&key.verifying_key(), &kem_key);
        let card = KeyCard::sign_first(account, kem_key, 1, &key);
        let header = ActHeader {
            actor: account,
            actor_key: card.key_id(),
            patient: account,
            device: DeviceId::from_bytes([1; 16]),
            audience: Audience::Sas,
            counter: 1,
            log_head: LogHead::EMPTY,
            signed_at: 1,
            restore_epoch: 0,
            on_behalf_of: Hash::ZERO,
        };
        let profile = Profile {
            handle: "dr-bello".to_owned(),
            display_name: display_name.to_owned(),
            role: Role::Doctor,
            organisation: organisation.to_owned(),
        };
        let body = Register { profile, key_card: card.hash(), portion_cards: Vec::new() };
        let register = SignedAct::sign(header, body, &key);
        Contact { account, key: card.key_id(), cards: vec![card], register, compared_at: None }
    }

    #[test]
    fn nobody_is_shown_under_a_name_that_only_looks_like_anothers() {
        let hostile = contact("Dr Bello\u{200B}", "\u{202E}slatipsoH");
        let shown = view_person(&hostile);
        assert_eq!((&*shown.display_name, &*shown.organisation), ("Dr Bello⟨U+200B⟩", "⟨U+202E⟩slatipsoH"));
        assert_eq!(view_changed_person(&hostile, hostile.key).display_name, shown.display_name);
        assert_eq!(name_of(&hostile), shown.display_name);
        assert_eq!(name_of(&contact("Dr Bello", "")), "Dr Bello");
    }
}
