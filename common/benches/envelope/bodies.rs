//! Bodies of records: RC4 alone, AES-256-GCM alone, and the envelope, over any cipher.

use core::future::{Future, ready};

use sesemr_common::crypto::hazmat::{Rc4Drop, Rc4Key};
use sesemr_common::crypto::{BodyKey, FileKey, SigningKey, sha256};
use sesemr_common::envelope::{
    Authority, BodyCipher, BodySource, CHUNK_SIZE, ChunkCipher as _, Opener, PaddedBody, RecordHeader, RecordSubject,
    SealedChunk, Sealer, SourceError,
};
use sesemr_common::id::{AccountId, Hash, KeyId, RecordId};
use sesemr_common::portion::Portion;
use sesemr_common::record::{RecordSummary, Title};

/// A small record, read and deflated at once, and a large one that streams.
pub(crate) const SIZES: [(&str, usize); 2] = [("2 MB", 2_000_000), ("100 MB", 100_000_000)];
/// How many chunks are under way together.
const TOGETHER: usize = 8;
const CHUNK: usize = CHUNK_SIZE as usize;

/// RC4-drop3072 over `bytes`, a cipher of its own for every chunk, in place.
pub(crate) fn rc4(bytes: usize) {
    let mut chunk = vec![0; CHUNK];
    for _ in 0..bytes.div_ceil(CHUNK) {
        Rc4Drop::new(&Rc4Key::from_bytes([7; 32])).apply(&mut chunk);
    }
}

/// AES-256-GCM over `bytes`, chunk by chunk.
pub(crate) async fn gcm<B: BodyCipher>(cipher: &B, bytes: usize) {
    let cipher = cipher.load(&BodyKey::from_bytes([9; 32])).await.unwrap();
    for index in 0..bytes.div_ceil(CHUNK) {
        let mut nonce = [0; 12];
        nonce[..8].copy_from_slice(&(index as u64).to_be_bytes());
        let mut plaintext = Vec::with_capacity(CHUNK + 16);
        plaintext.resize(CHUNK, 7);
        cipher.seal(&nonce, &[0; 32], plaintext).await.unwrap();
    }
}

/// A record to seal and to open.
pub(crate) struct Record {
    file_key: FileKey,
    author: SigningKey,
    bytes: usize,
}

impl Record {
    pub(crate) fn of(bytes: usize) -> Self {
        Self { file_key: FileKey::make(), author: SigningKey::make(), bytes }
    }

    /// Seals it and gives what is to be opened; chunks are dropped as if they had been sent where `keep` is false.
    pub(crate) async fn seal<B: BodyCipher>(&self, cipher: &B, keep: bool) -> (RecordHeader, Vec<SealedChunk>) {
        let mut body = PaddedBody::prepare(Noise::of(self.bytes)).await.unwrap();
        let fields = subject().into_fields(&body);
        let mut sealer = Sealer::start(fields, &summary(self.bytes), &self.file_key, cipher).await.unwrap();
        let mut kept = Vec::new();
        loop {
            let mut plaintexts = Vec::with_capacity(TOGETHER);
            while plaintexts.len() < TOGETHER
                && let Some(plaintext) = body.next_chunk().await.unwrap()
            {
                plaintexts.push(plaintext);
            }
            if plaintexts.is_empty() {
                return (sealer.finish(&self.author).unwrap(), kept);
            }
            let chunks = sealer.seal_chunks(plaintexts).await.unwrap();
            if keep {
                kept.extend(chunks);
            }
        }
    }

    /// Opens what [`Self::seal`] gave.
    pub(crate) async fn open<B: BodyCipher>(&self, cipher: &B, header: &RecordHeader, chunks: &[SealedChunk]) {
        let hashes = chunks.iter().map(|chunk| chunk.hash).collect();
        let author = self.author.verifying_key();
        let mut opener = Opener::start(header, &author, &self.file_key, hashes, cipher).await.unwrap();
        for together in chunks.chunks(TOGETHER) {
            opener.open_chunks(together.iter().map(|chunk| chunk.bytes.clone()).collect()).await.unwrap();
        }
        opener.finish().unwrap();
    }
}

/// Bytes that do not shrink, like an image's; one block over and over, so that making them costs nothing.
struct Noise {
    block: Vec<u8>,
    length: usize,
}

impl Noise {
    fn of(length: usize) -> Self {
        let block = (0u32..).flat_map(|number| sha256(&[&number.to_be_bytes()]).0).take(CHUNK).collect();
        Self { block, length }
    }
}

impl BodySource for Noise {
    fn length(&self) -> u64 {
        self.length as u64
    }

    fn fill(&mut self, buffer: &mut [u8]) -> impl Future<Output = Result<(), SourceError>> {
        for piece in buffer.chunks_mut(CHUNK) {
            let (bytes, _) = self.block.split_at(piece.len());
            piece.copy_from_slice(bytes);
        }
        ready(Ok(()))
    }
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
        reason: None,
        voids: None,
    }
}
