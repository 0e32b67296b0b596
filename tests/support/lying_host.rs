//! A host whose servers lie: answers are rewritten between an honest server and the person.
//!
//! A lie is told about one endpoint until [`LyingHost::tell_the_truth`]. It gets the request and the honest answer, and
//! changes the answer in place. Clones tell the same lies.

use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use serde_json::Value;
use sesemr_common::api::frame::Frame;
use sesemr_common::api::{Endpoint, Method, ServerDescription};
use sesemr_common::codec::Encoder;
use sesemr_common::crypto::{DeviceKey, DeviceMac};
use sesemr_common::flow::{CallError, DeviceKeyPlace, Host, StorageError, Token};
use sesemr_common::id::AccountId;
use tokio::sync::Notify;

use super::TestHost;

/// Rewrites an answer, as JSON, knowing the request.
type JsonLie = Box<dyn FnMut(&Value, &mut Value)>;
/// Rewrites an answer of frames.
type BytesLie = Box<dyn FnMut(&mut Vec<u8>)>;

/// What happens to the calls of one endpoint.
enum Lie {
    Json(JsonLie),
    Bytes(BytesLie),
    /// The call never reaches the server; this is its answer.
    Instead(Result<Value, CallError>),
    /// The server does what it is asked; its answer gets lost.
    Lost,
    /// The server does what it is asked; its answer stays on its way.
    Held(Rc<Notify>),
}

/// What is told about one endpoint, and how many times more.
struct Told {
    method: Method,
    path: &'static str,
    lie: Lie,
    times: usize,
}

/// A host that lies, before an honest one.
pub struct LyingHost<H = TestHost> {
    inner: H,
    lies: Rc<RefCell<Vec<Told>>>,
}

impl<H: Clone> Clone for LyingHost<H> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), lies: Rc::clone(&self.lies) }
    }
}

impl<H> Deref for LyingHost<H> {
    type Target = H;

    fn deref(&self) -> &H {
        &self.inner
    }
}

impl<H: Host> LyingHost<H> {
    /// A host that tells the truth until it is told to lie.
    pub fn new(inner: H) -> Self {
        Self { inner, lies: Rc::default() }
    }

    /// Rewrites every answer of an endpoint.
    pub fn lie<E: Endpoint>(&self, mut alter: impl FnMut(&mut E::Response) + 'static) {
        self.lie_about::<E>(move |_, response| alter(response));
    }

    /// Rewrites every answer of an endpoint, knowing what was asked.
    pub fn lie_about<E: Endpoint>(&self, mut alter: impl FnMut(&E::Request, &mut E::Response) + 'static) {
        self.lie_in_json::<E>(move |request, answer| {
            let request = serde_json::from_value(request.clone()).unwrap();
            let mut response = serde_json::from_value(answer.take()).unwrap();
            alter(&request, &mut response);
            *answer = serde_json::to_value(&response).unwrap();
        });
    }

    /// Rewrites the JSON of every answer of an endpoint: also into what no honest program could write.
    pub fn lie_in_json<E: Endpoint>(&self, alter: impl FnMut(&Value, &mut Value) + 'static) {
        self.tell::<E>(Lie::Json(Box::new(alter)), usize::MAX);
    }

    /// Rewrites the frames of every answer of an endpoint.
    pub fn lie_in_frames<E: Endpoint>(&self, mut alter: impl FnMut(&mut Vec<Frame>) + 'static) {
        self.lie_in_bytes::<E>(move |bytes| {
            let mut frames = Frame::read_all(bytes).unwrap();
            alter(&mut frames);
            let mut encoder = Encoder::default();
            for frame in frames {
                frame.write(&mut encoder);
            }
            *bytes = encoder.finish();
        });
    }

    /// Rewrites the bytes of every answer of an endpoint.
    pub fn lie_in_bytes<E: Endpoint>(&self, alter: impl FnMut(&mut Vec<u8>) + 'static) {
        self.tell::<E>(Lie::Bytes(Box::new(alter)), usize::MAX);
    }

    /// Refuses instead of asking the server, so many times.
    pub fn refuse<E: Endpoint>(&self, error: CallError, times: usize) {
        self.tell::<E>(Lie::Instead(Err(error)), times);
    }

    /// Answers this instead of asking the server, so many times.
    pub fn answer<E: Endpoint>(&self, response: &E::Response, times: usize) {
        self.tell::<E>(Lie::Instead(Ok(serde_json::to_value(response).unwrap())), times);
    }

    /// Lets the server do what it is asked and loses its answer, so many times.
    pub fn lose_answers<E: Endpoint>(&self, times: usize) {
        self.tell::<E>(Lie::Lost, times);
    }

    /// Lets the server do what it is asked, and keeps its next answer on the way until it is notified.
    pub fn hold_answer<E: Endpoint>(&self) -> Rc<Notify> {
        let gate = Rc::new(Notify::new());
        self.tell::<E>(Lie::Held(Rc::clone(&gate)), 1);
        gate
    }

    /// Ends all lies.
    pub fn tell_the_truth(&self) {
        self.lies.borrow_mut().clear();
    }

    fn tell<E: Endpoint>(&self, lie: Lie, times: usize) {
        let mut lies = self.lies.borrow_mut();
        lies.retain(|told| !told.is_about::<E>());
        lies.push(Told { method: E::METHOD, path: E::PATH, lie, times });
    }

    /// Takes the lie about an endpoint, one telling of it.
    fn take<E: Endpoint, T>(&self, tell: impl FnOnce(&mut Lie) -> Option<T>) -> Option<T> {
        let mut lies = self.lies.borrow_mut();
        let told = lies.iter_mut().find(|told| told.is_about::<E>() && told.times > 0)?;
        let answer = tell(&mut told.lie)?;
        told.times -= 1;
        Some(answer)
    }

    /// What stands for an answer before the server is asked.
    fn instead<E: Endpoint>(&self) -> Option<Result<Value, CallError>> {
        self.take::<E, _>(|lie| match lie {
            Lie::Instead(answer) => Some(answer.clone()),
            _ => None,
        })
    }

    async fn wait_where_held<E: Endpoint>(&self) {
        let gate = self.take::<E, _>(|lie| match lie {
            Lie::Held(gate) => Some(Rc::clone(gate)),
            _ => None,
        });
        if let Some(gate) = gate {
            gate.notified().await;
        }
    }

    fn check_lost<E: Endpoint>(&self) -> Result<(), CallError> {
        let lost = self.take::<E, _>(|lie| matches!(lie, Lie::Lost).then_some(CallError::Away));
        lost.map_or(Ok(()), Err)
    }

    fn rewrite<E: Endpoint>(&self, request: &E::Request, response: E::Response) -> Result<E::Response, CallError> {
        self.check_lost::<E>()?;
        let mut response = Some(response);
        let told = self.take::<E, _>(|lie| match lie {
            Lie::Json(alter) => {
                let mut answer = serde_json::to_value(response.take()).unwrap();
                alter(&serde_json::to_value(request).unwrap(), &mut answer);
                Some(answer)
            }
            _ => None,
        });
        match (told, response) {
            (Some(answer), _) => read::<E>(answer),
            (None, Some(response)) => Ok(response),
            (None, None) => Err(CallError::Unreadable),
        }
    }
}

impl Told {
    fn is_about<E: Endpoint>(&self) -> bool {
        (self.method, self.path) == (E::METHOD, E::PATH)
    }
}

impl<H: Host> Host for LyingHost<H> {
    type BodyCipher = H::BodyCipher;

    fn body_cipher(&self) -> &H::BodyCipher {
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
        if let Some(answer) = self.instead::<E>() {
            return read::<E>(answer?);
        }
        let response = self.inner.call::<E>(request, token).await?;
        self.wait_where_held::<E>().await;
        self.rewrite::<E>(request, response)
    }

    async fn send_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        body: Vec<u8>,
        token: Option<&Token>,
    ) -> Result<E::Response, CallError> {
        if let Some(answer) = self.instead::<E>() {
            return read::<E>(answer?);
        }
        let response = self.inner.send_bytes::<E>(request, body, token).await?;
        self.rewrite::<E>(request, response)
    }

    async fn fetch_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        token: Option<&Token>,
    ) -> Result<Vec<u8>, CallError> {
        if let Some(Err(error)) = self.instead::<E>() {
            return Err(error);
        }
        let mut bytes = self.inner.fetch_bytes::<E>(request, token).await?;
        self.wait_where_held::<E>().await;
        self.check_lost::<E>()?;
        self.take::<E, _>(|lie| match lie {
            Lie::Bytes(alter) => {
                alter(&mut bytes);
                Some(())
            }
            _ => None,
        });
        Ok(bytes)
    }

    async fn load(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.inner.load(name).await
    }

    async fn store(&self, name: &str, value: Vec<u8>) -> Result<(), StorageError> {
        self.inner.store(name, value).await
    }

    async fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.inner.remove(name).await
    }

    async fn remove_all(&self, prefix: &str) -> Result<(), StorageError> {
        self.inner.remove_all(prefix).await
    }

    async fn keep_device_key(
        &self,
        account: AccountId,
        place: DeviceKeyPlace,
        key: DeviceKey,
    ) -> Result<(), StorageError> {
        self.inner.keep_device_key(account, place, key).await
    }

    async fn device_mac(&self, account: AccountId, place: DeviceKeyPlace) -> Result<Option<DeviceMac>, StorageError> {
        self.inner.device_mac(account, place).await
    }

    async fn confirm_device_key(&self, account: AccountId) -> Result<(), StorageError> {
        self.inner.confirm_device_key(account).await
    }
}

fn read<E: Endpoint>(answer: Value) -> Result<E::Response, CallError> {
    serde_json::from_value(answer).map_err(|_| CallError::Unreadable)
}
