//! Reads sealed chunks of one's own; see [`Sas::read_chunks`].

use actix_web::{HttpResponse, web::Data};
use sesemr_common::api::ReadChunksEndpoint;

use crate::{auth::Session, endpoint::Body, error::Outcome, sas::Sas};

pub(crate) async fn read_chunks(
    sas: Data<Sas>,
    session: Session,
    body: Body<ReadChunksEndpoint>,
) -> Outcome<HttpResponse> {
    let frames = sas.into_inner().read_chunks(&session, body.into_inner()).await?;
    Ok(HttpResponse::Ok().content_type("application/octet-stream").streaming(frames))
}
