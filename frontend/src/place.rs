//! Where somebody is in this window, so that a reload leads back there after the password.
//!
//! The browser keeps it as long as the window: an account and an address, which are ids and, where somebody is asked, their
//! handle. Locking, signing out and an ended session forget it. It leads nowhere but to the address that was loaded, and
//! nobody but the person who was there.

use leptos::prelude::window;
use sesemr_common::id::AccountId;
use web_sys::Storage;

use crate::route;

/// Its name in the window's storage.
const STORED: &str = "place";

/// A page, and who was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    account: AccountId,
    address: String,
}

impl Place {
    /// The page of this address, with this person on it. A page for everybody is none: nobody has to sign in to be there. One
    /// under an opening is none: its keys go with the page, and there is nothing to come back to. One under a grant is none
    /// either: a random key stands there, which nobody is to come upon by loading a page anew.
    pub fn of(account: AccountId, address: String) -> Option<Self> {
        let leads_back = route::INSIDE.iter().any(|beginning| address.starts_with(beginning))
            && !address.starts_with(route::UNDER_GRANT);
        leads_back.then_some(Self { account, address })
    }

    /// Where somebody was when this page was loaded anew; nothing where another address was loaded.
    pub fn reloaded() -> Option<Self> {
        let word = storage()?.get_item(STORED).ok().flatten()?;
        let location = window().location();
        let loaded = location.pathname().ok()? + &location.search().ok()?;
        Self::of_word(&word).filter(|place| place.address == loaded)
    }

    /// Keeps it. Where nothing can be kept, a reload leads home.
    pub fn keep(&self) {
        if let Some(storage) = storage() {
            drop(storage.set_item(STORED, &self.word()));
        }
    }

    /// Forgets it: nothing leads back there.
    pub fn forget() {
        if let Some(storage) = storage() {
            drop(storage.remove_item(STORED));
        }
    }

    /// The address, for the person who was there.
    pub fn address_for(&self, account: AccountId) -> Option<&str> {
        (self.account == account).then_some(self.address.as_str())
    }

    fn word(&self) -> String {
        format!("{} {}", self.account, self.address)
    }

    fn of_word(word: &str) -> Option<Self> {
        let (account, address) = word.split_once(' ')?;
        Self::of(account.parse().ok()?, address.to_owned())
    }
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    const AMINA: &str = "018f2e3a-7c1d-7000-8000-000000000001";
    const OTHER: &str = "018f2e3a-7c1d-7000-8000-000000000002";

    #[test]
    fn a_place_is_found_again_by_its_word_and_by_nobody_else() {
        let place = Place::of(AMINA.parse().unwrap(), "/people?person=1".to_owned()).unwrap();
        assert_eq!(Place::of_word(&place.word()), Some(place.clone()));
        assert_eq!(place.address_for(AMINA.parse().unwrap()), Some("/people?person=1"));
        assert_eq!(place.address_for(OTHER.parse().unwrap()), None);
        for word in ["", "/records", "somebody /records"] {
            assert_eq!(Place::of_word(word), None, "{word}");
        }
    }

    #[test]
    fn a_page_for_everybody_is_no_place_whoever_goes_there() {
        for address in [
            route::START,
            route::REGISTER,
            route::LOG_IN,
            route::LOG_IN_WITH_KIT,
            route::RECOVER,
            route::LOST_DEVICE,
            route::CLOSED_ACCOUNT,
            "/nowhere",
        ] {
            assert_eq!(Place::of(AMINA.parse().unwrap(), address.to_owned()), None, "{address}");
        }
        for address in route::INSIDE {
            assert!(Place::of(AMINA.parse().unwrap(), (*address).to_owned()).is_some(), "{address}");
        }
    }

    #[test]
    fn nothing_leads_back_under_an_opening_or_makes_a_random_key() {
        let (opening, grant) = (OTHER.parse().unwrap(), OTHER.parse().unwrap());
        for address in [
            route::opening(opening),
            route::prescribe(opening),
            route::closed(opening),
            route::opened_record(opening, OTHER.parse().unwrap()),
            route::random_key(grant),
            route::take_back(grant),
        ] {
            assert_eq!(Place::of(AMINA.parse().unwrap(), address), None);
        }
        assert!(Place::of(AMINA.parse().unwrap(), route::ACCESS.to_owned()).is_some());
        assert!(Place::of(AMINA.parse().unwrap(), route::open(opening)).is_some(), "where a key is entered");
    }
}
