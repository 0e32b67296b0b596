//! Changes who finds a patient; see [`Sas::set_listing`].

use actix_web::web::{Data, Json};
use sesemr_common::api::SetListingEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn set_listing(
    sas: Data<Sas>,
    session: Session,
    body: Body<SetListingEndpoint>,
) -> Answer<SetListingEndpoint> {
    Ok(Json(sas.set_listing(&session, body.into_inner()).await?))
}
