//! Other people, as far as one can know them.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    id::{AccountId, KeyId},
    sharing::Role,
};

use super::moment::Moment;

/// Somebody else. Name, role and organisation are their own words; nothing vouches for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// Their account.
    pub account: AccountId,
    /// What others find them by.
    pub handle: String,
    /// The name people read.
    pub display_name: String,
    /// What they do.
    pub role: Role,
    /// Where; empty for patients.
    pub organisation: String,
    /// The key they show now.
    pub key: KeyId,
    /// Its fingerprint: thirty digits in six groups of five, with spaces.
    pub fingerprint: String,
    /// What this account knows about that key.
    pub trust: Trust,
}

/// What this account knows about a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Not compared yet, at first contact or after: that it is theirs is the server's word alone.
    NotCompared,
    /// Compared in person.
    Compared {
        /// When.
        at: Moment,
    },
    /// Not the one known until now: a full stop.
    Changed {
        /// The fingerprint known until now.
        known: String,
    },
}

impl PersonView {
    /// Whether a random key may be sent in the app.
    pub fn is_compared(&self) -> bool {
        matches!(self.trust, Trust::Compared { .. })
    }

    /// Whether they show another key than the one known until now: a full stop.
    pub const fn is_changed(&self) -> bool {
        matches!(self.trust, Trust::Changed { .. })
    }
}
