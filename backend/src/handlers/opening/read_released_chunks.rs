//! Reads sealed chunks of what was released; see [`Sas::read_released_chunks`].

use actix_web::{HttpResponse, web::Data};
use sesemr_common::api::ReadReleasedChunksEndpoint;

use crate::{auth::Session, endpoint::Body, error::Outcome, sas::Sas};

pub(crate) async fn read_released_chunks(
    sas: Data<Sas>,
    session: Session,
    body: Body<ReadReleasedChunksEndpoint>,
) -> Outcome<HttpResponse> {
    let frames = sas.into_inner().read_released_chunks(&session, body.into_inner()).await?;
    Ok(HttpResponse::Ok().content_type("application/octet-stream").streaming(frames))
}
