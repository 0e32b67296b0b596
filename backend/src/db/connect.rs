//! Opening single connections; for a pool of them see [`super::Pool`].

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use tokio_postgres::{Client, Config, NoTls};

/// A connection for diesel, driven by the current runtime.
pub(crate) async fn establish(config: &Config) -> ConnectionResult<AsyncPgConnection> {
    let (client, connection) =
        config.connect(NoTls).await.map_err(|error| ConnectionError::BadConnection(error.to_string()))?;
    AsyncPgConnection::try_from_client_and_connection(client, connection).await
}

/// A plain connection, driven by the current runtime.
pub(crate) async fn establish_plain(config: &Config) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    // Ends when the client is dropped; an error shows in the client's next call.
    tokio::spawn(connection);
    Ok(client)
}

/// `config` with the limits that every session of a server runs under.
pub(crate) fn with_session_limits(mut config: Config) -> Config {
    config.application_name("sesemr");
    config.options("-c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000 -c lock_timeout=10000");
    config
}
