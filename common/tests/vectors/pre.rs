//! Proxy re-encryption, computed a second time by `pre_vectors.py`.

use sesemr_common::codec::{Decode as _, Encode as _};
use sesemr_common::id::AccountId;
use sesemr_common::portion::Portion;
use sesemr_common::pre::*;

use crate::file::{Vector, parse, unhex};

const FILE: &str = include_str!("pre.json");

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn patient_proxy_and_clinician_agree_with_the_second_implementation() {
    let file = parse(FILE);
    for vector in Vector(&file).list("vectors") {
        let context = PreContext {
            patient: vector.object::<AccountId>("patient"),
            portion: Portion::try_from(u8::try_from(vector.number("portion")).unwrap()).unwrap(),
            epoch: u32::try_from(vector.number("epoch")).unwrap(),
        };
        let a = PreSecretKey::from_bytes(vector.array("a")).unwrap();
        let b = PreSecretKey::from_bytes(vector.array("b")).unwrap();
        let public = a.public_key();
        assert_eq!((public.encode(), b.public_key().encode()), (vector.bytes("A"), vector.bytes("B")));

        let (capsule, commitment, fragment): (Capsule, ReKeyCommitment, Fragment) =
            (vector.object("capsule"), vector.object("commitment"), vector.object("fragment"));
        assert_eq!(decapsulate(&context, &a, &capsule).unwrap().as_bytes(), &vector.array("key"));

        let rk = ReEncryptionKey::from_bytes(vector.array("rk")).unwrap();
        assert_eq!(check_re_encryption_key(&rk, &commitment), Ok(()));
        let ours = reencapsulate(&context, &public, &rk, &capsule).unwrap();
        assert_eq!(ours.encode()[..64], fragment.encode()[..64], "E1 and V1 do not depend on t");
        for fragment in [&fragment, &ours] {
            let key = decapsulate_reencrypted(&context, &public, &b, &commitment, &capsule, fragment).unwrap();
            assert_eq!(key.as_bytes(), &vector.array("key"));
        }
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn what_is_not_canonical_or_is_the_identity_or_zero_does_not_decode() {
    let file = parse(FILE);
    let all = |name: &str| -> Vec<Vec<u8>> {
        file[name].as_array().unwrap().iter().map(|text| unhex(text.as_str().unwrap())).collect()
    };
    for point in all("bad_points") {
        assert!(PrePublicKey::decode(&point).is_err());
    }
    for scalar in all("bad_scalars") {
        let scalar: [u8; 32] = scalar.try_into().unwrap();
        assert!(PreSecretKey::from_bytes(scalar).is_err() && ReEncryptionKey::from_bytes(scalar).is_err());
    }
}
