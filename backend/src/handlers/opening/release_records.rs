//! Releases records to whoever opened an opening; see [`Sas::release_records`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ReleaseRecordsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn release_records(
    sas: Data<Sas>,
    session: Session,
    body: Body<ReleaseRecordsEndpoint>,
) -> Answer<ReleaseRecordsEndpoint> {
    Ok(Json(sas.release_records(&session, body.into_inner()).await?))
}
