//! Lists grants; see [`Sas::list_grants`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ListGrantsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn list_grants(
    sas: Data<Sas>,
    session: Session,
    query: Query<ListGrantsEndpoint>,
) -> Answer<ListGrantsEndpoint> {
    Ok(Json(sas.list_grants(&session, &query).await?))
}
