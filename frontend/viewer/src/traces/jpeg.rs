//! JPEG (ITU-T T.81): segments, then scans to the end of the picture, then whatever somebody appended.

use img_parts::{
    Bytes, ImageEXIF as _,
    jpeg::{Jpeg, JpegSegment, markers},
};

use super::exif_notes;
use crate::message::Traces;

/// What an application segment of a colour profile begins with.
const PROFILE: &[u8] = b"ICC_PROFILE\0";
/// What the segment of the container's own begins with.
const CONTAINER: &[u8] = b"JFIF\0";
/// What Adobe's segment about colours begins with.
const COLOURS: &[u8] = b"Adobe";

pub(super) fn read(image: &Jpeg, bytes: &Bytes) -> Traces {
    let exif = image.exif();
    let notes = image.segments().iter().filter(|segment| !is_picture(segment)).count();
    let mut traces = exif.as_ref().map(exif_notes::read).unwrap_or_default();
    let scans = scans(image, bytes);
    traces.more |= notes > usize::from(exif.is_some()) || keep_scans(scans).len() != scans.len();
    traces
}

pub(super) fn clean(mut image: Jpeg, bytes: &Bytes) -> Vec<u8> {
    let orientation = exif_notes::only_orientation(image.exif().as_ref());
    let scans = Bytes::from(keep_scans(scans(&image, bytes)));
    let segments = image.segments_mut();
    segments.retain(is_picture);
    for segment in segments.iter_mut().filter(|segment| segment.has_entropy()) {
        *segment = JpegSegment::new_with_entropy(segment.marker(), segment.contents().clone(), scans.clone());
    }
    image.set_exif(orientation);
    image.encoder().bytes().to_vec()
}

/// Whether a segment is needed to draw the picture as it is.
fn is_picture(segment: &JpegSegment) -> bool {
    let begins = |with: &[u8]| segment.contents().starts_with(with);
    match segment.marker() {
        markers::APP0 => begins(CONTAINER),
        markers::APP2 => begins(PROFILE),
        markers::APP14 => begins(COLOURS),
        marker => !is_note(marker),
    }
}

/// Application segments and comments.
const fn is_note(marker: u8) -> bool {
    matches!(marker, markers::APP0..=markers::APP15 | markers::COM)
}

/// Tables and the heads of further scans, which may hold any bytes.
const fn is_table(marker: u8) -> bool {
    matches!(marker, markers::SOF0..=markers::SOF15 | markers::SOS..=markers::EXP)
}

/// Everything behind the first scan's head: it is the end of the file.
fn scans<'a>(image: &Jpeg, bytes: &'a Bytes) -> &'a [u8] {
    let length = image.segments().iter().map(|segment| segment.len_with_entropy() - segment.len()).sum::<usize>();
    bytes.len().checked_sub(length).and_then(|start| bytes.get(start..)).unwrap_or_default()
}

/// The scans up to the end of the picture, without notes between them and without what follows the end.
fn keep_scans(scans: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(scans.len());
    let mut rest = scans;
    while let Some((&byte, after)) = rest.split_first() {
        let marker = if byte == markers::P { after.first().copied() } else { None };
        let taken = match marker {
            Some(markers::EOI) => {
                kept.extend_from_slice(&[markers::P, markers::EOI]);
                return kept;
            }
            Some(marker) if is_note(marker) || is_table(marker) => segment_length(rest),
            _ => 1,
        };
        let (segment, next) = rest.split_at(taken.min(rest.len()));
        if !marker.is_some_and(is_note) {
            kept.extend_from_slice(segment);
        }
        rest = next;
    }
    kept
}

/// How long the segment is with which this begins, with its marker.
fn segment_length(segment: &[u8]) -> usize {
    let length = segment.get(2..4).unwrap_or_default();
    2 + length.iter().fold(0, |sum, byte| sum * 256 + usize::from(*byte))
}
