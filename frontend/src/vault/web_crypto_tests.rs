//! Tests of `web_crypto` and `device_store` in a browser. A file of their own, for the bench of envelopes includes the cipher.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

use sesemr_common::{
    crypto::{BodyKey, DeviceKey},
    envelope::{BodyCipher as _, ChunkCipher as _, CipherError, NativeBodyCipher},
    id::AccountId,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::{
    device_store,
    web_crypto::{WebBodyCipher, mac_account, seal_device_key},
};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const NONCE: [u8; 12] = [7; 12];
const AAD: &[u8] = b"header hash";

fn account() -> AccountId {
    AccountId::from_bytes([3; 16])
}

#[wasm_bindgen_test]
async fn webcrypto_and_the_native_cipher_open_each_others_chunks() {
    let key = BodyKey::from_bytes([42; 32]);
    let web = WebBodyCipher.load(&key).await.unwrap();
    let native = NativeBodyCipher.load(&key).await.unwrap();
    for length in [0, 1, 262_144] {
        let plaintext = vec![5; length];
        let sealed = web.seal(&NONCE, AAD, plaintext.clone()).await.unwrap();
        assert_eq!(native.open(&NONCE, AAD, sealed.clone()).await.unwrap(), plaintext);
        assert_eq!(native.seal(&NONCE, AAD, plaintext.clone()).await.unwrap(), sealed);
        assert_eq!(web.hash(&sealed).await.unwrap(), native.hash(&sealed).await.unwrap());
        assert_eq!(web.open(&NONCE, AAD, sealed).await.unwrap(), plaintext);
    }
}

#[wasm_bindgen_test]
async fn an_altered_chunk_does_not_open() {
    let web = WebBodyCipher.load(&BodyKey::from_bytes([42; 32])).await.unwrap();
    let mut sealed = web.seal(&NONCE, AAD, vec![5; 100]).await.unwrap();
    assert_eq!(web.open(&NONCE, b"another header", sealed.clone()).await, Err(CipherError::DoesNotOpen));
    sealed[50] ^= 1;
    assert_eq!(web.open(&NONCE, AAD, sealed).await, Err(CipherError::DoesNotOpen));
}

#[wasm_bindgen_test]
async fn a_kept_device_key_makes_the_same_mac_and_cannot_be_read() {
    let key = DeviceKey::from_bytes([9; 32]);
    let expected = key.mac_account(account());
    device_store::store_key("test-key", &seal_device_key(&key).await.unwrap()).await.unwrap();
    let kept = device_store::load_key("test-key").await.unwrap().unwrap();
    assert!(mac_account(&kept, account()).await.unwrap() == expected);
    assert!(!kept.extractable());
    device_store::remove_key("test-key").await.unwrap();
    assert!(device_store::load_key("test-key").await.unwrap().is_none());
}

#[wasm_bindgen_test]
async fn what_is_stored_on_the_device_is_found_again_until_it_is_removed() {
    device_store::store("test-value", &[1, 2, 3]).await.unwrap();
    assert_eq!(device_store::load("test-value").await.unwrap(), Some(vec![1, 2, 3]));
    device_store::store("test-value", &[]).await.unwrap();
    assert_eq!(device_store::load("test-value").await.unwrap(), Some(Vec::new()));
    device_store::remove("test-value").await.unwrap();
    assert_eq!(device_store::load("test-value").await.unwrap(), None);
}
