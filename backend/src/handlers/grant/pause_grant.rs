//! Pauses a grant, or lets it go on; see [`Sas::pause_grant`].

use actix_web::web::{Data, Json};
use sesemr_common::api::PauseGrantEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn pause_grant(
    sas: Data<Sas>,
    session: Session,
    body: Body<PauseGrantEndpoint>,
) -> Answer<PauseGrantEndpoint> {
    Ok(Json(sas.pause_grant(&session, body.into_inner()).await?))
}
