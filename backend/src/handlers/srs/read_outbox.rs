//! Reads a patient's own outbox; see [`Srs::read_outbox`].

use actix_web::web::{Data, Json};
use sesemr_common::api::srs::ReadOutboxEndpoint;

use crate::{
    endpoint::{Answer, Body},
    srs::Srs,
};

pub(crate) async fn read_outbox(srs: Data<Srs>, body: Body<ReadOutboxEndpoint>) -> Answer<ReadOutboxEndpoint> {
    Ok(Json(srs.read_outbox(body.into_inner()).await?))
}
