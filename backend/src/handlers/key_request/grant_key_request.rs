//! Grants a request; see [`Sas::grant_key_request`].

use actix_web::web::{Data, Json};
use sesemr_common::api::GrantKeyRequestEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn grant_key_request(
    sas: Data<Sas>,
    session: Session,
    body: Body<GrantKeyRequestEndpoint>,
) -> Answer<GrantKeyRequestEndpoint> {
    Ok(Json(sas.grant_key_request(&session, body.into_inner()).await?))
}
