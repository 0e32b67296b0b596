//! What a person typed and nobody else may see: a password, a kit, a code.
//!
//! It crosses from the page to the worker, so unlike the core's secrets it can be serialized; the worker turns it
//! into one of those at once.

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A secret as it was typed. Wiped when dropped; `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct Typed(String);

impl Typed {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Typed {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl core::fmt::Debug for Typed {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Typed([REDACTED])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debugging_does_not_show_what_was_typed() {
        assert_eq!(format!("{:?}", Typed::from("hunter2".to_owned())), "Typed([REDACTED])");
    }
}
