//! What the box of an opening holds: its one-time secrets, and the KEM half of every granted batch.

use zeroize::Zeroizing;

use crate::codec::{Decode as _, DecodeError, Decoder, Encoder};
use crate::crypto::SigningKey;
use crate::envelope::BatchKemSecret;
use crate::id::Hash;
use crate::pre::PreSecretKey;

/// The content of a box, sealed with HPKE `mode_psk` to the clinician; never on the wire in the clear.
pub struct BoxContent {
    /// b: decapsulates what the SRS re-encapsulates.
    pub one_time_pre_secret: PreSecretKey,
    /// w: signs the opening's confirmation, tickets' renewals and releases.
    pub one_time_signing_key: SigningKey,
    /// `K_kem` of every granted batch.
    pub keys: Vec<BoxKey>,
}

/// The KEM half of one granted batch.
pub struct BoxKey {
    /// Hash of the signed batch.
    pub batch: Hash,
    /// `K_kem`.
    pub kem_secret: BatchKemSecret,
}

impl BoxContent {
    /// `version ‖ suite ‖ b 32 ‖ w 32 ‖ count u32 ‖ (batch hash 32 ‖ K_kem 32)… ‖ extension`.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        // Reserved at once, so that growing leaves no copy of a secret behind.
        let mut encoder = Encoder::with_capacity(72 + 64 * self.keys.len());
        encoder.put_version();
        encoder.put_raw(&*self.one_time_pre_secret.to_bytes()).put_raw(&*self.one_time_signing_key.to_bytes());
        encoder.put_u32(u32::try_from(self.keys.len()).unwrap_or(u32::MAX));
        for key in &self.keys {
            encoder.put(&key.batch).put_raw(key.kem_secret.as_bytes());
        }
        encoder.put_no_extension();
        Zeroizing::new(encoder.finish())
    }

    /// Reads what [`Self::encode`] wrote.
    ///
    /// # Errors
    /// When the bytes are not a box's content.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut decoder = Decoder::new(bytes);
        decoder.version()?;
        let one_time_pre_secret =
            PreSecretKey::from_bytes(decoder.array()?).map_err(|_| DecodeError::OutOfRange("one-time secret"))?;
        let one_time_signing_key = SigningKey::from_bytes(decoder.array()?);
        let keys = (0..decoder.u32()?)
            .map(|_| {
                Ok(BoxKey {
                    batch: Hash::decode_from(&mut decoder)?,
                    kem_secret: BatchKemSecret::from_bytes(decoder.array()?),
                })
            })
            .collect::<Result<_, DecodeError>>()?;
        decoder.no_extension()?;
        decoder.finish()?;
        Ok(Self { one_time_pre_secret, one_time_signing_key, keys })
    }
}
