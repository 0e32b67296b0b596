//! Ends sessions; see [`Sas::log_out`].

use actix_web::web::{Data, Json};
use sesemr_common::api::LogOutEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn log_out(sas: Data<Sas>, session: Session, body: Body<LogOutEndpoint>) -> Answer<LogOutEndpoint> {
    Ok(Json(sas.log_out(&session, body.into_inner()).await?))
}
