//! Where the SRS is a process of its own: its whole outbox, for the SAS that shares a secret with it, and nobody else.

use actix_web::{
    HttpRequest,
    http::header,
    web::{Data, Json, Query},
};
use sesemr_common::api::ErrorCode;

use crate::{
    error::{Error, Outcome},
    sas::{OutboxFeed, read_feed},
    settings::CourierSecret,
    srs::Srs,
};

/// The most entries in one answer.
const MOST: usize = 500;

/// From where, and how many.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct FeedQuery {
    after: i64,
    limit: usize,
}

pub(crate) async fn read_outbox_feed(
    srs: Data<Srs>,
    secret: Data<CourierSecret>,
    request: HttpRequest,
    query: Query<FeedQuery>,
) -> Outcome<Json<OutboxFeed>> {
    let shown = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if !shown.and_then(|value| value.strip_prefix("Bearer ")).is_some_and(|shown| secret.is(shown)) {
        return Err(Error::refused(ErrorCode::NotSignedIn, "only the SAS of this SRS reads here"));
    }
    Ok(Json(read_feed(&srs, query.after, query.limit.min(MOST)).await?))
}
