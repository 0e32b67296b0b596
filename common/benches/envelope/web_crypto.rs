//! The browser's AES-256-GCM and SHA-256 as a body cipher, for measuring; the application's own is in the frontend.

use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use sesemr_common::crypto::BodyKey;
use sesemr_common::envelope::{BodyCipher, ChunkCipher, CipherError};
use sesemr_common::id::Hash;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

pub(crate) struct WebCipher;

pub(crate) struct WebChunk(JsValue);

impl BodyCipher for WebCipher {
    type Chunk = WebChunk;

    async fn load(&self, key: &BodyKey) -> Result<WebChunk, CipherError> {
        let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
        let key = Uint8Array::from(key.as_bytes().as_slice());
        call("importKey", &[&"raw".into(), &key, &"AES-GCM".into(), &JsValue::FALSE, &uses]).await.map(WebChunk)
    }
}

impl ChunkCipher for WebChunk {
    async fn seal(&self, nonce: &[u8; 12], aad: &[u8], plaintext: Vec<u8>) -> Result<Vec<u8>, CipherError> {
        bytes(&call("encrypt", &[&parameters(nonce, aad), &self.0, &view(&plaintext)]).await?)
    }

    async fn open(&self, nonce: &[u8; 12], aad: &[u8], sealed: Vec<u8>) -> Result<Vec<u8>, CipherError> {
        bytes(&call("decrypt", &[&parameters(nonce, aad), &self.0, &view(&sealed)]).await?)
    }

    async fn hash(&self, sealed: &[u8]) -> Result<Hash, CipherError> {
        let digest = bytes(&call("digest", &[&"SHA-256".into(), &view(sealed)]).await?)?;
        digest.try_into().map(Hash).map_err(|_| CipherError::Unavailable)
    }
}

async fn call(method: &str, arguments: &[&JsValue]) -> Result<JsValue, CipherError> {
    let subtle = ["crypto", "subtle"].iter().try_fold(js_sys::global().into(), |object: JsValue, name| {
        Reflect::get(&object, &JsValue::from_str(name)).map_err(|_| CipherError::Unavailable)
    })?;
    let method = Reflect::get(&subtle, &JsValue::from_str(method)).map_err(|_| CipherError::Unavailable)?;
    let arguments: Array = arguments.iter().copied().collect();
    let promise = Reflect::apply(method.unchecked_ref::<Function>(), &subtle, &arguments)
        .map_err(|_| CipherError::Unavailable)?;
    JsFuture::from(promise.unchecked_into::<Promise>()).await.map_err(|_| CipherError::DoesNotOpen)
}

fn parameters(nonce: &[u8; 12], aad: &[u8]) -> Object {
    let parameters = Object::new();
    for (name, value) in [("name", "AES-GCM".into()), ("iv", view(nonce)), ("additionalData", view(aad))] {
        Reflect::set(&parameters, &JsValue::from_str(name), &value).unwrap();
    }
    parameters
}

fn view(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn bytes(buffer: &JsValue) -> Result<Vec<u8>, CipherError> {
    if buffer.is_instance_of::<ArrayBuffer>() {
        Ok(Uint8Array::new(buffer).to_vec())
    } else {
        Err(CipherError::Unavailable)
    }
}
