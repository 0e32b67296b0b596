//! Keeps what was chosen in the vault, so that it follows to another device, and in the session that is shown.

use leptos::task::spawn_local;
use sesemr_common::vault::Preferences;

use crate::{
    api::VaultClient,
    component::form_errors::FormErrors,
    message::SavePreferences,
    session::Session,
    text::{Texts, use_i18n},
};

/// Keeps preferences. Copies are the same one.
#[derive(Clone, Copy)]
pub(super) struct Keeper {
    client: VaultClient,
    session: Session,
    errors: FormErrors,
    texts: Texts,
}

/// One for the component that asks.
pub(super) fn use_keeper() -> Keeper {
    Keeper {
        client: VaultClient::expect(),
        session: Session::expect(),
        errors: FormErrors::new(&[]),
        texts: use_i18n(),
    }
}

impl Keeper {
    /// What went wrong.
    pub(super) const fn errors(self) -> FormErrors {
        self.errors
    }

    /// Keeps what is chosen here, and leaves what is not as it is.
    pub(super) fn keep(self, preferences: Preferences) {
        spawn_local(async move {
            match self.client.ask(SavePreferences { preferences }).await {
                Ok(preferences) => self.session.prefers(preferences),
                Err(error) => self.errors.show(self.texts, &error),
            }
        });
    }
}
