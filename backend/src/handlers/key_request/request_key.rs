//! Asks a patient for access; see [`Sas::request_key`].

use actix_web::web::{Data, Json};
use sesemr_common::api::RequestKeyEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn request_key(
    sas: Data<Sas>,
    session: Session,
    body: Body<RequestKeyEndpoint>,
) -> Answer<RequestKeyEndpoint> {
    Ok(Json(sas.request_key(&session, body.into_inner()).await?))
}
