//! For operators: is the process alive, can it serve, how does it do.

use actix_web::{HttpResponse, Responder, web::Data};

use crate::{db::Pool, telemetry};

/// The pools that have to answer before this process can serve.
#[derive(Clone, Debug)]
pub(crate) struct Readiness(pub(crate) Vec<Pool>);

/// The process runs.
pub(crate) async fn healthz() -> impl Responder {
    "ok\n"
}

/// The process can serve: its database answers.
pub(crate) async fn readyz(readiness: Data<Readiness>) -> impl Responder {
    for pool in &readiness.0 {
        if !pool.is_ready().await {
            return HttpResponse::ServiceUnavailable().body("the database is away\n");
        }
    }
    HttpResponse::Ok().body("ready\n")
}

/// Figures for Prometheus.
pub(crate) async fn metrics() -> impl Responder {
    let text = telemetry::metrics().map(|metrics| {
        metrics.run_upkeep();
        metrics.render()
    });
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text.unwrap_or_default())
}
