//! Reads a person's key cards; see [`Sas::read_key_cards`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ReadKeyCardsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn read_key_cards(
    sas: Data<Sas>,
    session: Session,
    query: Query<ReadKeyCardsEndpoint>,
) -> Answer<ReadKeyCardsEndpoint> {
    Ok(Json(sas.read_key_cards(&session, query.into_inner()).await?))
}
