//! Checks the third message of a sign-in; see [`Sas::finish_log_in`].

use actix_web::web::{Data, Json};
use sesemr_common::api::FinishLogInEndpoint;

use crate::{
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn finish_log_in(sas: Data<Sas>, body: Body<FinishLogInEndpoint>) -> Answer<FinishLogInEndpoint> {
    Ok(Json(sas.finish_log_in(body.into_inner()).await?))
}
