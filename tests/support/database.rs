//! A database of the shared private Postgres, and what its owner sees in it.

use futures_util::TryStreamExt as _;
use sesemr_backend::embedded_postgres::EmbeddedPostgres;
use tokio::sync::OnceCell;
use tokio_postgres::config::Host;
use tokio_postgres::{Client, Config, NoTls};

use super::make_suffix;

/// One Postgres for all tests of a process; it ends with the process.
static POSTGRES: OnceCell<EmbeddedPostgres> = OnceCell::const_new();

/// One database.
#[derive(Clone, Debug)]
pub struct Database {
    owner: Config,
}

impl Database {
    /// Makes an empty one.
    pub async fn make() -> Self {
        let postgres = POSTGRES.get_or_init(async || EmbeddedPostgres::start_temporary().await.unwrap()).await;
        let name = format!("t{}", make_suffix());
        let client = connect(&postgres.owner_config("postgres")).await.unwrap();
        // Two databases made from one template at the same time get in each other's way.
        client.batch_execute("SELECT pg_advisory_lock(1)").await.unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        Self { owner: postgres.owner_config(&name) }
    }

    /// How the servers are told to find it.
    pub fn url(&self) -> String {
        let Some(Host::Unix(folder)) = self.owner.get_hosts().first() else { panic!("not a socket") };
        let password = String::from_utf8(self.owner.get_password().unwrap().to_vec()).unwrap();
        format!("host='{}' user={} password={password} dbname={}", folder.display(), self.owner(), self.name())
    }

    /// A connection of the owner's.
    pub async fn as_owner(&self) -> Client {
        connect(&self.owner).await.unwrap()
    }

    /// A connection of the role that a server logs in with: `sas` or `srs`.
    pub async fn as_role(&self, schema: &str) -> Client {
        let role = format!("{}_{schema}", self.name());
        let query = "SELECT password FROM sesemr_owner.role_password WHERE role = $1";
        let password: String = self.as_owner().await.query_one(query, &[&role]).await.unwrap().get(0);
        let mut config = self.owner.clone();
        connect(config.user(&role).password(password)).await.unwrap()
    }

    /// The tables of a schema.
    pub async fn tables(&self, schema: &str) -> Vec<String> {
        let query = "SELECT tablename::text FROM pg_tables WHERE schemaname = $1 ORDER BY 1";
        let rows = self.as_owner().await.query(query, &[&schema]).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Every row of every table of both servers, by table, as Postgres's binary copy has it: bytes are bytes.
    pub async fn dump(&self) -> Vec<(String, Vec<u8>)> {
        let client = self.as_owner().await;
        let mut dump = Vec::new();
        for schema in ["sas", "srs"] {
            for table in self.tables(schema).await {
                let copy = client.copy_out(&format!("COPY {schema}.{table} TO STDOUT (FORMAT binary)")).await.unwrap();
                let rows: Vec<_> = copy.try_collect().await.unwrap();
                dump.push((format!("{schema}.{table}"), rows.concat()));
            }
        }
        dump
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        self.as_owner().await.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap().get(0)
    }

    fn name(&self) -> &str {
        self.owner.get_dbname().unwrap()
    }

    fn owner(&self) -> &str {
        self.owner.get_user().unwrap()
    }
}

async fn connect(config: &Config) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    // Ends when the client is dropped; an error shows in the client's next call.
    tokio::spawn(connection);
    Ok(client)
}
