//! Serves the one attempt; see [`Srs::attempt_opening`].

use actix_web::web::{Data, Json};
use sesemr_common::api::srs::AttemptOpeningEndpoint;

use crate::{
    endpoint::{Answer, Body},
    srs::Srs,
};

pub(crate) async fn attempt_opening(
    srs: Data<Srs>,
    body: Body<AttemptOpeningEndpoint>,
) -> Answer<AttemptOpeningEndpoint> {
    Ok(Json(srs.attempt_opening(body.into_inner()).await?))
}
