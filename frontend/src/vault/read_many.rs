//! Many records with their contents: of one's own, or what an opening lent and what was written since.

use std::{collections::BTreeMap, rc::Rc};

use sesemr_common::{
    flow::{Content, LentRecord, OwnRecord, RECORDS_AT_ONCE},
    id::RecordId,
    portion::Portion,
    record::{self, ContentId},
};

use super::{
    error::explain,
    portal::OpenPortal,
    record_summary::{view_listing, view_own_with_voids},
    reporter::Reporter,
    state::{SignedIn, Vault},
};
use crate::{
    message::{AppError, Progress, ProgressStep, Source},
    model::record::RecordSummary,
};

/// A record with its content.
pub(super) struct Read {
    /// By which it is recognised.
    pub(super) id: Option<ContentId>,
    /// What is said about it.
    pub(super) summary: RecordSummary,
    /// Its content; nothing where it is large.
    pub(super) content: Option<Content>,
}

/// Reads those that `choose` takes, in the order in which they are stored; the reporter tells how far it has come, and stops it.
pub(super) async fn read_many(
    vault: &Vault,
    member: &SignedIn,
    source: Source,
    reporter: &Reporter,
    choose: impl Fn(Portion, &record::RecordSummary) -> bool,
) -> Result<Vec<Read>, AppError> {
    match source {
        Source::Own => read_own(member, reporter, choose).await,
        Source::Opening(opening) => read_opened(vault, member, &*vault.portal(opening)?, reporter, choose).await,
    }
}

async fn by_pieces<R>(
    records: &[R],
    reporter: &Reporter,
    read: impl AsyncFn(&[R]) -> Result<Vec<Option<Content>>, AppError>,
) -> Result<Vec<Option<Content>>, AppError> {
    let mut contents = Vec::with_capacity(records.len());
    for piece in records.chunks(RECORDS_AT_ONCE) {
        reporter.go_on()?;
        let (done, total) = (contents.len() as u64, records.len() as u64);
        reporter.progress(Progress { step: ProgressStep::OpeningRecords, file: None, done, total });
        contents.extend(read(piece).await?);
    }
    Ok(contents)
}

async fn read_own(
    member: &SignedIn,
    reporter: &Reporter,
    choose: impl Fn(Portion, &record::RecordSummary) -> bool,
) -> Result<Vec<Read>, AppError> {
    let listing = member.list_records().await.map_err(|error| explain(member, error))?;
    let chosen = listing.records.iter().filter(|own| choose(own.header.fields.portion, &own.summary));
    let chosen: Vec<Rc<OwnRecord>> = chosen.cloned().collect();
    let read = async |piece: &[_]| member.read_records(piece).await.map_err(|error| explain(member, error));
    let contents = by_pieces(&chosen, reporter, read).await?;
    let read = chosen.iter().zip(contents).map(|(own, content)| Read {
        id: own.summary.content_id,
        summary: view_own_with_voids(member, &listing, own),
        content,
    });
    Ok(read.collect())
}

async fn read_opened(
    vault: &Vault,
    member: &SignedIn,
    open: &OpenPortal,
    reporter: &Reporter,
    choose: impl Fn(Portion, &record::RecordSummary) -> bool,
) -> Result<Vec<Read>, AppError> {
    let contents = open.contents(member).await.map_err(|error| vault.explain_under(member, open, error))?;
    let chosen = contents.lent.records.iter().filter(|lent| choose(lent.header.fields.portion, &lent.summary));
    let chosen: Vec<&LentRecord> = chosen.collect();
    let read = async |piece: &[_]| {
        let read = member.read_opened_records(&open.portal, piece).await;
        read.map_err(|error| vault.explain_under(member, open, error))
    };
    let read = by_pieces(&chosen, reporter, read).await?;
    if !chosen.is_empty() {
        open.touch();
    }
    let lent =
        chosen.iter().zip(read).map(|(lent, content)| (lent.header.fields.record, (lent.summary.content_id, content)));
    let written = open.portal.written();
    let written = written.iter().filter(|written| choose(written.header.fields.portion, &written.summary));
    let written =
        written.map(|written| (written.record(), (written.summary.content_id, Some(Ok(written.content.clone())))));
    let mut bodies: BTreeMap<RecordId, (Option<ContentId>, Option<Content>)> = lent.chain(written).collect();
    let read = open.summaries(member, contents).into_iter().filter_map(|summary| {
        let (id, content) = bodies.remove(&summary.record)?;
        Some(Read { id, summary, content })
    });
    Ok(read.collect())
}

/// Everything that a source lists, as summaries, hidden ones left out.
pub(super) async fn list_all(vault: &Vault, member: &SignedIn, source: Source) -> Result<Vec<RecordSummary>, AppError> {
    match source {
        Source::Own => {
            let listing = member.list_records().await.map_err(|error| explain(member, error))?;
            Ok(view_listing(member, &listing).records)
        }
        Source::Opening(opening) => {
            let open = vault.portal(opening)?;
            let contents = open.contents(member).await.map_err(|error| vault.explain_under(member, &open, error))?;
            Ok(open.summaries(member, contents))
        }
    }
}
