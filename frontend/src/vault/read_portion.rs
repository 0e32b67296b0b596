//! All records of a portion, decrypted, for tables and charts.

use sesemr_common::{
    flow::FlowError,
    portion::Portion,
    record::{ReferenceNames, collect_series},
};

use super::{
    read_many::{Read, read_many},
    record_body::{Shown, view_text_body},
    record_summary::newest_first,
    reporter::Reporter,
    state::Vault,
};
use crate::{
    message::{AppError, ReadPortion},
    model::{
        record::{PortionView, RecordBody, RecordView},
        series::SeriesView,
    },
};

pub(super) async fn read_portion(
    vault: &Vault,
    verb: ReadPortion,
    reporter: &Reporter,
) -> Result<PortionView, AppError> {
    let member = vault.member()?;
    let read = read_many(vault, &member, verb.source, reporter, |portion, _| portion == verb.portion).await?;
    Ok(view_portion(verb.portion, read))
}

fn view_portion(portion: Portion, mut read: Vec<Read>) -> PortionView {
    read.sort_by(|one, other| newest_first(&one.summary, &other.summary));
    let texts = || {
        read.iter()
            .filter_map(|record| Some((record.summary.hidden, record.id?, record.content.as_ref()?.as_ref().ok()?)))
    };
    let mut names = ReferenceNames::default();
    for (_, _, content) in texts() {
        names.learn(content);
    }
    // What is hidden is in no chart either.
    let shown = texts().filter(|(hidden, ..)| !hidden);
    let (series, _) = collect_series(shown.map(|(_, id, content)| (portion, id, content.as_slice())));
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
    RecordView { summary, stored_at: None, body, signature: None, prescription: None, reading: None }
}
