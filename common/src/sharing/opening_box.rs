//! What the box of an opening holds: its one-time secrets, the KEM half of every granted batch, and the patient's marks.

use zeroize::Zeroizing;

use super::RecordMark;
use crate::codec::{Decode as _, DecodeError, Decoder, Encoder};
use crate::crypto::SigningKey;
use crate::envelope::BatchKemSecret;
use crate::id::Hash;
use crate::pre::PreSecretKey;
use crate::record::PatientNote;

/// The content of a box, sealed with HPKE `mode_psk` to the clinician; never on the wire in the clear.
pub struct BoxContent {
    /// b: decapsulates what the SRS re-encapsulates.
    pub one_time_pre_secret: PreSecretKey,
    /// w: signs the opening's confirmation, tickets' renewals and releases.
    pub one_time_signing_key: SigningKey,
    /// `K_kem` of every granted batch.
    pub keys: Vec<BoxKey>,
    /// What the patient says of records that the opening names.
    pub marks: Vec<RecordMark>,
}

/// The most bytes of an encoded mark.
const MOST_MARK: usize = 21 + PatientNote::MOST_BYTES;
/// The version of a box that carries marks.
const WITH_MARKS: u8 = 2;

/// The KEM half of one granted batch.
pub struct BoxKey {
    /// Hash of the signed batch.
    pub batch: Hash,
    /// `K_kem`.
    pub kem_secret: BatchKemSecret,
}

impl BoxContent {
    /// `version ‖ suite ‖ b 32 ‖ w 32 ‖ count u32 ‖ (batch hash 32 ‖ K_kem 32)… ‖ extension`. Version 2, with marks alone,
    /// has `count u32 ‖ mark…` before the extension.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        // Reserved at once, so that growing leaves no copy of a secret behind.
        let mut encoder = Encoder::with_capacity(76 + 64 * self.keys.len() + MOST_MARK * self.marks.len());
        if self.marks.is_empty() {
            encoder.put_version();
        } else {
            encoder.put_later_version(WITH_MARKS);
        }
        encoder.put_raw(&*self.one_time_pre_secret.to_bytes()).put_raw(&*self.one_time_signing_key.to_bytes());
        encoder.put_u32(u32::try_from(self.keys.len()).unwrap_or(u32::MAX));
        for key in &self.keys {
            encoder.put(&key.batch).put_raw(key.kem_secret.as_bytes());
        }
        if !self.marks.is_empty() {
            encoder.put_u32(u32::try_from(self.marks.len()).unwrap_or(u32::MAX));
            for mark in &self.marks {
                mark.encode_into(&mut encoder);
            }
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
        let version = decoder.version_up_to(WITH_MARKS)?;
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
        let marks = if version == WITH_MARKS { decode_marks(&mut decoder)? } else { Vec::new() };
        decoder.no_extension()?;
        decoder.finish()?;
        Ok(Self { one_time_pre_secret, one_time_signing_key, keys, marks })
    }
}

/// Never none of them: a box without marks is of version 1.
fn decode_marks(decoder: &mut Decoder<'_>) -> Result<Vec<RecordMark>, DecodeError> {
    let marks: Vec<RecordMark> =
        (0..decoder.u32()?).map(|_| RecordMark::decode_from(decoder)).collect::<Result<_, DecodeError>>()?;
    if marks.is_empty() { Err(DecodeError::OutOfRange("marks")) } else { Ok(marks) }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]
mod tests {
    use super::*;
    use crate::id::RecordId;
    use crate::sharing::MarkKind;

    fn content(marks: Vec<RecordMark>) -> BoxContent {
        let mut secret = [0; 32];
        *secret.first_mut().unwrap() = 7;
        BoxContent {
            one_time_pre_secret: PreSecretKey::from_bytes(secret).unwrap(),
            one_time_signing_key: SigningKey::from_bytes([0x44; 32]),
            keys: vec![BoxKey { batch: Hash([8; 32]), kem_secret: BatchKemSecret::from_bytes([9; 32]) }],
            marks,
        }
    }

    #[test]
    fn marks_stand_behind_the_keys_of_a_box_of_version_2_and_a_box_without_any_is_of_version_1() {
        let mark = RecordMark {
            record: RecordId::from_bytes([5; 16]),
            kind: MarkKind::NotMine,
            note: PatientNote::of("my brother's"),
        };
        let (bare, marked) = (content(Vec::new()).encode(), content(vec![mark.clone()]).encode());
        let (bare_start, extension) = bare.split_at(bare.len() - 2);
        let tail = [&[0, 0, 0, 1][..], &[5; 16], &[2], &[0, 0, 0, 12], b"my brother's", extension].concat();
        assert_eq!(marked.as_slice(), [&[2][..], bare_start.get(1..).unwrap(), &tail].concat());
        assert_eq!(bare.first(), Some(&1));
        assert_eq!(BoxContent::decode(&marked).unwrap().marks, [mark]);
        assert_eq!(BoxContent::decode(&bare).unwrap().marks, []);
    }

    #[test]
    fn a_box_of_version_2_without_marks_or_with_an_untidy_note_is_refused() {
        let none = [&[2][..], content(Vec::new()).encode().get(1..).unwrap()].concat();
        let (start, extension) = none.split_at(none.len() - 2);
        let with = |tail: &[u8]| [start, tail, extension].concat();
        assert_eq!(BoxContent::decode(&with(&[0, 0, 0, 0])).err(), Some(DecodeError::OutOfRange("marks")));
        let untidy = [&[0, 0, 0, 1][..], &[5; 16], &[1], &[0, 0, 0, 2], b" x"].concat();
        assert_eq!(BoxContent::decode(&with(&untidy)).err(), Some(DecodeError::OutOfRange("note")));
    }
}
