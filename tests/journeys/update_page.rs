//! A new version of the page: whoever has a connection gets it at once, and without one the newest that was installed is shown.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, dev::ServerHandle, web};
use sesemr_tests::browser::{Driver, PHONE, Window};

/// Files by path, as a server gives them away.
type Files = HashMap<String, Vec<u8>>;

/// Visits after which the new version is there at the latest.
const VISITS: u32 = 10;

#[tokio::test]
async fn a_new_version_is_shown_at_once_and_then_without_a_connection_too() {
    let first = read_page();
    let second = make_next_version(&first);
    let shown = Arc::new(RwLock::new(first));
    let (server, url) = serve(Arc::clone(&shown));
    let driver = Driver::start();
    let window = driver.open(&url, PHONE).await;
    window.wait_until_installed().await;
    assert!(!is_next_version(&window).await);

    *shown.write().unwrap_or_else(PoisonError::into_inner) = second;
    window.reload().await;
    assert!(is_next_version(&window).await, "who has a connection gets the new page at once");
    window.wait_until_updated().await;

    // The old version has no window left: the new one takes its place.
    server.stop(false).await;
    leave_until_updated(&window, &url).await;
    window.heading("Your health records, shared only when you say so").await;
    assert_eq!(window.count_installed_versions().await, 1, "the old one is gone");
    window.close().await;
}

/// Leaves the page and comes back without a connection. The browser starts the new version soon after the last window of the
/// old one was left, not at that moment: who is faster sees the old one once more.
async fn leave_until_updated(window: &Window, url: &str) {
    for visit in 1.. {
        window.go_to("about:blank").await;
        window.go_to(url).await;
        if is_next_version(window).await {
            return;
        }
        assert!(visit < VISITS, "without a connection the old version stays");
    }
}

/// What the application was built into.
fn read_page() -> Files {
    let folder = std::env::var("SESEMR_DIST").unwrap_or_else(|_| "../dist".to_owned());
    let files = std::fs::read_dir(Path::new(&folder)).unwrap().map(Result::unwrap).filter(|file| file.path().is_file());
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect()
}

/// The same page with a mark in it, and a service worker of another version.
fn make_next_version(files: &Files) -> Files {
    let mut next = files.clone();
    change(&mut next, "index.html", "</head>", "<meta name=\"next-version\"></head>");
    change(&mut next, "service_worker.js", "const VERSION = \"", "const VERSION = \"next-");
    next
}

fn change(files: &mut Files, name: &str, from: &str, to: &str) {
    let text = String::from_utf8(files.get(name).unwrap().clone()).unwrap();
    assert!(text.contains(from), "{name} has {from}");
    files.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
}

fn serve(files: Arc<RwLock<Files>>) -> (ServerHandle, String) {
    let app = move || App::new().app_data(web::Data::from(Arc::clone(&files))).default_service(web::to(answer));
    let server = HttpServer::new(app).workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", server.addrs().first().unwrap());
    let running = server.run();
    let handle = running.handle();
    std::thread::spawn(move || actix_web::rt::System::new().block_on(running));
    (handle, url)
}

async fn answer(request: HttpRequest, files: web::Data<RwLock<Files>>) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    let name = if path.contains('.') { path } else { "index.html" };
    let media_type = match name.rsplit('.').next().unwrap() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let file = files.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
    file.map_or_else(
        || HttpResponse::NotFound().finish(),
        |bytes| HttpResponse::Ok().content_type(media_type).insert_header(("Cache-Control", "no-cache")).body(bytes),
    )
}

async fn is_next_version(window: &Window) -> bool {
    window.counts("meta[name='next-version']").await == 1
}
