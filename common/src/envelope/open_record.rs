//! Opening one record version, chunk by chunk.
//!
//! Signature, commitment and the list of chunk hashes come first; then a chunk's bytes are released when its hash and
//! its tag fit, and RC4 touches nothing before that. Whatever fails is [`EnvelopeError::AlteredOrDamaged`].

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::overlap::Overlap;
use super::record_keys::{RecordKeys, chunk_nonce};
use super::record_summary::open_sealed_summary;
use super::unpad_body::UnpadBody;
use super::{BodyCipher, ChunkCipher, EnvelopeError, RecordHeader, RecordHeaderFields, body_hash};
use crate::crypto::{FileKey, ProtocolObject as _, VerifyingKey};
use crate::id::{Bytes, Hash};
use crate::record::RecordSummary;

/// An opening in progress.
pub struct Opener<C> {
    fields: RecordHeaderFields,
    keys: RecordKeys,
    cipher: C,
    chunk_hashes: Vec<Hash>,
    next: u32,
    body: UnpadBody,
}

impl<C: ChunkCipher> Opener<C> {
    /// Begins. Whether `author_key` is the key that the header names, and this header the one that index or opening
    /// names, is the caller's to know.
    ///
    /// # Errors
    /// [`EnvelopeError::AlteredOrDamaged`] or [`EnvelopeError::CipherUnavailable`].
    pub async fn start<B: BodyCipher<Chunk = C>>(
        header: &RecordHeader,
        author_key: &VerifyingKey,
        file_key: &FileKey,
        chunk_hashes: Vec<Hash>,
        cipher: &B,
    ) -> Result<Self, EnvelopeError> {
        let keys = checked_keys(header, author_key, file_key)?;
        let count = u32::try_from(chunk_hashes.len());
        if count != Ok(header.fields.layout.count()) || body_hash(&chunk_hashes) != header.body_hash {
            return Err(EnvelopeError::AlteredOrDamaged);
        }
        let cipher = cipher.load(&keys.body_key()).await?;
        let fields = header.fields.clone();
        let body = UnpadBody::new(fields.codec, fields.layout);
        Ok(Self { fields, keys, cipher, chunk_hashes, next: 0, body })
    }

    /// Opens the next chunk and gives the content it releases; deflated content comes whole, with the last chunk.
    ///
    /// # Errors
    /// [`EnvelopeError::AlteredOrDamaged`], [`EnvelopeError::OutOfTurn`] after the last chunk, or
    /// [`EnvelopeError::CipherUnavailable`].
    pub async fn open_chunk(&mut self, sealed: Vec<u8>) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
        self.open_chunks(vec![sealed]).await?.pop().ok_or(EnvelopeError::OutOfTurn)
    }

    /// Opens the next chunks side by side: the faster way in a browser. One piece of content for every chunk.
    ///
    /// # Errors
    /// Those of [`Self::open_chunk`]; nothing is released then.
    pub async fn open_chunks(&mut self, sealed: Vec<Vec<u8>>) -> Result<Vec<Zeroizing<Vec<u8>>>, EnvelopeError> {
        let mut opening = Overlap::new();
        for (index, sealed) in (self.next..).zip(sealed) {
            let expected = self.chunk_hashes.get(index as usize).ok_or(EnvelopeError::OutOfTurn)?;
            opening.start(self.open_one(index, sealed, expected)).await;
        }
        let opened: Vec<Vec<u8>> = opening.finish().await.into_iter().collect::<Result<_, _>>()?;
        opened.into_iter().map(|chunk| self.release(chunk)).collect()
    }

    /// Hash and tag of one chunk.
    async fn open_one(&self, index: u32, sealed: Vec<u8>, expected: &Hash) -> Result<Vec<u8>, EnvelopeError> {
        if self.cipher.hash(&sealed).await? != *expected {
            return Err(EnvelopeError::AlteredOrDamaged);
        }
        let nonce = chunk_nonce(&self.fields, index);
        let opened = self.cipher.open(&nonce, self.keys.binding().as_bytes(), sealed).await?;
        if opened.len() == self.fields.layout.chunk_length(index) {
            Ok(opened)
        } else {
            Err(EnvelopeError::AlteredOrDamaged)
        }
    }

    /// The inner layer and the padding of the next chunk.
    fn release(&mut self, mut chunk: Vec<u8>) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
        self.keys.chunk_cipher(self.next).apply(&mut chunk);
        self.next += 1;
        self.body.take(chunk)
    }

    /// Ends the opening: all chunks were there.
    ///
    /// # Errors
    /// [`EnvelopeError::AlteredOrDamaged`] where chunks are missing.
    pub fn finish(self) -> Result<(), EnvelopeError> {
        if self.next == self.fields.layout.count() { Ok(()) } else { Err(EnvelopeError::AlteredOrDamaged) }
    }
}

/// A record opened whole.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedRecord {
    /// What is said about it.
    pub summary: RecordSummary,
    /// Its exact bytes.
    pub content: Zeroizing<Vec<u8>>,
}

impl core::fmt::Debug for OpenedRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "OpenedRecord({} bytes [REDACTED])", self.content.len())
    }
}

/// Opens a record whose chunks are all in memory, in order.
///
/// # Errors
/// [`EnvelopeError::AlteredOrDamaged`], also where the summary speaks of another number of bytes, or
/// [`EnvelopeError::CipherUnavailable`].
pub async fn open_record<B: BodyCipher>(
    header: &RecordHeader,
    author_key: &VerifyingKey,
    file_key: &FileKey,
    chunk_hashes: Vec<Hash>,
    chunks: Vec<Vec<u8>>,
    cipher: &B,
) -> Result<OpenedRecord, EnvelopeError> {
    let summary = open_summary(header, author_key, file_key)?;
    let mut opener = Opener::start(header, author_key, file_key, chunk_hashes, cipher).await?;
    let mut content = Zeroizing::new(Vec::new());
    for chunk in chunks {
        let released = opener.open_chunk(chunk).await.map_err(|error| match error {
            EnvelopeError::OutOfTurn => EnvelopeError::AlteredOrDamaged,
            other => other,
        })?;
        content.extend_from_slice(&released);
    }
    opener.finish()?;
    if content.len() as u64 != summary.byte_size {
        return Err(EnvelopeError::AlteredOrDamaged);
    }
    Ok(OpenedRecord { summary, content })
}

/// Opens the summary alone.
///
/// # Errors
/// [`EnvelopeError::AlteredOrDamaged`].
pub fn open_summary(
    header: &RecordHeader,
    author_key: &VerifyingKey,
    file_key: &FileKey,
) -> Result<RecordSummary, EnvelopeError> {
    open_sealed_summary(&header.sealed_summary, &checked_keys(header, author_key, file_key)?)
}

/// Opens the summary of a record whose header is not signed yet: one that an interrupted upload left as a draft.
///
/// # Errors
/// [`EnvelopeError::AlteredOrDamaged`].
pub fn open_drafted_summary(
    fields: &RecordHeaderFields,
    sealed_summary: &Bytes,
    file_key: &FileKey,
) -> Result<RecordSummary, EnvelopeError> {
    open_sealed_summary(sealed_summary, &RecordKeys::derive(fields.object_hash(), file_key))
}

/// Checks signature and commitment without opening anything, as a roll does before it wraps the file key anew.
///
/// # Errors
/// [`EnvelopeError::AlteredOrDamaged`].
pub fn check_commitment(
    header: &RecordHeader,
    author_key: &VerifyingKey,
    file_key: &FileKey,
) -> Result<(), EnvelopeError> {
    checked_keys(header, author_key, file_key).map(drop)
}

fn checked_keys(
    header: &RecordHeader,
    author_key: &VerifyingKey,
    file_key: &FileKey,
) -> Result<RecordKeys, EnvelopeError> {
    header.verify(author_key).map_err(|_| EnvelopeError::AlteredOrDamaged)?;
    let keys = RecordKeys::derive(header.binding(), file_key);
    if bool::from(keys.commitment().0.ct_eq(&header.commitment.0)) {
        Ok(keys)
    } else {
        Err(EnvelopeError::AlteredOrDamaged)
    }
}
