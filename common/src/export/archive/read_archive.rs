//! Reads an archive back. It may have been made by anybody: the list inside says what is expected, and everything is held
//! against it and against ceilings before it counts.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;
use zip::result::ZipError;

use super::write_archive::{MANIFEST, READ_ME};
use super::{ARCHIVE_FORMAT, ARCHIVE_VERSION, ListedFile, ListedPaper, ListedRecord, Manifest, is_safe_path};
use crate::record::{HEAD_BYTES, MedicalRecord, RecordHead, RejectReason, check_content, keep_as_document};

/// The most files of an archive.
pub const MOST_ARCHIVE_FILES: usize = 200_000;
/// The most bytes that all files of an archive have when they are unpacked.
pub const MOST_ARCHIVE_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// How much of a file [`begins_like_archive`] looks at, in bytes: a local header, and the name of the first file.
pub const ARCHIVE_HEAD_BYTES: usize = 40;
/// The most bytes that are read to find out which files there are.
const MOST_DIRECTORY: u64 = 64 * 1024 * 1024;
/// The most bytes of the list.
const MOST_MANIFEST: u64 = 128 * 1024 * 1024;
/// How much is unpacked together, in bytes.
const PIECE: usize = 64 * 1024;

/// Why nothing of an archive can be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum ArchiveFault {
    /// A ZIP file without a list of ours.
    #[error("it is not a file that was taken away from here")]
    NotOurs,
    /// It is no ZIP file, or one that is cut off or damaged; see [`begins_like_archive`].
    #[error("it is cut off or damaged")]
    Broken,
    /// Its list cannot be read.
    #[error("its list cannot be read")]
    BrokenList,
    /// A later version of the application made it.
    #[error("it was made by a later version, {version}")]
    Newer {
        /// Which.
        version: u32,
    },
    /// A name in it leads out of the folder where it is unpacked.
    #[error("a name in it leads elsewhere: {name}")]
    UnsafeName {
        /// The name, with what is invisible written out.
        name: String,
    },
    /// Two files in it have one name, so that two readers could read two different things.
    #[error("two files in it have the same name")]
    SameName,
    /// More files than [`MOST_ARCHIVE_FILES`], or more bytes than [`MOST_ARCHIVE_BYTES`].
    #[error("it holds more than can be taken in at once")]
    TooMuch,
}

/// Why a file of an archive was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFault {
    /// It is not what it should be.
    Rejected(RejectReason),
    /// Whoever took the bytes wanted no more.
    Stopped,
}

impl From<RejectReason> for ReadFault {
    fn from(reason: RejectReason) -> Self {
        Self::Rejected(reason)
    }
}

/// An archive whose list was read.
pub struct ArchiveReader<R> {
    zip: ZipArchive<Metered<R>>,
    left: Rc<Cell<u64>>,
    manifest: Manifest,
    places: BTreeMap<String, usize>,
}

impl<R: Read + Seek> ArchiveReader<R> {
    /// Reads the list and checks every name.
    ///
    /// # Errors
    /// [`ArchiveFault`]; [`ArchiveFault::NotOurs`] where it is any other file.
    pub fn open(reader: R) -> Result<Self, ArchiveFault> {
        let left = Rc::new(Cell::new(MOST_DIRECTORY));
        let metered = Metered { inner: reader, left: Rc::clone(&left) };
        let mut zip = ZipArchive::new(metered).map_err(|error| match error {
            ZipError::Io(_) if left.get() == 0 => ArchiveFault::TooMuch,
            _ => ArchiveFault::Broken,
        })?;
        if zip.index_for_name(MANIFEST).is_none() {
            return Err(ArchiveFault::NotOurs);
        }
        let places = places(&zip)?;
        left.set(u64::MAX);
        let manifest = read_manifest(&mut zip)?;
        check_manifest(&manifest)?;
        Ok(Self { zip, left, manifest, places })
    }

    /// The list.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Files that the list does not name: nobody knows what they are, and they are not taken.
    pub fn unlisted(&self) -> Vec<&str> {
        let listed: BTreeSet<&str> = files(&self.manifest).map(|file| file.path.as_str()).collect();
        // What could be read of a damaged record is named where the record is.
        let parts: BTreeSet<&str> = self.manifest.not_taken.iter().filter_map(|not| not.part.as_deref()).collect();
        let is_unlisted = |path: &&String| {
            !listed.contains(path.as_str()) && !parts.contains(path.as_str()) && path.as_str() != MANIFEST
        };
        self.places.keys().filter(is_unlisted).map(String::as_str).collect()
    }

    /// A record, whole and checked.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn read_record(&mut self, listed: &ListedRecord) -> Result<MedicalRecord, RejectReason> {
        let content = self.read_whole(&listed.file)?;
        let summary = listed.summary();
        check_content(listed.portion, &summary, &content)?;
        MedicalRecord::from_opened(listed.portion, summary, content).map_err(|_| RejectReason::OtherBytes)
    }

    /// The head of a record that is not FHIR and too large to hold, and then its bytes, piece by piece to `take`, which
    /// answers whether it wants more. Only where this is without a fault were the bytes what the list says.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn read_stream(
        &mut self,
        listed: &ListedRecord,
        take: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<RecordHead, ReadFault> {
        let summary = listed.summary();
        let mut first = Vec::new();
        self.read_file(&listed.file, &mut |piece| {
            let room = HEAD_BYTES.saturating_sub(first.len());
            first.extend_from_slice(piece.get(..room).unwrap_or(piece));
            take(piece)
        })?;
        check_content(listed.portion, &summary, &first)?;
        Ok(RecordHead::of_stream(listed.portion, summary).ok_or(RejectReason::OtherBytes)?)
    }

    /// A file that is not a record, as a document: readable, and nothing that acts. It is called what it was, with the day
    /// when it was made.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn read_paper(&mut self, listed: &ListedPaper) -> Result<MedicalRecord, RejectReason> {
        let content = self.read_whole(&listed.file)?;
        let name = listed.file.path.rsplit('/').next().unwrap_or_default();
        let day = self.manifest.made_at.get(..10).unwrap_or_default();
        let title = match name.rsplit_once('.') {
            Some((stem, ending)) => format!("{stem} {day}.{ending}"),
            None => format!("{name} {day}"),
        };
        keep_as_document(&title, content)
    }

    fn read_whole(&mut self, listed: &ListedFile) -> Result<Vec<u8>, RejectReason> {
        // The list may lie about the length: room is made as bytes come.
        let mut content = Vec::new();
        let read = self.read_file(listed, &mut |piece| {
            content.extend_from_slice(piece);
            true
        });
        match read {
            Ok(()) => Ok(content),
            Err(ReadFault::Rejected(reason)) => Err(reason),
            Err(ReadFault::Stopped) => Err(RejectReason::OtherBytes),
        }
    }

    /// Unpacks a file, and no byte more than its list says.
    fn read_file(&mut self, listed: &ListedFile, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<(), ReadFault> {
        let place = *self.places.get(&listed.path).ok_or(RejectReason::NotThere)?;
        self.left.set(u64::MAX);
        let file = self.zip.by_index(place).map_err(|_| RejectReason::OtherBytes)?;
        let mut file = file.take(listed.bytes.saturating_add(1));
        let (mut hash, mut bytes) = (Sha256::new(), 0_u64);
        let mut buffer = vec![0; PIECE];
        loop {
            let count = match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Err(RejectReason::OtherBytes.into()),
            };
            let piece = buffer.get(..count).unwrap_or_default();
            bytes = bytes.saturating_add(count as u64);
            if bytes > listed.bytes {
                return Err(RejectReason::OtherBytes.into());
            }
            hash.update(piece);
            if !take(piece) {
                return Err(ReadFault::Stopped);
            }
        }
        let is_it = bytes == listed.bytes && base16ct::lower::encode_string(&hash.finalize()) == listed.sha256;
        if is_it { Ok(()) } else { Err(RejectReason::OtherBytes.into()) }
    }
}

/// Whether a file begins as archives do: then one that cannot be opened is a broken archive, and not any other file.
/// [`ARCHIVE_HEAD_BYTES`] of it are enough.
pub fn begins_like_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") && head.get(30..ARCHIVE_HEAD_BYTES) == Some(READ_ME.as_bytes())
}

/// Where each file stands. Folders are nothing.
fn places<R: Read + Seek>(zip: &ZipArchive<R>) -> Result<BTreeMap<String, usize>, ArchiveFault> {
    if zip.len() > MOST_ARCHIVE_FILES {
        return Err(ArchiveFault::TooMuch);
    }
    if zip.has_duplicate_names() {
        return Err(ArchiveFault::SameName);
    }
    let mut places = BTreeMap::new();
    for (place, name) in zip.file_names().enumerate() {
        let name = name.map_err(|_| ArchiveFault::Broken)?;
        if !is_safe_path(&name) {
            return Err(ArchiveFault::UnsafeName { name: crate::record::make_visible(&name) });
        }
        if !name.ends_with('/') && places.insert(name.into_owned(), place).is_some() {
            return Err(ArchiveFault::SameName);
        }
    }
    Ok(places)
}

fn read_manifest<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Manifest, ArchiveFault> {
    let file = zip.by_name(MANIFEST).map_err(|_| ArchiveFault::Broken)?;
    let mut json = Vec::new();
    file.take(MOST_MANIFEST + 1).read_to_end(&mut json).map_err(|_| ArchiveFault::Broken)?;
    if json.len() as u64 > MOST_MANIFEST {
        return Err(ArchiveFault::TooMuch);
    }
    // A later version may have another shape: its number is looked at first.
    let version: Version = serde_json::from_slice(&json).map_err(|_| ArchiveFault::NotOurs)?;
    if version.format != ARCHIVE_FORMAT {
        return Err(ArchiveFault::NotOurs);
    }
    if version.version > ARCHIVE_VERSION {
        return Err(ArchiveFault::Newer { version: version.version });
    }
    serde_json::from_slice(&json).map_err(|_| ArchiveFault::BrokenList)
}

/// What every version of the list begins with.
#[derive(Deserialize)]
struct Version {
    format: String,
    version: u32,
}

/// No file twice in the list, and not more than can be taken.
fn check_manifest(manifest: &Manifest) -> Result<(), ArchiveFault> {
    let mut seen = BTreeSet::new();
    let mut bytes = 0_u64;
    for file in files(manifest) {
        if !seen.insert(file.path.as_str()) {
            return Err(ArchiveFault::SameName);
        }
        bytes = bytes.saturating_add(file.bytes);
    }
    let is_much = seen.len() > MOST_ARCHIVE_FILES || bytes > MOST_ARCHIVE_BYTES;
    if is_much { Err(ArchiveFault::TooMuch) } else { Ok(()) }
}

fn files(manifest: &Manifest) -> impl Iterator<Item = &ListedFile> {
    let records = manifest.records.iter().chain(&manifest.earlier_versions).map(|record| &record.file);
    records.chain(manifest.papers.iter().map(|paper| &paper.file))
}

/// A reader that gives so many bytes and then none: finding out what is in a ZIP file must end.
struct Metered<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::other("more than is read of a file"));
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.inner.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left.set(left.saturating_sub(count as u64));
        Ok(count)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
