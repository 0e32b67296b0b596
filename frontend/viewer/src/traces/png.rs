//! PNG (W3C, third edition): chunks by name.

use img_parts::{
    ImageEXIF as _,
    png::{Png, PngChunk},
};

use super::exif_notes;
use crate::message::Traces;

/// Chunks without which the picture would look another way. Those with a capital first letter are needed in any case.
const PICTURE: [&[u8; 4]; 17] = [
    b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"pHYs", b"tRNS", b"hIST",
    b"sPLT", b"acTL", b"fcTL", b"fdAT", b"sTER",
];
const EXIF: &[u8; 4] = b"eXIf";

pub(super) fn read(image: &Png) -> Traces {
    let mut traces = image.exif().map(|notes| exif_notes::read(&notes)).unwrap_or_default();
    traces.more |= image.chunks().iter().any(|chunk| !is_picture(chunk) && chunk.kind() != *EXIF);
    traces
}

pub(super) fn clean(mut image: Png) -> Vec<u8> {
    let orientation = exif_notes::only_orientation(image.exif().as_ref());
    image.chunks_mut().retain(is_picture);
    image.set_exif(orientation);
    image.encoder().bytes().to_vec()
}

fn is_picture(chunk: &PngChunk) -> bool {
    let kind = chunk.kind();
    kind.first().is_some_and(u8::is_ascii_uppercase) || PICTURE.contains(&&kind)
}
