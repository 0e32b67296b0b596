//! Honest runs and lying proxies. The frozen vectors of a second implementation are in `common/tests/vectors/pre.json`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops where an assumption fails"
)]

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use curve25519_dalek::scalar::Scalar;

use super::encapsulate::encapsulate_with;
use super::group::{Point, decode_scalar, generator_u};
use super::make_re_encryption_key::make_re_encryption_key_with;
use super::reencapsulate::reencapsulate_with;
use super::*;
use crate::codec::{Decode as _, Encode as _};
use crate::id::AccountId;
use crate::portion::Portion;

const CONTEXT: PreContext =
    PreContext { patient: AccountId::from_bytes([7; 16]), portion: Portion::Medications, epoch: 3 };

#[test]
fn patient_and_clinician_find_the_writers_key() {
    let (a, b) = (PreSecretKey::make(), PreSecretKey::make());
    let (capsule, key) = encapsulate(&CONTEXT, &a.public_key());
    assert_eq!(decapsulate(&CONTEXT, &a, &capsule), Ok(key.clone()));

    let (rk, commitment) = make_re_encryption_key(&CONTEXT, &a, &b.public_key());
    assert_eq!(check_re_encryption_key(&rk, &commitment), Ok(()));
    let fragment = reencapsulate(&CONTEXT, &a.public_key(), &rk, &capsule).unwrap();
    let found = decapsulate_reencrypted(&CONTEXT, &a.public_key(), &b, &commitment, &capsule, &fragment);
    assert_eq!(found, Ok(key));
}

#[test]
fn a_capsule_of_another_portion_epoch_patient_or_key_is_refused() {
    let a = PreSecretKey::make();
    let (capsule, _) = encapsulate(&CONTEXT, &a.public_key());
    let others = [
        PreContext { portion: Portion::Laboratory, ..CONTEXT },
        PreContext { epoch: 4, ..CONTEXT },
        PreContext { patient: AccountId::from_bytes([8; 16]), ..CONTEXT },
    ];
    for other in others {
        assert_eq!(decapsulate(&other, &a, &capsule), Err(PreError::InvalidCapsule));
    }
    assert_eq!(decapsulate(&CONTEXT, &PreSecretKey::make(), &capsule), Err(PreError::InvalidCapsule));
}

#[test]
fn the_proxy_computes_nothing_on_an_altered_capsule() {
    let (a, b) = (PreSecretKey::make(), PreSecretKey::make());
    let (rk, _) = make_re_encryption_key(&CONTEXT, &a, &b.public_key());
    let (capsule, _) = encapsulate(&CONTEXT, &a.public_key());
    let (other, _) = encapsulate(&CONTEXT, &a.public_key());
    for altered in [
        Capsule { e: other.e, ..capsule },
        Capsule { v: other.v, ..capsule },
        Capsule { s: other.s, ..capsule },
        Capsule { e: capsule.v, v: capsule.e, ..capsule },
    ] {
        assert_eq!(reencapsulate(&CONTEXT, &a.public_key(), &rk, &altered), Err(PreError::InvalidCapsule));
    }
}

#[test]
fn a_fragment_for_another_capsule_opening_or_key_is_refused() {
    let (a, b) = (PreSecretKey::make(), PreSecretKey::make());
    let public = a.public_key();
    let (rk, commitment) = make_re_encryption_key(&CONTEXT, &a, &b.public_key());
    let (other_rk, other_commitment) = make_re_encryption_key(&CONTEXT, &a, &b.public_key());
    let (capsule, _) = encapsulate(&CONTEXT, &public);
    let (other_capsule, _) = encapsulate(&CONTEXT, &public);
    let fragment = reencapsulate(&CONTEXT, &public, &rk, &capsule).unwrap();
    let open = |b: &PreSecretKey, commitment: &ReKeyCommitment, capsule: &Capsule, fragment: &Fragment| {
        decapsulate_reencrypted(&CONTEXT, &public, b, commitment, capsule, fragment)
    };
    assert!(open(&b, &commitment, &capsule, &fragment).is_ok());
    let refused = Err(PreError::InvalidFragment);
    assert_eq!(open(&b, &commitment, &other_capsule, &fragment), refused);
    assert_eq!(open(&b, &other_commitment, &capsule, &fragment), refused);
    assert_eq!(open(&PreSecretKey::make(), &commitment, &capsule, &fragment), refused);
    let by_another_key = reencapsulate(&CONTEXT, &public, &other_rk, &capsule).unwrap();
    assert_eq!(open(&b, &commitment, &capsule, &by_another_key), refused);
    for altered in [
        Fragment { e1: by_another_key.e1, ..fragment },
        Fragment { v1: by_another_key.v1, ..fragment },
        Fragment { c: fragment.c + Scalar::ONE, ..fragment },
        Fragment { z: fragment.z + Scalar::ONE, ..fragment },
    ] {
        assert_eq!(open(&b, &commitment, &capsule, &altered), refused);
    }
}

#[test]
fn a_key_other_than_the_committed_one_is_refused() {
    let (a, b) = (PreSecretKey::make(), PreSecretKey::make());
    let (rk, _) = make_re_encryption_key(&CONTEXT, &a, &b.public_key());
    let (_, commitment) = make_re_encryption_key(&CONTEXT, &a, &b.public_key());
    assert_eq!(check_re_encryption_key(&rk, &commitment), Err(PreError::WrongReEncryptionKey));
}

#[test]
fn identities_zeros_and_encodings_that_are_not_canonical_do_not_decode() {
    assert!(PrePublicKey::decode(&[0; 32]).is_err(), "the identity");
    // RFC 9496 section 4.2 vectors: a non-canonical field element, and a negative one.
    let mut noncanonical = [0xFF; 32];
    noncanonical[0] = 0xED;
    noncanonical[31] = 0x7F;
    assert!(PrePublicKey::decode(&noncanonical).is_err());
    let mut negative = [0; 32];
    negative[0] = 1;
    assert!(PrePublicKey::decode(&negative).is_err());

    // The order of the group, little-endian: zero, but not canonically so.
    let order = (Scalar::ZERO - Scalar::ONE).to_bytes();
    let mut bytes = order;
    bytes[0] += 1;
    for secret in [[0; 32], bytes, [0xFF; 32]] {
        assert!(PreSecretKey::from_bytes(secret).is_err());
        assert!(ReEncryptionKey::from_bytes(secret).is_err());
    }
    assert!(PreSecretKey::from_bytes(order).is_ok());

    let g = Point::new(RISTRETTO_BASEPOINT_POINT);
    let zero_s = Capsule { e: g, v: g, s: Scalar::ZERO };
    assert!(Capsule::decode(&zero_s.encode()).is_err());
    let zero_z = Fragment { e1: g, v1: g, c: Scalar::ONE, z: Scalar::ZERO };
    assert!(Fragment::decode(&zero_z.encode()).is_err());
}

#[test]
fn encodings_have_their_sizes_and_read_back() {
    let (a, b) = (PreSecretKey::make(), PreSecretKey::make());
    let (rk, commitment) = make_re_encryption_key(&CONTEXT, &a, &b.public_key());
    let (capsule, _) = encapsulate(&CONTEXT, &a.public_key());
    let fragment = reencapsulate(&CONTEXT, &a.public_key(), &rk, &capsule).unwrap();
    assert_eq!((capsule.encode().len(), commitment.encode().len(), fragment.encode().len()), (96, 64, 128));
    assert_eq!(Capsule::decode(&capsule.encode()), Ok(capsule));
    assert_eq!(ReKeyCommitment::decode(&commitment.encode()), Ok(commitment));
    assert_eq!(Fragment::decode(&fragment.encode()), Ok(fragment));
}

/// The limit that PROTOCOL.md and the threat model state, kept true so that nobody forgets it.
#[test]
fn proxy_and_delegatee_together_compute_the_portions_pre_secret() {
    let (a, b) = (PreSecretKey::make(), PreSecretKey::make());
    let (rk, commitment) = make_re_encryption_key(&CONTEXT, &a, &b.public_key());
    let shared = Point::new(commitment.x.point() * b.scalar());
    let d = make_re_encryption_key::h3(&CONTEXT, &a.public_key(), &commitment.x, &b.public_key(), &shared);
    assert_eq!(&(rk.0 * d), a.scalar());
}

/// What only the crate can check, because randomness has no way in from outside: with r, u, x and t fixed, every random
/// step gives the bytes of the second implementation. `common/tests/vectors/pre.rs` checks the rest.
#[test]
fn random_steps_give_the_second_implementations_bytes() {
    let file: serde_json::Value = serde_json::from_str(include_str!("../../tests/vectors/pre.json")).unwrap();
    assert_eq!(hex(Point::new(generator_u()).as_bytes()), file["U"].as_str().unwrap());
    for vector in file["vectors"].as_array().unwrap() {
        let text = |name: &str| vector[name].as_str().unwrap();
        let bytes = |name: &str| unhex(text(name));
        let scalar = |name: &str| decode_scalar(bytes(name).try_into().unwrap()).unwrap();
        let context = PreContext {
            patient: AccountId::from_bytes(bytes("patient").try_into().unwrap()),
            portion: Portion::try_from(u8::try_from(vector["portion"].as_u64().unwrap()).unwrap()).unwrap(),
            epoch: u32::try_from(vector["epoch"].as_u64().unwrap()).unwrap(),
        };
        let a = PreSecretKey::from_bytes(bytes("a").try_into().unwrap()).unwrap();
        let b = PrePublicKey::decode(&bytes("B")).unwrap();

        let (capsule, key) = encapsulate_with(&context, &a.public_key(), &scalar("r"), &scalar("u"));
        assert_eq!((hex(&capsule.encode()).as_str(), hex(key.as_bytes()).as_str()), (text("capsule"), text("key")));
        let (rk, commitment) = make_re_encryption_key_with(&context, &a, &b, &scalar("x")).unwrap();
        assert_eq!(
            (hex(&*rk.expose_bytes()).as_str(), hex(&commitment.encode()).as_str()),
            (text("rk"), text("commitment"))
        );
        let fragment = reencapsulate_with(&context, &a.public_key(), &rk, &capsule, &scalar("t"));
        assert_eq!(hex(&fragment.encode()), text("fragment"));
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
