//! A private Postgres for whoever has none: made from the distribution's binaries, kept in one folder, reached through a
//! socket in it, stopped when this process ends, however it ends. With a database URL, `db::connect` is used alone.
//!
//! A small shell script guards the server: it waits for its standard input to close, which happens when this process
//! stops, crashes or is killed, and then shuts the server down. Nothing is left running.

mod binaries;
mod server_user;

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    os::unix::{fs::OpenOptionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use tokio_postgres::{Config, NoTls};

use binaries::Binaries;
use server_user::ServerUser;

/// The longest path a Unix socket may have, less the name that Postgres gives it.
const LONGEST_SOCKET_FOLDER: usize = 107 - "/.s.PGSQL.5432".len();
/// How long a server may take to accept its first connection; recovery after a crash counts.
const START_LIMIT: Duration = Duration::from_mins(2);
/// The owner of everything in a private Postgres.
const OWNER: &str = "sesemr";

/// Starts the server; stops it when its own input ends; removes the folder `$3` names, if any, once it has stopped.
/// SIGINT is Postgres's fast shutdown: it drops connections and writes a checkpoint.
const GUARDIAN: &str = r#"
binary=$1 cluster=$2 remove=$3; shift 3
exec 3<&0
"$binary" -D "$cluster" "$@" 3<&- </dev/null & server=$!
trap '' INT TERM HUP
(cat <&3 >/dev/null; kill -INT "$server") & watcher=$!
wait "$server"; status=$?
kill "$watcher" 2>/dev/null
[ -z "$remove" ] || rm -rf -- "$remove"
exit "$status"
"#;

/// Why the private Postgres did not start.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedPostgresError {
    /// No Postgres is installed.
    #[error("no Postgres found: install it (Debian: apt-get install postgresql) or set --database-url")]
    NoBinaries,
    /// Postgres refuses to run as root, and there is nobody to run it instead.
    #[error("Postgres does not run as root, and this machine has no user `postgres` or `nobody` to run it")]
    NoServerUser,
    /// Another process uses the folder.
    #[error("another SeSEMR is running on {0}: stop it, or choose another --data-dir")]
    InUse(PathBuf),
    /// A file could not be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// A program of Postgres failed.
    #[error("{program} failed: {output}")]
    Program {
        /// Which program.
        program: &'static str,
        /// The end of what it printed.
        output: String,
    },
    /// The server ended, or did not accept connections in time.
    #[error("Postgres did not start; the end of {log}:\n{tail}")]
    NotStarted {
        /// Its log.
        log: PathBuf,
        /// The last lines of it.
        tail: String,
    },
}

/// A running private Postgres. Dropping it stops the server a moment later; [`Self::stop`] waits for that.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    guardian: Child,
    config: Config,
    _lock: File,
}

impl EmbeddedPostgres {
    /// Starts the server kept in `data`, making it at the first start.
    ///
    /// # Errors
    /// When Postgres is missing, the folder is in use, or the server does not start.
    pub async fn start(data: &Path) -> Result<Self, EmbeddedPostgresError> {
        Self::start_in(data, &[], false).await
    }

    /// Starts a server for tests: in a fresh folder that goes when the process ends, fast instead of durable.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_temporary() -> Result<Self, EmbeddedPostgresError> {
        let data = std::env::temp_dir().join(format!("sesemr-{}", uuid::Uuid::now_v7().simple()));
        let fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=400"];
        Self::start_in(&data, &fast, true).await
    }

    /// How the owner connects to `database`.
    pub fn owner_config(&self, database: &str) -> Config {
        let mut config = self.config.clone();
        config.dbname(database);
        config
    }

    /// Stops the server and waits until it has written everything down.
    pub async fn stop(mut self) {
        drop(self.guardian.stdin.take());
        // Waiting is bounded by Postgres's own fast shutdown; there is nobody to report a failure to.
        let _ = tokio::task::spawn_blocking(move || self.guardian.wait()).await;
    }

    async fn start_in(data: &Path, options: &[&str], temporary: bool) -> Result<Self, EmbeddedPostgresError> {
        fs::create_dir_all(data).map_err(at(data))?;
        let data = fs::canonicalize(data).map_err(at(data))?;
        let lock = lock_folder(&data)?;
        let binaries = Binaries::find().ok_or(EmbeddedPostgresError::NoBinaries)?;
        let user = ServerUser::choose(&data)?;
        let home = user.home(&data)?;
        let cluster = home.join("postgres");
        let password = read_or_make_password(&home.join("postgres.password"), &user)?;
        if !cluster.exists() {
            make_cluster(&binaries, &user, &home, &cluster)?;
        }
        stop_orphan(&binaries, &user, &cluster)?;

        let socket = socket_folder(&cluster, &user)?;
        let log = data.join("postgres.log");
        let mut guardian = Command::new("sh");
        guardian.args(["-c", GUARDIAN, "sesemr-guardian"]).arg(binaries.postgres()).arg(&cluster);
        guardian.arg(if temporary { data.as_os_str() } else { "".as_ref() });
        // Statements are never logged: what is bound to them is nobody's business.
        for option in ["listen_addresses=", "log_min_error_statement=panic"].iter().chain(options) {
            guardian.args(["-c", option]);
        }
        guardian.arg("-c").arg(format!("unix_socket_directories={}", socket.display()));
        // A process group of its own: Ctrl-C in the terminal must not stop the database before the servers.
        user.demote(&mut guardian).process_group(0).current_dir(&home);
        guardian.stdin(Stdio::piped()).stdout(log_file(&log)?).stderr(log_file(&log)?);
        let guardian = guardian.spawn().map_err(at(Path::new("sh")))?;

        let mut config = Config::new();
        config.host_path(&socket).user(OWNER).password(password).dbname("postgres");
        let mut postgres = Self { guardian, config, _lock: lock };
        postgres.wait_until_ready(&log).await?;
        Ok(postgres)
    }

    async fn wait_until_ready(&mut self, log: &Path) -> Result<(), EmbeddedPostgresError> {
        let deadline = tokio::time::Instant::now() + START_LIMIT;
        while let Err(_refused) = self.config.connect(NoTls).await {
            let ended = matches!(self.guardian.try_wait(), Ok(Some(_)));
            if ended || tokio::time::Instant::now() > deadline {
                return Err(EmbeddedPostgresError::NotStarted { log: log.to_owned(), tail: tail(log) });
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}

/// One process at a time per folder; the lock goes with the process.
fn lock_folder(data: &Path) -> Result<File, EmbeddedPostgresError> {
    let path = data.join("lock");
    let lock = OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(at(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(EmbeddedPostgresError::InUse(data.to_owned())),
        Err(TryLockError::Error(error)) => Err(EmbeddedPostgresError::File(path, error)),
    }
}

/// `initdb` beside the final place and a rename, so that an interrupted one leaves no half-made cluster.
fn make_cluster(
    binaries: &Binaries,
    user: &ServerUser,
    home: &Path,
    cluster: &Path,
) -> Result<(), EmbeddedPostgresError> {
    let fresh = home.join("postgres.new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).map_err(at(&fresh))?;
    }
    user.make_folder(&fresh)?;
    let mut initdb = Command::new(binaries.initdb());
    initdb.arg("-D").arg(&fresh).arg("--pwfile").arg(home.join("postgres.password"));
    initdb.args(["-U", OWNER, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"]);
    run(user.demote(&mut initdb).current_dir(home), "initdb")?;
    fs::rename(&fresh, cluster).map_err(at(cluster))
}

/// Stops a server that outlived its guardian, and forgets a lock file whose process is somebody else by now.
fn stop_orphan(binaries: &Binaries, user: &ServerUser, cluster: &Path) -> Result<(), EmbeddedPostgresError> {
    let lock = cluster.join("postmaster.pid");
    let Ok(text) = fs::read_to_string(&lock) else { return Ok(()) };
    let process = text.lines().next().map(|pid| Path::new("/proc").join(pid.trim()));
    let is_ours = process.is_some_and(|process| fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd == cluster));
    if is_ours {
        let mut stop = Command::new(binaries.pg_ctl());
        stop.args(["stop", "-m", "fast", "-w", "-D"]).arg(cluster);
        run(user.demote(&mut stop).current_dir(cluster), "pg_ctl")
    } else {
        fs::remove_file(&lock).map_err(at(&lock))
    }
}

/// The cluster itself, or a short folder where the cluster's path is too long for a socket.
fn socket_folder(cluster: &Path, user: &ServerUser) -> Result<PathBuf, EmbeddedPostgresError> {
    // A comma would split the setting in two.
    if cluster.as_os_str().len() <= LONGEST_SOCKET_FOLDER && !cluster.to_string_lossy().contains([',', '"']) {
        return Ok(cluster.to_owned());
    }
    let folder = std::env::temp_dir().join(format!("sesemr-socket-{}", std::process::id()));
    user.make_folder(&folder)?;
    Ok(folder)
}

fn read_or_make_password(path: &Path, user: &ServerUser) -> Result<String, EmbeddedPostgresError> {
    if let Ok(password) = fs::read_to_string(path) {
        return Ok(password.trim().to_owned());
    }
    let password = crate::auth::make_password();
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(at(path))?;
    file.write_all(password.as_bytes()).map_err(at(path))?;
    user.own(path)?;
    Ok(password)
}

fn log_file(path: &Path) -> Result<File, EmbeddedPostgresError> {
    OpenOptions::new().append(true).create(true).mode(0o600).open(path).map_err(at(path))
}

fn run(command: &mut Command, program: &'static str) -> Result<(), EmbeddedPostgresError> {
    let output = command.stdin(Stdio::null()).output().map_err(at(Path::new(program)))?;
    if output.status.success() {
        return Ok(());
    }
    let output = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(EmbeddedPostgresError::Program { program, output })
}

fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(5).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> EmbeddedPostgresError {
    let path = path.to_owned();
    move |error| EmbeddedPostgresError::File(path, error)
}
