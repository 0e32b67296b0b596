//! Reads key batches; see [`Sas::read_batches`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ReadBatchesEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn read_batches(
    sas: Data<Sas>,
    session: Session,
    body: Body<ReadBatchesEndpoint>,
) -> Answer<ReadBatchesEndpoint> {
    Ok(Json(sas.read_batches(&session, body.into_inner()).await?))
}
