//! Renews a ticket; see [`Srs::renew_ticket`].

use actix_web::web::{Data, Json};
use sesemr_common::api::srs::RenewTicketEndpoint;

use crate::{
    endpoint::{Answer, Body},
    srs::Srs,
};

pub(crate) async fn renew_ticket(srs: Data<Srs>, body: Body<RenewTicketEndpoint>) -> Answer<RenewTicketEndpoint> {
    Ok(Json(srs.renew_ticket(body.into_inner()).await?))
}
