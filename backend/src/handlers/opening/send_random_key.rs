//! Hands a random key over in the app; see [`Sas::send_random_key`].

use actix_web::web::{Data, Json};
use sesemr_common::api::SendRandomKeyEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn send_random_key(
    sas: Data<Sas>,
    session: Session,
    body: Body<SendRandomKeyEndpoint>,
) -> Answer<SendRandomKeyEndpoint> {
    Ok(Json(sas.send_random_key(&session, body.into_inner()).await?))
}
