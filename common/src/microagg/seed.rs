//! Where methods that draw at random draw from: a seed that is never published, and the stream it gives.

use chacha20::{
    ChaCha20Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use super::standardise::as_f64;

/// 32 secret bytes from which a method draws. The same seed gives the same result on every machine; who knows the seed can
/// take noise away again, so it is never stored beside the result.
#[derive(Clone)]
pub struct Seed([u8; 32]);

impl Seed {
    /// A new seed from the system's source of random bytes.
    ///
    /// # Errors
    /// Where the system has none to give.
    pub fn make() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// A known seed: for tests and for trials that are to be repeated, never for data that is given away.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The stream of random numbers.
    pub(super) fn stream(&self) -> Stream {
        Stream(ChaCha20Rng::from_seed(self.0))
    }
}

impl core::fmt::Debug for Seed {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Seed([REDACTED])")
    }
}

/// `ChaCha20` as random numbers.
pub(super) struct Stream(ChaCha20Rng);

impl Stream {
    /// Even in 0..1, in steps of 2⁻⁵³.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub(super) fn even(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Even among 0..count; 0 where count is 0. The bias is below count / 2⁵³.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the product lies in 0..count")]
    pub(super) fn below(&mut self, count: usize) -> usize {
        ((self.even() * as_f64(count)) as usize).min(count.saturating_sub(1))
    }

    /// Normal with mean 0 and deviation 1: the polar method (Marsaglia and Bray 1964), with the logarithm of the `libm`
    /// crate, which is the same on every machine.
    pub(super) fn normal(&mut self) -> f64 {
        loop {
            let (one, other) = (2.0 * self.even() - 1.0, 2.0 * self.even() - 1.0);
            let squares = one * one + other * other;
            if squares > 0.0 && squares < 1.0 {
                return one * (-2.0 * libm::log(squares) / squares).sqrt();
            }
        }
    }
}
