//! Reads all versions of a record; see [`Sas::read_record_versions`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ReadRecordVersionsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn read_record_versions(
    sas: Data<Sas>,
    session: Session,
    query: Query<ReadRecordVersionsEndpoint>,
) -> Answer<ReadRecordVersionsEndpoint> {
    Ok(Json(sas.read_record_versions(&session, query.into_inner()).await?))
}
