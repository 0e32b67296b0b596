//! The header of one sealed record version.
//!
//! ```text
//! "SESR" ‖ version ‖ suite ‖ patient 16 ‖ record 16 ‖ version u32 ‖ portion u8 ‖ author 16 ‖ author key 32
//! ‖ authority kind u8 ‖ authority hash 32 ‖ previous version 32 ‖ codec u8 ‖ chunk size u32 ‖ padded length u64
//! ‖ nonce prefix 7 ‖ extension u16                                        the fixed part; H is its hash
//! ‖ commit 32 ‖ sealed summary (length u16) ‖ body hash 32 ‖ author signature 64
//! ```

use super::{Authority, CHUNK_SIZE, ChunkLayout};
use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder, choice};
#[cfg(feature = "client")]
use crate::crypto::SigningKey;
use crate::crypto::{ProtocolObject, Signature, SignatureError, VerifyingKey};
use crate::id::{AccountId, Bytes, Hash, KeyId, RecordId, public_bytes};
use crate::portion::Portion;

const MAGIC: [u8; 4] = *b"SESR";
/// Summaries are padded to a multiple of this.
pub(super) const SUMMARY_PADDING: usize = 256;
const TAG: usize = super::TAG_SIZE as usize;

public_bytes!(/// The first 7 bytes of every chunk's nonce, random per record version.
    NoncePrefix, 7);
public_bytes!(/// Commits to the file key, so that no second key opens the same record to something else.
    FileKeyCommitment, 32);

choice! {
    /// How the content was encoded before padding.
    Codec("codec") {
        /// As it is.
        None = 0,
        /// Raw deflate (RFC 1951).
        Deflate = 1,
    }
}

/// The fixed part of a record header: what is known before the first chunk is sealed. Its hash H binds every chunk,
/// the summary, the key slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordHeaderFields {
    /// Whose record.
    pub patient: AccountId,
    /// Which record.
    pub record: RecordId,
    /// From 1.
    pub version: u32,
    /// In which portion.
    pub portion: Portion,
    /// Who wrote this version.
    pub author: AccountId,
    /// Under which identity key.
    pub author_key: KeyId,
    /// By what right.
    pub authority: Authority,
    /// Hash of the header of the version before; zero in version 1 and only there.
    pub previous: Hash,
    /// How the content is encoded.
    pub codec: Codec,
    /// How the padded length falls into chunks.
    pub layout: ChunkLayout,
    /// Random per version.
    pub nonce_prefix: NoncePrefix,
}

impl ProtocolObject for RecordHeaderFields {
    const TYPE_NAME: &'static str = "record-header-fields";
}

impl Encode for RecordHeaderFields {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_raw(&MAGIC).put_version();
        encoder.put(&self.patient).put(&self.record).put_u32(self.version).put(&self.portion);
        encoder.put(&self.author).put(&self.author_key).put(&self.authority).put(&self.previous);
        encoder.put(&self.codec).put_u32(CHUNK_SIZE).put_u64(self.layout.padded_length()).put(&self.nonce_prefix);
        encoder.put_no_extension();
    }
}

impl Decode for RecordHeaderFields {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if decoder.array()? != MAGIC {
            return Err(DecodeError::OutOfRange("magic"));
        }
        decoder.version()?;
        let fields = Self {
            patient: decoder.object()?,
            record: decoder.object()?,
            version: decoder.u32()?,
            portion: decoder.object()?,
            author: decoder.object()?,
            author_key: decoder.object()?,
            authority: decoder.object()?,
            previous: decoder.object()?,
            codec: decoder.object()?,
            layout: decode_layout(decoder)?,
            nonce_prefix: decoder.object()?,
        };
        decoder.no_extension()?;
        match (fields.version, fields.previous) {
            (0, _) => Err(DecodeError::OutOfRange("record version")),
            (1, Hash::ZERO) => Ok(fields),
            (1, _) | (_, Hash::ZERO) => Err(DecodeError::OutOfRange("previous version")),
            _ => Ok(fields),
        }
    }
}

fn decode_layout(decoder: &mut Decoder<'_>) -> Result<ChunkLayout, DecodeError> {
    if decoder.u32()? != CHUNK_SIZE {
        return Err(DecodeError::OutOfRange("chunk size"));
    }
    ChunkLayout::of(decoder.u64()?).ok_or(DecodeError::OutOfRange("padded length"))
}

/// A whole record header, signed by its author. Its object hash, signature included, is what indexes, openings and
/// later versions name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordHeader {
    /// The fixed part.
    pub fields: RecordHeaderFields,
    /// Commits to the file key.
    pub commitment: FileKeyCommitment,
    /// Title, types, date and size, sealed.
    pub sealed_summary: Bytes,
    /// Over the hashes of all chunks.
    pub body_hash: Hash,
    /// The author's, over all before it.
    pub signature: Signature,
}

impl RecordHeader {
    /// H: the hash of the fixed part.
    pub fn binding(&self) -> Hash {
        self.fields.object_hash()
    }

    /// Checks the author's signature. Whether `key` is the key that the header names is the caller's to know.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), SignatureError> {
        key.verify(Self::TYPE_NAME, &self.encode_unsigned(), &self.signature)
    }

    /// Signs a header.
    #[cfg(feature = "client")]
    pub(super) fn sign(
        fields: RecordHeaderFields,
        commitment: FileKeyCommitment,
        sealed_summary: Bytes,
        body_hash: Hash,
        author: &SigningKey,
    ) -> Self {
        let mut header = Self { fields, commitment, sealed_summary, body_hash, signature: Signature::ZERO };
        header.signature = author.sign(Self::TYPE_NAME, &header.encode_unsigned());
        header
    }

    fn encode_unsigned(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        encoder.put(&self.fields).put(&self.commitment);
        // The decoder holds summaries to what 16 bits can say, and the sealer makes none longer.
        encoder.put_u16(u16::try_from(self.sealed_summary.0.len()).unwrap_or(u16::MAX));
        encoder.put_raw(&self.sealed_summary.0).put(&self.body_hash);
        encoder.finish()
    }
}

impl ProtocolObject for RecordHeader {
    const TYPE_NAME: &'static str = "record-header";
}

impl Encode for RecordHeader {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_raw(&self.encode_unsigned()).put(&self.signature);
    }
}

impl Decode for RecordHeader {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            fields: decoder.object()?,
            commitment: decoder.object()?,
            sealed_summary: decode_summary(decoder)?,
            body_hash: decoder.object()?,
            signature: decoder.object()?,
        })
    }
}

fn decode_summary(decoder: &mut Decoder<'_>) -> Result<Bytes, DecodeError> {
    let length = usize::from(decoder.u16()?);
    match length.checked_sub(TAG) {
        Some(padded) if padded > 0 && padded % SUMMARY_PADDING == 0 => {
            decoder.raw(length).map(|bytes| Bytes(bytes.to_vec()))
        }
        _ => Err(DecodeError::OutOfRange("summary length")),
    }
}
