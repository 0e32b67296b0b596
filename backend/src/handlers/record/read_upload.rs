//! Tells where an upload stands; see [`Sas::read_upload`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ReadUploadEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn read_upload(
    sas: Data<Sas>,
    session: Session,
    query: Query<ReadUploadEndpoint>,
) -> Answer<ReadUploadEndpoint> {
    Ok(Json(sas.read_upload(&session, query.upload).await?))
}
