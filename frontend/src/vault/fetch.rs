//! Calls to the servers: the only fetch of the application. Retries and live notices are `browser_host`'s.

use gloo_net::http::{Method, Request, RequestBuilder, Response};
use js_sys::Uint8Array;
use serde::Serialize;
use serde_json::Value;
use sesemr_common::{
    api::{self, ApiError, Endpoint},
    flow::{CallError, Token},
};
use web_sys::AbortSignal;

/// A call with a JSON body is given up after this many milliseconds.
const JSON_TIMEOUT: u32 = 60_000;
/// One with chunks in it after this many: 4 MiB at the pace of a slow telephone.
const BYTES_TIMEOUT: u32 = 300_000;

/// Calls an endpoint that takes and gives JSON.
pub(super) async fn call<E: Endpoint>(
    origin: &str,
    request: &E::Request,
    token: Option<&Token>,
) -> Result<E::Response, CallError> {
    let builder = builder::<E>(origin, request, token, JSON_TIMEOUT)?;
    let built = match E::METHOD {
        api::Method::Get => builder.build(),
        api::Method::Post | api::Method::Put => builder.json(request),
    };
    let response = send(built).await?;
    let text = response.text().await.map_err(|_| CallError::Away)?;
    // An answer without content reads as JSON's null.
    serde_json::from_str(if text.is_empty() { "null" } else { &text }).map_err(|_| CallError::Unreadable)
}

/// Calls an endpoint that takes bytes, with `request` as its query.
pub(super) async fn send_bytes<E: Endpoint>(
    origin: &str,
    request: &E::Request,
    body: &[u8],
    token: Option<&Token>,
) -> Result<E::Response, CallError> {
    let url = address::<E>(origin, Some(request))?;
    let built = prepare::<E>(&url, request, token, BYTES_TIMEOUT)
        .header("Content-Type", "application/octet-stream")
        .body(Uint8Array::from(body));
    let text = send(built).await?.text().await.map_err(|_| CallError::Away)?;
    serde_json::from_str(if text.is_empty() { "null" } else { &text }).map_err(|_| CallError::Unreadable)
}

/// Calls an endpoint that gives bytes.
pub(super) async fn fetch_bytes<E: Endpoint>(
    origin: &str,
    request: &E::Request,
    token: Option<&Token>,
) -> Result<Vec<u8>, CallError> {
    let builder = builder::<E>(origin, request, token, BYTES_TIMEOUT)?;
    let built = match E::METHOD {
        api::Method::Get => builder.build(),
        api::Method::Post | api::Method::Put => builder.json(request),
    };
    send(built).await?.binary().await.map_err(|_| CallError::Away)
}

/// Opens an endpoint whose answer does not end: its body is read as it comes. Aborted by `signal`.
pub(super) async fn open_stream<E: Endpoint<Request = ()>>(
    origin: &str,
    token: &Token,
    signal: &AbortSignal,
) -> Result<Response, CallError> {
    let url = address::<E>(origin, None)?;
    let built = RequestBuilder::new(&url)
        .method(method::<E>())
        .header("Accept", "text/event-stream")
        .header("Authorization", &token.to_header())
        .abort_signal(Some(signal))
        .build();
    send(built).await
}

fn builder<E: Endpoint>(
    origin: &str,
    request: &E::Request,
    token: Option<&Token>,
    timeout: u32,
) -> Result<RequestBuilder, CallError> {
    let query = matches!(E::METHOD, api::Method::Get).then_some(request);
    Ok(prepare::<E>(&address::<E>(origin, query)?, request, token, timeout))
}

fn prepare<E: Endpoint>(url: &str, request: &E::Request, token: Option<&Token>, timeout: u32) -> RequestBuilder {
    let mut builder = RequestBuilder::new(url)
        .method(method::<E>())
        .header("Accept", "application/json")
        .abort_signal(Some(&AbortSignal::timeout_with_u32(timeout)));
    if let Some(token) = token {
        builder = builder.header("Authorization", &token.to_header());
    }
    if let Some(tag) = E::if_match(request) {
        builder = builder.header("If-Match", &tag);
    }
    builder
}

fn method<E: Endpoint>() -> Method {
    match E::METHOD {
        api::Method::Get => Method::GET,
        api::Method::Post => Method::POST,
        api::Method::Put => Method::PUT,
    }
}

/// Sends, and turns everything but success into a [`CallError`].
async fn send(request: Result<Request, gloo_net::Error>) -> Result<Response, CallError> {
    let request = request.map_err(|_| CallError::Unreadable)?;
    let response = request.send().await.map_err(|_| CallError::Away)?;
    if response.ok() {
        return Ok(response);
    }
    let problem = response.text().await.ok().and_then(|text| serde_json::from_str::<ApiError>(&text).ok());
    Err(match problem {
        Some(problem) => CallError::Refused(problem),
        // A gateway in front of the server, or none of ours.
        None if response.status() >= 500 => CallError::Away,
        None => CallError::Unreadable,
    })
}

fn address<E: Endpoint>(origin: &str, query: Option<&E::Request>) -> Result<String, CallError> {
    let query = query.map_or(Ok(String::new()), encode_query)?;
    Ok(format!("{origin}{}{query}", E::PATH))
}

/// `?name=value&…` of a flat object; empty for an empty one. Absent options are left out.
fn encode_query(request: &impl Serialize) -> Result<String, CallError> {
    let Value::Object(fields) = serde_json::to_value(request).map_err(|_| CallError::Unreadable)? else {
        return Ok(String::new());
    };
    let pairs = fields.into_iter().filter_map(|(name, value)| {
        let value = match value {
            Value::Null => return None,
            Value::String(text) => text,
            other => other.to_string(),
        };
        Some(format!("{name}={}", js_sys::encode_uri_component(&value)))
    });
    let query = pairs.collect::<Vec<_>>().join("&");
    Ok(if query.is_empty() { query } else { format!("?{query}") })
}
