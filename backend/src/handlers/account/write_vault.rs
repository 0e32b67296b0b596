//! Replaces one's own vault, if it is still the one before; see [`Sas::write_vault`].

use actix_web::web::{Data, Json};
use sesemr_common::api::WriteVaultEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Body, IfMatch},
    sas::Sas,
};

pub(crate) async fn write_vault(
    sas: Data<Sas>,
    session: Session,
    before: IfMatch,
    body: Body<WriteVaultEndpoint>,
) -> Answer<WriteVaultEndpoint> {
    Ok(Json(sas.write_vault(&session, before.0, body.into_inner()).await?))
}
