//! Every setting, as a flag and as an environment variable; `--help` prints this file.

use std::{convert::Infallible, net::SocketAddr, path::PathBuf, str::FromStr};

use clap::{Args, Parser, ValueEnum};
use subtle::ConstantTimeEq as _;

use crate::client_address::Network;

/// Stores medical records that it cannot read, and lends them one opening at a time.
#[derive(Clone, Debug, Parser)]
#[command(name = "sesemr", version)]
pub struct Settings {
    /// Where to serve the application and its programming interface.
    #[arg(long, env = "SESEMR_ADDRESS", default_value = "127.0.0.1:8080", value_name = "HOST:PORT")]
    pub address: SocketAddr,

    /// Where to serve /metrics, /healthz and /readyz for operators.
    #[arg(long, env = "SESEMR_METRICS_ADDRESS", default_value = "127.0.0.1:9464", value_name = "HOST:PORT")]
    pub metrics_address: SocketAddr,

    /// Which server this process is: sas stores envelopes, srs re-encrypts, all is both.
    #[arg(long, env = "SESEMR_ROLE", value_enum, default_value_t = Role::All)]
    pub role: Role,

    /// With --role sas: where the SRS listens, for its signed outbox.
    #[arg(long, env = "SESEMR_SRS_URL", value_name = "URL", required_if_eq("role", "sas"))]
    pub srs_url: Option<String>,

    /// With --role sas or srs: a secret that both share, so that the SAS alone may read the whole outbox.
    #[arg(long, env = "SESEMR_COURIER_SECRET", hide_env_values = true, value_name = "TEXT", required_if_eq_any([("role", "sas"), ("role", "srs")]))]
    pub courier_secret: Option<CourierSecret>,

    /// With --role srs: the origin of the application's pages, which may then call this SRS.
    #[arg(long, env = "SESEMR_APP_ORIGIN", value_name = "ORIGIN")]
    pub app_origin: Option<String>,

    /// Postgres, as an owner that may create schemas and roles. Without it a private Postgres is kept in --data-dir.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<DatabaseUrl>,

    /// Where the private Postgres and its log are kept.
    #[arg(long, env = "SESEMR_DATA_DIR", default_value = ".data", value_name = "FOLDER")]
    pub data_dir: PathBuf,

    /// How the log is written.
    #[arg(long, env = "SESEMR_LOG_FORMAT", value_enum, default_value_t = LogFormat::Pretty)]
    pub log_format: LogFormat,

    /// How much is logged.
    #[arg(long, env = "SESEMR_LOG_LEVEL", value_enum, default_value_t = LogLevel::Info)]
    pub log_level: LogLevel,

    /// Transport encryption.
    #[command(flatten)]
    pub tls: Tls,

    /// Ceilings.
    #[command(flatten)]
    pub limits: Limits,
}

/// Which server this process is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// The Storage Aggregation Server, with the application's pages.
    Sas,
    /// The Setup and Re-encryption Server.
    Srs,
    /// Both, on two database roles that cannot see each other.
    All,
}

impl Role {
    /// Whether this process stores envelopes.
    pub const fn is_sas(self) -> bool {
        matches!(self, Self::Sas | Self::All)
    }

    /// Whether this process re-encrypts.
    pub const fn is_srs(self) -> bool {
        matches!(self, Self::Srs | Self::All)
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For a terminal.
    Pretty,
    /// One JSON object a line, for collectors.
    Json,
}

/// How much is logged. None of it says what anybody stored or typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    /// Faults.
    Error,
    /// What an operator should look at.
    Warn,
    /// Every request.
    Info,
    /// What helps to find a fault.
    Debug,
}

impl LogLevel {
    /// The word that filters know it by.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

/// Transport encryption: a certificate, a self-signed one for trying on a phone, or none (behind a proxy, on localhost).
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "TLS")]
pub struct Tls {
    /// Certificate chain, PEM.
    #[arg(long, env = "SESEMR_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,

    /// Private key of the certificate, PEM.
    #[arg(long, env = "SESEMR_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,

    /// Make a certificate at start. Browsers warn about it; a phone needs one to try the application off localhost.
    #[arg(long, env = "SESEMR_TLS_SELF_SIGNED", conflicts_with = "tls_cert")]
    pub tls_self_signed: bool,
}

/// Ceilings. Limits per second are kept per process; those that guard secrets are rows in Postgres.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Reverse proxies whose X-Forwarded-For is believed, as addresses or networks (10.0.0.0/8). Repeatable.
    #[arg(long = "trusted-proxy", env = "SESEMR_TRUSTED_PROXIES", value_delimiter = ',', value_name = "NETWORK")]
    pub trusted_proxies: Vec<Network>,

    /// Requests a second from one address, with bursts of ten times as many.
    #[arg(long, env = "SESEMR_ADDRESS_RATE", default_value = "100", value_name = "N")]
    pub address_rate: std::num::NonZeroU32,

    /// Requests a second by one account, with bursts of ten times as many.
    #[arg(long, env = "SESEMR_ACCOUNT_RATE", default_value = "100", value_name = "N")]
    pub account_rate: std::num::NonZeroU32,

    /// Registrations an hour from one address.
    #[arg(long, env = "SESEMR_REGISTRATION_RATE", default_value = "60", value_name = "N")]
    pub registration_rate: std::num::NonZeroU32,

    /// Failed sign-ins to one account from one address within fifteen minutes; ten times as many from one address.
    #[arg(long, env = "SESEMR_SIGN_IN_TRIES", default_value_t = 10, value_name = "N")]
    pub sign_in_tries: u32,

    /// Requests for access by one clinician to one patient within a day.
    #[arg(long, env = "SESEMR_KEY_REQUEST_TRIES", default_value_t = 20, value_name = "N")]
    pub key_request_tries: u32,

    /// Sealed bytes one patient may store.
    #[arg(long, env = "SESEMR_QUOTA", default_value_t = 20 << 30, value_name = "BYTES")]
    pub quota: u64,

    /// Sealed bytes one record may take.
    #[arg(long, env = "SESEMR_RECORD_LIMIT", default_value_t = 2 << 30, value_name = "BYTES")]
    pub record_limit: u64,

    /// Bytes of a JSON body.
    #[arg(long, env = "SESEMR_JSON_LIMIT", default_value_t = 8 << 20, value_name = "BYTES")]
    pub json_limit: usize,

    /// Event streams one account may hold open.
    #[arg(long, env = "SESEMR_EVENT_STREAMS", default_value_t = 8, value_name = "N")]
    pub event_streams: usize,

    /// Connections to Postgres for each database role.
    #[arg(long, env = "SESEMR_DATABASE_CONNECTIONS", default_value_t = 16, value_name = "N")]
    pub database_connections: u32,

    /// Seconds that running requests get to finish at shutdown.
    #[arg(long, env = "SESEMR_SHUTDOWN_SECONDS", default_value_t = 10, value_name = "N")]
    pub shutdown_seconds: u64,
}

/// Where Postgres is, with the password that `Debug` keeps to itself.
///
/// Anything is taken here and a malformed one is refused at start: what refuses an argument quotes it, password and all.
#[derive(Clone)]
pub struct DatabaseUrl(Option<tokio_postgres::Config>);

impl DatabaseUrl {
    /// As the driver takes it; nothing where it is malformed.
    pub const fn config(&self) -> Option<&tokio_postgres::Config> {
        self.0.as_ref()
    }
}

impl FromStr for DatabaseUrl {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.parse().ok()))
    }
}

impl From<tokio_postgres::Config> for DatabaseUrl {
    fn from(config: tokio_postgres::Config) -> Self {
        Self(Some(config))
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseUrl([REDACTED])")
    }
}

/// What SAS and SRS share where they are two processes. `Debug` keeps it to itself.
#[derive(Clone)]
pub struct CourierSecret(String);

impl CourierSecret {
    /// Whether `text` is the secret; takes as long wherever it differs.
    pub fn is(&self, text: &str) -> bool {
        bool::from(self.0.as_bytes().ct_eq(text.as_bytes()))
    }

    /// Whether nobody could guess it: 32 characters.
    pub(crate) fn is_long_enough(&self) -> bool {
        self.0.len() >= 32
    }

    /// The secret, for the one request that carries it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for CourierSecret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Debug for CourierSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CourierSecret([REDACTED])")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    #[test]
    fn settings_never_print_the_database_password() {
        let settings = Settings::parse_from(["sesemr", "--database-url", "postgres://me:geheim@localhost/records"]);
        assert!(!format!("{settings:?}").contains("geheim"));
    }

    #[test]
    fn a_sas_alone_has_to_know_its_srs() {
        assert!(Settings::try_parse_from(["sesemr", "--role", "sas"]).is_err());
        assert!(
            Settings::try_parse_from([
                "sesemr",
                "--role",
                "sas",
                "--srs-url",
                "http://srs",
                "--courier-secret",
                "0123456789abcdef0123456789abcdef"
            ])
            .is_ok()
        );
    }

    #[test]
    fn whatever_is_wrong_with_a_secret_setting_it_is_not_quoted_back() {
        let arguments =
            ["sesemr", "--database-url", "postgres://me:geheim@:x:y", "--courier-secret", "geheim", "--role", "srs"];
        let settings = Settings::try_parse_from(arguments).unwrap();
        assert!(settings.database_url.as_ref().is_some_and(|url| url.config().is_none()));
        assert!(settings.courier_secret.as_ref().is_some_and(|secret| !secret.is_long_enough()));
        assert!(!format!("{settings:?}").contains("geheim"));
    }
}
