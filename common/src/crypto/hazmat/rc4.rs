//! RC4 is broken: its keystream is biased and it authenticates nothing. It is here because the mission prescribes it.
//!
//! The envelope runs it *inside* AES-256-GCM, under keys independent of the outer ones, so it can neither add to nor
//! take from what GCM gives; see [`crate::envelope`]. The first 3072 bytes, the worst, are dropped (Mironov 2002).

use rc4::{KeyInit as _, Rc4, StreamCipher as _};

use crate::crypto::secret_bytes;

/// Keystream bytes that are thrown away before the first is used.
const DROPPED: usize = 3072;

secret_bytes!(
    /// Key of one chunk's RC4 layer.
    Rc4Key, 32);

/// RC4-drop3072 with a 32-byte key. Encryption and decryption are the same.
pub struct Rc4Drop(Rc4);

impl Rc4Drop {
    /// Keys the cipher and drops what is to be dropped.
    pub fn new(key: &Rc4Key) -> Self {
        let mut cipher = Rc4::new(key.as_bytes().into());
        cipher.apply_keystream(&mut [0; DROPPED]);
        Self(cipher)
    }

    /// XORs the next of the keystream into `bytes`.
    pub fn apply(&mut self, bytes: &mut [u8]) {
        self.0.apply_keystream(bytes);
    }
}

impl core::fmt::Debug for Rc4Drop {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Rc4Drop([REDACTED])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::sha256;

    const KEYS: u32 = 65_536;

    /// The second byte of RC4 is zero twice as often as it should be (Mantin and Shamir 2001); after the drop it is not.
    #[test]
    fn the_second_keystream_byte_is_zero_too_often_only_without_the_drop() {
        let (mut zeros_without, mut zeros_with) = (0, 0);
        for number in 0..KEYS {
            let key = Rc4Key::from_bytes(sha256(&[b"statistical test", &number.to_be_bytes()]).0);
            let mut stream = [0; 2];
            Rc4::new(key.as_bytes().into()).apply_keystream(&mut stream);
            zeros_without += u32::from(stream[1] == 0);
            stream = [0; 2];
            Rc4Drop::new(&key).apply(&mut stream);
            zeros_with += u32::from(stream[1] == 0);
        }
        // Expected 512 with a deviation of 23, and 256 with one of 16: 384 is more than five deviations from both.
        assert!(zeros_without > KEYS / 256 * 3 / 2, "{zeros_without} without the drop");
        assert!(zeros_with < KEYS / 256 * 3 / 2 && zeros_with > KEYS / 256 / 2, "{zeros_with} with the drop");
    }
}
