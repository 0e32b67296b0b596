//! Exchanges a session's token for a new one; see [`Sas::refresh_session`].

use actix_web::web::{Data, Json};
use sesemr_common::api::RefreshSessionEndpoint;

use crate::{auth::Session, endpoint::Answer, sas::Sas};

pub(crate) async fn refresh_session(sas: Data<Sas>, session: Session) -> Answer<RefreshSessionEndpoint> {
    Ok(Json(sas.refresh_session(&session).await?))
}
