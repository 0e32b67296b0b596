//! Stores a signed opening; see [`Sas::issue_random_key`].

use actix_web::web::{Data, Json};
use sesemr_common::api::IssueRandomKeyEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn issue_random_key(
    sas: Data<Sas>,
    session: Session,
    body: Body<IssueRandomKeyEndpoint>,
) -> Answer<IssueRandomKeyEndpoint> {
    Ok(Json(sas.issue_random_key(&session, body.into_inner()).await?))
}
