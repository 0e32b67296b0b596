//! HPKE (RFC 9180) over X-Wing with HKDF-SHA256 and AES-256-GCM: sealing to a person, and the KEM half of a key batch.
//!
//! Single shot only. `mode_base` proves nothing about the sender: whoever needs that signs. Its Auth modes are leaving
//! the standard and are not used.

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable as _, Kem as _, OpModeR, OpModeS, PskBundle, Serializable as _};
use zeroize::Zeroizing;

use super::{KemCiphertext, KemPublicKey, Psk, secret_bytes};

secret_bytes!(
    /// X-Wing secret key: the 32-byte seed from which both of its halves expand.
    random KemSecretKey, 32);

/// HPKE's info and pre-shared key id go into one field with a length of 16 bits.
const MOST_INFO: usize = 32_768;

/// What sealing gives: both parts travel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The encapsulated key.
    pub kem_ciphertext: KemCiphertext,
    /// Ciphertext ‖ tag.
    pub ciphertext: Vec<u8>,
}

/// Why HPKE failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HpkeError {
    /// The public key is not one: ML-KEM's encoding check failed.
    #[error("the public key is not valid")]
    InvalidKey,
    /// Wrong key, wrong info, wrong pre-shared key or altered bytes; they cannot be told apart.
    #[error("wrong key, or altered bytes")]
    DoesNotOpen,
    /// The info or the pre-shared key's id is longer than 32 KiB, or the id is empty.
    #[error("the info has the wrong length")]
    WrongInfo,
}

impl KemSecretKey {
    /// The public half.
    pub fn public_key(&self) -> KemPublicKey {
        // A 32-byte seed is always a key, so the zero key is never given.
        secret_key(self).map_or(KemPublicKey::ZERO, |key| {
            let mut bytes = KemPublicKey::ZERO;
            XWing::sk_to_pk(&key).write_exact(&mut bytes.0);
            bytes
        })
    }
}

/// Seals to `to` in `mode_base`. AAD is empty: `info` binds what is needed.
///
/// # Errors
/// [`HpkeError::InvalidKey`] or [`HpkeError::WrongInfo`].
pub fn seal_base(to: &KemPublicKey, info: &[u8], plaintext: &[u8]) -> Result<Sealed, HpkeError> {
    check_info(info)?;
    seal(&OpModeS::Base, to, info, plaintext)
}

/// Opens what [`seal_base`] gave.
///
/// # Errors
/// [`HpkeError::DoesNotOpen`] or [`HpkeError::WrongInfo`].
pub fn open_base(key: &KemSecretKey, info: &[u8], sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    check_info(info)?;
    open(&OpModeR::Base, key, info, sealed)
}

/// Seals to `to` in `mode_psk`: opening takes the secret key and the pre-shared key.
///
/// # Errors
/// [`HpkeError::InvalidKey`] or [`HpkeError::WrongInfo`].
pub fn seal_psk(
    to: &KemPublicKey,
    psk: &Psk,
    psk_id: &[u8],
    info: &[u8],
    plaintext: &[u8],
) -> Result<Sealed, HpkeError> {
    check_info(info)?;
    seal(&OpModeS::Psk(bundle(psk, psk_id)?), to, info, plaintext)
}

/// Opens what [`seal_psk`] gave.
///
/// # Errors
/// [`HpkeError::DoesNotOpen`] or [`HpkeError::WrongInfo`].
pub fn open_psk(
    key: &KemSecretKey,
    psk: &Psk,
    psk_id: &[u8],
    info: &[u8],
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    check_info(info)?;
    open(&OpModeR::Psk(bundle(psk, psk_id)?), key, info, sealed)
}

/// Encapsulates to `to` in `mode_base` and exports 32 bytes; no message is sealed.
///
/// # Errors
/// [`HpkeError::InvalidKey`] or [`HpkeError::WrongInfo`].
pub fn encapsulate_export(
    to: &KemPublicKey,
    info: &[u8],
    exporter_context: &[u8],
) -> Result<(KemCiphertext, Zeroizing<[u8; 32]>), HpkeError> {
    check_info(info)?;
    let to = <XWing as hpke::Kem>::PublicKey::from_bytes(&to.0).map_err(|_| HpkeError::InvalidKey)?;
    let (encapsulated, context) = hpke::setup_sender::<AesGcm256, HkdfSha256, XWing>(&OpModeS::Base, &to, info)
        .map_err(|_| HpkeError::InvalidKey)?;
    let mut exported = Zeroizing::new([0; 32]);
    context.export(exporter_context, &mut *exported).map_err(|_| HpkeError::WrongInfo)?;
    Ok((kem_ciphertext(&encapsulated), exported))
}

/// The same 32 bytes for the holder of the secret key. Any ciphertext gives some; only use shows whether they are right.
///
/// # Errors
/// [`HpkeError::DoesNotOpen`] or [`HpkeError::WrongInfo`].
pub fn decapsulate_export(
    key: &KemSecretKey,
    kem_ciphertext: &KemCiphertext,
    info: &[u8],
    exporter_context: &[u8],
) -> Result<Zeroizing<[u8; 32]>, HpkeError> {
    check_info(info)?;
    let encapsulated = encapsulated_key(kem_ciphertext)?;
    let context =
        hpke::setup_receiver::<AesGcm256, HkdfSha256, XWing>(&OpModeR::Base, &secret_key(key)?, &encapsulated, info)
            .map_err(|_| HpkeError::DoesNotOpen)?;
    let mut exported = Zeroizing::new([0; 32]);
    context.export(exporter_context, &mut *exported).map_err(|_| HpkeError::WrongInfo)?;
    Ok(exported)
}

fn seal(mode: &OpModeS<'_, XWing>, to: &KemPublicKey, info: &[u8], plaintext: &[u8]) -> Result<Sealed, HpkeError> {
    let to = <XWing as hpke::Kem>::PublicKey::from_bytes(&to.0).map_err(|_| HpkeError::InvalidKey)?;
    let (encapsulated, ciphertext) =
        hpke::single_shot_seal::<AesGcm256, HkdfSha256, XWing>(mode, &to, info, plaintext, &[])
            .map_err(|_| HpkeError::InvalidKey)?;
    Ok(Sealed { kem_ciphertext: kem_ciphertext(&encapsulated), ciphertext })
}

fn open(
    mode: &OpModeR<'_, XWing>,
    key: &KemSecretKey,
    info: &[u8],
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, HpkeError> {
    let encapsulated = encapsulated_key(&sealed.kem_ciphertext)?;
    let key = secret_key(key)?;
    hpke::single_shot_open::<AesGcm256, HkdfSha256, XWing>(mode, &key, &encapsulated, info, &sealed.ciphertext, &[])
        .map(Zeroizing::new)
        .map_err(|_| HpkeError::DoesNotOpen)
}

fn bundle<'a>(psk: &'a Psk, psk_id: &'a [u8]) -> Result<PskBundle<'a>, HpkeError> {
    check_info(psk_id)?;
    PskBundle::new(psk.as_bytes(), psk_id).map_err(|_| HpkeError::WrongInfo)
}

fn check_info(info: &[u8]) -> Result<(), HpkeError> {
    // The crate panics beyond 16 bits of length.
    if info.len() < MOST_INFO { Ok(()) } else { Err(HpkeError::WrongInfo) }
}

fn secret_key(key: &KemSecretKey) -> Result<<XWing as hpke::Kem>::PrivateKey, HpkeError> {
    <XWing as hpke::Kem>::PrivateKey::from_bytes(key.as_bytes()).map_err(|_| HpkeError::DoesNotOpen)
}

fn encapsulated_key(ciphertext: &KemCiphertext) -> Result<<XWing as hpke::Kem>::EncappedKey, HpkeError> {
    <XWing as hpke::Kem>::EncappedKey::from_bytes(&ciphertext.0).map_err(|_| HpkeError::DoesNotOpen)
}

fn kem_ciphertext(encapsulated: &<XWing as hpke::Kem>::EncappedKey) -> KemCiphertext {
    let mut bytes = KemCiphertext::ZERO;
    encapsulated.write_exact(&mut bytes.0);
    bytes
}
