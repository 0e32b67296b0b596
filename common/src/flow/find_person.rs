//! Finding a person, checking that their cards are theirs, and pinning their key at first contact.

use super::{FlowError, Host, Member};
use crate::api::{FindPersonEndpoint, FindPersonRequest, Person, ReadKeyCardsEndpoint, ReadKeyCardsQuery};
use crate::crypto::Invitation;
use crate::id::{AccountId, Bytes, KeyId};
use crate::sharing::{KeyCard, Profile, verify_key_cards};
use crate::vault::Contact;

impl<H: Host> Member<H> {
    /// Finds a person by handle, and pins their key where this is the first contact.
    ///
    /// # Errors
    /// A refusal with `NotFound`; [`FlowError::KeyChanged`] where the person is known under another key.
    pub async fn find_person(&self, handle: &str) -> Result<Contact, FlowError> {
        self.find(handle, None).await
    }

    /// Finds a person whom strangers do not find, by handle and invitation; from then on the handle is enough.
    ///
    /// # Errors
    /// As [`Self::find_person`].
    pub async fn find_invited(&self, handle: &str, invitation: &Invitation) -> Result<Contact, FlowError> {
        self.find(handle, Some(invitation)).await
    }

    async fn find(&self, handle: &str, invitation: Option<&Invitation>) -> Result<Contact, FlowError> {
        let handle = super::log_in::normalise(handle);
        let invitation = invitation.map(|invitation| Bytes(invitation.as_bytes().to_vec()));
        let request = FindPersonRequest { handle: handle.clone(), invitation };
        let person = self.call::<FindPersonEndpoint>(&request).await?;
        let contact = self.check_person(person)?;
        // The server answers for a handle; the profile that the person signed says whose handle it is.
        if contact.register.body.profile.handle != handle {
            return Err(FlowError::Untrustworthy("the person behind a handle"));
        }
        self.pin(contact).await
    }

    /// A person by account, from the vault or, at first contact, from the server.
    ///
    /// # Errors
    /// As [`Self::find_person`].
    pub async fn person(&self, account: AccountId) -> Result<Contact, FlowError> {
        if let Some(contact) = self.vault().contact(account) {
            return Ok(contact.clone());
        }
        self.shown_person(account).await
    }

    /// A person as the server shows them now, checked against the pin: asked before anything weighty.
    ///
    /// # Errors
    /// [`FlowError::KeyChanged`] where the person is known under another key.
    pub async fn shown_person(&self, account: AccountId) -> Result<Contact, FlowError> {
        let person = self.call::<ReadKeyCardsEndpoint>(&ReadKeyCardsQuery { account }).await?;
        let contact = self.check_person(person)?;
        if contact.account != account {
            return Err(FlowError::Untrustworthy("a key card"));
        }
        self.pin(contact).await
    }

    /// The key under which a known person is shown now, where it is not the pinned one.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn changed_key(&self, account: AccountId) -> Result<Option<KeyId>, FlowError> {
        match self.shown_person(account).await {
            Err(FlowError::KeyChanged { shown, .. }) => Ok(Some(shown)),
            shown => shown.map(|_| None),
        }
    }

    /// Remembers that the fingerprint of the key `shown` was compared with the person. Where it is another than the pinned
    /// one, it is pinned instead: the cards of exactly that key, as the server shows them now.
    ///
    /// # Errors
    /// [`FlowError::KeyChanged`] where the server shows yet another key by now; those of storing the vault.
    pub async fn confirm_fingerprint(&self, account: AccountId, shown: KeyId) -> Result<(), FlowError> {
        let pinned = self.vault().contact(account).filter(|contact| contact.key == shown).cloned();
        let compared = match pinned {
            Some(contact) => contact,
            None => self.shown_under(account, shown).await?,
        };
        let compared = Contact { compared_at: Some(self.host.now()), ..compared };
        self.change_vault(|vault| {
            vault.contacts.retain(|contact| contact.account != account);
            vault.contacts.push(compared.clone());
        })
        .await
    }

    /// A person as the server shows them, under this key and no other.
    async fn shown_under(&self, account: AccountId, key: KeyId) -> Result<Contact, FlowError> {
        let person = self.call::<ReadKeyCardsEndpoint>(&ReadKeyCardsQuery { account }).await?;
        let contact = check_cards(person)?;
        if contact.account != account {
            return Err(FlowError::Untrustworthy("a key card"));
        }
        if contact.key != key {
            return Err(FlowError::KeyChanged { account, pinned: key, shown: contact.key });
        }
        Ok(contact)
    }

    fn check_person(&self, person: Person) -> Result<Contact, FlowError> {
        let contact = check_cards(person)?;
        let vault = self.vault();
        match vault.contact(contact.account) {
            Some(pinned) if pinned.key != contact.key => {
                Err(FlowError::KeyChanged { account: contact.account, pinned: pinned.key, shown: contact.key })
            }
            Some(pinned) => Ok(pinned.clone()),
            None => Ok(contact),
        }
    }

    async fn pin(&self, contact: Contact) -> Result<Contact, FlowError> {
        if self.vault().contact(contact.account).is_none() {
            self.change_vault(|vault| {
                if vault.contact(contact.account).is_none() {
                    vault.contacts.push(contact.clone());
                }
            })
            .await?;
        }
        Ok(contact)
    }
}

/// Checks that the cards are those of the account, and that the first one registered the profile.
fn check_cards(person: Person) -> Result<Contact, FlowError> {
    let register = person.register.0;
    let cards: Vec<KeyCard> = person.key_cards.into_iter().map(|card| card.0).collect();
    let account = register.header.actor;
    let key = verify_key_cards(account, &cards)?.key_id();
    let first = cards.first().ok_or(FlowError::Untrustworthy("a key card"))?;
    register.verify(&first.fields.signing_key)?;
    if register.body.key_card != first.hash() {
        return Err(FlowError::Untrustworthy("a key card"));
    }
    Ok(Contact { account, key, compared_at: None, register, cards })
}

impl Contact {
    /// Whether this person's fingerprint was ever compared. A pin alone says no more than that the server showed the key.
    pub const fn is_compared(&self) -> bool {
        self.compared_at.is_some()
    }

    /// The person as they present themself.
    pub fn profile(&self) -> &Profile {
        &self.register.body.profile
    }

    /// The current card.
    ///
    /// # Errors
    /// [`FlowError::Untrustworthy`] for a contact without cards, which no check lets through.
    pub fn card(&self) -> Result<&KeyCard, FlowError> {
        self.cards.last().ok_or(FlowError::Untrustworthy("a key card"))
    }
}
