//! For all inputs: what encodes decodes to itself, and decoders answer to anything.

use proptest::prelude::*;
use sesemr_common::codec::{Decode, Encode};
use sesemr_common::crypto::{FileKey, Signature, SigningKey};
use sesemr_common::envelope::{
    Authority, ChunkLayout, Codec, FileKeyCommitment, KeyBatch, KeySlot, NativeBodyCipher, NoncePrefix, RecordHeader,
    RecordHeaderFields, WrappedFileKey, open_record, padme, seal_record,
};
use sesemr_common::id::{AccountId, BatchId, Bytes, Hash, KeyId, RecordId};
use sesemr_common::portion::Portion;
use sesemr_common::pre::{Capsule, Fragment, PrePublicKey, ReKeyCommitment};

use crate::now::now;
use crate::sample::summary;
use crate::subject::subject;

fn any_hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash)
}

fn any_authority() -> impl Strategy<Value = Authority> {
    prop_oneof![Just(Authority::Own), any_hash().prop_map(Authority::Opening)]
}

fn any_fields() -> impl Strategy<Value = RecordHeaderFields> {
    let ids = (any::<[u8; 16]>(), any::<[u8; 16]>(), any::<[u8; 16]>(), any::<[u8; 32]>());
    let version = prop_oneof![Just((1, Hash::ZERO)), (2u32.., any_hash())];
    let portion = prop::sample::select(&Portion::ALL[..]);
    let codec = prop_oneof![Just(Codec::None), Just(Codec::Deflate)];
    (ids, version, portion, any_authority(), codec, 8u64..1 << 45, any::<[u8; 7]>()).prop_map(
        |((patient, record, author, author_key), (version, previous), portion, authority, codec, length, prefix)| {
            RecordHeaderFields {
                patient: AccountId::from_bytes(patient),
                record: RecordId::from_bytes(record),
                version,
                portion,
                author: AccountId::from_bytes(author),
                author_key: KeyId(author_key),
                authority,
                previous,
                codec,
                layout: ChunkLayout::of(padme(length).unwrap()).unwrap(),
                nonce_prefix: NoncePrefix(prefix),
            }
        },
    )
}

fn any_header() -> impl Strategy<Value = RecordHeader> {
    let summary = (1usize..5).prop_flat_map(|blocks| prop::collection::vec(any::<u8>(), blocks * 256 + 16));
    (any_fields(), any::<[u8; 32]>(), summary, any_hash(), any::<[u8; 64]>()).prop_map(
        |(fields, commitment, sealed_summary, body_hash, signature)| RecordHeader {
            fields,
            commitment: FileKeyCommitment(commitment),
            sealed_summary: Bytes(sealed_summary),
            body_hash,
            signature: Signature(signature),
        },
    )
}

/// Decoding answers, and what decodes encodes to the same bytes.
fn is_total_and_canonical<T: Decode + Encode>(bytes: &[u8]) {
    if let Ok(object) = T::decode(bytes) {
        assert_eq!(object.encode(), bytes);
    }
}

fn all_decoders(bytes: &[u8]) {
    is_total_and_canonical::<RecordHeader>(bytes);
    is_total_and_canonical::<RecordHeaderFields>(bytes);
    is_total_and_canonical::<KeyBatch>(bytes);
    is_total_and_canonical::<KeySlot>(bytes);
    is_total_and_canonical::<Authority>(bytes);
    is_total_and_canonical::<Portion>(bytes);
    is_total_and_canonical::<Capsule>(bytes);
    is_total_and_canonical::<Fragment>(bytes);
    is_total_and_canonical::<PrePublicKey>(bytes);
    is_total_and_canonical::<ReKeyCommitment>(bytes);
}

proptest! {
    #[test]
    fn every_header_reads_back(header in any_header()) {
        prop_assert_eq!(RecordHeader::decode(&header.encode()), Ok(header));
    }

    #[test]
    fn every_slot_reads_back(batch: [u8; 16], wrapped: [u8; 48]) {
        let slot = KeySlot { batch: BatchId::from_bytes(batch), wrapped: WrappedFileKey(wrapped) };
        prop_assert_eq!(KeySlot::decode(&slot.encode()), Ok(slot));
    }

    #[test]
    fn decoders_answer_to_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        all_decoders(&bytes);
    }

    #[test]
    fn decoders_answer_to_headers_with_a_byte_altered(header in any_header(), place: prop::sample::Index, byte: u8) {
        let mut bytes = header.encode();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        all_decoders(&bytes);
    }

    #[test]
    fn chunks_of_every_layout_add_up(length in 8u64..1 << 33) {
        let layout = ChunkLayout::of(padme(length).unwrap()).unwrap();
        let last = layout.count() - 1;
        prop_assert!(layout.chunk_length(last) > 0 && layout.is_last(last) && layout.chunk_length(last + 1) == 0);
        let all_but_last = u64::from(last) * 262_144;
        prop_assert_eq!(all_but_last + layout.chunk_length(last) as u64, layout.padded_length());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_record_opens_to_its_bytes(content in prop::collection::vec(any::<u8>(), 0..5_000), repeated in 0usize..3) {
        let content = content.repeat(repeated);
        let (file_key, author, summary) = (FileKey::make(), SigningKey::make(), summary(content.len()));
        let sealing = seal_record(subject(), &summary, content.clone(), &file_key, &author, &NativeBodyCipher);
        let sealed = now(sealing).unwrap();
        let (hashes, chunks) = sealed.chunks.into_iter().map(|chunk| (chunk.hash, chunk.bytes)).unzip();
        let public = author.verifying_key();
        let opened = now(open_record(&sealed.header, &public, &file_key, hashes, chunks, &NativeBodyCipher)).unwrap();
        prop_assert_eq!(&opened.content[..], &content[..]);
        prop_assert_eq!(opened.summary, summary);
    }
}
