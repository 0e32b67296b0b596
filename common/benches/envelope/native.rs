//! Natively, with Criterion; the figures are the medians of what Criterion timed.

#![expect(
    clippy::cast_precision_loss,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench prints its figures, and stops where an assumption fails"
)]

use core::future::Future;
use core::hint::black_box;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use sesemr_common::envelope::NativeBodyCipher;

use crate::argon2id::argon2id;
use crate::bodies::{Record, SIZES, gcm, rc4};
use crate::figure::{figure, megabytes_a_second};
use crate::signing_in::Account;

pub(crate) fn run() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(4))
        .configure_from_args();
    for (name, bytes) in SIZES {
        let record = Record::of(bytes);
        let (header, chunks) = now(record.seal(&NativeBodyCipher, true));
        speed(&mut criterion, &format!("RC4 alone, {name}"), bytes, || rc4(bytes));
        speed(&mut criterion, &format!("AES-256-GCM alone, {name}"), bytes, || now(gcm(&NativeBodyCipher, bytes)));
        speed(&mut criterion, &format!("envelope sealed, {name}"), bytes, || {
            black_box(now(record.seal(&NativeBodyCipher, false)));
        });
        speed(&mut criterion, &format!("envelope opened, {name}"), bytes, || {
            now(record.open(&NativeBodyCipher, &header, &chunks));
        });
    }
    let account = Account::register();
    milliseconds(&mut criterion, "Argon2id alone", || {
        black_box(argon2id());
    });
    milliseconds(&mut criterion, "OPAQUE log-in, both halves", || account.log_in());
    criterion.final_summary();
}

fn speed(criterion: &mut Criterion, what: &str, bytes: usize, routine: impl FnMut()) {
    let seconds = measure(criterion, what, Some(bytes), routine);
    println!("{}", figure(what, "native", megabytes_a_second(bytes, seconds), "MB/s", ""));
}

fn milliseconds(criterion: &mut Criterion, what: &str, routine: impl FnMut()) {
    let seconds = measure(criterion, what, None, routine);
    println!("{}", figure(what, "native", seconds * 1e3, "ms", ""));
}

/// The median of the times that Criterion took, in seconds.
fn measure(criterion: &mut Criterion, what: &str, bytes: Option<usize>, mut routine: impl FnMut()) -> f64 {
    let mut seconds = Vec::new();
    let mut group = criterion.benchmark_group("envelope");
    if let Some(bytes) = bytes {
        group.throughput(Throughput::Bytes(bytes as u64));
    }
    group.bench_function(what, |bencher| {
        bencher.iter_custom(|times| {
            let start = Instant::now();
            (0..times).for_each(|_| routine());
            let elapsed = start.elapsed();
            seconds.push(elapsed.as_secs_f64() / times as f64);
            elapsed
        });
    });
    group.finish();
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Futures over the native cipher and memory are ready at once.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits for something"),
    }
}
