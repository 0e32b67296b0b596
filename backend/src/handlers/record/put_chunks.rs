//! Stores sealed chunks; see [`Sas::put_chunks`].

use actix_web::web::{Bytes, Data, Json};
use sesemr_common::api::{PutChunksEndpoint, frame::Frame};

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn put_chunks(
    sas: Data<Sas>,
    session: Session,
    query: Query<PutChunksEndpoint>,
    body: Result<Bytes, actix_web::Error>,
) -> Answer<PutChunksEndpoint> {
    let frames = Frame::read_all(&body?)?;
    Ok(Json(sas.put_chunks(&session, query.upload, frames).await?))
}
