//! Databases, applications and a bare HTTP client for the tests beside this file.

use clap::Parser as _;
use sesemr_backend::{
    clock::Clock,
    embedded_postgres::EmbeddedPostgres,
    settings::{DatabaseUrl, Settings},
    startup::Application,
};
use tokio::sync::{OnceCell, oneshot};
use tokio_postgres::{Client, Config, NoTls};

/// One Postgres for all tests of this process; it ends with the process.
static POSTGRES: OnceCell<EmbeddedPostgres> = OnceCell::const_new();

/// How the owner connects to an empty database of its own.
pub(crate) async fn make_database() -> Config {
    let postgres = POSTGRES.get_or_init(async || EmbeddedPostgres::start_temporary().await.unwrap()).await;
    let name = format!("t{}", uuid::Uuid::now_v7().simple());
    let client = connect(&postgres.owner_config("postgres")).await;
    // Two databases made from one template at the same time get in each other's way.
    client.batch_execute("SELECT pg_advisory_lock(1)").await.unwrap();
    client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
    postgres.owner_config(&name)
}

/// A connection, driven by the current runtime.
pub(crate) async fn connect(config: &Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// A running application.
pub(crate) struct Running {
    pub(crate) url: String,
    pub(crate) operators_url: String,
    pub(crate) clock: Clock,
    pub(crate) http: reqwest::Client,
    stop: Option<oneshot::Sender<()>>,
    stopped: Option<oneshot::Receiver<()>>,
}

impl Running {
    /// Both servers on a database of their own.
    pub(crate) async fn start() -> Self {
        Self::start_on(&make_database().await, &[]).await
    }

    /// An application on this database, with these flags besides the usual ones.
    pub(crate) async fn start_on(owner: &Config, flags: &[&str]) -> Self {
        let usual =
            ["sesemr", "--address", "127.0.0.1:0", "--metrics-address", "127.0.0.1:0", "--shutdown-seconds", "1"];
        let mut settings = Settings::try_parse_from(usual.iter().chain(flags)).unwrap();
        settings.database_url = Some(DatabaseUrl::from(owner.clone()));
        settings.limits.database_connections = 8;
        Self::start_with(settings).await
    }

    /// An application with these settings.
    pub(crate) async fn start_with(settings: Settings) -> Self {
        let application = Application::build(settings).await.unwrap();
        let (stop, stops) = oneshot::channel::<()>();
        let (says_stopped, stopped) = oneshot::channel();
        let (url, clock) = (application.url(), application.clock());
        let operators_url = format!("http://127.0.0.1:{}", application.metrics_port());
        tokio::spawn(async move {
            application.run_until(async { drop(stops.await) }).await.unwrap();
            let _ = says_stopped.send(());
        });
        let http = reqwest::Client::new();
        Self { url, operators_url, clock, http, stop: Some(stop), stopped: Some(stopped) }
    }

    /// Stops it and waits until it has.
    pub(crate) async fn stop(mut self) {
        drop(self.stop.take());
        self.stopped.take().unwrap().await.unwrap();
    }

    /// An answer to a GET.
    pub(crate) async fn fetch(&self, path: &str) -> reqwest::Response {
        self.http.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    /// An answer to a POST of JSON.
    pub(crate) async fn post(&self, path: &str, body: &serde_json::Value) -> reqwest::Response {
        self.http.post(format!("{}{path}", self.url)).json(body).send().await.unwrap()
    }
}
