//! Answers the first message of a sign-in; see [`Sas::start_log_in`].

use actix_web::{
    HttpRequest,
    web::{Data, Json},
};
use sesemr_common::api::StartLogInEndpoint;

use crate::{
    client_address::ClientAddress,
    endpoint::{Answer, Body},
    limits::RateLimits,
    sas::Sas,
};

pub(crate) async fn start_log_in(
    sas: Data<Sas>,
    limits: Data<RateLimits>,
    request: HttpRequest,
    body: Body<StartLogInEndpoint>,
) -> Answer<StartLogInEndpoint> {
    let address = ClientAddress::of(&request, limits.trusted_proxies());
    Ok(Json(sas.start_log_in(body.into_inner(), address).await?))
}
