//! Takes access back; see [`Sas::take_back_grant`].

use actix_web::web::{Data, Json};
use sesemr_common::api::TakeBackGrantEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn take_back_grant(
    sas: Data<Sas>,
    session: Session,
    body: Body<TakeBackGrantEndpoint>,
) -> Answer<TakeBackGrantEndpoint> {
    Ok(Json(sas.take_back_grant(&session, body.into_inner()).await?))
}
