//! Takes a closing receipt; see [`Sas::close_opening`].

use actix_web::web::{Data, Json};
use sesemr_common::api::CloseOpeningEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn close_opening(
    sas: Data<Sas>,
    session: Session,
    body: Body<CloseOpeningEndpoint>,
) -> Answer<CloseOpeningEndpoint> {
    Ok(Json(sas.close_opening(&session, body.into_inner()).await?))
}
