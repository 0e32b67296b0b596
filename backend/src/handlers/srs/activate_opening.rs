//! Makes an opening live; see [`Srs::activate_opening`].

use actix_web::web::{Data, Json};
use sesemr_common::api::srs::ActivateOpeningEndpoint;

use crate::{
    endpoint::{Answer, Body},
    srs::Srs,
};

pub(crate) async fn activate_opening(
    srs: Data<Srs>,
    body: Body<ActivateOpeningEndpoint>,
) -> Answer<ActivateOpeningEndpoint> {
    Ok(Json(srs.activate_opening(body.into_inner()).await?))
}
