//! Times in the page and out of it.

use std::time::{Duration, Instant};

use serde_json::json;
use sesemr_tests::browser::Window;

use crate::figure::figure;

/// How long something takes.
pub(crate) async fn time<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let start = Instant::now();
    let done = work.await;
    (done, start.elapsed())
}

/// The one in the middle.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.swap_remove(times.len() / 2)
}

/// From a press of the button whose text begins so until the page says something: measured in the page.
pub(crate) async fn time_in_page(window: &Window, button: &str, until: &str) -> Duration {
    const SCRIPT: &str = "
        const [button, until, done] = arguments;
        const start = performance.now();
        const look = () => {
            if (!document.body.textContent.includes(until)) return;
            observer.disconnect();
            requestAnimationFrame(() => done(performance.now() - start));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        [...document.querySelectorAll('button, a')].find((found) => found.textContent.trim().startsWith(button)).click();";
    let milliseconds = window.driver().execute_async(SCRIPT, vec![json!(button), json!(until)]).await.unwrap();
    Duration::from_secs_f64(milliseconds.convert::<f64>().unwrap() / 1e3)
}

/// Lets a page note when it says something for the first time, by the machine's clock, which all windows share.
pub(crate) async fn note_when(window: &Window, says: &str) {
    const SCRIPT: &str = "
        const [says] = arguments;
        window.noted = new Promise((note) => {
            const look = () => {
                if (!document.body.textContent.includes(says)) return;
                observer.disconnect();
                requestAnimationFrame(() => note(performance.timeOrigin + performance.now()));
            };
            const observer = new MutationObserver(look);
            observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        });";
    window.driver().execute(SCRIPT, vec![json!(says)]).await.unwrap();
}

/// From what one window noted to what the other did; nothing where the other was first.
pub(crate) async fn time_between(one: &Window, other: &Window) -> Duration {
    const SCRIPT: &str = "const [done] = arguments; window.noted.then(done);";
    let mut noted = Vec::new();
    for window in [one, other] {
        noted.push(window.driver().execute_async(SCRIPT, Vec::new()).await.unwrap().convert::<f64>().unwrap());
    }
    let milliseconds = noted.last().unwrap() - noted.first().unwrap();
    Duration::from_secs_f64(milliseconds.max(0.0) / 1e3)
}

/// Notes from now on what keeps the page's main thread busy for more than 50 ms.
pub(crate) async fn watch_main_thread(window: &Window) {
    const SCRIPT: &str = "
        window.tasks = [0];
        new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => task.duration)))
            .observe({ type: 'longtask' });";
    window.driver().execute(SCRIPT, Vec::new()).await.unwrap();
}

/// The longest of these tasks; nothing where none took 50 ms.
pub(crate) async fn longest_task(window: &Window) -> Duration {
    let longest = window.driver().execute("return Math.max(...window.tasks)", Vec::new()).await.unwrap();
    Duration::from_secs_f64(longest.convert::<f64>().unwrap() / 1e3)
}

pub(crate) fn print_milliseconds(what: &str, place: &str, time: Duration, goal: &str) {
    println!("{}", figure(what, place, time.as_secs_f64() * 1e3, "ms", goal));
}
