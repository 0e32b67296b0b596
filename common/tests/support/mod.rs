//! What the tests of this crate share: running futures that are ready at once, hexadecimal, the subject of a record.

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use sesemr_common::crypto::sha256;
use sesemr_common::envelope::{Authority, RecordSubject};
use sesemr_common::id::{AccountId, Hash, KeyId, RecordId};
use sesemr_common::portion::Portion;

/// Runs a future over [`NativeBodyCipher`] and sources in memory, all of which are ready at once.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits for something"),
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of hexadecimal.
pub(crate) fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// Bytes that do not shrink: SHA-256 of 0, 1, 2, … as u32.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    (0u32..).flat_map(|number| sha256(&[&number.to_be_bytes()]).0).take(length).collect()
}

/// A record version of one patient.
pub(crate) fn subject() -> RecordSubject {
    RecordSubject {
        patient: AccountId::from_bytes([1; 16]),
        record: RecordId::from_bytes([2; 16]),
        version: 1,
        portion: Portion::Laboratory,
        author: AccountId::from_bytes([1; 16]),
        author_key: KeyId([3; 32]),
        authority: Authority::Own,
        previous: Hash::ZERO,
    }
}
