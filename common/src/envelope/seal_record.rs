//! Sealing one record version, chunk by chunk.
//!
//! ```text
//! H = hash(fixed part);  PRK = Extract(H, file key)
//! chunk i = AES-256-GCM(k_aead, prefix ‖ i ‖ last, H, RC4-drop3072(k_rc4_i, plaintext i))
//! header  = fixed part ‖ commit ‖ summary ‖ SHA-256("body" ‖ count ‖ SHA-256(chunk)…) ‖ signature
//! ```
//! Everything here is deterministic: the same fields, file key, summary and plaintext give the same bytes, which is how
//! an interrupted upload is resumed. A file key never seals anything else.

use super::overlap::Overlap;
use super::record_keys::{RecordKeys, chunk_nonce};
use super::record_summary::seal_summary;
use super::{
    Authority, BodyCipher, BodySource, BytesSource, ChunkCipher, EnvelopeError, NoncePrefix, PaddedBody, RecordHeader,
    RecordHeaderFields, body_hash,
};
use crate::crypto::{FileKey, SigningKey, fill_random};
use crate::id::{AccountId, Bytes, Hash, KeyId, RecordId};
use crate::portion::Portion;
use crate::record::RecordSummary;

/// Which record version is sealed, by whom and by what right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSubject {
    /// Whose record.
    pub patient: AccountId,
    /// Which record.
    pub record: RecordId,
    /// From 1.
    pub version: u32,
    /// In which portion.
    pub portion: Portion,
    /// Who writes.
    pub author: AccountId,
    /// Under which identity key.
    pub author_key: KeyId,
    /// By what right.
    pub authority: Authority,
    /// Hash of the header of the version before; zero in version 1.
    pub previous: Hash,
}

impl RecordSubject {
    /// The fixed part of the header for this body, with a fresh nonce prefix.
    pub fn into_fields<S: BodySource>(self, body: &PaddedBody<S>) -> RecordHeaderFields {
        let mut nonce_prefix = NoncePrefix::ZERO;
        fill_random(&mut nonce_prefix.0);
        RecordHeaderFields {
            patient: self.patient,
            record: self.record,
            version: self.version,
            portion: self.portion,
            author: self.author,
            author_key: self.author_key,
            authority: self.authority,
            previous: self.previous,
            codec: body.codec(),
            layout: body.layout(),
            nonce_prefix,
        }
    }
}

/// One sealed chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedChunk {
    /// Ciphertext ‖ tag.
    pub bytes: Vec<u8>,
    /// SHA-256 of these bytes.
    pub hash: Hash,
}

/// A sealing in progress.
pub struct Sealer<C> {
    fields: RecordHeaderFields,
    keys: RecordKeys,
    cipher: C,
    sealed_summary: Bytes,
    chunk_hashes: Vec<Hash>,
}

impl<C: ChunkCipher> Sealer<C> {
    /// Begins; the summary is sealed at once, so that it can go into a draft before the first chunk leaves.
    ///
    /// # Errors
    /// [`EnvelopeError::CipherUnavailable`].
    pub async fn start<B: BodyCipher<Chunk = C>>(
        fields: RecordHeaderFields,
        summary: &RecordSummary,
        file_key: &FileKey,
        cipher: &B,
    ) -> Result<Self, EnvelopeError> {
        use crate::crypto::ProtocolObject as _;
        let keys = RecordKeys::derive(fields.object_hash(), file_key);
        let cipher = cipher.load(&keys.body_key()).await?;
        let sealed_summary = seal_summary(summary, &keys);
        Ok(Self { fields, keys, cipher, sealed_summary, chunk_hashes: Vec::new() })
    }

    /// H.
    pub const fn binding(&self) -> &Hash {
        self.keys.binding()
    }

    /// The sealed summary, for the draft.
    pub const fn sealed_summary(&self) -> &Bytes {
        &self.sealed_summary
    }

    /// The fixed part, for the draft.
    pub const fn fields(&self) -> &RecordHeaderFields {
        &self.fields
    }

    /// Seals the next chunk, as [`PaddedBody::next_chunk`] gave it.
    ///
    /// # Errors
    /// [`EnvelopeError::OutOfTurn`] where the chunk's length is not the layout's, [`EnvelopeError::CipherUnavailable`].
    pub async fn seal_chunk(&mut self, plaintext: Vec<u8>) -> Result<SealedChunk, EnvelopeError> {
        self.seal_chunks(vec![plaintext]).await?.pop().ok_or(EnvelopeError::OutOfTurn)
    }

    /// Seals the next chunks, overlapping the cipher's work on one with RC4 on the next: the faster way in a browser.
    ///
    /// # Errors
    /// Those of [`Self::seal_chunk`]; none of these chunks counts as sealed then.
    pub async fn seal_chunks(&mut self, plaintexts: Vec<Vec<u8>>) -> Result<Vec<SealedChunk>, EnvelopeError> {
        let mut sealing = Overlap::new();
        for (index, mut plaintext) in (self.chunk_hashes.len()..).zip(plaintexts) {
            let index = u32::try_from(index).map_err(|_| EnvelopeError::TooLarge)?;
            if index >= self.fields.layout.count() || plaintext.len() != self.fields.layout.chunk_length(index) {
                return Err(EnvelopeError::OutOfTurn);
            }
            self.keys.chunk_cipher(index).apply(&mut plaintext);
            sealing.start(self.seal_one(index, plaintext)).await;
        }
        let sealed: Vec<SealedChunk> = sealing.finish().await.into_iter().collect::<Result<_, _>>()?;
        self.chunk_hashes.extend(sealed.iter().map(|chunk| chunk.hash));
        Ok(sealed)
    }

    /// The outer layer of one chunk.
    async fn seal_one(&self, index: u32, plaintext: Vec<u8>) -> Result<SealedChunk, EnvelopeError> {
        let nonce = chunk_nonce(&self.fields, index);
        let bytes = self.cipher.seal(&nonce, self.keys.binding().as_bytes(), plaintext).await?;
        let hash = self.cipher.hash(&bytes).await?;
        Ok(SealedChunk { bytes, hash })
    }

    /// Signs the header, when all chunks are sealed.
    ///
    /// # Errors
    /// [`EnvelopeError::OutOfTurn`] where chunks are missing.
    pub fn finish(self, author: &SigningKey) -> Result<RecordHeader, EnvelopeError> {
        if self.chunk_hashes.len() != self.fields.layout.count() as usize {
            return Err(EnvelopeError::OutOfTurn);
        }
        let commitment = self.keys.commitment();
        Ok(RecordHeader::sign(self.fields, commitment, self.sealed_summary, body_hash(&self.chunk_hashes), author))
    }
}

/// A record sealed whole: what can be published.
///
/// ```
/// use sesemr_common::{api::PublishRecordsRequest, envelope::SealedRecord, id::Encoded};
/// fn upload(request: &mut PublishRecordsRequest, record: SealedRecord) {
///     request.headers.push(Encoded(record.header));
/// }
/// ```
///
/// A plaintext record cannot be:
///
/// ```compile_fail,E0308
/// use sesemr_common::{api::PublishRecordsRequest, id::Encoded, record::MedicalRecord};
/// fn upload(request: &mut PublishRecordsRequest, record: MedicalRecord) {
///     request.headers.push(Encoded(record));
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRecord {
    /// The signed header.
    pub header: RecordHeader,
    /// All chunks, in order.
    pub chunks: Vec<SealedChunk>,
}

/// Seals a record that fits in memory.
///
/// # Errors
/// [`EnvelopeError::TooLarge`] or [`EnvelopeError::CipherUnavailable`].
pub async fn seal_record<B: BodyCipher>(
    subject: RecordSubject,
    summary: &RecordSummary,
    content: Vec<u8>,
    file_key: &FileKey,
    author: &SigningKey,
    cipher: &B,
) -> Result<SealedRecord, EnvelopeError> {
    let mut body = PaddedBody::prepare(BytesSource::new(content)).await?;
    let mut sealer = Sealer::start(subject.into_fields(&body), summary, file_key, cipher).await?;
    let mut chunks = Vec::new();
    while let Some(plaintext) = body.next_chunk().await? {
        chunks.push(sealer.seal_chunk(plaintext).await?);
    }
    Ok(SealedRecord { header: sealer.finish(author)?, chunks })
}
