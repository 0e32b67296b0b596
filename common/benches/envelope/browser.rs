//! In a browser: a dedicated worker, as in the application, with WebCrypto for AES and SHA-256.

use core::hint::black_box;

use wasm_bindgen_test::{Criterion, Instant, console_log, wasm_bindgen_bench, wasm_bindgen_test_configure};

use crate::argon2id::argon2id;
use crate::bodies::{Record, SIZES, gcm, rc4};
use crate::figure::{figure, megabytes_a_second};
use crate::signing_in::Account;
use crate::web_crypto::WebBodyCipher;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// The fastest of these counts: the first run in the engine's slow tier.
const ROUNDS: u32 = 5;

#[wasm_bindgen_bench]
async fn bodies(_: &mut Criterion) {
    for (name, bytes) in SIZES {
        let record = Record::of(bytes);
        let (header, chunks) = record.seal(&WebBodyCipher, true).await;
        speed(&format!("RC4 alone, {name}"), bytes, "", best(async || rc4(bytes)).await);
        speed(&format!("AES-256-GCM alone, {name}"), bytes, "", best(async || gcm(&WebBodyCipher, bytes).await).await);
        let sealed = best(async || drop(record.seal(&WebBodyCipher, false).await)).await;
        speed(&format!("envelope sealed, {name}"), bytes, "180", sealed);
        let opened = best(async || record.open(&WebBodyCipher, &header, &chunks).await).await;
        speed(&format!("envelope opened, {name}"), bytes, "180", opened);
        if bytes < 10_000_000 {
            milliseconds(&format!("envelope sealed, {name}"), sealed, "50");
            milliseconds(&format!("envelope opened, {name}"), opened, "50");
        }
    }
}

#[wasm_bindgen_bench]
async fn signing_in(_: &mut Criterion) {
    let alone = best(async || {
        black_box(argon2id());
    })
    .await;
    milliseconds("Argon2id alone", alone, "");
    let account = Account::register();
    let log_in = best(async || account.log_in()).await;
    milliseconds("OPAQUE log-in, both halves", log_in, &format!("{:.0}", alone * 1.5e3));
}

/// Seconds of the fastest round.
async fn best(mut routine: impl AsyncFnMut()) -> f64 {
    let mut seconds = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        routine().await;
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    seconds
}

fn speed(what: &str, bytes: usize, goal: &str, seconds: f64) {
    console_log!("{}", figure(what, "Chromium", megabytes_a_second(bytes, seconds), "MB/s", goal));
}

fn milliseconds(what: &str, seconds: f64, goal: &str) {
    console_log!("{}", figure(what, "Chromium", seconds * 1e3, "ms", goal));
}
