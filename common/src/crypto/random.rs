//! Randomness: the operating system's or the browser's, through `getrandom`, and nothing else.

use rand_core_06::{CryptoRng, Error, RngCore, impls};

/// Fills `bytes` with randomness.
///
/// # Panics
/// Where the system has no entropy to give. A key made without it would be worse than none, and no caller could do
/// anything but stop.
#[expect(clippy::expect_used, reason = "without entropy nothing may go on")]
pub fn fill_random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system gives no entropy");
}

/// `N` random bytes.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill_random(&mut bytes);
    bytes
}

/// The same source as `rand_core` 0.6 names it, for the older generation of crates behind [`super::opaque`].
#[derive(Clone, Copy)]
pub(super) struct SystemRng06;

impl RngCore for SystemRng06 {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        fill_random(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        fill_random(bytes);
        Ok(())
    }
}

impl CryptoRng for SystemRng06 {}
