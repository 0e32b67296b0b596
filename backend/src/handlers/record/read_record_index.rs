//! Reads the record index; see [`Sas::read_record_index`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ReadRecordIndexEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn read_record_index(
    sas: Data<Sas>,
    session: Session,
    query: Query<ReadRecordIndexEndpoint>,
) -> Answer<ReadRecordIndexEndpoint> {
    Ok(Json(sas.read_record_index(&session, query.into_inner()).await?))
}
