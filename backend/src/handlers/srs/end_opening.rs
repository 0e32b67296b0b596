//! Ends an opening; see [`Srs::end_opening`].

use actix_web::web::{Data, Json};
use sesemr_common::api::srs::EndOpeningEndpoint;

use crate::{
    endpoint::{Answer, Body},
    srs::Srs,
};

pub(crate) async fn end_opening(srs: Data<Srs>, body: Body<EndOpeningEndpoint>) -> Answer<EndOpeningEndpoint> {
    Ok(Json(srs.end_opening(body.into_inner()).await?))
}
