//! Closes the account; see [`Sas::close_account`].

use actix_web::web::{Data, Json};
use sesemr_common::api::CloseAccountEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn close_account(
    sas: Data<Sas>,
    session: Session,
    body: Body<CloseAccountEndpoint>,
) -> Answer<CloseAccountEndpoint> {
    Ok(Json(sas.close_account(&session, body.into_inner()).await?))
}
