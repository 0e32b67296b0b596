//! Who is asking: bearer tokens, and the session that a handler takes as an argument.

mod session;
mod token;

pub use session::Session;
pub(crate) use token::SessionToken;

use sesemr_common::crypto::fill_random;

use crate::hex::encode_hex;

/// A password that no person has to remember: 256 random bits in hexadecimal.
pub fn make_password() -> String {
    let mut bytes = [0; 32];
    fill_random(&mut bytes);
    encode_hex(&bytes)
}
