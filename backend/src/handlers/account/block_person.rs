//! Blocks or unblocks somebody; see [`Sas::block_person`].

use actix_web::web::{Data, Json};
use sesemr_common::api::BlockPersonEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn block_person(
    sas: Data<Sas>,
    session: Session,
    body: Body<BlockPersonEndpoint>,
) -> Answer<BlockPersonEndpoint> {
    Ok(Json(sas.block_person(&session, body.into_inner()).await?))
}
