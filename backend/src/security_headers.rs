//! The headers on every answer: a content security policy without exceptions, and isolation from other origins.

use actix_web::{
    http::header::{self, HeaderName},
    middleware::DefaultHeaders,
};

/// Headers for a server with or without transport encryption of its own, whose pages also talk to `srs_origin`.
pub(crate) fn security_headers(encrypted: bool, srs_origin: Option<&str>) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, policy(srs_origin)))
        .add((HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .add((HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"))
        .add((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::X_FRAME_OPTIONS, "DENY"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::PERMISSIONS_POLICY, "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"))
        // What the interface answers is nobody's to keep; the pages' files say otherwise themselves.
        .add((header::CACHE_CONTROL, "no-store"));
    if encrypted {
        headers.add((header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"))
    } else {
        headers
    }
}

fn policy(srs_origin: Option<&str>) -> String {
    let connect = srs_origin.map_or_else(|| "'self'".to_owned(), |origin| format!("'self' {origin}"));
    [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        &format!("connect-src {connect}"),
        "worker-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "frame-src blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
    .join("; ")
}

#[cfg(test)]
mod tests {
    use super::policy;

    #[test]
    fn nothing_inline_and_no_other_origin_is_allowed() {
        let policy = policy(None);
        assert!(!policy.contains("unsafe-inline") && !policy.contains('*') && !policy.contains("http"));
    }
}
