//! What the browser's renderers hold, as Linux counts it.
//!
//! No interface of the browser tells how large a worker's WebAssembly memory is: `measureUserAgentSpecificMemory` leaves it
//! out. The process that draws the page also runs its worker, so its resident memory is an upper bound: what the page
//! itself needs meanwhile is in it. Garbage is collected all the while, for a browser with memory to spare lets it lie.

use std::fs;

use sesemr_tests::browser::Window;

/// The renderers below this process, with what they held when this was made.
pub(crate) struct Renderers(Vec<(u32, u64)>);

impl Renderers {
    /// From here on.
    pub(crate) fn watch() -> Self {
        let processes = fs::read_dir("/proc").unwrap();
        let ids = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
        let renderers = ids.filter(|id| is_renderer(*id) && is_below_this(*id)).collect::<Vec<_>>();
        Self(renderers.into_iter().filter_map(|id| Some((id, begin_anew(id)?))).collect())
    }

    /// The most that one of them held beyond what it held then, in bytes.
    pub(crate) fn most_beyond(&self) -> u64 {
        let beyond = self.0.iter().filter_map(|(id, before)| Some(status(*id, "VmHWM:")?.saturating_sub(*before)));
        beyond.max().unwrap()
    }
}

/// Lets the page and its worker collect garbage from now on: measuring does.
pub(crate) async fn keep_collecting_garbage(window: &Window) {
    const SCRIPT: &str = "
        if (!crossOriginIsolated) throw new Error('memory cannot be measured here');
        (async () => {
            for (;;) {
                await performance.measureUserAgentSpecificMemory();
                await new Promise((again) => setTimeout(again, 50));
            }
        })();";
    window.driver().execute(SCRIPT, Vec::new()).await.unwrap();
}

fn is_renderer(id: u32) -> bool {
    fs::read(format!("/proc/{id}/cmdline")).is_ok_and(|line| line.windows(15).any(|part| part == b"--type=renderer"))
}

fn is_below_this(id: u32) -> bool {
    let mut id = id;
    while id > 1 {
        if id == std::process::id() {
            return true;
        }
        let parent = fs::read_to_string(format!("/proc/{id}/status")).ok().and_then(|status| field(&status, "PPid:"));
        id = parent.and_then(|parent| u32::try_from(parent).ok()).unwrap_or_default();
    }
    false
}

/// Lets Linux count the peak anew; what the process holds now, in bytes.
fn begin_anew(id: u32) -> Option<u64> {
    fs::write(format!("/proc/{id}/clear_refs"), "5").ok()?;
    status(id, "VmRSS:")
}

fn status(id: u32, name: &str) -> Option<u64> {
    let kibibytes = field(&fs::read_to_string(format!("/proc/{id}/status")).ok()?, name)?;
    Some(kibibytes * 1024)
}

fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
