//! In a browser: a dedicated worker, as in the application.

use wasm_bindgen_test::{Criterion, Instant, console_log, wasm_bindgen_bench, wasm_bindgen_test_configure};

use crate::measure::{beside_the_textbook, methods_and_growth};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_bench]
fn micro_aggregation(_: &mut Criterion) {
    let start = Instant::now();
    let now = || start.elapsed().as_secs_f64();
    let print = |line: String| console_log!("{line}");
    beside_the_textbook("Chromium", &now, &print);
    methods_and_growth("Chromium", &now, &print);
}
