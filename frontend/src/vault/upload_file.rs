//! Uploads the records of one file, a part at a time; what cuts it off is kept, so that it can go on.

use std::{cell::Cell, ops::Range, rc::Rc};

use sesemr_common::{
    flow::{BroughtMark, FlowError, MOST_RECORDS, UploadWatch},
    id::UploadId,
};

use super::{
    error::explain,
    interrupted::{Stopped, view_interrupted},
    preview::PreviewFile,
    reporter::Reporter,
    state::{SignedIn, Vault},
    typed_readings::forget_typed_readings,
};
use crate::{
    message::{AppError, ErrorCode, Progress, ProgressStep},
    model::import::{FileFate, FileKind, ImportId},
};

/// Who uploads what, and who wants to know.
pub(super) struct FileUpload<'a> {
    pub(super) vault: &'a Rc<Vault>,
    pub(super) member: &'a Rc<SignedIn>,
    pub(super) reporter: &'a Reporter,
    pub(super) file: &'a Rc<PreviewFile>,
    /// Its place among the files of this job.
    pub(super) place: u32,
    /// The preview that it is of, with its place there; nothing after a reload.
    pub(super) origin: Option<(ImportId, u32)>,
    /// What was said elsewhere of records in this and the other files that go.
    pub(super) said: &'a Rc<[BroughtMark]>,
    /// k of the summaries that follow.
    pub(super) group_size: Option<u8>,
}

impl FileUpload<'_> {
    /// Uploads the records from number `from` on.
    ///
    /// # Errors
    /// [`ErrorCode::SessionEnded`]; whatever else stops it is the file's fate.
    pub(super) async fn run(&self, from: usize) -> Result<FileFate, AppError> {
        let count = self.file.count();
        let mut from = from;
        while from < count {
            self.note(from);
            let part = from..count.min(from + MOST_RECORDS);
            from = part.end;
            let watch = self.watch(&part);
            let published = self.member.publish_records(self.file.new_records(part.clone()), &watch).await;
            if let Err(error) = published {
                return self.cut_off(part, &watch, error).await;
            }
        }
        if self.file.view.kind == FileKind::Typed {
            forget_typed_readings(self.member).await;
        }
        Ok(FileFate::Stored { records: u32::try_from(count).unwrap_or(u32::MAX) })
    }

    /// Goes on with an upload that was cut off while it uploaded `part`, and then with the rest of the file.
    ///
    /// # Errors
    /// Those of [`Self::run`].
    pub(super) async fn go_on(&self, upload: UploadId, part: Range<usize>) -> Result<FileFate, AppError> {
        let watch = self.watch(&part);
        let sources = self.file.new_records(part.clone()).into_iter().map(|record| record.source).collect();
        match self.member.resume_upload(upload, sources, &watch).await {
            Ok(_) => {
                self.vault.stopped.borrow_mut().remove(&upload);
                self.run(part.end).await
            }
            // Not the same file: the right one can still be given.
            Err(error @ FlowError::SourceChanged) => Ok(FileFate::Failed(error.into())),
            Err(error) => self.cut_off(part, &watch, error).await,
        }
    }

    /// The records before number `from` are stored. What was published is never published again under other ids.
    fn note(&self, from: usize) {
        if let Some((import, place)) = self.origin
            && let Some(preview) = self.vault.previews.borrow_mut().get_mut(&import)
        {
            preview.reached.insert(place, from);
        }
    }

    fn watch(&self, part: &Range<usize>) -> Watch<'_> {
        let share = Share::new(part, self.file.count());
        Watch::new(self.vault, Some(self.place), self.reporter).saying(self.said).sharing(share)
    }

    /// What to say of a file that was cut off.
    async fn cut_off(&self, part: Range<usize>, watch: &Watch<'_>, error: FlowError) -> Result<FileFate, AppError> {
        let is_wanted = error == FlowError::Cancelled;
        let goes_on = error != FlowError::SourceChanged;
        let why = explain(self.member, error);
        if why.code == ErrorCode::SessionEnded {
            return Err(why);
        }
        let Some(upload) = watch.upload() else { return Ok(FileFate::Failed(why)) };
        if !goes_on {
            self.member.give_up_upload(upload).await?;
            return Ok(FileFate::Failed(why));
        }
        if !self.vault.holds(self.member) {
            // Whoever left goes on with the files given again: nothing of theirs waits here for who is next.
            return Err(ErrorCode::Cancelled.into());
        }
        let reason = (!is_wanted).then_some(why);
        let stopped = Stopped {
            file: Rc::clone(self.file),
            part,
            origin: self.origin,
            said: Rc::clone(self.said),
            group_size: self.group_size,
            reason,
        };
        self.vault.stopped.borrow_mut().insert(upload, stopped);
        let unfinished = self.member.unfinished_uploads().await?;
        let stopped = self.vault.stopped.borrow();
        let found = unfinished.iter().find(|unfinished| unfinished.upload == upload);
        Ok(found.map_or(FileFate::NotSent, |found| FileFate::Stopped(view_interrupted(found, stopped.get(&upload)))))
    }
}

/// Which of a file's records an upload takes: those of a file of very many go in several uploads.
#[derive(Clone, Copy)]
pub(super) struct Share {
    before: u64,
    these: u64,
    all: u64,
}

impl Share {
    /// All of them.
    const WHOLE: Self = Self { before: 0, these: 1, all: 1 };

    /// A part of so many records.
    pub(super) fn new(part: &Range<usize>, all: usize) -> Self {
        Self { before: part.start as u64, these: part.len() as u64, all: all as u64 }
    }

    /// How much of the file is stored, and of how much, where so many bytes of the upload are.
    pub(super) const fn of_file(self, bytes: u64, of: u64) -> (u64, u64) {
        let before = self.before.saturating_mul(of);
        (before.saturating_add(self.these.saturating_mul(bytes)), self.all.saturating_mul(of))
    }
}

/// Tells the page how far an upload has come, and the worker which one is running.
pub(super) struct Watch<'a> {
    vault: &'a Vault,
    file: Option<u32>,
    reporter: &'a Reporter,
    upload: Cell<Option<UploadId>>,
    said: Rc<[BroughtMark]>,
    share: Share,
}

impl<'a> Watch<'a> {
    pub(super) fn new(vault: &'a Vault, file: Option<u32>, reporter: &'a Reporter) -> Self {
        Self { vault, file, reporter, upload: Cell::new(None), said: Rc::default(), share: Share::WHOLE }
    }

    /// The same, with what was said elsewhere of records that go.
    fn saying(mut self, said: &Rc<[BroughtMark]>) -> Self {
        self.said = Rc::clone(said);
        self
    }

    /// The same, of an upload that takes these records of its file.
    fn sharing(mut self, share: Share) -> Self {
        self.share = share;
        self
    }

    /// Which upload, once it has begun.
    pub(super) fn upload(&self) -> Option<UploadId> {
        self.upload.get()
    }
}

/// It is not running any more.
impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if let Some(upload) = self.upload.get() {
            self.vault.running.borrow_mut().remove(&upload);
        }
    }
}

impl UploadWatch for Watch<'_> {
    fn begun(&self, upload: UploadId) {
        self.upload.set(Some(upload));
        self.vault.running.borrow_mut().insert(upload);
    }

    fn stored(&self, bytes: u64, of: u64) {
        let (done, total) = self.share.of_file(bytes, of);
        self.reporter.progress(Progress { step: ProgressStep::Uploading, file: self.file, done, total });
    }

    fn server_away(&self, away: bool) {
        self.vault.live.server_is_away(away);
    }

    fn is_cancelled(&self) -> bool {
        self.reporter.is_cancelled()
    }

    fn said(&self) -> &[BroughtMark] {
        &self.said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_part_of_a_file_goes_on_where_the_first_one_ended() {
        let first = Share::new(&(0..2_000), 3_000);
        let second = Share::new(&(2_000..3_000), 3_000);
        let percent = |(done, total): (u64, u64)| done * 100 / total;
        assert_eq!(percent(first.of_file(0, 50)), 0);
        assert_eq!((percent(first.of_file(50, 50)), percent(second.of_file(0, 70))), (66, 66));
        assert_eq!(percent(second.of_file(70, 70)), 100);
        assert_eq!(Share::WHOLE.of_file(3, 7), (3, 7));
    }
}
