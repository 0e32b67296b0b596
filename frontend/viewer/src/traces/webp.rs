//! WebP (RFC 9649): chunks of a RIFF file.

use img_parts::{
    Bytes, ImageEXIF as _,
    riff::{RiffChunk, RiffContent},
    webp::WebP,
};

use super::exif_notes;
use crate::message::Traces;

const HEADER: [u8; 4] = *b"VP8X";
const EXIF: [u8; 4] = *b"EXIF";
/// The header's flag for notes of programs.
const HAS_XMP: u8 = 0b0000_0100;
/// Chunks that are the picture.
const PICTURE: [[u8; 4]; 7] = [HEADER, *b"VP8 ", *b"VP8L", *b"ALPH", *b"ANIM", *b"ANMF", *b"ICCP"];

pub(super) fn read(image: &WebP) -> Traces {
    let mut traces = image.exif().map(|notes| exif_notes::read(&notes)).unwrap_or_default();
    let is_exif = |chunk: &RiffChunk| chunk.id() == EXIF && image.exif().is_some();
    traces.more |= image.chunks().iter().any(|chunk| !is_picture(chunk) && !is_exif(chunk));
    traces
}

pub(super) fn clean(mut image: WebP) -> Vec<u8> {
    let orientation = exif_notes::only_orientation(image.exif().as_ref());
    image.chunks_mut().retain(is_picture);
    for chunk in image.chunks_mut().iter_mut().filter(|chunk| chunk.id() == HEADER) {
        if let RiffContent::Data(header) = chunk.content_mut() {
            let mut bytes = header.to_vec();
            if let Some(flags) = bytes.first_mut() {
                *flags &= !HAS_XMP;
            }
            *header = Bytes::from(bytes);
        }
    }
    image.set_exif(orientation);
    image.encoder().bytes().to_vec()
}

fn is_picture(chunk: &RiffChunk) -> bool {
    PICTURE.contains(&chunk.id())
}
