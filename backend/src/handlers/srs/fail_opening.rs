//! Takes the word that the code was wrong; see [`Srs::fail_opening`].

use actix_web::web::{Data, Json};
use sesemr_common::api::srs::FailOpeningEndpoint;

use crate::{
    endpoint::{Answer, Body},
    srs::Srs,
};

pub(crate) async fn fail_opening(srs: Data<Srs>, body: Body<FailOpeningEndpoint>) -> Answer<FailOpeningEndpoint> {
    Ok(Json(srs.fail_opening(body.into_inner()).await?))
}
