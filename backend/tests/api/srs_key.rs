//! SAS and SRS apart: the SAS believes the SRS that it met first, and nobody else.

use sesemr_common::api::{DescribeServerEndpoint, ServerDescription};
use tokio_postgres::Config;

use crate::{
    member::expect,
    support::{Running, connect, make_database},
};

const SECRET: &str = "--courier-secret=a secret of at least thirty-two characters";

async fn start_srs() -> Running {
    Running::start_on(&make_database().await, &["--role=srs", SECRET]).await
}

/// A SAS that finds its SRS at this address.
async fn start_sas(owner: &Config, srs_url: &str) -> Running {
    Running::start_on(owner, &["--role=sas", SECRET, &format!("--srs-url={srs_url}")]).await
}

async fn describe(sas: &Running) -> ServerDescription {
    expect::<DescribeServerEndpoint>(sas, None, &()).await
}

#[tokio::test]
async fn a_sas_that_met_its_srs_once_serves_without_it() {
    let (srs, owner) = (start_srs().await, make_database().await);
    let sas = start_sas(&owner, &srs.url).await;
    let key = describe(&sas).await.srs_key;
    sas.stop().await;
    let nowhere = srs.url.clone();
    srs.stop().await;
    let sas = start_sas(&owner, &nowhere).await;
    assert_eq!(describe(&sas).await.srs_key, key);
}

#[tokio::test]
async fn another_key_of_the_srs_is_refused_and_not_believed() {
    let (srs, owner) = (start_srs().await, make_database().await);
    let sas = start_sas(&owner, &srs.url).await;
    let key = describe(&sas).await.srs_key;
    sas.stop().await;

    let other = start_srs().await;
    let sas = start_sas(&owner, &other.url).await;
    assert_eq!(describe(&sas).await.srs_key, key);
    let pinned = "SELECT count(*) FROM sas.srs_key WHERE verifying_key = $1";
    let bytes = key.0.as_bytes().as_slice();
    let rows: i64 = connect(&owner).await.query_one(pinned, &[&bytes]).await.unwrap().get(0);
    assert_eq!(rows, 1);
}
