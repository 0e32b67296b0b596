//! The world of a flow in the browser: fetch, IndexedDB, WebCrypto, the device's clock.

use std::cell::RefCell;
use std::rc::Rc;

use sesemr_common::{
    api::{Endpoint, ServerDescription},
    crypto::{DeviceKey, DeviceMac},
    flow::{CallError, DeviceKeyPlace, Host, StorageError, Token},
    id::AccountId,
};
use web_sys::AbortSignal;

use super::{device_store, event_stream, fetch, live_sender::LiveSender, timer, web_crypto, web_crypto::WebBodyCipher};

/// Where endpoints of the SRS begin.
const SRS: &str = "/srs/";
/// Pauses before a call is made again, in milliseconds. Every call is idempotent.
const PAUSES: [u32; 2] = [400, 2_000];

/// The browser around a flow. Clones are the same.
#[derive(Clone)]
pub(super) struct BrowserHost {
    live: LiveSender,
    /// The SRS's origin where it is another than this page's; empty otherwise.
    srs_origin: Rc<RefCell<String>>,
}

impl BrowserHost {
    pub(super) fn new(live: LiveSender) -> Self {
        Self { live, srs_origin: Rc::default() }
    }

    /// Reads live events until their stream ends or is aborted; `on_open` hears when it begins.
    ///
    /// # Errors
    /// Those of the call.
    pub(super) async fn read_events(
        &self,
        token: &Token,
        signal: &AbortSignal,
        on_open: impl FnOnce(),
        on_event: impl FnMut(sesemr_common::api::Event),
    ) -> Result<(), CallError> {
        let on_open = || {
            self.live.server_is_away(false);
            on_open();
        };
        let ended = event_stream::read_events("", token, signal, on_open, on_event).await;
        // Signing out aborts the stream: that says nothing of the server.
        if !signal.aborted() {
            self.note(&ended);
        }
        ended
    }

    fn origin<E: Endpoint>(&self) -> String {
        if E::PATH.contains(SRS) { self.srs_origin.borrow().clone() } else { String::new() }
    }

    /// Calls again where the server was away, and lets the page know how it stands.
    async fn persist<T, F: Future<Output = Result<T, CallError>>>(&self, call: impl Fn() -> F) -> Result<T, CallError> {
        for pause in PAUSES {
            let answer = call().await;
            if !matches!(answer, Err(CallError::Away)) {
                self.note(&answer);
                return answer;
            }
            timer::sleep(pause).await;
        }
        let answer = call().await;
        self.note(&answer);
        answer
    }

    fn note<T>(&self, answer: &Result<T, CallError>) {
        self.live.server_is_away(matches!(answer, Err(CallError::Away)));
    }
}

impl Host for BrowserHost {
    type BodyCipher = WebBodyCipher;

    fn body_cipher(&self) -> &WebBodyCipher {
        &WebBodyCipher
    }

    fn now(&self) -> u64 {
        timer::now()
    }

    fn learn_server(&self, server: &ServerDescription) {
        *self.srs_origin.borrow_mut() = server.srs_url.clone().unwrap_or_default();
    }

    async fn sleep(&self, milliseconds: u32) {
        timer::sleep(milliseconds).await;
    }

    async fn call<E: Endpoint>(&self, request: &E::Request, token: Option<&Token>) -> Result<E::Response, CallError> {
        let origin = self.origin::<E>();
        self.persist(|| fetch::call::<E>(&origin, request, token)).await
    }

    async fn send_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        body: Vec<u8>,
        token: Option<&Token>,
    ) -> Result<E::Response, CallError> {
        let origin = self.origin::<E>();
        self.persist(|| fetch::send_bytes::<E>(&origin, request, &body, token)).await
    }

    async fn fetch_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        token: Option<&Token>,
    ) -> Result<Vec<u8>, CallError> {
        let origin = self.origin::<E>();
        self.persist(|| fetch::fetch_bytes::<E>(&origin, request, token)).await
    }

    async fn load(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        device_store::load(name).await
    }

    async fn store(&self, name: &str, value: Vec<u8>) -> Result<(), StorageError> {
        device_store::store(name, &value).await
    }

    async fn remove(&self, name: &str) -> Result<(), StorageError> {
        device_store::remove(name).await
    }

    async fn remove_all(&self, prefix: &str) -> Result<(), StorageError> {
        device_store::remove_all(prefix).await
    }

    async fn keep_device_key(
        &self,
        account: AccountId,
        place: DeviceKeyPlace,
        key: DeviceKey,
    ) -> Result<(), StorageError> {
        let key = web_crypto::seal_device_key(&key).await?;
        device_store::store_key(&device_key_name(account, place), &key).await
    }

    async fn device_mac(&self, account: AccountId, place: DeviceKeyPlace) -> Result<Option<DeviceMac>, StorageError> {
        match device_store::load_key(&device_key_name(account, place)).await? {
            Some(key) => Ok(Some(web_crypto::mac_account(&key, account).await?)),
            None => Ok(None),
        }
    }

    async fn confirm_device_key(&self, account: AccountId) -> Result<(), StorageError> {
        let pending = device_key_name(account, DeviceKeyPlace::Pending);
        if let Some(key) = device_store::load_key(&pending).await? {
            device_store::store_key(&device_key_name(account, DeviceKeyPlace::InForce), &key).await?;
            device_store::remove_key(&pending).await?;
        }
        Ok(())
    }
}

/// Forgets an account's device keys: the next sign-in here needs the kit.
pub(super) async fn forget_device_key(account: AccountId) -> Result<(), StorageError> {
    device_store::remove_key(&device_key_name(account, DeviceKeyPlace::Pending)).await?;
    device_store::remove_key(&device_key_name(account, DeviceKeyPlace::InForce)).await
}

fn device_key_name(account: AccountId, place: DeviceKeyPlace) -> String {
    match place {
        DeviceKeyPlace::InForce => format!("device-key/{account}"),
        DeviceKeyPlace::Pending => format!("pending-device-key/{account}"),
    }
}
