//! A body whose chunks have other bytes and equal tags: whoever knows the key can make one, and the author never signed it.

use sesemr_common::crypto::BodyKey;
use sesemr_common::crypto::derive::PseudoRandomKey;
use sesemr_common::envelope::{
    BodyCipher as _, ChunkCipher as _, EnvelopeError, NativeBodyCipher, Opener, body_hash, chunk_hash,
};

use crate::noise::noise;
use crate::now::now;
use crate::sample::Sample;

/// The one of GHASH's field (NIST SP 800-38D section 6.3): the first bit of the block.
const ONE: u8 = 0x80;

#[test]
fn other_bytes_with_equal_tags_are_refused_by_their_hash() {
    let sample = Sample::seal(noise(1_000));
    let honest = sample.chunks().remove(0);
    let header = &sample.sealed.header;
    let binding = header.binding();
    let keys = PseudoRandomKey::extract(binding.as_bytes(), &[sample.file_key.as_bytes()]);
    let body_key = BodyKey::from_bytes(*keys.expand("aead", &[]));
    let cipher = now(NativeBodyCipher.load(&body_key)).unwrap();

    // With one block of AAD and no message a tag is E(J0) + AAD·H² + length·H: two of them differ by (their AADs')·H².
    let tag = |aad: &[u8; 16]| now(cipher.seal(&[0; 12], aad, Vec::new())).unwrap();
    let mut one = [0; 16];
    one[0] = ONE;
    let h_squared: Vec<u8> = tag(&[0; 16]).iter().zip(tag(&one)).map(|(a, b)| a ^ b).collect();
    // Adding 1 to a block and H² to the block after next adds H^(k+2) + H²·H^k = 0 to the tag.
    let mut forged = honest.clone();
    forged[0] ^= ONE;
    for (byte, added) in forged[32..48].iter_mut().zip(&h_squared) {
        *byte ^= added;
    }
    assert_ne!(forged, honest);
    let mut nonce = [0; 12];
    nonce[..7].copy_from_slice(&header.fields.nonce_prefix.0);
    nonce[11] = 1;
    assert!(now(cipher.open(&nonce, binding.as_bytes(), forged.clone())).is_ok(), "the tag fits other bytes");

    let author = sample.author.verifying_key();
    let opening = |hashes| Opener::start(header, &author, &sample.file_key, hashes, &NativeBodyCipher);
    let mut opener = now(opening(sample.hashes())).unwrap();
    assert_eq!(now(opener.open_chunk(forged.clone())).unwrap_err(), EnvelopeError::AlteredOrDamaged);
    let forged_hashes = vec![chunk_hash(&forged)];
    assert_ne!(body_hash(&forged_hashes), header.body_hash);
    assert!(matches!(now(opening(forged_hashes)), Err(EnvelopeError::AlteredOrDamaged)));
}
