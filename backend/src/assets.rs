//! The application's pages, embedded at build time and compressed ahead of time.
//!
//! Trunk hashes the names of what it builds, so those files never change and are kept for a year; `index.html` is asked
//! for again each time and answered with 304 where it is the same.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderMap},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::{error::Error, hex::encode_hex};

#[derive(RustEmbed)]
#[folder = "$SESEMR_DIST"]
struct Dist;

const INDEX: &str = "index.html";

/// Serves a file of the application, or its first page for a route that the application knows.
pub(crate) async fn serve(request: HttpRequest) -> Result<HttpResponse, Error> {
    let path = request.path().trim_start_matches('/');
    let is_page = path.is_empty() || !path.rsplit('/').next().unwrap_or(path).contains('.');
    let path = if is_page { INDEX } else { path };
    let plain = Dist::get(path).ok_or_else(|| Error::not_found("file"))?;
    let tag = entity_tag(&plain);
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, cache_control(path)))
        .insert_header((header::ETAG, tag.clone()))
        .insert_header((header::VARY, "accept-encoding"));
    if header_text(request.headers(), header::IF_NONE_MATCH).contains(&tag) {
        return Ok(response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish());
    }
    response.content_type(media_type(path));
    let (encoding, file) = compressed(path, request.headers()).unwrap_or((None, plain));
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    Ok(response.body(file.data.into_owned()))
}

/// The smallest form that was made ahead of time and that the browser takes.
fn compressed(path: &str, headers: &HeaderMap) -> Option<(Option<&'static str>, EmbeddedFile)> {
    let accepted = header_text(headers, header::ACCEPT_ENCODING);
    [("br", ".br"), ("gzip", ".gz")].into_iter().find_map(|(encoding, suffix)| {
        let takes = accepted.split(',').any(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, ""));
            name.trim() == encoding && !matches!(weight.trim(), "q=0" | "q=0.0")
        });
        let file = if takes { Dist::get(&format!("{path}{suffix}")) } else { None };
        file.map(|file| (Some(encoding), file))
    })
}

fn cache_control(path: &str) -> &'static str {
    if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Trunk's names: a stem, a dash, sixteen hexadecimal digits, and what follows.
fn is_hashed(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| {
        name.split(['-', '.', '_']).any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}

fn entity_tag(file: &EmbeddedFile) -> String {
    format!("\"{}\"", encode_hex(&file.metadata.sha256_hash()))
}

fn header_text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// By the name's end; a browser that is told `nosniff` needs it right.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::is_hashed;

    #[test]
    fn only_names_with_a_hash_are_kept_for_a_year() {
        assert!(is_hashed("app-0123456789abcdef_bg.wasm"));
        assert!(is_hashed("style/tokens-fedcba9876543210.css"));
        assert!(!is_hashed("index.html"));
        assert!(!is_hashed("worker_loader.js"));
    }
}
