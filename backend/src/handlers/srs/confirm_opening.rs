//! Takes the word that the code was right; see [`Srs::confirm_opening`].

use actix_web::web::{Data, Json};
use sesemr_common::api::srs::ConfirmOpeningEndpoint;

use crate::{
    endpoint::{Answer, Body},
    srs::Srs,
};

pub(crate) async fn confirm_opening(
    srs: Data<Srs>,
    body: Body<ConfirmOpeningEndpoint>,
) -> Answer<ConfirmOpeningEndpoint> {
    Ok(Json(srs.confirm_opening(body.into_inner()).await?))
}
