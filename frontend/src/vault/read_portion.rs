//! All records of a portion, decrypted, for tables and charts.

use std::rc::Rc;

use sesemr_common::{
    flow::{Content, FlowError, LentRecord, OwnRecord},
    portion::Portion,
    record::{ContentId, ReferenceNames, collect_series},
};

use super::{
    error::explain,
    record_body::{Shown, view_text_body},
    record_summary::{newest_first, view_own_summary},
    reporter::Reporter,
    state::Vault,
};
use crate::{
    message::{AppError, Progress, ProgressStep, ReadPortion, Source},
    model::{
        record::{PortionView, RecordBody, RecordSummary, RecordView},
        series::SeriesView,
    },
};

pub(super) async fn read_portion(
    vault: &Vault,
    verb: ReadPortion,
    reporter: &Reporter,
) -> Result<PortionView, AppError> {
    let member = vault.member()?;
    reporter.progress(Progress { step: ProgressStep::OpeningRecords, file: None, done: 0, total: 0 });
    let read = match verb.source {
        Source::Own => {
            let listing = member.list_records().await.map_err(|error| explain(&member, error))?;
            let chosen: Vec<Rc<OwnRecord>> =
                listing.records.iter().filter(|own| own.header.fields.portion == verb.portion).cloned().collect();
            let contents = member.read_records(&chosen).await.map_err(|error| explain(&member, error))?;
            chosen
                .iter()
                .zip(contents)
                .map(|(own, content)| Read {
                    id: own.summary.content_id,
                    summary: view_own_summary(&member, own),
                    content,
                })
                .collect()
        }
        Source::Opening(opening) => {
            let open = vault.portal(opening)?;
            let contents = open.contents(&member).await.map_err(|error| vault.explain_under(&member, &open, error))?;
            let chosen: Vec<&LentRecord> =
                contents.lent.records.iter().filter(|lent| lent.header.fields.portion == verb.portion).collect();
            let contents = member.read_opened_records(&open.portal, &chosen).await;
            let contents = contents.map_err(|error| vault.explain_under(&member, &open, error))?;
            if !chosen.is_empty() {
                open.touch();
            }
            chosen
                .iter()
                .zip(contents)
                .map(|(lent, content)| Read {
                    id: lent.summary.content_id,
                    summary: open.summary(&member, lent),
                    content,
                })
                .collect::<Vec<_>>()
        }
    };
    Ok(view_portion(verb.portion, read))
}

/// A record with its content.
struct Read {
    id: Option<ContentId>,
    summary: RecordSummary,
    content: Option<Content>,
}

fn view_portion(portion: Portion, mut read: Vec<Read>) -> PortionView {
    read.sort_by(|one, other| newest_first(&one.summary, &other.summary));
    let texts = || read.iter().filter_map(|record| Some((record.id?, record.content.as_ref()?.as_ref().ok()?)));
    let mut names = ReferenceNames::default();
    for (_, content) in texts() {
        names.learn(content);
    }
    let (series, _) = collect_series(texts().map(|(id, content)| (portion, id, content.as_slice())));
    let series = series.iter().map(|series| SeriesView::new(series, None)).collect();
    let records = read.into_iter().map(|record| view(record, &names)).collect();
    PortionView { portion, records, series }
}

fn view(read: Read, names: &ReferenceNames) -> RecordView {
    let Read { summary, content, .. } = read;
    let shown = Shown::of(&summary.media_type, summary.bytes);
    let body = match content {
        Some(Ok(content)) => view_text_body(shown, &content, names),
        Some(Err(FlowError::AlteredOrDamaged)) => RecordBody::Altered,
        Some(Err(_)) | None => RecordBody::NotLoaded,
    };
    RecordView { summary, stored_at: None, body }
}
