//! A file of the person's as a ZIP reader wants it: read anywhere in it, at once. Only workers may wait for a file like that.

use std::io::{self, Read, Seek, SeekFrom};

use js_sys::{ArrayBuffer, Function, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::File;

use super::file_source::file_length;

/// How much is read together, in bytes.
const TOGETHER: u64 = 256 * 1024;

/// A file with a place in it.
pub(super) struct SeekableFile {
    file: File,
    /// `FileReaderSync`, which the bindings know by a feature of their own.
    reader: JsValue,
    read: Function,
    length: u64,
    at: u64,
    /// What was read last, and where it begins.
    held: (u64, Vec<u8>),
}

impl SeekableFile {
    /// At its beginning.
    ///
    /// # Errors
    /// Where this browser reads no files at once.
    pub(super) fn new(file: File) -> io::Result<Self> {
        let make = || -> Result<(JsValue, Function), JsValue> {
            let class: Function = Reflect::get(&global(), &JsValue::from_str("FileReaderSync"))?.dyn_into()?;
            let reader = Reflect::construct(&class, &js_sys::Array::new())?;
            let read = Reflect::get(&reader, &JsValue::from_str("readAsArrayBuffer"))?.dyn_into()?;
            Ok((reader, read))
        };
        let (reader, read) = make().map_err(refused)?;
        let length = file_length(&file);
        Ok(Self { file, reader, read, length, at: 0, held: (0, Vec::new()) })
    }

    /// What is held from here on; reads on where nothing is.
    fn ahead(&mut self) -> io::Result<&[u8]> {
        let (begins, held) = &self.held;
        let is_held = self.at >= *begins && self.at - begins < held.len() as u64;
        if !is_held {
            let end = self.length.min(self.at.saturating_add(TOGETHER));
            self.held = (self.at, self.read_slice(self.at, end)?);
        }
        let (begins, held) = &self.held;
        let from = usize::try_from(self.at - begins).unwrap_or(usize::MAX);
        Ok(held.get(from..).unwrap_or_default())
    }

    #[expect(clippy::cast_precision_loss, reason = "offsets in files are far below 2^53")]
    fn read_slice(&self, from: u64, to: u64) -> io::Result<Vec<u8>> {
        let slice = self.file.slice_with_f64_and_f64(from as f64, to as f64).map_err(refused)?;
        let buffer = self.read.call1(&self.reader, &slice).map_err(refused)?;
        Ok(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec())
    }
}

impl Read for SeekableFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.length || buffer.is_empty() {
            return Ok(0);
        }
        let ahead = self.ahead()?;
        let count = ahead.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(ahead) {
            *to = *from;
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for SeekableFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

fn refused(_: JsValue) -> io::Error {
    io::Error::other("this browser cannot read the file")
}
