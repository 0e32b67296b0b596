//! Describes the server; see [`Sas::describe`].

use actix_web::web::{Data, Json};
use sesemr_common::api::DescribeServerEndpoint;

use crate::{endpoint::Answer, sas::Sas};

pub(crate) async fn describe_server(sas: Data<Sas>) -> Answer<DescribeServerEndpoint> {
    Ok(Json(sas.describe().await?))
}
