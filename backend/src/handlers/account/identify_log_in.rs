//! Tells what a client needs before it can blind a password; see [`Sas::identify_log_in`].

use actix_web::web::{Data, Json};
use sesemr_common::api::IdentifyLogInEndpoint;

use crate::{
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn identify_log_in(
    sas: Data<Sas>,
    body: Body<IdentifyLogInEndpoint>,
) -> Answer<IdentifyLogInEndpoint> {
    Ok(Json(sas.identify_log_in(body.into_inner()).await?))
}
