//! Lists one's own records; see [`Sas::list_records`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ListRecordsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn list_records(
    sas: Data<Sas>,
    session: Session,
    query: Query<ListRecordsEndpoint>,
) -> Answer<ListRecordsEndpoint> {
    Ok(Json(sas.list_records(&session, &query).await?))
}
