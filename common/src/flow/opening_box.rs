//! Sealing and opening the box of an opening: HPKE `mode_psk` to the clinician, the psk from the random key.

use super::FlowError;
use crate::crypto::hpke::{KemSecretKey, Sealed, open_psk, seal_psk};
use crate::crypto::opaque::ExportKey;
use crate::crypto::{KemCiphertext, KemPublicKey, Psk, derive::derive};
use crate::id::{Hash, OpeningId};
use crate::sharing::BoxContent;

/// Seals a box: X-Wing ciphertext 1120 ‖ ciphertext. `info` is the hash of the opening without the box hash.
pub(super) fn seal_box(
    content: &BoxContent,
    opening: OpeningId,
    info: &Hash,
    clinician: &KemPublicKey,
    export_key: &ExportKey,
) -> Result<Vec<u8>, FlowError> {
    let psk = derive_psk(opening, export_key);
    let sealed = seal_psk(clinician, &psk, opening.as_bytes(), info.as_bytes(), &content.encode())
        .map_err(|_| FlowError::Untrustworthy("a key card"))?;
    Ok([sealed.kem_ciphertext.as_bytes().as_slice(), &sealed.ciphertext].concat())
}

/// Opens a box.
pub(super) fn open_box(
    sealed_box: &[u8],
    opening: OpeningId,
    info: &Hash,
    key: &KemSecretKey,
    export_key: &ExportKey,
) -> Result<BoxContent, FlowError> {
    let altered = FlowError::Untrustworthy("the box of an opening");
    let Some((kem_ciphertext, ciphertext)) = sealed_box.split_first_chunk::<1120>() else { return Err(altered) };
    let sealed = Sealed { kem_ciphertext: KemCiphertext(*kem_ciphertext), ciphertext: ciphertext.to_vec() };
    let psk = derive_psk(opening, export_key);
    let content = open_psk(key, &psk, opening.as_bytes(), info.as_bytes(), &sealed).map_err(|_| altered.clone())?;
    BoxContent::decode(&content).map_err(|_| altered)
}

fn derive_psk(opening: OpeningId, export_key: &ExportKey) -> Psk {
    Psk::from_bytes(*derive(export_key.as_bytes(), "opening", &[opening.as_bytes()]))
}
