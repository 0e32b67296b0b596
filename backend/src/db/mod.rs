//! The database: one file per resource, no HTTP in any of them. `connect` makes the pools, `roles` and `migrate` prepare
//! the schemas as their owner.

pub(crate) mod column;
pub(crate) mod connect;
pub(crate) mod migrate;
pub(crate) mod roles;
pub(crate) mod sas;
pub(crate) mod srs;
pub(crate) mod transaction;

pub use migrate::{PrepareError, prepare, revert_all};
pub use roles::Schema;

use std::time::Duration;

use diesel_async::{
    AsyncPgConnection,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig, PoolError, PoolableConnection as _, RecyclingMethod, bb8,
    },
};
use futures_util::FutureExt as _;
use tokio::runtime::Handle;
use tokio_postgres::Config;

use crate::error::{Error, Outcome};

/// One connection, of one database role.
pub type Connection = AsyncPgConnection;
/// A connection that goes back to its pool.
pub type PooledConnection<'p> = bb8::PooledConnection<'p, AsyncPgConnection>;

/// How long a request waits for a connection before it is told that the database is away.
const CONNECTION_WAIT: Duration = Duration::from_secs(10);

/// Connections of one database role.
#[derive(Clone)]
pub struct Pool(bb8::Pool<AsyncPgConnection>);

impl Pool {
    /// A pool that connects when it is first asked. Connections are driven by the runtime this is called on: those of a
    /// worker would stall with it and end with it.
    ///
    /// # Errors
    /// When the pool cannot be made.
    pub async fn new(config: Config, size: u32) -> Result<Self, PoolError> {
        let runtime = Handle::current();
        let mut manager = ManagerConfig::default();
        manager.custom_setup = Box::new(move |_| {
            let (config, runtime) = (config.clone(), runtime.clone());
            async move {
                let connecting = runtime.spawn(async move { connect::establish(&config).await });
                connecting.await.map_err(|error| diesel::ConnectionError::BadConnection(error.to_string()))?
            }
            .boxed()
        });
        // Costs no round trip: a connection that the server closed is noticed by its driver.
        manager.recycling_method = RecyclingMethod::CustomFunction(Box::new(|connection| {
            let broken = connection.is_broken();
            async move { if broken { Err(diesel::result::Error::BrokenTransactionManager) } else { Ok(()) } }.boxed()
        }));
        let manager = AsyncDieselConnectionManager::new_with_config("", manager);
        let pool = bb8::Pool::builder().max_size(size).connection_timeout(CONNECTION_WAIT).build(manager).await?;
        Ok(Self(pool))
    }

    /// A connection.
    ///
    /// # Errors
    /// [`Error::Away`] where none can be had in time.
    pub async fn get(&self) -> Outcome<PooledConnection<'_>> {
        self.0.get().await.map_err(|error| Error::Away(error.to_string()))
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        use diesel_async::SimpleAsyncConnection as _;
        match self.0.get().await {
            Ok(mut connection) => connection.batch_execute("SELECT 1").await.is_ok(),
            Err(_) => false,
        }
    }
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pool")
    }
}
