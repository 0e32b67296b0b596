//! Finds a person by handle; see [`Sas::find_person`].

use actix_web::web::{Data, Json};
use sesemr_common::api::FindPersonEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn find_person(
    sas: Data<Sas>,
    session: Session,
    body: Body<FindPersonEndpoint>,
) -> Answer<FindPersonEndpoint> {
    Ok(Json(sas.find_person(&session, body.into_inner()).await?))
}
