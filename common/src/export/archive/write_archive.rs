//! Writes an archive from its beginning to its end, without going back: into a file, or into pieces that a browser holds.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{FileNames, ListedFile, Manifest};

/// What stands first.
pub(crate) const READ_ME: &str = "README.txt";
/// Where the list stands.
pub(super) const MANIFEST: &str = "manifest.json";

/// An archive that is being written. Every file is begun, written and ended before the next one.
pub struct ArchiveWriter<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    options: SimpleFileOptions,
    names: FileNames,
}

/// A file that is being written.
struct Current {
    path: String,
    bytes: u64,
    hash: Sha256,
}

/// A file of an archive, open for writing.
pub struct ArchiveFile<'a, W: Write> {
    archive: &'a mut ArchiveWriter<W>,
    current: Current,
}

impl<W: Write> ArchiveWriter<W> {
    /// Begins; `made_at` in milliseconds since 1970 UTC is what every file is dated.
    pub fn new(sink: W, made_at: u64) -> Self {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(date_of(made_at));
        let mut names = FileNames::default();
        names.take(MANIFEST);
        Self { zip: ZipWriter::new_stream(sink), options, names }
    }

    /// A name for a record's file: see [`FileNames::name`].
    pub fn name(&mut self, folder: &str, title: &str, mark: &str, media_type: &str) -> String {
        self.names.name(folder, title, mark, media_type)
    }

    /// Begins a file.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn begin(&mut self, path: &str) -> io::Result<ArchiveFile<'_, W>> {
        self.names.take(path);
        self.zip.start_file(path, self.options)?;
        let current = Current { path: path.to_owned(), bytes: 0, hash: Sha256::new() };
        Ok(ArchiveFile { archive: self, current })
    }

    /// A whole file.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> io::Result<ListedFile> {
        let mut file = self.begin(path)?;
        file.write(bytes)?;
        Ok(file.end())
    }

    /// Writes the list, and ends.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn finish(mut self, manifest: &Manifest) -> io::Result<W> {
        let list = serde_json::to_vec_pretty(manifest)?;
        self.zip.start_file(MANIFEST, self.options)?;
        self.zip.write_all(&list)?;
        Ok(self.zip.finish()?.into_inner())
    }
}

impl<W: Write> ArchiveFile<'_, W> {
    /// The next bytes.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.archive.zip.write_all(bytes)?;
        self.current.hash.update(bytes);
        self.current.bytes += bytes.len() as u64;
        Ok(())
    }

    /// What the list says of it.
    pub fn end(self) -> ListedFile {
        let Current { path, bytes, hash } = self.current;
        ListedFile { path, bytes, sha256: base16ct::lower::encode_string(&hash.finalize()) }
    }
}

/// The date as ZIP writes it, from 1980 to 2107.
fn date_of(at: u64) -> DateTime {
    let at = i64::try_from(at).ok().and_then(|at| jiff::Timestamp::from_millisecond(at).ok()).unwrap_or_default();
    let at = jiff::tz::Offset::UTC.to_datetime(at);
    let number = |value: i8| u8::try_from(value).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    DateTime::from_date_and_time(
        year,
        number(at.month()),
        number(at.day()),
        number(at.hour()),
        number(at.minute()),
        number(at.second()),
    )
    .unwrap_or_default()
}
