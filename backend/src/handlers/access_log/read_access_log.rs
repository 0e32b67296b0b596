//! Reads one's own access log; see [`Sas::read_access_log`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ReadAccessLogEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn read_access_log(
    sas: Data<Sas>,
    session: Session,
    query: Query<ReadAccessLogEndpoint>,
) -> Answer<ReadAccessLogEndpoint> {
    Ok(Json(sas.read_access_log(&session, query.into_inner()).await?))
}
