//! Puts an application together from its settings and takes it down again. Tests start one on port 0 in their own
//! process; the `sesemr` program starts one and waits for Ctrl-C.

use std::{
    future::Future,
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use actix_web::{
    App, HttpServer,
    dev::{Server, ServerHandle},
    middleware::from_fn,
    web::{self, Data},
};
use tokio::{
    signal::unix::{SignalKind, signal},
    task::JoinHandle,
};
use tokio_postgres::Config;

use crate::{
    clock::Clock,
    cors,
    db::{PrepareError, connect, migrate},
    embedded_postgres::{EmbeddedPostgres, EmbeddedPostgresError},
    error::Error,
    events::EventHub,
    health::{self, Readiness},
    limits,
    parts::Parts,
    routes,
    security_headers::security_headers,
    settings::Settings,
    telemetry,
    tls::{self, TlsError},
};

/// The database in a private Postgres.
const DATABASE: &str = "sesemr";
const MALFORMED_URL: &str = "--database-url: expected postgres://user:password@host:port/database";

/// Why an application did not start, or ended by itself. Each names its cause as its source.
#[derive(Debug, thiserror::Error)]
pub enum StartupError {
    /// The private Postgres did not start.
    #[error(transparent)]
    EmbeddedPostgres(#[from] EmbeddedPostgresError),
    /// A setting says nothing that can be used. What it said is not quoted: it may hold a password.
    #[error("{0}")]
    Setting(&'static str),
    /// The database could not be prepared.
    #[error("the database could not be prepared")]
    Database(#[source] PrepareError),
    /// The servers' own state could not be read or made.
    #[error("the servers' keys could not be read")]
    State(#[from] Error),
    /// The certificate could not be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// An address could not be taken.
    #[error("cannot serve on {0}: {1}; choose another with --address or --metrics-address")]
    Address(SocketAddr, io::Error),
    /// The server ended by itself.
    #[error("the server ended")]
    Ended(#[from] io::Error),
}

/// A running application: its servers, its background work and, where it keeps one, its Postgres.
pub struct Application {
    server: Server,
    operators: Server,
    address: SocketAddr,
    operators_address: SocketAddr,
    encrypted: bool,
    clock: Clock,
    hub: Option<Arc<EventHub>>,
    background: Vec<JoinHandle<()>>,
    postgres: Option<EmbeddedPostgres>,
}

impl Application {
    /// Starts everything and serves once [`Self::run_until`] is polled.
    ///
    /// # Errors
    /// [`StartupError`], with one line that says what to do.
    pub async fn build(settings: Settings) -> Result<Self, StartupError> {
        if settings.courier_secret.as_ref().is_some_and(|secret| !secret.is_long_enough()) {
            return Err(StartupError::Setting("--courier-secret: give it at least 32 characters"));
        }
        let (listener, address) = listen(settings.address)?;
        let (operators_listener, operators_address) = listen(settings.metrics_address)?;
        let tls = tls::server_config(&settings.tls, &settings.address.ip().to_string())?;
        let encrypted = tls.is_some();

        let (postgres, owner) = reach_database(&settings).await?;
        let clock = Clock::default();
        let parts = Parts::load(&settings, &owner, &clock).await?;
        let background = parts.start_background();
        let hub = parts.sas.as_ref().map(|sas| Arc::clone(&sas.hub));

        let workers = std::thread::available_parallelism().map_or(2, |count| count.get().clamp(2, 8));
        let operators = serve_operators(parts.readiness.clone(), operators_listener)?;
        let shutdown = settings.limits.shutdown_seconds;
        let server = HttpServer::new(move || {
            let (parts, limits) = (parts.clone(), parts.settings.limits.clone());
            App::new()
                .app_data(Data::from(Arc::clone(&parts.rate_limits)))
                .configure(|config| routes::extractors(config, &limits))
                .configure(|config| parts.mount(config))
                .default_service(web::route().to(routes::unknown))
                .wrap(from_fn(limits::limit_address))
                .wrap(from_fn(cors::allow_app))
                .wrap(security_headers(encrypted, parts.settings.srs_url.as_deref()))
                .wrap(from_fn(telemetry::observe))
        })
        .workers(workers)
        .disable_signals()
        .shutdown_timeout(shutdown)
        // Longer than clients keep idle connections: whoever closes first must not be the one that is being asked.
        .keep_alive(Duration::from_mins(2))
        .client_request_timeout(Duration::from_secs(20));
        let server = match tls {
            Some(config) => server.listen_rustls_0_23(listener, config)?,
            None => server.listen(listener)?,
        };
        let server = server.run();
        Ok(Self { server, operators, address, operators_address, encrypted, clock, hub, background, postgres })
    }

    /// The port that was taken, where port 0 asked for any.
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// The operators' port.
    pub const fn metrics_port(&self) -> u16 {
        self.operators_address.port()
    }

    /// Where a browser on this machine finds the application.
    pub fn url(&self) -> String {
        let scheme = if self.encrypted { "https" } else { "http" };
        let host =
            if self.address.ip().is_unspecified() { "localhost".to_owned() } else { self.address.ip().to_string() };
        format!("{scheme}://{host}:{}", self.port())
    }

    /// The servers' clock, which tests can let run ahead.
    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// How the owner connects to the private Postgres, where this application keeps one.
    pub fn owner_config(&self) -> Option<Config> {
        self.postgres.as_ref().map(|postgres| postgres.owner_config(DATABASE))
    }

    /// Serves until Ctrl-C or SIGTERM, then finishes what runs and stops.
    ///
    /// # Errors
    /// When signals cannot be watched, or the server ends by itself.
    pub async fn run_until_signal(self) -> Result<(), StartupError> {
        let mut terminate = signal(SignalKind::terminate())?;
        self.run_until(async move {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            tracing::info!("stopping");
        })
        .await
    }

    /// Serves until `stop`, then finishes what runs and stops.
    ///
    /// # Errors
    /// When the server ends by itself.
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), StartupError> {
        let handles = [self.server.handle(), self.operators.handle()];
        let servers = tokio::spawn(async move { tokio::try_join!(self.server, self.operators) });
        let abort = servers.abort_handle();
        let ended = tokio::select! {
            ended = servers => Some(ended),
            () = stop => None,
        };
        for work in self.background {
            work.abort();
        }
        // Event streams never end by themselves; a stopping server would wait for them.
        if let Some(hub) = self.hub {
            hub.close();
        }
        stop_servers(handles).await;
        abort.abort();
        if let Some(postgres) = self.postgres {
            postgres.stop().await;
        }
        match ended {
            Some(Ok(Err(error))) => Err(StartupError::Ended(error)),
            _ => Ok(()),
        }
    }
}

fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartupError> {
    let failed = |error| StartupError::Address(address, error);
    let listener = TcpListener::bind(address).map_err(failed)?;
    let taken = listener.local_addr().map_err(failed)?;
    Ok((listener, taken))
}

/// The owner's way into the database: the one configured, or a private Postgres of this process.
async fn reach_database(settings: &Settings) -> Result<(Option<EmbeddedPostgres>, Config), StartupError> {
    if let Some(url) = &settings.database_url {
        return Ok((None, url.config().ok_or(StartupError::Setting(MALFORMED_URL))?.clone()));
    }
    let postgres = EmbeddedPostgres::start(&settings.data_dir).await?;
    let database_failed = |error: tokio_postgres::Error| StartupError::Database(error.into());
    let client = connect::establish_plain(&postgres.owner_config("postgres")).await.map_err(database_failed)?;
    migrate::make_database(&client, DATABASE).await.map_err(database_failed)?;
    let owner = postgres.owner_config(DATABASE);
    Ok((Some(postgres), owner))
}

/// Health and figures, on an address that only operators reach.
fn serve_operators(readiness: Readiness, listener: TcpListener) -> io::Result<Server> {
    telemetry::metrics();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(Data::new(readiness.clone()))
            .route("/healthz", web::get().to(health::healthz))
            .route("/readyz", web::get().to(health::readyz))
            .route("/metrics", web::get().to(health::metrics))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

async fn stop_servers(handles: [ServerHandle; 2]) {
    for handle in handles {
        handle.stop(true).await;
    }
}
