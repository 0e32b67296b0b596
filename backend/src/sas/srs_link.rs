//! How this SAS hears of its SRS: in its own process through the SRS's public functions, else over HTTP. Never through
//! the other's tables. What it signs is believed under the key that it showed first.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sesemr_common::{
    crypto::VerifyingKey,
    id::{Bytes, Encoded},
    sharing::SrsEntry,
};

use super::Sas;
use crate::{
    db::sas::srs_key,
    error::{Error, Outcome},
    settings::{CourierSecret, Settings},
    srs::{Srs, read_outbox_after},
};

/// How long the other process may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Where the other process answers, below its origin.
pub(crate) const COURIER_PATH: &str = "/courier/v1/outbox";

/// An entry of the SRS's outbox, with its place among those of all patients.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OutboxRow {
    /// Ascending over all patients.
    pub position: i64,
    /// The signed entry.
    pub entry: Encoded<SrsEntry>,
    /// The encoded act that it names.
    pub act: Option<Bytes>,
}

/// What the SRS of a process of its own answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OutboxFeed {
    pub(crate) key: Encoded<VerifyingKey>,
    pub(crate) rows: Vec<OutboxRow>,
}

/// The SRS of this SAS.
#[derive(Debug)]
pub enum SrsLink {
    /// In this process.
    InProcess(Box<Srs>),
    /// In another.
    Remote(Box<RemoteSrs>),
}

/// An SRS in a process of its own.
#[derive(Debug)]
pub struct RemoteSrs {
    client: reqwest::Client,
    url: String,
    secret: CourierSecret,
}

impl SrsLink {
    /// The SRS of this process where it has one, else the one that the settings name.
    ///
    /// # Errors
    /// Where no HTTP client can be made, or the settings name no SRS.
    pub fn new(srs: Option<Srs>, settings: &Settings) -> Outcome<Self> {
        if let Some(srs) = srs {
            return Ok(Self::InProcess(Box::new(srs)));
        }
        let (Some(url), Some(secret)) = (&settings.srs_url, &settings.courier_secret) else {
            return Err(Error::internal("a SAS without an SRS needs --srs-url and --courier-secret"));
        };
        let client = reqwest::Client::builder().timeout(TIMEOUT).build();
        Ok(Self::Remote(Box::new(RemoteSrs {
            client: client.map_err(|error| Error::internal(error.to_string()))?,
            url: url.trim_end_matches('/').to_owned(),
            secret: secret.clone(),
        })))
    }

    /// The other process's origin, where it is another.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::InProcess(_) => None,
            Self::Remote(remote) => Some(&remote.url),
        }
    }

    /// At most `limit` entries of all patients after a position, from the SRS of the pinned key.
    ///
    /// # Errors
    /// Where the other process or its database is away; where it shows another key.
    pub(super) async fn read_outbox(&self, after: i64, limit: usize, pinned: &VerifyingKey) -> Outcome<Vec<OutboxRow>> {
        let feed = self.read_feed(after, limit).await?;
        if feed.key.0 == *pinned {
            return Ok(feed.rows);
        }
        tracing::error!("the SRS shows another key than the one pinned; nothing it says is taken over");
        Err(Error::internal("the SRS shows another key than the one pinned"))
    }

    async fn read_feed(&self, after: i64, limit: usize) -> Outcome<OutboxFeed> {
        match self {
            Self::InProcess(srs) => read_feed(srs, after, limit).await,
            Self::Remote(remote) => remote.feed(after, limit).await,
        }
    }
}

impl Sas {
    /// Checks outbox and tickets: the key that the SRS showed first, kept in the database. Another one is never believed,
    /// whatever the other process shows after a restart, nor would clients, who pin it too.
    ///
    /// # Errors
    /// Where the database is away; where the other process was never reached.
    pub(super) async fn srs_key(&self) -> Outcome<VerifyingKey> {
        self.srs_key.get_or_try_init(async || self.read_or_pin_srs_key().await).await.copied()
    }

    async fn read_or_pin_srs_key(&self) -> Outcome<VerifyingKey> {
        if let Some(pinned) = srs_key::find(&mut *self.pool.get().await?).await? {
            return Ok(pinned);
        }
        let shown = self.srs.read_feed(0, 0).await?.key.0;
        let mut connection = self.pool.get().await?;
        srs_key::pin(&mut connection, shown, self.clock.now()).await?;
        srs_key::find(&mut connection)
            .await?
            .ok_or_else(|| Error::internal("the key of the SRS was pinned and is gone"))
    }
}

impl RemoteSrs {
    async fn feed(&self, after: i64, limit: usize) -> Outcome<OutboxFeed> {
        let away = |error: reqwest::Error| Error::Away(format!("the SRS does not answer: {}", error.without_url()));
        let request = self.client.get(format!("{}{COURIER_PATH}", self.url)).bearer_auth(self.secret.expose());
        let response = request.query(&[("after", after.to_string()), ("limit", limit.to_string())]).send().await;
        response.and_then(reqwest::Response::error_for_status).map_err(away)?.json().await.map_err(away)
    }
}

/// What an SRS answers to the SAS of another process.
///
/// # Errors
/// Where the database is away.
pub(crate) async fn read_feed(srs: &Srs, after: i64, limit: usize) -> Outcome<OutboxFeed> {
    Ok(OutboxFeed { key: Encoded(srs.verifying_key()), rows: read_rows(srs, after, limit).await? })
}

async fn read_rows(srs: &Srs, after: i64, limit: usize) -> Outcome<Vec<OutboxRow>> {
    let rows = read_outbox_after(srs, after, i64::try_from(limit).unwrap_or(i64::MAX)).await?;
    Ok(rows
        .into_iter()
        .map(|row| OutboxRow { position: row.position, entry: Encoded(row.entry), act: row.act.map(Into::into) })
        .collect())
}
