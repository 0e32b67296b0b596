//! Schemas and the database roles that the servers log in with, made by the owner at every start.
//!
//! SAS and SRS each have a login role of their own, named after the database (`sesemr_sas`, `sesemr_srs`), which owns
//! nothing, may read and write the rows of its own schema, and is refused the other's. A login role and not `SET ROLE`
//! on the owner's connection: whoever could run SQL there could also run `RESET ROLE` and be the owner. Their passwords
//! are random and kept in a table that only the owner reads, so that every replica that starts finds the same ones.

use tokio_postgres::{Client, Config, Error};

/// One server's part of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// Of the Storage Aggregation Server.
    Sas,
    /// Of the Setup and Re-encryption Server.
    Srs,
}

impl Schema {
    /// The schema's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sas => "sas",
            Self::Srs => "srs",
        }
    }
}

/// Tables whose rows are never changed or removed, by the server's role at least.
const APPEND_ONLY: &str = "('access_log_entry', 'record_index_entry', 'key_card', 'outbox_entry', 'act', 'srs_key')";

/// Makes the schema of `schema` and its login role, and says how that role connects.
///
/// # Errors
/// When the owner may not create roles or schemas, or the database is away.
pub(crate) async fn make_role(owner: &Client, config: &Config, schema: Schema) -> Result<Config, Error> {
    let database: String = owner.query_one("SELECT current_database()::text", &[]).await?.get(0);
    let (schema, role) = (schema.name(), format!("{database}_{}", schema.name()));
    let password = read_or_make_password(owner, &role).await?;
    let (quoted_role, quoted_database) = (quote(&role), quote(&database));
    let known = owner.query_opt("SELECT 1 FROM pg_roles WHERE rolname = $1", &[&role]).await?.is_some();
    let verb = if known { "ALTER" } else { "CREATE" };
    owner
        .batch_execute(&format!(
            "{verb} ROLE {quoted_role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '{password}';
             REVOKE ALL ON DATABASE {quoted_database} FROM PUBLIC;
             REVOKE ALL ON SCHEMA public FROM PUBLIC;
             GRANT CONNECT ON DATABASE {quoted_database} TO {quoted_role};
             CREATE SCHEMA IF NOT EXISTS {schema};
             REVOKE ALL ON SCHEMA {schema} FROM PUBLIC;
             GRANT USAGE ON SCHEMA {schema} TO {quoted_role};"
        ))
        .await?;
    let mut config = config.clone();
    config.user(&role).password(&password).dbname(&database);
    Ok(config)
}

/// Lets the role read and write the rows of its schema, and only add to what is append-only. After the migrations.
///
/// # Errors
/// When the database is away.
pub(crate) async fn grant_tables(owner: &Client, schema: Schema) -> Result<(), Error> {
    let schema = schema.name();
    owner
        .batch_execute(&format!(
            "DO $$
             DECLARE
               role text := current_database() || '_{schema}';
               relation text;
             BEGIN
               EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO %I', role);
               EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO %I', role);
               EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO %I', role);
               EXECUTE format('REVOKE ALL ON {schema}.__diesel_schema_migrations FROM %I', role);
               FOR relation IN SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' AND tablename IN {APPEND_ONLY}
               LOOP
                 EXECUTE format('REVOKE UPDATE, DELETE ON {schema}.%I FROM %I', relation, role);
               END LOOP;
             END $$"
        ))
        .await
}

async fn read_or_make_password(owner: &Client, role: &str) -> Result<String, Error> {
    owner
        .batch_execute(
            "CREATE SCHEMA IF NOT EXISTS sesemr_owner;
             CREATE TABLE IF NOT EXISTS sesemr_owner.role_password (role text PRIMARY KEY, password text NOT NULL);
             COMMENT ON TABLE sesemr_owner.role_password IS 'How the servers log in. Read by the owner alone.'",
        )
        .await?;
    let insert = "INSERT INTO sesemr_owner.role_password VALUES ($1, $2) ON CONFLICT DO NOTHING";
    owner.execute(insert, &[&role, &crate::auth::make_password()]).await?;
    let row = owner.query_one("SELECT password FROM sesemr_owner.role_password WHERE role = $1", &[&role]).await?;
    Ok(row.get(0))
}

/// A name as an SQL identifier.
fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
