//! Checking that an act is signed by the pinned key of whom it names.

use super::{FlowError, Host, Member};
use crate::sharing::{ActBody, SignedAct};
use crate::vault::Contact;

impl<H: Host> Member<H> {
    /// Checks another person's act against their pinned key, pinning it where this is the first contact.
    pub(super) async fn check_act<B: ActBody>(&self, act: &SignedAct<B>) -> Result<Contact, FlowError> {
        let contact = self.person(act.header.actor).await?;
        if act.header.actor_key != contact.key {
            return Err(FlowError::KeyChanged {
                account: contact.account,
                pinned: contact.key,
                shown: act.header.actor_key,
            });
        }
        act.verify(&contact.card()?.fields.signing_key)?;
        Ok(contact)
    }

    /// Checks an act of this person's own.
    pub(super) fn check_own_act<B: ActBody>(&self, act: &SignedAct<B>) -> Result<(), FlowError> {
        let vault = self.vault();
        if act.header.actor != vault.account {
            return Err(FlowError::Untrustworthy("an act of one's own"));
        }
        Ok(act.verify(&vault.identity.signing_key.verifying_key())?)
    }
}

/// An item of a list where it checked out, nothing where it did not: one that is not what it says, or whose signer's key
/// changed, does not hide the others.
pub(super) fn sound<T>(checked: Result<T, FlowError>) -> Result<Option<T>, FlowError> {
    match checked {
        Ok(item) => Ok(Some(item)),
        Err(FlowError::Untrustworthy(_) | FlowError::KeyChanged { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
