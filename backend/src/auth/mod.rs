//! Who is asking: bearer tokens, and the session that a handler takes as an argument.

mod session;
mod token;

pub use session::Session;
pub(crate) use token::SessionToken;

use std::fmt::Write as _;

use sesemr_common::crypto::fill_random;

/// A password that no person has to remember: 256 random bits in hexadecimal.
pub fn make_password() -> String {
    let mut bytes = [0; 32];
    fill_random(&mut bytes);
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
