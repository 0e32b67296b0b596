//! A host like the browser's worker, natively: an HTTP client, a device in memory, AES of the `aes-gcm` crate.
//!
//! For one that lies see [`super::LyingHost`], for one that dies [`super::MortalHost`].

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, IF_MATCH};
use reqwest::{Client, RequestBuilder, Response};
use sesemr_common::api::{ApiError, Endpoint, Method, ServerDescription};
use sesemr_common::crypto::{DeviceKey, DeviceMac};
use sesemr_common::envelope::NativeBodyCipher;
use sesemr_common::flow::{CallError, DeviceKeyPlace, Host, StorageError, Token};
use sesemr_common::id::AccountId;

use super::{Clock, Device, EventStream, Spy};

/// A host on a device of its own. Clones share device, clock and spy.
#[derive(Clone)]
pub struct TestHost {
    sas: String,
    /// Where the SAS says that its SRS is.
    srs: Rc<RefCell<String>>,
    http: Client,
    clock: Clock,
    device: Device,
    spy: Spy,
}

impl TestHost {
    /// A new device that talks to the servers at this address.
    pub fn new(url: &str, clock: Clock) -> Self {
        Self {
            sas: url.to_owned(),
            srs: Rc::new(RefCell::new(url.to_owned())),
            http: Client::new(),
            clock,
            device: Device::default(),
            spy: Spy::default(),
        }
    }

    /// The same, on a device that is there already.
    #[must_use]
    pub fn on(mut self, device: &Device) -> Self {
        self.device = device.clone();
        self
    }

    /// The same, recorded by this spy.
    #[must_use]
    pub fn seen_by(mut self, spy: &Spy) -> Self {
        self.spy = spy.clone();
        self
    }

    /// Its device.
    pub const fn device(&self) -> &Device {
        &self.device
    }

    /// What went to and fro.
    pub const fn spy(&self) -> &Spy {
        &self.spy
    }

    /// Calls an endpoint with any `Authorization` header, or none: what a thief of tokens can do.
    ///
    /// # Errors
    /// As [`Host::call`].
    pub async fn send<E: Endpoint>(
        &self,
        request: &E::Request,
        authorization: Option<&str>,
    ) -> Result<E::Response, CallError> {
        let answer = self.exchange::<E>(request, None, authorization).await?;
        read_answer::<E>(&answer)
    }

    /// Opens the stream of live events.
    ///
    /// # Errors
    /// As [`Host::call`].
    pub async fn events(&self, token: &Token) -> Result<EventStream, CallError> {
        let builder = self.http.get(format!("{}/api/v1/events", self.sas)).header(ACCEPT, "text/event-stream");
        let response = builder.header(AUTHORIZATION, token.to_header().as_str()).send().await;
        let response = response.map_err(|_| CallError::Away)?;
        if !response.status().is_success() {
            return Err(refusal(response.status().is_server_error(), &response.bytes().await.unwrap_or_default()));
        }
        Ok(EventStream::new(response))
    }

    /// Sends a request of frames whose answer is read as it comes: nothing of it has been read when this returns.
    ///
    /// # Errors
    /// As [`Host::call`].
    pub async fn begin_fetch<E: Endpoint>(&self, request: &E::Request, token: &Token) -> Result<Response, CallError> {
        let builder = self.build::<E>(request, None, Some(token.to_header().as_str()));
        let response = builder.send().await.map_err(|_| CallError::Away)?;
        if response.status().is_success() {
            return Ok(response);
        }
        Err(refusal(response.status().is_server_error(), &response.bytes().await.unwrap_or_default()))
    }

    async fn exchange<E: Endpoint>(
        &self,
        request: &E::Request,
        body: Option<Vec<u8>>,
        authorization: Option<&str>,
    ) -> Result<Vec<u8>, CallError> {
        let request = self.build::<E>(request, body, authorization).build().unwrap();
        let asked = self.spy.note_request(&request);
        let response = self.http.execute(request).await.map_err(|_| CallError::Away)?;
        self.spy.note_response(&asked, &response);
        let status = response.status();
        let answer = response.bytes().await.map_err(|_| CallError::Away)?;
        self.spy.note_body(&asked, &answer);
        if status.is_server_error() {
            tell_fault(E::PATH, &answer);
        }
        if status.is_success() { Ok(answer.into()) } else { Err(refusal(status.is_server_error(), &answer)) }
    }

    fn build<E: Endpoint>(
        &self,
        request: &E::Request,
        body: Option<Vec<u8>>,
        authorization: Option<&str>,
    ) -> RequestBuilder {
        let srs = self.srs.borrow();
        let address = format!("{}{}", if E::PATH.starts_with("/srs/") { &srs } else { &self.sas }, E::PATH);
        let method = match E::METHOD {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
        };
        let mut builder = self.http.request(method, address).timeout(Duration::from_mins(1));
        builder = match (E::METHOD, body) {
            (Method::Get, _) => builder.query(request),
            (_, Some(bytes)) => builder.query(request).header(CONTENT_TYPE, "application/octet-stream").body(bytes),
            (_, None) => builder.header(CONTENT_TYPE, "application/json").body(serde_json::to_vec(request).unwrap()),
        };
        if let Some(authorization) = authorization {
            builder = builder.header(AUTHORIZATION, authorization);
        }
        match E::if_match(request) {
            Some(tag) => builder.header(IF_MATCH, tag),
            None => builder,
        }
    }
}

impl Host for TestHost {
    type BodyCipher = NativeBodyCipher;

    fn body_cipher(&self) -> &NativeBodyCipher {
        &NativeBodyCipher
    }

    fn now(&self) -> u64 {
        self.clock.now()
    }

    fn learn_server(&self, server: &ServerDescription) {
        self.srs.borrow_mut().clone_from(server.srs_url.as_ref().unwrap_or(&self.sas));
    }

    /// A hundredth of the time: a server that is away in a test is soon back.
    async fn sleep(&self, milliseconds: u32) {
        tokio::time::sleep(Duration::from_millis(u64::from(milliseconds)) / 100).await;
    }

    async fn call<E: Endpoint>(&self, request: &E::Request, token: Option<&Token>) -> Result<E::Response, CallError> {
        let header = token.map(Token::to_header);
        self.send::<E>(request, header.as_ref().map(|header| header.as_str())).await
    }

    async fn send_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        body: Vec<u8>,
        token: Option<&Token>,
    ) -> Result<E::Response, CallError> {
        let header = token.map(Token::to_header);
        let header = header.as_ref().map(|header| header.as_str());
        read_answer::<E>(&self.exchange::<E>(request, Some(body), header).await?)
    }

    async fn fetch_bytes<E: Endpoint>(
        &self,
        request: &E::Request,
        token: Option<&Token>,
    ) -> Result<Vec<u8>, CallError> {
        let header = token.map(Token::to_header);
        self.exchange::<E>(request, None, header.as_ref().map(|header| header.as_str())).await
    }

    async fn load(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(self.device.load(name))
    }

    async fn store(&self, name: &str, value: Vec<u8>) -> Result<(), StorageError> {
        self.device.store(name, value);
        Ok(())
    }

    async fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.device.remove(name);
        Ok(())
    }

    async fn remove_all(&self, prefix: &str) -> Result<(), StorageError> {
        self.device.remove_all(prefix);
        Ok(())
    }

    async fn keep_device_key(
        &self,
        account: AccountId,
        place: DeviceKeyPlace,
        key: DeviceKey,
    ) -> Result<(), StorageError> {
        self.device.keep_device_key(account, place, key);
        Ok(())
    }

    async fn device_mac(&self, account: AccountId, place: DeviceKeyPlace) -> Result<Option<DeviceMac>, StorageError> {
        Ok(self.device.device_mac(account, place))
    }

    async fn confirm_device_key(&self, account: AccountId) -> Result<(), StorageError> {
        self.device.confirm_device_key(account);
        Ok(())
    }
}

fn read_answer<E: Endpoint>(answer: &[u8]) -> Result<E::Response, CallError> {
    // An answer without content reads as JSON's null.
    let answer = if answer.is_empty() { b"null" } else { answer };
    serde_json::from_slice(answer).map_err(|_| CallError::Unreadable)
}

#[expect(clippy::print_stdout, reason = "a test that fails prints it; one that does not prints nothing")]
fn tell_fault(path: &str, answer: &[u8]) {
    println!("{path} answered: {}", String::from_utf8_lossy(answer));
}

fn refusal(is_fault: bool, body: &[u8]) -> CallError {
    match serde_json::from_slice::<ApiError>(body) {
        Ok(problem) => CallError::Refused(problem),
        Err(_) if is_fault => CallError::Away,
        Err(_) => CallError::Unreadable,
    }
}
