//! Reads chunk hashes; see [`Sas::read_chunk_hashes`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ReadChunkHashesEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn read_chunk_hashes(
    sas: Data<Sas>,
    session: Session,
    body: Body<ReadChunkHashesEndpoint>,
) -> Answer<ReadChunkHashesEndpoint> {
    Ok(Json(sas.read_chunk_hashes(&session, body.into_inner()).await?))
}
