//! Which way in the first page shows before the worker has said what this device knows: the one that fitted last.
//!
//! The browser keeps one word of it, as it keeps the language: no name and no handle. What is true the worker says.

use leptos::prelude::window;

use crate::model::account::DeviceView;

/// Its name in the browser's storage.
const STORED: &str = "way-in";

/// A way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum WayIn {
    /// What this is, for those whom the device does not know.
    #[default]
    Welcome,
    /// Signing in, where it knows an account.
    LogIn,
    /// Going on with a registration that was begun.
    Registration,
}

impl WayIn {
    /// The way that fits a device which knows this.
    pub const fn of(device: &DeviceView) -> Self {
        match (&device.known, &device.registering) {
            (Some(_), _) => Self::LogIn,
            (None, Some(_)) => Self::Registration,
            (None, None) => Self::Welcome,
        }
    }

    /// The way that fitted last.
    pub fn remembered() -> Self {
        let word = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(STORED).ok().flatten());
        word.map_or(Self::Welcome, |word| Self::of_word(&word))
    }

    /// Remembers it. Where nothing can be kept, a known person meets the welcome for a moment.
    pub fn remember(self) {
        if let Ok(Some(storage)) = window().local_storage() {
            drop(storage.set_item(STORED, self.word()));
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::LogIn => "log-in",
            Self::Registration => "registration",
        }
    }

    fn of_word(word: &str) -> Self {
        [Self::LogIn, Self::Registration].into_iter().find(|way| way.word() == word).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use sesemr_common::sharing::Role;

    use super::*;
    use crate::model::account::{BegunRegistration, KnownAccount};

    #[test]
    fn a_known_account_comes_before_a_registration_that_was_begun() {
        let mut device = DeviceView::default();
        assert_eq!(WayIn::of(&device), WayIn::Welcome);
        let (display_name, handle, organisation) = ("Amina".to_owned(), "amina".to_owned(), String::new());
        device.registering = Some(BegunRegistration { display_name, handle, role: Role::Patient, organisation });
        assert_eq!(WayIn::of(&device), WayIn::Registration);
        device.known = Some(KnownAccount { handle: "bello".to_owned(), display_name: "Dr Bello".to_owned() });
        assert_eq!(WayIn::of(&device), WayIn::LogIn);
    }

    #[test]
    fn every_way_is_found_again_by_its_word_and_no_other_word_means_one() {
        for way in [WayIn::Welcome, WayIn::LogIn, WayIn::Registration] {
            assert_eq!(WayIn::of_word(way.word()), way);
        }
        assert_eq!(WayIn::of_word("something else"), WayIn::Welcome);
    }
}
