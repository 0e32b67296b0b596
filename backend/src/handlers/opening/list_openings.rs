//! Lists openings; see [`Sas::list_openings`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ListOpeningsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn list_openings(
    sas: Data<Sas>,
    session: Session,
    query: Query<ListOpeningsEndpoint>,
) -> Answer<ListOpeningsEndpoint> {
    Ok(Json(sas.list_openings(&session, &query).await?))
}
