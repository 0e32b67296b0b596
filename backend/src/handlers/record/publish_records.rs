//! Publishes an upload; see [`Sas::publish_records`].

use actix_web::web::{Data, Json};
use sesemr_common::api::PublishRecordsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn publish_records(
    sas: Data<Sas>,
    session: Session,
    body: Body<PublishRecordsEndpoint>,
) -> Answer<PublishRecordsEndpoint> {
    Ok(Json(sas.publish_records(&session, body.into_inner()).await?))
}
