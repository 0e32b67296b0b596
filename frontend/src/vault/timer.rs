//! Waiting, and the clock, in a worker.

use js_sys::{Date, Promise, global};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::WorkerGlobalScope;

/// Now, in milliseconds since 1970 UTC, by the device's clock.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive whole number far below 2^53")]
pub(super) fn now() -> u64 {
    Date::now().max(0.0) as u64
}

/// Waits.
pub(super) async fn sleep(milliseconds: u32) {
    let milliseconds = i32::try_from(milliseconds).unwrap_or(i32::MAX);
    let promise = Promise::new(&mut |resolve, _| {
        let scope: WorkerGlobalScope = global().unchecked_into();
        // Fails only where there is no worker scope; then the wait does not end, as nothing else here would work.
        drop(scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds));
    });
    drop(JsFuture::from(promise).await);
}
