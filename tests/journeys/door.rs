//! A door before the application: everything passes, but the module of the vault only while it is open. What is asked for while it is
//! closed waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

const OPEN: u8 = 0;
const CLOSED: u8 = 1;
const REFUSING: u8 = 2;
/// What belongs to one connection, and not to what is passed on.
const OF_CONNECTIONS: [&str; 4] = ["host", "connection", "content-length", "transfer-encoding"];

/// A door, closed at first. It stands until the tests end.
pub(crate) struct Door {
    url: String,
    state: Arc<AtomicU8>,
}

/// Where what passes is sent on to.
#[derive(Clone)]
struct Behind {
    url: String,
    client: reqwest::Client,
    state: Arc<AtomicU8>,
}

impl Door {
    /// One on a free port.
    pub(crate) fn before(url: &str) -> Self {
        let state = Arc::new(AtomicU8::new(CLOSED));
        let behind = Behind { url: url.to_owned(), client: reqwest::Client::new(), state: Arc::clone(&state) };
        let app = move || App::new().app_data(web::Data::new(behind.clone())).default_service(web::to(pass));
        let server = HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", server.addrs().first().unwrap());
        let running = server.run();
        std::thread::spawn(move || actix_web::rt::System::new().block_on(running));
        Self { url, state }
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

    /// Answers that the vault cannot be had.
    pub(crate) fn refuse(&self) {
        self.state.store(REFUSING, Ordering::Relaxed);
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
    let method = request.method().as_str().parse().unwrap();
    let mut ask = behind.client.request(method, format!("{}{}", behind.url, request.uri())).body(body);
    for (name, value) in request.headers().iter().filter(|(name, _)| !OF_CONNECTIONS.contains(&name.as_str())) {
        ask = ask.header(name.as_str(), value.as_bytes());
    }
    let answer = ask.send().await.unwrap();
    let mut response = HttpResponse::build(StatusCode::from_u16(answer.status().as_u16()).unwrap());
    for (name, value) in answer.headers().iter().filter(|(name, _)| !OF_CONNECTIONS.contains(&name.as_str())) {
        response.append_header((name.as_str(), value.as_bytes()));
    }
    response.streaming(answer.bytes_stream())
}
