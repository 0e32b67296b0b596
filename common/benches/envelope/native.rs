//! Natively, with Criterion; the figures are the medians of what Criterion timed.

#![expect(
    clippy::cast_precision_loss,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints its figures, and stops where an assumption fails"
)]

use core::future::Future;
use core::hint::black_box;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use sesemr_common::crypto::opaque::{
    OpaqueContext, ServerSetup, finish_registration, start_log_in, start_registration,
};
use sesemr_common::crypto::{BodyKey, DeviceMac, FileKey, SigningKey, derive_account_password, sha256};
use sesemr_common::envelope::{
    Authority, BodyCipher as _, BytesSource, CHUNK_SIZE, ChunkCipher as _, NativeBodyCipher, NativeChunkCipher, Opener,
    PaddedBody, RecordHeader, RecordSubject, SealedChunk, Sealer,
};
use sesemr_common::id::{AccountId, Hash, KeyId, RecordId};
use sesemr_common::portion::Portion;
use sesemr_common::record::{RecordSummary, Title};

use crate::work::{SIZES, argon2id, figure, megabytes_a_second, rc4};

pub(crate) fn run() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(4))
        .configure_from_args();
    for (name, bytes) in SIZES {
        measure_bodies(&mut criterion, name, bytes);
    }
    measure_signing_in(&mut criterion);
    criterion.final_summary();
}

fn measure_bodies(criterion: &mut Criterion, name: &str, bytes: usize) {
    let mut body = noise(bytes);
    speed(criterion, &format!("RC4 alone, {name}"), bytes, || rc4(black_box(&mut body)));

    let cipher = now(NativeBodyCipher.load(&BodyKey::from_bytes([9; 32])));
    speed(criterion, &format!("AES-256-GCM alone, {name}"), bytes, || gcm(&cipher, &body));

    let (file_key, author, summary) = (FileKey::make(), SigningKey::make(), summary(bytes));
    speed(criterion, &format!("envelope sealed, {name}"), bytes, || {
        black_box(seal(body.clone(), &summary, &file_key, &author));
    });

    let (header, chunks) = seal(body.clone(), &summary, &file_key, &author);
    drop(body);
    speed(criterion, &format!("envelope opened, {name}"), bytes, || open(&header, &author, &file_key, &chunks));
}

fn measure_signing_in(criterion: &mut Criterion) {
    milliseconds(criterion, "Argon2id alone", || {
        black_box(argon2id());
    });
    let (setup, context) =
        (ServerSetup::make(), OpaqueContext::log_in(AccountId::from_bytes([1; 16]), KeyId::ZERO, [0; 32]));
    let password = derive_account_password("correct horse battery staple", &DeviceMac::from_bytes([2; 32]));
    let (attempt, request) = start_registration(&password).unwrap();
    let response = setup.answer_registration(&context, &request).unwrap();
    let record = finish_registration(&attempt.finish(&context, &response, None).unwrap().upload).unwrap();
    milliseconds(criterion, "OPAQUE log-in, both halves", || {
        let (attempt, ke1) = start_log_in(&password).unwrap();
        let answer = setup.answer_log_in(&context, Some(&record), &ke1).unwrap();
        black_box(attempt.finish(&context, &answer.ke2, None).unwrap());
    });
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

fn gcm(cipher: &NativeChunkCipher, body: &[u8]) {
    for (index, chunk) in (0u64..).zip(body.chunks(CHUNK_SIZE as usize)) {
        let mut nonce = [0; 12];
        nonce[4..].copy_from_slice(&index.to_be_bytes());
        let mut plaintext = Vec::with_capacity(chunk.len() + 16);
        plaintext.extend_from_slice(chunk);
        black_box(now(cipher.seal(&nonce, &[0; 32], plaintext)));
    }
}

fn seal(
    body: Vec<u8>,
    summary: &RecordSummary,
    file_key: &FileKey,
    author: &SigningKey,
) -> (RecordHeader, Vec<SealedChunk>) {
    let mut body = now(PaddedBody::prepare(BytesSource::new(body)));
    let mut sealer = now(Sealer::start(subject().into_fields(&body), summary, file_key, &NativeBodyCipher));
    let mut chunks = Vec::new();
    while let Some(plaintext) = now(body.next_chunk()) {
        chunks.push(now(sealer.seal_chunk(plaintext)));
    }
    (sealer.finish(author).unwrap(), chunks)
}

fn open(header: &RecordHeader, author: &SigningKey, file_key: &FileKey, chunks: &[SealedChunk]) {
    let hashes = chunks.iter().map(|chunk| chunk.hash).collect();
    let mut opener = now(Opener::start(header, &author.verifying_key(), file_key, hashes, &NativeBodyCipher));
    for chunk in chunks {
        black_box(now(opener.open_chunk(chunk.bytes.clone())));
    }
    opener.finish().unwrap();
}

/// Futures over the native cipher and memory are ready at once.
fn now<T, E: core::fmt::Debug>(future: impl Future<Output = Result<T, E>>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value.unwrap(),
        Poll::Pending => panic!("the future waits for something"),
    }
}

/// Bytes that do not shrink, like an image's.
fn noise(length: usize) -> Vec<u8> {
    (0u32..).flat_map(|number| sha256(&[&number.to_be_bytes()]).0).take(length).collect()
}

fn subject() -> RecordSubject {
    RecordSubject {
        patient: AccountId::from_bytes([1; 16]),
        record: RecordId::from_bytes([2; 16]),
        version: 1,
        portion: Portion::ImagingDocuments,
        author: AccountId::from_bytes([1; 16]),
        author_key: KeyId::ZERO,
        authority: Authority::Own,
        previous: Hash::ZERO,
    }
}

fn summary(bytes: usize) -> RecordSummary {
    RecordSummary {
        title: Title::of("A scan"),
        media_type: "application/dicom".parse().unwrap(),
        fhir_type: None,
        clinical_date: None,
        byte_size: bytes as u64,
        content_id: None,
    }
}
