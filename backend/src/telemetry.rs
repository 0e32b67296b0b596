//! Logs and metrics. What a request logs is method, route pattern, status, duration and an id made here: never a query
//! string, a header, a body, an address or an account. For what an error logs see `error`.

use std::{io::IsTerminal as _, sync::OnceLock, time::Instant};

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
    middleware::Next,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing::Instrument as _;
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

use crate::settings::{LogFormat, LogLevel};

/// What the line with the address is known by to the filter.
const ADDRESS: &str = "sesemr_address";
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const SECONDS: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Begins to log, once per process. Other crates are held to warnings whatever the level: a database driver's debug lines
/// quote what is bound to statements, a web framework's quote headers.
pub fn start(format: LogFormat, level: LogLevel) {
    let word = level.word();
    let filter = EnvFilter::new(format!("warn,sesemr={word},sesemr_backend={word},{ADDRESS}=info"));
    let colours = std::io::stdout().is_terminal();
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_target(false).with_ansi(colours);
    // Whoever embeds this library may have begun to log already; then theirs stays.
    let _ = match format {
        LogFormat::Pretty => subscriber.try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).try_init(),
    };
}

/// Tells where the application is served, whatever the level: nobody should have to look for it.
pub fn tell_address(url: &str) {
    tracing::info!(target: ADDRESS, "serving on {url}");
}

/// The process's metrics, shared by every application in it.
pub(crate) fn metrics() -> Option<&'static PrometheusHandle> {
    static METRICS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    METRICS
        .get_or_init(|| {
            let builder = PrometheusBuilder::new();
            let builder = builder.set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS).ok()?;
            builder.install_recorder().ok()
        })
        .as_ref()
}

/// Logs and measures one request.
///
/// # Errors
/// Those of the request, unchanged.
pub(crate) async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let id = Uuid::now_v7();
    let method = name_method(request.method());
    let span = tracing::info_span!("request", id = %id);
    let mut outcome = next.call(request).instrument(span.clone()).await;

    let (status, route) = match &outcome {
        Ok(response) => (response.status(), response.request().match_pattern()),
        Err(error) => (error.as_response_error().status_code(), None),
    };
    let route = route.unwrap_or_else(|| "unmatched".to_owned());
    let seconds = started.elapsed().as_secs_f64();
    span.in_scope(|| tracing::info!(method, route, status = status.as_u16(), seconds));
    metrics::counter!("http_requests_total", "method" => method, "route" => route.clone(), "status" => status.as_str().to_owned())
        .increment(1);
    metrics::histogram!("http_request_seconds", "method" => method, "route" => route).record(seconds);
    if let (Ok(response), Ok(id)) = (&mut outcome, HeaderValue::from_str(&id.to_string())) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    outcome
}

/// A method as logs and figures call it. Whoever asks can make up any number of others.
const fn name_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
