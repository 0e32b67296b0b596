//! Key derivation: HKDF-SHA512 (RFC 5869), always Extract then Expand, info = `"sesemr/1/" ‖ label ‖ context`.
//!
//! Contexts have fixed lengths and no label is another's beginning followed by such a context, so no two derivations
//! share an info.

use hkdf::Hkdf;
use sha2::Sha512;
use zeroize::Zeroizing;

/// What Extract gives; keys are expanded from it.
pub struct PseudoRandomKey(Hkdf<Sha512>);

impl PseudoRandomKey {
    /// Extract. `ikm` is the concatenation of its parts.
    pub fn extract(salt: &[u8], ikm: &[&[u8]]) -> Self {
        Self(Hkdf::new(Some(salt), &Zeroizing::new(ikm.concat())))
    }

    /// Expand to `N` bytes, at most 16,320.
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "the length is checked at compile time")]
    pub fn expand<const N: usize>(&self, label: &str, context: &[&[u8]]) -> Zeroizing<[u8; N]> {
        const { assert!(N <= 255 * 64, "HKDF-SHA512 gives at most 255 blocks") }
        let parts: Vec<&[u8]> =
            [b"sesemr/1/".as_slice(), label.as_bytes()].into_iter().chain(context.iter().copied()).collect();
        let mut bytes = Zeroizing::new([0; N]);
        self.0.expand_multi_info(&parts, &mut *bytes).expect("the length was checked");
        bytes
    }
}

impl core::fmt::Debug for PseudoRandomKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PseudoRandomKey([REDACTED])")
    }
}

/// Extract without a salt, then Expand.
pub fn derive<const N: usize>(ikm: &[u8], label: &str, context: &[&[u8]]) -> Zeroizing<[u8; N]> {
    derive_salted(&[], ikm, label, context)
}

/// Extract with a salt, then Expand. An empty salt is HKDF's salt of zeros.
pub fn derive_salted<const N: usize>(salt: &[u8], ikm: &[u8], label: &str, context: &[&[u8]]) -> Zeroizing<[u8; N]> {
    PseudoRandomKey::extract(salt, &[ikm]).expand(label, context)
}
