//! Everything that the servers of this process log.

use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

/// The lines logged so far. Clones are the same log.
#[derive(Clone, Debug, Default)]
pub struct LogLines(Arc<Mutex<Vec<u8>>>);

impl LogLines {
    /// Begins to keep what this process logs, at the level that an operator who looks for a fault would choose.
    pub fn of_this_process() -> Self {
        static LINES: OnceLock<LogLines> = OnceLock::new();
        let keep = || {
            let lines = Self::default();
            let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(lines.clone());
            subscriber.with_env_filter("sesemr_backend=trace,actix_web=debug,actix_http=debug,info").init();
            lines
        };
        LINES.get_or_init(keep).clone()
    }

    /// The lines so far.
    pub fn read(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<'a> MakeWriter<'a> for LogLines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl io::Write for LogLines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
