//! Prepares an opening; see [`Srs::register_opening`].

use actix_web::web::{Data, Json};
use sesemr_common::api::srs::RegisterOpeningEndpoint;

use crate::{
    endpoint::{Answer, Body},
    srs::Srs,
};

pub(crate) async fn register_opening(
    srs: Data<Srs>,
    body: Body<RegisterOpeningEndpoint>,
) -> Answer<RegisterOpeningEndpoint> {
    Ok(Json(srs.register_opening(body.into_inner()).await?))
}
