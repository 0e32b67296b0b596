//! The browser's own cryptography: AES-256-GCM and SHA-256 for bodies, and the device key as an HMAC key that can be used
//! and never read. Everything else is `sesemr_common::crypto`.
//!
//! The bench of the envelope includes this very file: what it measures is what people use.

use js_sys::{Array, ArrayBuffer, Object, Promise, Reflect, Uint8Array, global};
use sesemr_common::{
    crypto::{BodyKey, DeviceKey, DeviceMac},
    envelope::{BodyCipher, ChunkCipher, CipherError, chunk_hash},
    flow::StorageError,
    id::{AccountId, Hash},
};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, CryptoKey, SubtleCrypto, WorkerGlobalScope};

/// From here on, in bytes, asking the browser for a hash costs less than computing it.
const WORTH_ASKING: usize = 16 * 1024;

/// AES-256-GCM by WebCrypto.
#[derive(Clone, Copy, Debug)]
pub(super) struct WebBodyCipher;

/// AES-256-GCM by WebCrypto, keyed. The key cannot be taken out again.
pub(super) struct WebChunkCipher(CryptoKey);

impl BodyCipher for WebBodyCipher {
    type Chunk = WebChunkCipher;

    async fn load(&self, key: &BodyKey) -> Result<WebChunkCipher, CipherError> {
        let algorithm = JsValue::from_str("AES-GCM");
        import(key.as_bytes(), &algorithm, &["encrypt", "decrypt"])
            .await
            .map(WebChunkCipher)
            .ok_or(CipherError::Unavailable)
    }
}

impl ChunkCipher for WebChunkCipher {
    async fn seal(&self, nonce: &[u8; 12], aad: &[u8], plaintext: Vec<u8>) -> Result<Vec<u8>, CipherError> {
        let promise = subtle().and_then(|subtle| {
            subtle.encrypt_with_object_and_u8_array(&parameters(nonce, aad), &self.0, &plaintext).ok()
        });
        bytes_into(plaintext, promise).await.ok_or(CipherError::Unavailable)
    }

    async fn open(&self, nonce: &[u8; 12], aad: &[u8], sealed: Vec<u8>) -> Result<Vec<u8>, CipherError> {
        let promise = subtle()
            .and_then(|subtle| subtle.decrypt_with_object_and_u8_array(&parameters(nonce, aad), &self.0, &sealed).ok());
        let promise = promise.ok_or(CipherError::Unavailable)?;
        // WebCrypto tells a wrong tag with an OperationError and nothing else.
        bytes_into(sealed, Some(promise)).await.ok_or(CipherError::DoesNotOpen)
    }

    async fn hash(&self, sealed: &[u8]) -> Result<Hash, CipherError> {
        if sealed.len() < WORTH_ASKING {
            return Ok(chunk_hash(sealed));
        }
        let promise = subtle().and_then(|subtle| subtle.digest_with_str_and_u8_array("SHA-256", sealed).ok());
        let digest = bytes_into(Vec::new(), promise).await.and_then(|digest| digest.try_into().ok());
        digest.map(Hash).ok_or(CipherError::Unavailable)
    }
}

/// A device key that can make MACs and never leaves the browser.
pub(super) async fn seal_device_key(key: &DeviceKey) -> Result<CryptoKey, StorageError> {
    let algorithm = Object::new();
    set(&algorithm, "name", "HMAC");
    set(&algorithm, "hash", "SHA-256");
    import(key.as_bytes(), &algorithm, &["sign"]).await.ok_or(StorageError)
}

/// `HMAC-SHA256(device_key, account id)`, equal to `DeviceKey::mac_account`.
pub(super) async fn mac_account(key: &CryptoKey, account: AccountId) -> Result<DeviceMac, StorageError> {
    let message = Uint8Array::from(account.as_bytes().as_slice());
    let promise = subtle().and_then(|subtle| subtle.sign_with_str_and_buffer_source("HMAC", key, &message).ok());
    let mac = bytes_into(Vec::new(), promise).await.and_then(|mac| mac.try_into().ok()).ok_or(StorageError)?;
    Ok(DeviceMac::from_bytes(mac))
}

async fn import(key: &[u8; 32], algorithm: &JsValue, uses: &[&str]) -> Option<CryptoKey> {
    let key = Uint8Array::from(key.as_slice());
    let uses: Array = uses.iter().map(|name| JsValue::from_str(name)).collect();
    let promise = import_key(&key, algorithm, &uses);
    // The copy in the browser's memory is wiped as ours is.
    key.fill(0, 0, key.length());
    JsFuture::from(promise?).await.ok()?.dyn_into().ok()
}

/// Not extractable. WebCrypto copies the key material before it returns the promise.
fn import_key(key: &Uint8Array, algorithm: &JsValue, uses: &Array) -> Option<Promise> {
    let subtle = subtle()?;
    let import: js_sys::Function = Reflect::get(&subtle, &JsValue::from_str("importKey")).ok()?.dyn_into().ok()?;
    let arguments = Array::of5(&JsValue::from_str("raw"), key, algorithm, &JsValue::FALSE, uses);
    Reflect::apply(&import, &subtle, &arguments).ok()?.dyn_into().ok()
}

/// What WebCrypto gives, in memory that is here already. It has copied its arguments before it returned the promise.
async fn bytes_into(mut memory: Vec<u8>, promise: Option<Promise>) -> Option<Vec<u8>> {
    let buffer: ArrayBuffer = JsFuture::from(promise?).await.ok()?.dyn_into().ok()?;
    let given = Uint8Array::new(&buffer);
    memory.resize(given.length() as usize, 0);
    given.copy_to(&mut memory);
    Some(memory)
}

fn parameters(nonce: &[u8; 12], aad: &[u8]) -> AesGcmParams {
    let parameters = AesGcmParams::new_with_u8_array("AES-GCM", &Uint8Array::from(nonce.as_slice()));
    parameters.set_additional_data_u8_array(&Uint8Array::from(aad));
    parameters
}

fn subtle() -> Option<SubtleCrypto> {
    let scope: WorkerGlobalScope = global().unchecked_into();
    // Pages that were not loaded over HTTPS or from localhost have none.
    scope.crypto().ok().map(|crypto| crypto.subtle()).filter(|subtle| !subtle.is_undefined())
}

fn set(object: &Object, name: &str, value: &str) {
    // Setting a property of a plain object does not fail.
    drop(Reflect::set(object, &JsValue::from_str(name), &JsValue::from_str(value)));
}
