//! Lists the account's sessions; see [`Sas::list_sessions`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ListSessionsEndpoint;

use crate::{auth::Session, endpoint::Answer, sas::Sas};

pub(crate) async fn list_sessions(sas: Data<Sas>, session: Session) -> Answer<ListSessionsEndpoint> {
    Ok(Json(sas.list_sessions(&session).await?))
}
