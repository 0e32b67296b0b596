//! A door before the application: everything passes, but the module of the vault only while it is open. What is asked for while it is
//! closed waits. It can give the page and its vault a clock that a story moves, and let the servers seem to go away in the middle of
//! an upload.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{App, HttpRequest, HttpResponse, HttpResponseBuilder, HttpServer, web};
use sesemr_common::api::{Endpoint as _, PutChunksEndpoint};

use crate::clock::CLOCK;

const OPEN: u8 = 0;
const CLOSED: u8 = 1;
const REFUSING: u8 = 2;
/// More requests than any story sends.
const ANY_NUMBER: usize = usize::MAX;
/// Bytes of the largest thing that is sent at once.
const MOST_AT_ONCE: usize = 64 << 20;
/// What belongs to one connection, and not to what is passed on.
const OF_CONNECTIONS: [&str; 4] = ["host", "connection", "content-length", "transfer-encoding"];

/// A door. It stands until the tests end.
pub(crate) struct Door {
    url: String,
    state: Arc<AtomicU8>,
    uploads: Arc<AtomicUsize>,
}

/// Where what passes is sent on to.
#[derive(Clone)]
struct Behind {
    url: String,
    client: reqwest::Client,
    state: Arc<AtomicU8>,
    /// So many requests with parts of files still pass; after the last one the servers are away.
    uploads: Arc<AtomicUsize>,
    gives_clock: bool,
}

impl Door {
    /// One on a free port, closed at first.
    pub(crate) fn before(url: &str) -> Self {
        Self::make(url, CLOSED, false)
    }

    /// An open one.
    pub(crate) fn open_before(url: &str) -> Self {
        Self::make(url, OPEN, false)
    }

    /// An open one, behind which time passes when a story says so (`clock::let_pass`).
    pub(crate) fn with_clock(url: &str) -> Self {
        Self::make(url, OPEN, true)
    }

    fn make(url: &str, state: u8, gives_clock: bool) -> Self {
        let state = Arc::new(AtomicU8::new(state));
        let uploads = Arc::new(AtomicUsize::new(ANY_NUMBER));
        let (url, client) = (url.to_owned(), reqwest::Client::new());
        let behind = Behind { url, client, state: Arc::clone(&state), uploads: Arc::clone(&uploads), gives_clock };
        let app = move || {
            let roomy = web::PayloadConfig::new(MOST_AT_ONCE);
            App::new().app_data(roomy).app_data(web::Data::new(behind.clone())).default_service(web::to(pass))
        };
        let server = HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", server.addrs().first().unwrap());
        let running = server.run();
        std::thread::spawn(move || actix_web::rt::System::new().block_on(running));
        Self { url, state, uploads }
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Lets the vault through, and what waited for it.
    pub(crate) fn open(&self) {
        self.state.store(OPEN, Ordering::Relaxed);
    }

    /// Lets the vault wait.
    pub(crate) fn close(&self) {
        self.state.store(CLOSED, Ordering::Relaxed);
    }

    /// Lets so many requests with parts of files through. With the last of them the servers seem to go away.
    pub(crate) fn go_away_after(&self, uploads: usize) {
        self.uploads.store(uploads, Ordering::Relaxed);
    }

    /// The servers are back.
    pub(crate) fn come_back(&self) {
        self.uploads.store(ANY_NUMBER, Ordering::Relaxed);
    }

    /// Answers that the vault cannot be had.
    pub(crate) fn refuse(&self) {
        self.state.store(REFUSING, Ordering::Relaxed);
    }
}

impl Behind {
    /// Whether the servers are away for what is asked for there. A request with parts of a file is counted.
    fn is_away(&self, path: &str) -> bool {
        let is_part = path == PutChunksEndpoint::PATH;
        let count = |left: usize| if is_part { left.checked_sub(1) } else { (left > 0).then_some(left) };
        path.starts_with("/api/") && self.uploads.fetch_update(Ordering::Relaxed, Ordering::Relaxed, count).is_err()
    }
}

async fn pass(request: HttpRequest, body: web::Bytes, behind: web::Data<Behind>) -> HttpResponse {
    if request.path().starts_with("/vault") {
        while behind.state.load(Ordering::Relaxed) == CLOSED {
            actix_web::rt::time::sleep(Duration::from_millis(20)).await;
        }
        if behind.state.load(Ordering::Relaxed) == REFUSING && request.path().contains(".wasm") {
            return HttpResponse::ServiceUnavailable().finish();
        }
    }
    if behind.is_away(request.path()) {
        return HttpResponse::ServiceUnavailable().finish();
    }
    if behind.gives_clock && is_start(request.path()) {
        return with_clock(&behind, request.path()).await;
    }
    let method = request.method().as_str().parse().unwrap();
    let mut ask = behind.client.request(method, format!("{}{}", behind.url, request.uri())).body(body);
    for (name, value) in request.headers().iter().filter(|(name, _)| !OF_CONNECTIONS.contains(&name.as_str())) {
        ask = ask.header(name.as_str(), value.as_bytes());
    }
    let answer = ask.send().await.unwrap();
    begin(&answer).streaming(answer.bytes_stream())
}

/// Whether a script is the first of the page, or of its vault.
fn is_start(path: &str) -> bool {
    path == "/vault_loader.js" || path.starts_with("/start-")
}

/// The script behind the clock that it goes by, whole and as it is: not compressed, and whatever the browser has of it.
async fn with_clock(behind: &Behind, path: &str) -> HttpResponse {
    let answer = behind.client.get(format!("{}{path}", behind.url)).send().await.unwrap();
    let mut response = begin(&answer);
    response.body(format!("{CLOCK}{}", answer.text().await.unwrap()))
}

/// An answer with this one's status and headers.
fn begin(answer: &reqwest::Response) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(StatusCode::from_u16(answer.status().as_u16()).unwrap());
    for (name, value) in answer.headers().iter().filter(|(name, _)| !OF_CONNECTIONS.contains(&name.as_str())) {
        response.append_header((name.as_str(), value.as_bytes()));
    }
    response
}
