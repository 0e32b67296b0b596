//! Short texts that only one reader can open: a word with a request, a reason with a refusal, a random key in the app.

use zeroize::Zeroizing;

use super::FlowError;
use crate::codec::Encoder;
use crate::crypto::KemPublicKey;
use crate::crypto::hpke::{KemSecretKey, Sealed, open_base, seal_base};
use crate::id::Bytes;
use crate::sharing::SealedMessage;

/// Texts are padded to a multiple of this many bytes.
const PADDING: usize = 256;
/// The longest text, in characters: as people count it, whatever script they write.
const MOST_CHARACTERS: usize = 2000;

/// What a message belongs to: its kind, and the id of the object that carries it.
pub(super) struct MessageInfo<'a> {
    pub(super) kind: &'static str,
    pub(super) subject: &'a [u8; 16],
}

impl MessageInfo<'_> {
    fn encode(&self) -> Vec<u8> {
        [b"sesemr/1/message/".as_slice(), self.kind.as_bytes(), &[0], self.subject].concat()
    }
}

/// Seals a text; an empty one is no message.
pub(super) fn seal_message(
    to: &KemPublicKey,
    info: &MessageInfo<'_>,
    text: &str,
) -> Result<Option<SealedMessage>, FlowError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    if text.chars().count() > MOST_CHARACTERS {
        return Err(FlowError::Invalid("The message is too long: use at most 2,000 letters."));
    }
    let whole = (4 + text.len()).next_multiple_of(PADDING);
    let mut encoder = Encoder::with_capacity(whole);
    encoder.put_var(text.as_bytes());
    let mut padded = Zeroizing::new(encoder.finish());
    padded.resize(whole, 0);
    let sealed = seal_base(to, &info.encode(), &padded).map_err(|_| FlowError::Untrustworthy("a key card"))?;
    Ok(Some(SealedMessage { kem_ciphertext: sealed.kem_ciphertext, ciphertext: Bytes(sealed.ciphertext) }))
}

/// Opens a text.
pub(super) fn open_message(
    key: &KemSecretKey,
    info: &MessageInfo<'_>,
    message: &SealedMessage,
) -> Result<Zeroizing<String>, FlowError> {
    let sealed = Sealed { kem_ciphertext: message.kem_ciphertext, ciphertext: message.ciphertext.0.clone() };
    let padded = open_base(key, &info.encode(), &sealed).map_err(|_| FlowError::AlteredOrDamaged)?;
    let text = padded.split_first_chunk::<4>().and_then(|(length, rest)| {
        let (text, zeros) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        zeros.iter().all(|byte| *byte == 0).then_some(text)
    });
    let text = text.and_then(|text| core::str::from_utf8(text).ok()).ok_or(FlowError::AlteredOrDamaged)?;
    Ok(Zeroizing::new(text.to_owned()))
}
