//! The frozen envelopes, sealed and opened with any cipher. The frontend runs them through WebCrypto with this file.

use sesemr_common::codec::{Decode, Encode as _};
use sesemr_common::crypto::{FileKey, ProtocolObject as _, SigningKey};
use sesemr_common::envelope::{
    BodyCipher, BytesSource, Codec, PaddedBody, RecordHeader, Sealer, body_hash, chunk_hash, open_record,
};
use sesemr_common::id::Hash;
use sesemr_common::record::{PatientNote, PriorPrescription, RecordSummary, Title, VoidedPrescription};

use super::file::{Vector, parse, unhex};
use super::noise::noise;

const FILE: &str = include_str!("../vectors/envelope.json");

/// Opens every record.
pub(crate) async fn check_opening(cipher: &impl BodyCipher) {
    let file = parse(FILE);
    for vector in Vector(&file).list("records") {
        let header: RecordHeader = vector.object("header");
        assert_eq!(header.encode(), vector.bytes("header"));
        assert_eq!(header.binding().0, vector.array("binding"));
        assert_eq!(header.object_hash().0, vector.array("hash"));
        let chunks = chunks(&vector, &header, cipher).await;
        let hashes: Vec<Hash> = chunks.iter().map(|chunk| chunk_hash(chunk)).collect();
        assert_eq!(body_hash(&hashes), header.body_hash);
        let author = author(&vector).verifying_key();
        let opened = open_record(&header, &author, &file_key(&vector), hashes, chunks, cipher).await.unwrap();
        assert_eq!(*opened.content, content(&vector));
        assert_eq!(opened.summary, summary(&vector));
    }
}

/// Seals every record again, but for what deflate shrank: how it does is not part of the format, only what it inflates to.
pub(crate) async fn check_sealing(cipher: &impl BodyCipher) {
    let file = parse(FILE);
    let mut seen = 0;
    for vector in Vector(&file).list("records") {
        let header: RecordHeader = vector.object("header");
        if header.fields.codec == Codec::None {
            let (sealed, chunks) = seal_again(&vector, &header, cipher).await;
            assert_eq!(sealed.encode(), vector.bytes("header"));
            assert_eq!(chunks.iter().map(|chunk| chunk_hash(chunk)).collect::<Vec<_>>(), hashes(&vector));
            seen += 1;
        }
    }
    assert!(seen > 1, "{seen} records were sealed");
}

/// Large records are not in the file: their chunks are sealed again, and must have the file's hashes.
async fn chunks(vector: &Vector<'_>, header: &RecordHeader, cipher: &impl BodyCipher) -> Vec<Vec<u8>> {
    let chunks = match vector.0["chunks"].as_array() {
        Some(chunks) => chunks.iter().map(|chunk| unhex(chunk.as_str().unwrap())).collect(),
        None => seal_again(vector, header, cipher).await.1,
    };
    assert_eq!(chunks.iter().map(|chunk| chunk_hash(chunk)).collect::<Vec<_>>(), hashes(vector));
    chunks
}

async fn seal_again(
    vector: &Vector<'_>,
    header: &RecordHeader,
    cipher: &impl BodyCipher,
) -> (RecordHeader, Vec<Vec<u8>>) {
    let mut body = PaddedBody::prepare(BytesSource::new(content(vector))).await.unwrap();
    let (summary, file_key) = (summary(vector), file_key(vector));
    let mut sealer = Sealer::start(header.fields.clone(), &summary, &file_key, cipher).await.unwrap();
    let mut chunks = Vec::new();
    while let Some(plaintext) = body.next_chunk().await.unwrap() {
        chunks.push(sealer.seal_chunk(plaintext).await.unwrap().bytes);
    }
    (sealer.finish(&author(vector)).unwrap(), chunks)
}

fn hashes(vector: &Vector<'_>) -> Vec<Hash> {
    let hashes = vector.0["chunk_hashes"].as_array().unwrap().iter();
    hashes.map(|hash| Hash::decode(&unhex(hash.as_str().unwrap())).unwrap()).collect()
}

fn author(vector: &Vector<'_>) -> SigningKey {
    SigningKey::from_bytes(vector.array("author_seed"))
}

fn file_key(vector: &Vector<'_>) -> FileKey {
    FileKey::from_bytes(vector.array("file_key"))
}

fn content(vector: &Vector<'_>) -> Vec<u8> {
    match vector.0["noise"].as_u64() {
        Some(length) => noise(usize::try_from(length).unwrap()),
        None => vector.text("content").as_bytes().to_vec(),
    }
}

fn summary(vector: &Vector<'_>) -> RecordSummary {
    let part = vector.part("summary");
    RecordSummary {
        title: Title::of(part.text("title")),
        media_type: part.text("media_type").parse().unwrap(),
        fhir_type: part.0["fhir_type"].as_str().map(|text| text.parse().unwrap()),
        clinical_date: part.0["clinical_date"].as_str().map(|text| text.parse().unwrap()),
        byte_size: part.number("byte_size"),
        content_id: part.0["content_id"].as_str().map(|text| Decode::decode(&unhex(text)).unwrap()),
        reason: part.0["reason"].as_str().and_then(PatientNote::of),
        voids: part.0["voids"].as_object().map(|_| Box::new(voided(&part.part("voids")))),
    }
}

fn voided(part: &Vector<'_>) -> VoidedPrescription {
    let kind = serde_json::from_value(part.0["kind"].clone()).unwrap();
    VoidedPrescription {
        kind,
        prior: PriorPrescription { record: part.object("record"), header: part.object("header") },
    }
}
