//! Records every request that left a host and every answer that came back: the headers and the bodies, byte for byte.

use std::cell::{Ref, RefCell};
use std::rc::Rc;

use reqwest::header::HeaderMap;
use reqwest::{Request, Response, StatusCode};

/// One request and, where it came, its answer.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    /// Path, without origin and query.
    pub path: String,
    /// Whole address.
    pub url: String,
    /// Headers of the request, a line each.
    pub request_headers: Vec<String>,
    /// Body of the request.
    pub request: Vec<u8>,
    /// Status of the answer; nothing where none came.
    pub status: Option<StatusCode>,
    /// Headers of the answer, a line each.
    pub response_headers: Vec<String>,
    /// Body of the answer.
    pub response: Vec<u8>,
}

/// What went to and fro. Clones share one record.
#[derive(Clone, Debug, Default)]
pub struct Spy(Rc<RefCell<Vec<Exchange>>>);

/// The place of an exchange whose answer is awaited.
pub(crate) struct Asked(usize);

impl Spy {
    /// Everything so far, in the order of the requests.
    pub fn exchanges(&self) -> Ref<'_, Vec<Exchange>> {
        self.0.borrow()
    }

    /// How many requests went to this path.
    pub fn count(&self, path: &str) -> usize {
        self.0.borrow().iter().filter(|exchange| exchange.path == path).count()
    }

    /// Forgets everything so far.
    pub fn forget(&self) {
        self.0.borrow_mut().clear();
    }

    pub(crate) fn note_request(&self, request: &Request) -> Asked {
        let mut exchanges = self.0.borrow_mut();
        exchanges.push(Exchange {
            path: request.url().path().to_owned(),
            url: request.url().to_string(),
            request_headers: lines(request.headers()),
            request: request.body().and_then(|body| body.as_bytes()).unwrap_or_default().to_vec(),
            ..Exchange::default()
        });
        Asked(exchanges.len() - 1)
    }

    pub(crate) fn note_response(&self, asked: &Asked, response: &Response) {
        if let Some(exchange) = self.0.borrow_mut().get_mut(asked.0) {
            exchange.status = Some(response.status());
            exchange.response_headers = lines(response.headers());
        }
    }

    pub(crate) fn note_body(&self, asked: &Asked, body: &[u8]) {
        if let Some(exchange) = self.0.borrow_mut().get_mut(asked.0) {
            exchange.response = body.to_vec();
        }
    }
}

fn lines(headers: &HeaderMap) -> Vec<String> {
    headers.iter().map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()))).collect()
}
