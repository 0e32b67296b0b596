//! Answers new OPAQUE registrations; see [`Sas::start_replace_credentials`].

use actix_web::web::{Data, Json};
use sesemr_common::api::StartReplaceCredentialsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn start_replace_credentials(
    sas: Data<Sas>,
    session: Session,
    body: Body<StartReplaceCredentialsEndpoint>,
) -> Answer<StartReplaceCredentialsEndpoint> {
    Ok(Json(sas.start_replace_credentials(&session, body.into_inner()).await?))
}
