//! Migrations, embedded in the program and run by the owner at every start, one process at a time.

use std::error::Error as StdError;

use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, SimpleAsyncConnection as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use tokio_postgres::{Client, Config};

use super::{
    connect::{establish, establish_plain},
    roles::{self, Schema},
};

const SAS: EmbeddedMigrations = embed_migrations!("migrations/sas");
const SRS: EmbeddedMigrations = embed_migrations!("migrations/srs");

/// The advisory lock that keeps two starting processes apart; any number that nobody else uses.
const LOCK: i64 = 0x5345_5345_4d52;

/// What preparing a database may fail of.
pub type PrepareError = Box<dyn StdError + Send + Sync>;

/// Makes the role and the tables of `schema` in the owner's database; answers how the role connects.
///
/// # Errors
/// When the database is away, or the owner may not do this.
pub async fn prepare(owner: &Config, schema: Schema) -> Result<Config, PrepareError> {
    let client = establish_plain(owner).await?;
    // Held by the session, so it goes when this function ends, whichever way.
    client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await?;
    let role = roles::make_role(&client, owner, schema).await?;
    in_harness(owner, schema, |harness, migrations| harness.run_pending_migrations(migrations).map(|_| ())).await?;
    roles::grant_tables(&client, schema).await?;
    Ok(role)
}

/// Takes all migrations of `schema` back, last first.
///
/// # Errors
/// When the database is away, or a migration cannot be taken back.
pub async fn revert_all(owner: &Config, schema: Schema) -> Result<(), PrepareError> {
    in_harness(owner, schema, |harness, migrations| harness.revert_all_migrations(migrations).map(|_| ())).await
}

/// Makes `database` where it is missing, and says how the owner connects to it.
///
/// # Errors
/// When the database server is away.
pub(crate) async fn make_database(client: &Client, database: &str) -> Result<(), tokio_postgres::Error> {
    let known = client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&database]).await?;
    if known.is_none() {
        client.batch_execute(&format!("CREATE DATABASE \"{database}\"")).await?;
    }
    Ok(())
}

type Harness = AsyncMigrationHarness<AsyncPgConnection>;

async fn in_harness(
    owner: &Config,
    schema: Schema,
    work: impl FnOnce(&mut Harness, EmbeddedMigrations) -> Result<(), PrepareError> + Send + 'static,
) -> Result<(), PrepareError> {
    let mut connection = establish(owner).await?;
    // Each schema keeps its own list of migrations that ran.
    connection.batch_execute(&format!("SET search_path = {}", schema.name())).await?;
    let migrations = match schema {
        Schema::Sas => SAS,
        Schema::Srs => SRS,
    };
    // The harness blocks; on a thread of its own it may.
    tokio::task::spawn_blocking(move || work(&mut Harness::new(connection), migrations)).await?
}
