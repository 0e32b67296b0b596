//! Ends other sessions of the account; see [`Sas::end_sessions`].

use actix_web::web::{Data, Json};
use sesemr_common::api::EndSessionsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn end_sessions(
    sas: Data<Sas>,
    session: Session,
    body: Body<EndSessionsEndpoint>,
) -> Answer<EndSessionsEndpoint> {
    Ok(Json(sas.end_sessions(&session, body.into_inner()).await?))
}
