//! Commits a registration; see [`Sas::finish_register`].

use actix_web::{
    HttpRequest,
    web::{Data, Json},
};
use sesemr_common::api::FinishRegisterEndpoint;

use crate::{
    client_address::ClientAddress,
    endpoint::{Answer, Body},
    limits::RateLimits,
    sas::Sas,
};

pub(crate) async fn finish_register(
    sas: Data<Sas>,
    limits: Data<RateLimits>,
    request: HttpRequest,
    body: Body<FinishRegisterEndpoint>,
) -> Answer<FinishRegisterEndpoint> {
    if let Some(address) = ClientAddress::of(&request, limits.trusted_proxies()) {
        limits.count_registration(address)?;
    }
    Ok(Json(sas.finish_register(body.into_inner()).await?))
}
