//! Announces an upload; see [`Sas::start_upload`].

use actix_web::web::{Data, Json};
use sesemr_common::api::StartUploadEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn start_upload(
    sas: Data<Sas>,
    session: Session,
    body: Body<StartUploadEndpoint>,
) -> Answer<StartUploadEndpoint> {
    Ok(Json(sas.start_upload(&session, body.into_inner()).await?))
}
