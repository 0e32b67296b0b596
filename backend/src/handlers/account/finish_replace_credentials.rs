//! Replaces a password, a kit or both; see [`Sas::finish_replace_credentials`].

use actix_web::web::{Data, Json};
use sesemr_common::api::FinishReplaceCredentialsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn finish_replace_credentials(
    sas: Data<Sas>,
    session: Session,
    body: Body<FinishReplaceCredentialsEndpoint>,
) -> Answer<FinishReplaceCredentialsEndpoint> {
    Ok(Json(sas.finish_replace_credentials(&session, body.into_inner()).await?))
}
