//! What an application is put together from: the servers that its role names, their pools and limits, their routes and
//! their background work. [`crate::startup`] opens the doors.

use std::{future::Future, sync::Arc, time::Duration};

use actix_web::{
    http::header::HeaderValue,
    web::{self, Data, ServiceConfig},
};
use tokio::{task::JoinHandle, time::MissedTickBehavior};
use tokio_postgres::Config;

use crate::{
    clock::Clock,
    cors::AppOrigin,
    db::{Pool, Schema, connect, migrate},
    error::Outcome,
    events::EventHub,
    health::{self, Readiness},
    limits::RateLimits,
    routes,
    sas::{Sas, SrsLink, courier, sweep},
    settings::{Limits, Settings},
    srs::Srs,
    startup::StartupError,
};

/// How often the background work looks for what is past its time.
const SWEEP_INTERVAL: Duration = Duration::from_secs(2);

/// What every worker shares.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) settings: Arc<Settings>,
    pub(crate) rate_limits: Arc<RateLimits>,
    pub(crate) sas: Option<Arc<Sas>>,
    pub(crate) srs: Option<Srs>,
    pub(crate) readiness: Readiness,
}

impl Parts {
    /// Prepares the schemas that this process plays on, and reads or makes the servers' keys.
    ///
    /// # Errors
    /// Where the database is away or its owner may not do this.
    pub(crate) async fn load(settings: &Settings, owner: &Config, clock: &Clock) -> Result<Self, StartupError> {
        let (mut pools, limits) = (Vec::new(), &settings.limits);
        let srs = if settings.role.is_srs() {
            let (pool, _) = open_schema(owner, Schema::Srs, limits).await?;
            pools.push(pool.clone());
            Some(Srs::load(pool, clock.clone()).await?)
        } else {
            None
        };
        let sas = if settings.role.is_sas() {
            let (pool, config) = open_schema(owner, Schema::Sas, limits).await?;
            pools.push(pool.clone());
            let hub = Arc::new(EventHub::start(config, limits.event_streams));
            let link = SrsLink::new(srs.clone(), settings)?;
            Some(Arc::new(Sas::load(pool, clock.clone(), limits.clone(), link, hub).await?))
        } else {
            None
        };
        let rate_limits = Arc::new(RateLimits::new(limits));
        Ok(Self { settings: Arc::new(settings.clone()), rate_limits, sas, srs, readiness: Readiness(pools) })
    }

    /// Enters what this process plays into a worker's routes.
    pub(crate) fn mount(&self, config: &mut ServiceConfig) {
        let origin = self.settings.app_origin.as_deref().and_then(|origin| HeaderValue::from_str(origin).ok());
        config.app_data(Data::new(AppOrigin(origin)));
        config.app_data(Data::new(self.readiness.clone()));
        config.route("/healthz", web::get().to(health::healthz)).route("/readyz", web::get().to(health::readyz));
        if let Some(srs) = &self.srs {
            config.app_data(Data::new(srs.clone()));
            routes::srs(config);
            routes::courier(config, &self.settings);
        }
        if let Some(sas) = &self.sas {
            config.app_data(Data::from(Arc::clone(sas)));
            routes::sas(config);
            routes::pages(config);
        }
    }

    /// Starts what goes on beside requests, until it is aborted.
    pub(crate) fn start_background(&self) -> Vec<JoinHandle<()>> {
        let mut work = Vec::new();
        if let Some(srs) = self.srs.clone() {
            work.push(tokio::spawn(repeat(SWEEP_INTERVAL, "srs sweep", move || {
                let srs = srs.clone();
                async move { srs.sweep().await }
            })));
        }
        if let Some(sas) = self.sas.clone() {
            work.push(tokio::spawn(courier::carry_for_ever(Arc::clone(&sas))));
            work.push(tokio::spawn(repeat(SWEEP_INTERVAL, "sas sweep", move || {
                let sas = Arc::clone(&sas);
                async move { sweep::sweep(&sas).await }
            })));
        }
        let rate_limits = Arc::clone(&self.rate_limits);
        work.push(tokio::spawn(repeat(Duration::from_mins(1), "limits", move || {
            rate_limits.forget_quiet();
            async { Ok(()) }
        })));
        work
    }
}

/// Prepares one server's schema and opens a pool of connections that may use nothing else.
async fn open_schema(owner: &Config, schema: Schema, limits: &Limits) -> Result<(Pool, Config), StartupError> {
    let config = migrate::prepare(owner, schema).await.map_err(StartupError::Database)?;
    let limited = connect::with_session_limits(config.clone());
    let pool = Pool::new(limited, limits.database_connections).await;
    let pool = pool.map_err(|error| StartupError::Database(error.into()))?;
    Ok((pool, config))
}

/// Does `work` again and again; a failure is logged and tried again.
async fn repeat<F: Future<Output = Outcome<()>>>(interval: Duration, name: &'static str, mut work: impl FnMut() -> F) {
    let mut ticks = tokio::time::interval(interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = work().await {
            tracing::warn!(%error, name, "background work failed; trying again");
        }
    }
}
