//! Reads one's own vault, its version as the entity tag; see [`Sas::read_vault`].

use actix_web::{HttpResponse, http::header, web::Data};

use crate::{auth::Session, error::Outcome, sas::Sas};

pub(crate) async fn read_vault(sas: Data<Sas>, session: Session) -> Outcome<HttpResponse> {
    let vault = sas.read_vault(&session).await?;
    let tag = format!("\"{}\"", vault.version);
    Ok(HttpResponse::Ok().insert_header((header::ETAG, tag)).json(vault))
}
