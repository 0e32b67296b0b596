//! Bearer tokens: 256 random bits, of which the server keeps a hash.

use sesemr_common::{
    crypto::{fill_random, sha256},
    id::{Bytes, Hash},
};
use zeroize::Zeroizing;

/// A token, on its way out or just come in.
pub(crate) struct SessionToken(Zeroizing<[u8; 32]>);

impl SessionToken {
    /// A fresh random one.
    pub(crate) fn make() -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        fill_random(bytes.as_mut_slice());
        Self(bytes)
    }

    /// From `Authorization: Bearer <base64url>`.
    pub(crate) fn from_header(header: &str) -> Option<Self> {
        let text = header.strip_prefix("Bearer ")?;
        let bytes: Bytes = serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()?;
        Some(Self(Zeroizing::new(bytes.0.try_into().ok()?)))
    }

    /// What the server keeps of it.
    pub(crate) fn hash(&self) -> Hash {
        sha256(&[b"sesemr/1/session-token", self.0.as_slice()])
    }

    /// For the one answer that carries it.
    pub(crate) fn expose(&self) -> Bytes {
        Bytes(self.0.to_vec())
    }
}

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken([REDACTED])")
    }
}

#[cfg(test)]
mod tests {
    use super::SessionToken;

    #[test]
    fn only_32_bytes_behind_the_word_bearer_are_a_token() {
        let token = "A".repeat(43);
        assert!(SessionToken::from_header(&format!("Bearer {token}")).is_some());
        assert!(SessionToken::from_header(&token).is_none());
        assert!(SessionToken::from_header("Bearer AAAA").is_none());
    }

    #[test]
    fn a_token_is_never_printed() {
        assert_eq!(format!("{:?}", SessionToken::make()), "SessionToken([REDACTED])");
    }
}
