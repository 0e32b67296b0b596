//! Answers the OPAQUE registrations of an account to be; see [`Sas::start_register`].

use actix_web::web::{Data, Json};
use sesemr_common::api::StartRegisterEndpoint;

use crate::{
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn start_register(sas: Data<Sas>, body: Body<StartRegisterEndpoint>) -> Answer<StartRegisterEndpoint> {
    Ok(Json(sas.start_register(body.into_inner()).await?))
}
