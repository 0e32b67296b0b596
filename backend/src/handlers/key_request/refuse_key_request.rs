//! Refuses a request; see [`Sas::refuse_key_request`].

use actix_web::web::{Data, Json};
use sesemr_common::api::RefuseKeyRequestEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn refuse_key_request(
    sas: Data<Sas>,
    session: Session,
    body: Body<RefuseKeyRequestEndpoint>,
) -> Answer<RefuseKeyRequestEndpoint> {
    Ok(Json(sas.refuse_key_request(&session, body.into_inner()).await?))
}
