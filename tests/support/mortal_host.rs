//! A host that dies: after so many steps nothing it is asked ever answers, as when a browser is closed.
//!
//! A step is a call to a server or an access to the device. What the steps before did stays done, on the servers and on
//! the device; all that was in memory is lost with the future that [`MortalHost::until_death`] drops. A request of bytes
//! is two steps: it may die before the request leaves, and while it is on its way.

use std::cell::Cell;
use std::future::{Future, pending, poll_fn};
use std::pin::pin;
use std::task::Poll;

use futures_util::future::{Either, select};
use sesemr_common::api::{Endpoint, ServerDescription};
use sesemr_common::crypto::{DeviceKey, DeviceMac};
use sesemr_common::flow::{CallError, DeviceKeyPlace, Host, StorageError, Token};
use sesemr_common::id::AccountId;
use tokio::sync::Notify;

use super::TestHost;

/// A host that lives for so many more steps.
pub struct MortalHost {
    inner: TestHost,
    left: Cell<Option<u32>>,
    taken: Cell<u32>,
    death: Notify,
}

impl MortalHost {
    /// A host that lives on until it is told to die.
    pub fn new(inner: TestHost) -> Self {
        Self { inner, left: Cell::new(None), taken: Cell::new(0), death: Notify::new() }
    }

    /// Lets it take so many more steps.
    pub fn die_after(&self, steps: u32) {
        self.left.set(Some(steps));
    }

    /// The steps it took so far.
    pub fn steps(&self) -> u32 {
        self.taken.get()
    }

    /// Does `work` until it is done or this host dies; nothing where it died.
    pub async fn until_death<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        match select(pin!(work), pin!(self.death.notified())).await {
            Either::Left((done, _)) => Some(done),
            Either::Right(_) => None,
        }
    }

    async fn step(&self) {
        match self.left.get() {
            Some(0) => {
                self.death.notify_one();
                pending::<()>().await;
            }
            Some(left) => self.left.set(Some(left - 1)),
            None => {}
        }
        self.taken.set(self.taken.get() + 1);
    }

    /// A step that may end with the request on its way: sent, and nobody there to hear whether it arrived.
    async fn step_with<T>(&self, request: impl Future<Output = T>) -> T {
        let mut request = pin!(request);
        if self.left.get() == Some(0) {
            poll_fn(|context| {
                let _ = request.as_mut().poll(context);
                Poll::Ready(())
            })
            .await;
        }
        self.step().await;
        request.await
    }
}

impl Host for MortalHost {
    type BodyCipher = <TestHost as Host>::BodyCipher;

    fn body_cipher(&self) -> &Self::BodyCipher {
        self.inner.body_cipher()
    }

    fn now(&self) -> u64 {
        self.inner.now()
    }

    fn learn_server(&self, server: &ServerDescription) {
        self.inner.learn_server(server);
    }

    async fn sleep(&self, milliseconds: u32) {
        self.inner.sleep(milliseconds).await;
    }

    async fn call<E: Endpoint>(&self, request: &E::Request, token: Option<&Token>) -> Result<E::Response, CallError> {
        self.step().await;
        self.inner.call::<E>(request, token).await
    }

    async fn send_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        body: Vec<u8>,
        token: Option<&Token>,
    ) -> Result<E::Response, CallError> {
        self.step().await;
        self.step_with(self.inner.send_bytes::<E>(request, body, token)).await
    }

    async fn fetch_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        token: Option<&Token>,
    ) -> Result<Vec<u8>, CallError> {
        self.step().await;
        self.inner.fetch_bytes::<E>(request, token).await
    }

    async fn load(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.step().await;
        self.inner.load(name).await
    }

    async fn store(&self, name: &str, value: Vec<u8>) -> Result<(), StorageError> {
        self.step().await;
        self.inner.store(name, value).await
    }

    async fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.step().await;
        self.inner.remove(name).await
    }

    async fn remove_all(&self, prefix: &str) -> Result<(), StorageError> {
        self.step().await;
        self.inner.remove_all(prefix).await
    }

    async fn keep_device_key(
        &self,
        account: AccountId,
        place: DeviceKeyPlace,
        key: DeviceKey,
    ) -> Result<(), StorageError> {
        self.step().await;
        self.inner.keep_device_key(account, place, key).await
    }

    async fn device_mac(&self, account: AccountId, place: DeviceKeyPlace) -> Result<Option<DeviceMac>, StorageError> {
        self.step().await;
        self.inner.device_mac(account, place).await
    }

    async fn confirm_device_key(&self, account: AccountId) -> Result<(), StorageError> {
        self.step().await;
        self.inner.confirm_device_key(account).await
    }
}
