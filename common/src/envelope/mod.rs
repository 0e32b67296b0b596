//! The envelope: one sealed record version, and the key batch that leads to its file key.
//!
//! ```text
//! record header   who wrote which record, bound to H, the hash of its fixed part; commit, sealed summary, body hash, signature
//! body            chunks of 256 KiB: RC4-drop3072 inside AES-256-GCM STREAM, AAD = H
//! key slot        the file key, wrapped for one batch
//! key batch       one KEK for many slots, from two legs: re-encryption capsule and X-Wing ciphertext
//! ```
//! Without features: the public shapes, their hashes and signatures, which servers check. Feature `client`: sealing,
//! opening, wrapping. All of it is free of I/O: chunks go in and come out one by one, and [`BodyCipher`] lets the
//! browser's `WebCrypto` do the AES. RC4 carries no security claim: the outer AEAD's holds whatever the inner layer does,
//! because their keys are independent HKDF outputs.

mod authority;
mod body_hash;
mod chunk_layout;
mod key_batch;
mod key_slot;
mod padme;
mod record_header;

#[cfg(feature = "client")]
mod batch_secret;
#[cfg(feature = "client")]
mod body_cipher;
#[cfg(feature = "client")]
mod body_source;
#[cfg(feature = "client")]
mod codec;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod native_body_cipher;
#[cfg(feature = "client")]
mod open_record;
#[cfg(feature = "client")]
mod overlap;
#[cfg(feature = "client")]
mod padded_body;
#[cfg(feature = "client")]
mod record_keys;
#[cfg(feature = "client")]
mod record_summary;
#[cfg(feature = "client")]
mod seal_record;
#[cfg(feature = "client")]
mod unpad_body;
#[cfg(feature = "client")]
mod unwrap_file_key;
#[cfg(feature = "client")]
mod wrap_file_keys;

pub use authority::Authority;
pub use body_hash::{body_hash, chunk_hash};
pub use chunk_layout::{CHUNK_SIZE, ChunkLayout, TAG_SIZE};
pub use key_batch::{KeyBatch, KeyBatchFields};
pub use key_slot::{KeySlot, WrappedFileKey, slots_hash};
pub use padme::padme;
pub use record_header::{Codec, FileKeyCommitment, NoncePrefix, RecordHeader, RecordHeaderFields};

#[cfg(feature = "client")]
pub use batch_secret::{BatchKemSecret, BatchKey, PortionSecret};
#[cfg(feature = "client")]
pub use body_cipher::{BodyCipher, ChunkCipher, CipherError};
#[cfg(feature = "client")]
pub use body_source::{BodySource, BytesSource, SourceError};
#[cfg(feature = "client")]
pub use codec::MOST_DEFLATED;
#[cfg(feature = "client")]
pub use error::EnvelopeError;
#[cfg(feature = "client")]
pub use native_body_cipher::{NativeBodyCipher, NativeChunkCipher};
#[cfg(feature = "client")]
pub use open_record::{OpenedRecord, Opener, check_commitment, open_drafted_summary, open_record, open_summary};
#[cfg(feature = "client")]
pub use padded_body::PaddedBody;
#[cfg(feature = "client")]
pub use seal_record::{RecordSubject, SealedChunk, SealedRecord, Sealer, seal_record};
#[cfg(feature = "client")]
pub use unwrap_file_key::{export_kem_secret, open_key_batch, open_reencrypted_key_batch};
#[cfg(feature = "client")]
pub use wrap_file_keys::{WrappedBatch, wrap_file_keys};
