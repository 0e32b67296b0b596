//! Reads portion cards; see [`Sas::read_portion_cards`].

use actix_web::web::{Data, Json};
use sesemr_common::api::ReadPortionCardsEndpoint;

use crate::{
    auth::Session,
    endpoint::{Answer, Query},
    sas::Sas,
};

pub(crate) async fn read_portion_cards(
    sas: Data<Sas>,
    session: Session,
    query: Query<ReadPortionCardsEndpoint>,
) -> Answer<ReadPortionCardsEndpoint> {
    Ok(Json(sas.read_portion_cards(&session, query.into_inner()).await?))
}
