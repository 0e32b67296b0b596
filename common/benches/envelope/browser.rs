//! In a browser: what WebAssembly computes itself.

use core::hint::black_box;

use wasm_bindgen_test::{Instant, console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

use crate::work::{SIZES, argon2id, figure, megabytes_a_second, rc4};

wasm_bindgen_test_configure!(run_in_browser);

/// The first rounds run in the engine's slow tier.
const ROUNDS: u32 = 5;

#[wasm_bindgen_test]
fn rc4_alone() {
    for (name, bytes) in SIZES {
        let mut body = vec![7; bytes];
        let seconds = best_of_rounds(|| rc4(black_box(&mut body)));
        let speed = megabytes_a_second(bytes, seconds);
        console_log!("{}", figure(&format!("RC4 alone, {name}"), "Chromium", speed, "MB/s", ""));
    }
}

#[wasm_bindgen_test]
fn argon2id_alone() {
    let seconds = best_of_rounds(|| {
        black_box(argon2id());
    });
    console_log!("{}", figure("Argon2id alone", "Chromium", seconds * 1e3, "ms", ""));
}

/// Seconds of the fastest round.
fn best_of_rounds(mut routine: impl FnMut()) -> f64 {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        routine();
        start.elapsed().as_secs_f64()
    });
    rounds.fold(f64::INFINITY, f64::min)
}
