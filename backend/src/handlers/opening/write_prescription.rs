//! Stores a prescription; see [`Sas::write_prescription`].

use actix_web::web::{Data, Json};
use sesemr_common::api::WritePrescriptionEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body},
    sas::Sas,
};

pub(crate) async fn write_prescription(
    sas: Data<Sas>,
    session: Session,
    body: Body<WritePrescriptionEndpoint>,
) -> Answer<WritePrescriptionEndpoint> {
    Ok(Json(sas.write_prescription(&session, body.into_inner()).await?))
}
