//! Bodies: chunks swapped, cut, added, repeated, altered; padding; sources that change.

use core::future::{Future, ready};

use sesemr_common::crypto::{BodyKey, FileKey, ProtocolObject as _, SigningKey};
use sesemr_common::envelope::{
    BodyCipher, BodySource, BytesSource, ChunkCipher, ChunkLayout, CipherError, Codec, EnvelopeError, MOST_DEFLATED,
    NativeBodyCipher, Opener, PaddedBody, RecordSubject, Sealer, SourceError, body_hash, chunk_hash, open_record,
    open_summary, padme, seal_record,
};
use sesemr_common::id::{Hash, RecordId};

use crate::noise::noise;
use crate::now::now;
use crate::sample::{Sample, summary};
use crate::subject::subject;

/// Two full chunks and a part of a third.
const LONG: usize = 600_000;

fn open(sample: &Sample, hashes: Vec<Hash>, chunks: Vec<Vec<u8>>) -> Result<Vec<u8>, EnvelopeError> {
    let author = sample.author.verifying_key();
    now(open_record(&sample.sealed.header, &author, &sample.file_key, hashes, chunks, &NativeBodyCipher))
        .map(|opened| opened.content.to_vec())
}

/// With chunks altered and the list of hashes as it was, and with a list made to fit.
fn is_refused(sample: &Sample, chunks: &[Vec<u8>]) {
    let refused = Err(EnvelopeError::AlteredOrDamaged);
    assert_eq!(open(sample, sample.hashes(), chunks.to_vec()), refused, "with the signed list of hashes");
    let fitting = chunks.iter().map(|chunk| chunk_hash(chunk)).collect();
    assert_eq!(open(sample, fitting, chunks.to_vec()), refused, "with a list of hashes that fits");
}

#[test]
fn bodies_of_every_length_around_a_chunk_open_again() {
    for length in [0, 1, 7, 255, 262_135, 262_136, 262_137, 524_288, LONG] {
        let sample = Sample::seal(noise(length));
        assert_eq!(open(&sample, sample.hashes(), sample.chunks()).unwrap(), sample.content, "{length} bytes");
    }
}

#[test]
fn swapped_missing_repeated_and_added_chunks_are_refused() {
    let sample = Sample::seal(noise(LONG));
    let chunks = sample.chunks();
    assert_eq!(chunks.len(), 3);
    let [first, second, third] = [0, 1, 2].map(|index: usize| chunks[index].clone());
    is_refused(&sample, &[second.clone(), first.clone(), third.clone()]);
    is_refused(&sample, &[first.clone(), second.clone()]);
    is_refused(&sample, &[second.clone(), third.clone()]);
    is_refused(&sample, &[]);
    is_refused(&sample, &[first.clone(), first.clone(), third.clone()]);
    is_refused(&sample, &[first.clone(), second.clone(), third.clone(), third]);
    is_refused(&sample, &[first, second.clone(), second]);
}

#[test]
fn a_cut_lengthened_or_altered_chunk_is_refused() {
    let sample = Sample::seal(noise(LONG));
    let altered = |alter: &dyn Fn(&mut Vec<u8>)| {
        let mut chunks = sample.chunks();
        alter(&mut chunks[1]);
        chunks
    };
    is_refused(&sample, &altered(&|chunk| chunk.truncate(100)));
    is_refused(&sample, &altered(&|chunk| chunk.clear()));
    is_refused(&sample, &altered(&|chunk| chunk.push(0)));
    is_refused(&sample, &altered(&|chunk| chunk[1_000] ^= 1));
    is_refused(&sample, &altered(&|chunk| *chunk.last_mut().unwrap() ^= 1));
}

#[test]
fn a_chunk_of_another_record_under_the_same_key_is_refused() {
    // A file key never seals two records; even if one did, H keeps their chunks apart.
    let sample = Sample::seal(noise(LONG));
    let other = RecordSubject { record: RecordId::from_bytes([9; 16]), ..subject() };
    let summary = summary(LONG);
    let sealing = seal_record(other, &summary, noise(LONG), &sample.file_key, &sample.author, &NativeBodyCipher);
    let other = now(sealing).unwrap();
    is_refused(&sample, &other.chunks.iter().map(|chunk| chunk.bytes.clone()).collect::<Vec<_>>());
}

#[test]
fn another_file_key_opens_nothing() {
    let sample = Sample::seal(noise(100));
    let author = sample.author.verifying_key();
    let refused = EnvelopeError::AlteredOrDamaged;
    assert_eq!(open_summary(&sample.sealed.header, &author, &FileKey::make()).unwrap_err(), refused);
    assert_eq!(open_summary(&sample.sealed.header, &author, &sample.file_key).unwrap(), summary(100));
}

#[test]
fn a_record_cut_after_its_first_chunk_does_not_finish() {
    let sample = Sample::seal(noise(LONG));
    let author = sample.author.verifying_key();
    let start = || Opener::start(&sample.sealed.header, &author, &sample.file_key, sample.hashes(), &NativeBodyCipher);
    let mut opener = now(start()).unwrap();
    let first = now(opener.open_chunk(sample.chunks()[0].clone())).unwrap();
    assert_eq!(first[..], sample.content[..262_136], "released as soon as it is verified");
    assert_eq!(opener.finish(), Err(EnvelopeError::AlteredOrDamaged));

    let mut opener = now(start()).unwrap();
    for chunk in sample.chunks() {
        now(opener.open_chunk(chunk)).unwrap();
    }
    assert_eq!(now(opener.open_chunk(vec![0; 16])).unwrap_err(), EnvelopeError::OutOfTurn);
}

#[test]
fn a_body_that_shrinks_is_deflated_and_one_that_does_not_is_kept() {
    let zeros = Sample::seal(vec![0; 1_000_000]);
    assert_eq!(zeros.sealed.header.fields.codec, Codec::Deflate);
    assert_eq!(zeros.sealed.chunks.len(), 1);
    assert_eq!(open(&zeros, zeros.hashes(), zeros.chunks()).unwrap(), zeros.content);
    assert_eq!(Sample::seal(noise(1_000_000)).sealed.header.fields.codec, Codec::None);
    // A text with an image in the middle: most of it shrinks, so all of it is deflated.
    let mixed = [vec![b' '; 400_000], noise(100_000), vec![b' '; 400_000]].concat();
    let mixed = Sample::seal(mixed);
    assert_eq!(mixed.sealed.header.fields.codec, Codec::Deflate);
    assert_eq!(open(&mixed, mixed.hashes(), mixed.chunks()).unwrap(), mixed.content);
}

#[test]
fn lengths_that_differ_within_a_padme_step_look_the_same() {
    let lengths = |length| {
        let sample = Sample::seal(noise(length));
        sample.chunks().iter().map(Vec::len).collect::<Vec<_>>()
    };
    assert_eq!(lengths(100_000), lengths(100_300));
}

/// Opens what a writer sealed who makes the plaintext by hand.
fn open_handmade(codec: Codec, plaintext: &[u8]) -> Result<usize, EnvelopeError> {
    let (file_key, author, summary) = (FileKey::make(), SigningKey::make(), summary(1_000));
    let mut fields = subject().into_fields(&now(PaddedBody::prepare(BytesSource::new(vec![]))).unwrap());
    fields.codec = codec;
    fields.layout = ChunkLayout::of(plaintext.len() as u64).unwrap();
    let mut sealer = now(Sealer::start(fields, &summary, &file_key, &NativeBodyCipher)).unwrap();
    let chunk = now(sealer.seal_chunk(plaintext.to_vec())).unwrap();
    let (header, author) = (sealer.finish(&author).unwrap(), author.verifying_key());
    now(open_record(&header, &author, &file_key, vec![chunk.hash], vec![chunk.bytes], &NativeBodyCipher))
        .map(|opened| opened.content.len())
}

/// `codec length u64 ‖ codec output ‖ zeros`.
fn padded(output: &[u8]) -> Vec<u8> {
    let mut plaintext = (output.len() as u64).to_be_bytes().to_vec();
    plaintext.extend(output);
    plaintext.resize(usize::try_from(padme(plaintext.len() as u64).unwrap()).unwrap(), 0);
    plaintext
}

#[test]
fn nonzero_padding_and_a_lying_length_are_refused() {
    let refused = Err(EnvelopeError::AlteredOrDamaged);
    let honest = padded(&noise(1_000));
    assert_eq!(open_handmade(Codec::None, &honest), Ok(1_000));
    let altered = |place: usize, byte: u8| {
        let mut plaintext = honest.clone();
        plaintext[place] = byte;
        open_handmade(Codec::None, &plaintext)
    };
    assert_eq!(altered(honest.len() - 1, 1), refused, "nonzero padding");
    assert_eq!(altered(7, 0xE7), refused, "a length one shorter: the last byte becomes padding");
    assert_eq!(altered(6, 0xFF), refused, "a length beyond the body");
    assert_eq!(altered(0, 0xFF), refused, "a length beyond everything");
    assert_eq!(open_handmade(Codec::Deflate, &honest), refused, "noise is no deflate stream");
}

#[test]
fn a_deflate_bomb_is_refused_at_the_ceiling() {
    let deflated = |length: usize| padded(&miniz_oxide::deflate::compress_to_vec(&vec![0; length], 9));
    assert_eq!(open_handmade(Codec::Deflate, &deflated(1_000)), Ok(1_000));
    assert_eq!(open_handmade(Codec::Deflate, &deflated(MOST_DEFLATED + 1)), Err(EnvelopeError::AlteredOrDamaged));
}

#[test]
fn a_large_source_streams_and_opens_to_the_same_bytes() {
    const LENGTH: usize = 9 * 1024 * 1024 + 1;
    let mut body = now(PaddedBody::prepare(Counting { given: 0, length: LENGTH as u64 })).unwrap();
    assert_eq!(body.codec(), Codec::None);
    let (file_key, author, summary) = (FileKey::make(), SigningKey::make(), summary(LENGTH));
    let fields = subject().into_fields(&body);
    let mut sealer = now(Sealer::start(fields, &summary, &file_key, &NativeBodyCipher)).unwrap();
    let mut chunks = Vec::new();
    while let Some(plaintext) = now(body.next_chunk()).unwrap() {
        chunks.push(now(sealer.seal_chunk(plaintext)).unwrap());
    }
    let header = sealer.finish(&author).unwrap();
    let hashes = chunks.iter().map(|chunk| chunk.hash).collect::<Vec<_>>();
    assert_eq!(header.body_hash, body_hash(&hashes));
    let public = author.verifying_key();
    let mut opener = now(Opener::start(&header, &public, &file_key, hashes, &NativeBodyCipher)).unwrap();
    let mut expected = Counting { given: 0, length: LENGTH as u64 };
    for chunk in chunks {
        let piece = now(opener.open_chunk(chunk.bytes)).unwrap();
        let mut buffer = vec![0; piece.len()];
        now(expected.fill(&mut buffer)).unwrap();
        assert!(*piece == buffer, "byte by byte, but not printed");
    }
    opener.finish().unwrap();
    assert_eq!(expected.given, LENGTH as u64);
}

#[test]
fn a_source_shorter_than_it_said_stops_the_sealing() {
    struct Liar;
    impl BodySource for Liar {
        fn length(&self) -> u64 {
            100
        }
        fn fill(&mut self, _: &mut [u8]) -> impl Future<Output = Result<(), SourceError>> {
            ready(Err(SourceError))
        }
    }
    assert_eq!(now(PaddedBody::prepare(Liar)).unwrap_err(), EnvelopeError::SourceChanged);
}

#[test]
fn a_cipher_that_does_not_run_is_not_mistaken_for_damage() {
    struct Absent;
    impl BodyCipher for Absent {
        type Chunk = Absent;
        fn load(&self, _: &BodyKey) -> impl Future<Output = Result<Absent, CipherError>> {
            ready(Ok(Absent))
        }
    }
    impl ChunkCipher for Absent {
        fn seal(&self, _: &[u8; 12], _: &[u8], _: Vec<u8>) -> impl Future<Output = Result<Vec<u8>, CipherError>> {
            ready(Err(CipherError::Unavailable))
        }
        fn open(&self, _: &[u8; 12], _: &[u8], _: Vec<u8>) -> impl Future<Output = Result<Vec<u8>, CipherError>> {
            ready(Err(CipherError::Unavailable))
        }
    }
    let sample = Sample::seal(noise(10));
    let author = sample.author.verifying_key();
    let mut opener =
        now(Opener::start(&sample.sealed.header, &author, &sample.file_key, sample.hashes(), &Absent)).unwrap();
    assert_eq!(now(opener.open_chunk(sample.chunks().remove(0))).unwrap_err(), EnvelopeError::CipherUnavailable);
}

#[test]
fn sealing_twice_from_a_draft_gives_the_same_bytes() {
    let content = noise(LONG);
    let (file_key, author, summary) = (FileKey::make(), SigningKey::make(), summary(LONG));
    let fields = subject().into_fields(&now(PaddedBody::prepare(BytesSource::new(content.clone()))).unwrap());
    let seal = || {
        let mut body = now(PaddedBody::prepare(BytesSource::new(content.clone()))).unwrap();
        let mut sealer = now(Sealer::start(fields.clone(), &summary, &file_key, &NativeBodyCipher)).unwrap();
        let mut chunks = Vec::new();
        while let Some(plaintext) = now(body.next_chunk()).unwrap() {
            chunks.push(now(sealer.seal_chunk(plaintext)).unwrap());
        }
        (sealer.finish(&author).unwrap(), chunks)
    };
    assert_eq!(seal(), seal());
    assert_eq!(seal().0.binding(), fields.object_hash());
}

/// Bytes told apart by their place, never in memory together: every eight of them count up.
struct Counting {
    given: u64,
    length: u64,
}

impl BodySource for Counting {
    fn length(&self) -> u64 {
        self.length
    }

    fn fill(&mut self, buffer: &mut [u8]) -> impl Future<Output = Result<(), SourceError>> {
        for word in buffer.chunks_mut(8) {
            word.copy_from_slice(&self.given.to_be_bytes()[..word.len()]);
            self.given += word.len() as u64;
        }
        ready(Ok(()))
    }
}

/// A cipher that is not ready at once: every step waits for one more poll, as a browser's promise does.
mod slow {
    use core::cell::Cell;
    use core::future::poll_fn;
    use core::task::Poll;

    use sesemr_common::crypto::BodyKey;
    use sesemr_common::envelope::{BodyCipher, ChunkCipher, CipherError, NativeBodyCipher, NativeChunkCipher};
    use std::rc::Rc;

    /// Counts what is under way, and the most there ever was.
    #[derive(Clone, Default)]
    pub(super) struct SlowCipher {
        under_way: Rc<Cell<usize>>,
        pub(super) most: Rc<Cell<usize>>,
    }

    pub(super) struct SlowChunk(NativeChunkCipher, SlowCipher);

    impl SlowCipher {
        async fn wait(&self) {
            self.under_way.set(self.under_way.get() + 1);
            self.most.set(self.most.get().max(self.under_way.get()));
            let mut polled = false;
            poll_fn(|context| {
                context.waker().wake_by_ref();
                if core::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            self.under_way.set(self.under_way.get() - 1);
        }
    }

    impl BodyCipher for SlowCipher {
        type Chunk = SlowChunk;
        async fn load(&self, key: &BodyKey) -> Result<SlowChunk, CipherError> {
            Ok(SlowChunk(NativeBodyCipher.load(key).await?, self.clone()))
        }
    }

    impl ChunkCipher for SlowChunk {
        async fn seal(&self, nonce: &[u8; 12], aad: &[u8], plaintext: Vec<u8>) -> Result<Vec<u8>, CipherError> {
            self.1.wait().await;
            self.0.seal(nonce, aad, plaintext).await
        }
        async fn open(&self, nonce: &[u8; 12], aad: &[u8], sealed: Vec<u8>) -> Result<Vec<u8>, CipherError> {
            self.1.wait().await;
            self.0.open(nonce, aad, sealed).await
        }
    }
}

/// Polls until it is ready.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = core::pin::pin!(future);
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    loop {
        if let core::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

#[test]
fn chunks_sealed_and_opened_side_by_side_are_the_same_as_one_by_one() {
    let content = noise(LONG);
    let (file_key, author, summary) = (FileKey::make(), SigningKey::make(), summary(LONG));
    let prepare = || now(PaddedBody::prepare(BytesSource::new(content.clone()))).unwrap();
    let fields = subject().into_fields(&prepare());
    let plaintexts = || {
        let mut body = prepare();
        core::iter::from_fn(|| now(body.next_chunk()).unwrap()).collect::<Vec<_>>()
    };
    let mut one_by_one = now(Sealer::start(fields.clone(), &summary, &file_key, &NativeBodyCipher)).unwrap();
    let expected: Vec<_> = plaintexts().into_iter().map(|chunk| now(one_by_one.seal_chunk(chunk)).unwrap()).collect();

    let slow = slow::SlowCipher::default();
    let mut sealer = wait(Sealer::start(fields, &summary, &file_key, &slow)).unwrap();
    let together = wait(sealer.seal_chunks(plaintexts())).unwrap();
    assert_eq!(together, expected);
    assert_eq!(slow.most.get(), 3, "all three chunks were under way together");
    let header = sealer.finish(&author).unwrap();
    assert_eq!(header, one_by_one.finish(&author).unwrap());

    let (public, hashes) = (author.verifying_key(), together.iter().map(|chunk| chunk.hash).collect::<Vec<_>>());
    let chunks: Vec<_> = together.into_iter().map(|chunk| chunk.bytes).collect();
    let open = |chunks: Vec<Vec<u8>>| {
        let mut opener = wait(Opener::start(&header, &public, &file_key, hashes.clone(), &slow)).unwrap();
        wait(opener.open_chunks(chunks))
            .map(|pieces| pieces.iter().flat_map(|piece| piece.to_vec()).collect::<Vec<_>>())
    };
    assert_eq!(open(chunks.clone()).unwrap(), content);
    let mut altered = chunks.clone();
    altered[2][0] ^= 1;
    assert_eq!(open(altered), Err(EnvelopeError::AlteredOrDamaged), "nothing is released where one is altered");
    let too_many = [chunks.clone(), chunks].concat();
    assert_eq!(open(too_many), Err(EnvelopeError::OutOfTurn));
}
