//! Project Wycheproof's vectors over the primitives, through this crate's own calls where they leave nothing out. They
//! run natively and in headless Chromium.

#![cfg(feature = "client")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where an assumption fails")]

#[path = "support/now.rs"]
mod now;

use sesemr_common::crypto::BodyKey;
use sesemr_common::envelope::{BodyCipher as _, ChunkCipher as _, NativeBodyCipher};
use wycheproof::{TestResult, aead, eddsa, hkdf, mac};

use crate::now::now;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn aes_256_gcm_seals_and_opens_as_the_vectors_say() {
    let mut seen = 0;
    for group in aead::TestSet::load(aead::TestName::AesGcm).unwrap().test_groups {
        if (group.key_size, group.nonce_size, group.tag_size) != (256, 96, 128) {
            continue;
        }
        for test in group.tests {
            let key = BodyKey::from_bytes(test.key.to_vec().try_into().unwrap());
            let nonce: [u8; 12] = test.nonce.to_vec().try_into().unwrap();
            let cipher = now(NativeBodyCipher.load(&key)).unwrap();
            let sealed = [test.ct.to_vec(), test.tag.to_vec()].concat();
            let opened = now(cipher.open(&nonce, &test.aad, sealed.clone()));
            if test.result == TestResult::Valid {
                assert_eq!(opened.unwrap(), test.pt.to_vec(), "{}", test.tc_id);
                assert_eq!(now(cipher.seal(&nonce, &test.aad, test.pt.to_vec())).unwrap(), sealed, "{}", test.tc_id);
            } else {
                assert!(opened.is_err(), "{}", test.tc_id);
            }
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen} vectors");
}

/// The crate's call below [`sesemr_common::crypto::derive`], which adds a label to every info.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn hkdf_sha512_derives_as_the_vectors_say() {
    let mut seen = 0;
    for group in hkdf::TestSet::load(hkdf::TestName::HkdfSha512).unwrap().test_groups {
        for test in group.tests {
            let mut okm = vec![0; test.size];
            let expanded = ::hkdf::Hkdf::<sha2::Sha512>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut okm);
            match test.result {
                TestResult::Invalid => assert!(expanded.is_err(), "{}", test.tc_id),
                _ => assert_eq!(okm, test.okm.to_vec(), "{}", test.tc_id),
            }
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen} vectors");
}

/// The crate's call below [`sesemr_common::crypto::VerifyingKey::verify`], which adds a label to every message.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn ed25519_verifies_strictly_what_the_vectors_say() {
    let mut seen = 0;
    for group in eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap().test_groups {
        let key = ed25519_dalek::VerifyingKey::try_from(&group.key.pk[..]).ok();
        for test in group.tests {
            let signature = ed25519_dalek::Signature::from_slice(&test.sig).ok();
            let verified =
                key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(&test.msg, &signature).is_ok());
            assert_eq!(verified, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen} vectors");
}

/// The crate's call below [`sesemr_common::crypto::DeviceKey::mac_account`], which takes account ids only.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn hmac_sha256_authenticates_as_the_vectors_say() {
    use hmac::{KeyInit as _, Mac as _};
    let mut seen = 0;
    for group in mac::TestSet::load(mac::TestName::HmacSha256).unwrap().test_groups {
        for test in group.tests {
            let mut hmac = hmac::Hmac::<sha2::Sha256>::new_from_slice(&test.key).unwrap();
            hmac.update(&test.msg);
            let fits = hmac.verify_truncated_left(&test.tag).is_ok();
            assert_eq!(fits, test.result == TestResult::Valid, "{}", test.tc_id);
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen} vectors");
}
