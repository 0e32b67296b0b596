//! Headers: unknown versions and suites, refused authorities, fields altered, signatures stripped or moved.

use sesemr_common::codec::{Decode as _, DecodeError, Encode as _};
use sesemr_common::crypto::{ProtocolObject as _, Signature, SigningKey};
use sesemr_common::envelope::{
    Authority, ChunkLayout, Codec, EnvelopeError, FileKeyCommitment, NativeBodyCipher, Opener, RecordHeader,
    check_commitment, open_summary,
};
use sesemr_common::id::Hash;

use crate::noise::noise;
use crate::now::now;
use crate::sample::Sample;

/// Places in the fixed part; see docs/PROTOCOL.md section 11.
const VERSION: usize = 4;
const SUITE: usize = 5;
const RECORD_VERSION: usize = 41;
const PORTION: usize = 42;
const AUTHORITY_KIND: usize = 91;
const AUTHORITY_HASH: usize = 92;
const PREVIOUS: usize = 124;
const CODEC: usize = 156;
const CHUNK_SIZE: usize = 160;
const PADDED_LENGTH: usize = 168;
const EXTENSION: usize = 177;
const SUMMARY_LENGTH: usize = 211;

fn decode_altered(place: usize, byte: u8) -> DecodeError {
    let mut bytes = Sample::seal(noise(100)).sealed.header.encode();
    assert_ne!(bytes[place], byte);
    bytes[place] = byte;
    RecordHeader::decode(&bytes).unwrap_err()
}

#[test]
fn an_unknown_version_or_suite_is_named() {
    assert_eq!(decode_altered(VERSION, 2), DecodeError::UnknownVersion(2));
    assert_eq!(decode_altered(SUITE, 9), DecodeError::UnknownSuite(9));
}

#[test]
fn a_field_out_of_range_is_named() {
    for (place, byte, field) in [
        (0, b'X', "magic"),
        (RECORD_VERSION, 0, "record version"),
        (RECORD_VERSION, 2, "previous version"),
        (PREVIOUS, 1, "previous version"),
        (PORTION, 0, "portion"),
        (PORTION, 11, "portion"),
        (AUTHORITY_KIND, 1, "authority hash"),
        (AUTHORITY_KIND, 2, "authority kind"),
        (AUTHORITY_KIND, 3, "authority kind"),
        (AUTHORITY_HASH, 1, "authority hash"),
        (CODEC, 2, "codec"),
        (CHUNK_SIZE, 1, "chunk size"),
        (PADDED_LENGTH, 1, "padded length"),
        (EXTENSION, 1, "extension"),
        (SUMMARY_LENGTH, 15, "summary length"),
    ] {
        assert_eq!(decode_altered(place, byte), DecodeError::OutOfRange(field), "byte {place} as {byte}");
    }
}

#[test]
fn a_cut_or_longer_header_does_not_decode() {
    let bytes = Sample::seal(noise(100)).sealed.header.encode();
    for length in 0..bytes.len() {
        assert!(RecordHeader::decode(&bytes[..length]).is_err(), "{length} bytes of {}", bytes.len());
    }
    let longer = [bytes, vec![0]].concat();
    assert_eq!(RecordHeader::decode(&longer).unwrap_err(), DecodeError::TrailingBytes);
}

#[test]
fn a_stripped_moved_or_foreign_signature_is_refused() {
    let (sample, other) = (Sample::seal(noise(100)), Sample::seal(noise(200)));
    let opens = |header: &RecordHeader, sample: &Sample| {
        open_summary(header, &sample.author.verifying_key(), &sample.file_key).map(drop)
    };
    let refused = Err(EnvelopeError::AlteredOrDamaged);
    assert_eq!(opens(&sample.sealed.header, &sample), Ok(()));
    let with = |signature| RecordHeader { signature, ..sample.sealed.header.clone() };
    assert_eq!(opens(&with(Signature::ZERO), &sample), refused, "stripped");
    assert_eq!(opens(&with(other.sealed.header.signature), &sample), refused, "of another header");
    let by_another_key = SigningKey::make().sign(RecordHeader::TYPE_NAME, &sample.sealed.header.encode());
    assert_eq!(opens(&with(by_another_key), &sample), refused, "by another key");
}

#[test]
fn a_header_altered_anywhere_is_refused() {
    let sample = Sample::seal(noise(100));
    let author = sample.author.verifying_key();
    let honest = &sample.sealed.header;
    let mut altered: Vec<RecordHeader> = Vec::new();
    let mut add = |alter: &dyn Fn(&mut RecordHeader)| {
        let mut header = honest.clone();
        alter(&mut header);
        assert_ne!(&header, honest);
        altered.push(header);
    };
    add(&|header| header.fields.version = 2);
    add(&|header| header.fields.previous = Hash([1; 32]));
    add(&|header| header.fields.authority = Authority::Opening(Hash([1; 32])));
    add(&|header| header.fields.codec = Codec::Deflate);
    add(&|header| header.fields.layout = ChunkLayout::of(1 << 20).unwrap());
    add(&|header| header.fields.nonce_prefix.0[0] ^= 1);
    add(&|header| header.fields.author_key.0[0] ^= 1);
    add(&|header| header.commitment = FileKeyCommitment([1; 32]));
    add(&|header| header.sealed_summary.0[0] ^= 1);
    add(&|header| header.body_hash.0[0] ^= 1);
    for header in altered {
        assert!(header.verify(&author).is_err());
        let opening = Opener::start(&header, &author, &sample.file_key, sample.hashes(), &NativeBodyCipher);
        assert!(matches!(now(opening), Err(EnvelopeError::AlteredOrDamaged)));
        assert_eq!(check_commitment(&header, &author, &sample.file_key), Err(EnvelopeError::AlteredOrDamaged));
    }
}

#[test]
fn the_header_hash_covers_the_signature_and_h_does_not() {
    let sample = Sample::seal(noise(100));
    let mut other = sample.sealed.header.clone();
    other.signature.0[0] ^= 1;
    assert_ne!(other.object_hash(), sample.sealed.header.object_hash());
    assert_eq!(other.binding(), sample.sealed.header.binding());
}
