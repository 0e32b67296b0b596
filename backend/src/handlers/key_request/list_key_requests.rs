//! Lists requests; see [`Sas::list_key_requests`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ListKeyRequestsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn list_key_requests(
    sas: Data<Sas>,
    session: Session,
    query: Query<ListKeyRequestsEndpoint>,
) -> Answer<ListKeyRequestsEndpoint> {
    Ok(Json(sas.list_key_requests(&session, &query).await?))
}
