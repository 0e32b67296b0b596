//! The worker that holds the keys fails, as when the device has no memory left: the page says so, shows nothing any more, and what
//! was typed is there again after signing in.

use serde_json::json;
use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, Window, log_in, patient_with_records};

/// Remembers the workers that the page makes.
const REMEMBER_WORKERS: &str = r"
    window.Worker = class extends Worker {
        constructor(...given) {
            super(...given);
            (window.workers ??= []).push(this);
        }
    };
";
/// What a worker's page hears when it fails.
const FAIL: &str =
    "window.workers.forEach((worker) => worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' })))";

#[tokio::test]
async fn a_worker_that_fails_is_told_and_loses_nothing_typed_at_a_desk() {
    stop_worker(DESK).await;
}

#[tokio::test]
async fn a_worker_that_fails_is_told_and_loses_nothing_typed_on_a_phone() {
    stop_worker(PHONE).await;
}

async fn stop_worker(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = patient_with_records(&driver, backend.url(), size).await;
    let script = json!({ "source": REMEMBER_WORKERS });
    amina.driver().cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", script).await.unwrap();
    amina.reload().await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Your records").await;
    go_to_readings(&amina).await;
    amina.pick("kind", "Heart rate (beats/min)").await;
    amina.write("first", "61").await;
    amina.send().await;
    amina.read("Heart rate: 61 beats/min").await;

    amina.driver().execute(FAIL, Vec::new()).await.unwrap();
    amina.read("The part of this page that holds your keys has stopped, and your keys are gone from memory.").await;
    amina.wait_until_gone("Heart rate: 61 beats/min").await;
    amina.check("a worker that stopped").await;
    amina.press("Load the page again").await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Your records").await;
    go_to_readings(&amina).await;
    amina.read("Heart rate: 61 beats/min").await;
    amina.close().await;
}

async fn go_to_readings(amina: &Window) {
    amina.press("Type readings").await;
    amina.heading("Type readings").await;
}
