//! Deletes a record; see [`Sas::delete_record`].

use actix_web::web::{Data, Json};
use sesemr_common::api::DeleteRecordEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn delete_record(
    sas: Data<Sas>,
    session: Session,
    body: Body<DeleteRecordEndpoint>,
) -> Answer<DeleteRecordEndpoint> {
    Ok(Json(sas.delete_record(&session, body.into_inner()).await?))
}
