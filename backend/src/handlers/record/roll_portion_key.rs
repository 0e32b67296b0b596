//! Rolls a portion's keys; see [`Sas::roll_portion_key`].

use actix_web::web::{Data, Json};
use sesemr_common::api::RollPortionKeyEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn roll_portion_key(
    sas: Data<Sas>,
    session: Session,
    body: Body<RollPortionKeyEndpoint>,
) -> Answer<RollPortionKeyEndpoint> {
    // A roll's request is large; on the heap it does not swell every request's future.
    Ok(Json(Box::pin(sas.roll_portion_key(&session, body.into_inner())).await?))
}
