//! The real servers, in threads of this process: both in one, or SAS and SRS apart, on a database of their own.

use std::thread;
use std::time::Duration;

use clap::Parser as _;
use sesemr_backend::clock::Clock as ServerClock;
use sesemr_backend::settings::Settings;
use sesemr_backend::startup::Application;
use tokio::runtime;
use tokio::sync::{OnceCell, oneshot};

use super::{Clock, Database, LogLines, TestHost};

/// What SAS and SRS share where they are apart.
const COURIER_SECRET: &str = "--courier-secret=a secret of at least thirty-two characters";
/// Limits that no test meets unless it is about them, and little to wait for at the end.
const ROOMY: [&str; 12] = [
    "--address-rate=100000",
    "--account-rate=100000",
    "--registration-rate=100000",
    "--sign-in-tries=1000",
    "--key-request-tries=1000",
    "--database-connections=8",
    "--event-streams=64",
    "--shutdown-seconds=1",
    "--address=127.0.0.1:0",
    "--metrics-address=127.0.0.1:0",
    "--quota=10000000000",
    "--log-format=pretty",
];

/// Running servers. Dropping them stops them.
pub struct Backend {
    people: Clock,
    databases: Vec<Database>,
    processes: Vec<Process>,
}

/// Where servers answer that are not there now.
pub struct Away {
    address: String,
}

/// One application, as a process of its own would run it.
struct Process {
    url: String,
    clock: ServerClock,
    _stop: oneshot::Sender<()>,
}

impl Backend {
    /// The servers that tests share which need neither their clock nor their database.
    pub async fn shared() -> &'static Self {
        static SHARED: OnceCell<Backend> = OnceCell::const_new();
        SHARED.get_or_init(Self::start).await
    }

    /// Both servers in one process, on a database of their own.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Both servers in one process with these further settings, which win over the roomy ones.
    pub async fn start_with(arguments: &[&str]) -> Self {
        let database = Database::make().await;
        let process = Process::start(&database, arguments).await;
        Self { people: Clock::default(), databases: vec![database], processes: vec![process] }
    }

    /// SAS and SRS as two processes that share no database. Browsers may call the SRS from the SAS's pages.
    pub async fn start_apart() -> Self {
        let databases = vec![Database::make().await, Database::make().await];
        let address = Away::somewhere_free();
        let srs = Process::start_srs(databases.last().unwrap(), &[&address.as_app_origin()]).await;
        let srs_url = format!("--srs-url={}", srs.url);
        let sas = ["--role=sas", &srs_url, COURIER_SECRET, &address.once_free().await];
        let sas = Process::start(databases.first().unwrap(), &sas).await;
        Self { people: Clock::default(), databases, processes: vec![sas, srs] }
    }

    /// Starts one more process on the same database, as a second replica.
    pub async fn add_replica(&mut self) {
        let process = Process::start(self.database(), &[]).await;
        self.processes.push(process);
    }

    /// Stops answering, as when the connection or the machine is lost. What was stored stays.
    pub fn go_away(&mut self) -> Away {
        let away = Away::of(self.processes.first().unwrap());
        self.processes.clear();
        away
    }

    /// Answers again, under the same address.
    pub async fn come_back(&mut self, away: Away) {
        let process = Process::start(self.database(), &[&away.once_free().await]).await;
        self.processes.push(process);
    }

    /// Stops the SRS alone, where it is a process of its own.
    pub fn lose_srs(&mut self) -> Away {
        Away::of(&self.processes.pop().unwrap())
    }

    /// The SRS alone answers again, under the same address.
    pub async fn find_srs(&mut self, away: Away) {
        let origin = Away::of(self.processes.first().unwrap()).as_app_origin();
        let srs = Process::start_srs(self.databases.last().unwrap(), &[&origin, &away.once_free().await]).await;
        self.processes.push(srs);
    }

    /// The address of the application.
    pub fn url(&self) -> &str {
        &self.processes.first().unwrap().url
    }

    /// A new device that talks to these servers.
    pub fn host(&self) -> TestHost {
        self.host_of(0)
    }

    /// A new device that talks to this replica, counted from 0.
    pub fn host_of(&self, replica: usize) -> TestHost {
        TestHost::new(&self.processes.get(replica).unwrap().url, self.people.clone())
    }

    /// Lets time pass at once, for the servers and for the people.
    pub fn let_pass(&self, wait: Duration) {
        self.people.advance(wait);
        for process in &self.processes {
            process.clock.advance(wait);
        }
    }

    /// The database; that of the SAS where the SRS has its own.
    pub fn database(&self) -> &Database {
        self.databases.first().unwrap()
    }
}

impl Away {
    fn of(process: &Process) -> Self {
        Self { address: process.url.trim_start_matches("http://").to_owned() }
    }

    fn somewhere_free() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        Self { address: listener.local_addr().unwrap().to_string() }
    }

    /// The setting that lets the pages of this address call the SRS.
    fn as_app_origin(&self) -> String {
        format!("--app-origin=http://{}", self.address)
    }

    /// The setting that gives the address to whoever comes back, once the process that went away has ended.
    async fn once_free(self) -> String {
        while std::net::TcpListener::bind(&self.address).is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        format!("--address={}", self.address)
    }
}

impl Process {
    async fn start_srs(database: &Database, arguments: &[&str]) -> Self {
        let all = [&["--role=srs", COURIER_SECRET], arguments].concat();
        Self::start(database, &all).await
    }

    async fn start(database: &Database, arguments: &[&str]) -> Self {
        LogLines::of_this_process();
        let url = format!("--database-url={}", database.url());
        let mut all: Vec<&str> = ROOMY.to_vec();
        let name_of = |argument: &str| argument.split('=').next().map(str::to_owned);
        all.retain(|roomy| arguments.iter().all(|argument| name_of(argument) != name_of(roomy)));
        let settings = ["sesemr", &url].into_iter().chain(all).chain(arguments.iter().copied());
        let settings = Settings::try_parse_from(settings).unwrap();

        let (started, starts) = oneshot::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        thread::spawn(move || {
            let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async {
                let application = Application::build(settings).await.unwrap();
                // Whoever started it may be gone already; then so is what stops it.
                let _ = started.send((application.url(), application.clock()));
                let until = async { drop(stopped.await) };
                application.run_until(until).await.unwrap();
            });
        });
        let (url, clock) = starts.await.unwrap();
        Self { url, clock, _stop: stop }
    }
}
