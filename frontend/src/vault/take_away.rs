//! Everything of the patient's as one file. It is written record by record, and what is written is held by the browser, not
//! by this worker.

use std::io::{self, Write};

use sesemr_common::{
    export::archive::NotTaken,
    flow::{TakeAway as Words, TakeAwayWatch},
};

use super::{
    error::explain,
    read_access_log::{log_lines, read_log},
    record_body::BlobParts,
    reporter::Reporter,
    state::Vault,
};
use crate::{
    message::{AppError, Progress, ProgressStep, TakeAway},
    model::taken_away::{NotTakenView, TakenAway},
};

/// How many bytes are written before the browser takes them.
const PIECE: usize = 1024 * 1024;

pub(super) async fn take_away(vault: &Vault, verb: TakeAway, reporter: &Reporter) -> Result<TakenAway, AppError> {
    vault.require_fresh_password()?;
    let member = vault.member()?;
    let log = read_log(&member, reporter).await?;
    reporter.go_on()?;
    let lines = log_lines(&member, &log, &verb.log);
    let words = Words { read_me: &verb.read_me, columns: &verb.log.columns, log: &log, lines: &lines };
    let taken = member.take_away(&words, Pieces::default(), &Watch(reporter)).await;
    let (pieces, manifest) = taken.map_err(|error| explain(&member, error))?;
    let blob = pieces.into_parts()?.into_blob("application/zip")?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are whole and far below 2^53")]
    let bytes = blob.size().max(0.0) as u64;
    Ok(TakenAway {
        file: reporter.attach(blob),
        bytes,
        records: u32::try_from(manifest.records.len()).unwrap_or(u32::MAX),
        not_taken: manifest.not_taken.into_iter().map(view_not_taken).collect(),
    })
}

fn view_not_taken(record: NotTaken) -> NotTakenView {
    let title = record.title.map(|title| title.as_str().to_owned());
    NotTakenView { title, portion: record.portion, reason: record.reason }
}

/// Tells the page how far it has come.
struct Watch<'a>(&'a Reporter);

impl TakeAwayWatch for Watch<'_> {
    fn taken(&self, bytes: u64, of: u64) {
        self.0.progress(Progress { step: ProgressStep::TakingAway, file: None, done: bytes, total: of });
    }

    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// What is written, handed to the browser a piece at a time.
#[derive(Default)]
struct Pieces {
    parts: BlobParts,
    waiting: Vec<u8>,
}

impl Pieces {
    fn hand_over(&mut self) -> Result<(), AppError> {
        self.parts.push(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    fn into_parts(mut self) -> Result<BlobParts, AppError> {
        self.hand_over()?;
        Ok(self.parts)
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.hand_over().map_err(|_| io::Error::other("the browser cannot hold the file"))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
