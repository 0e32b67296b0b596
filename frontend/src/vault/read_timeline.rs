//! All records by date, under the visits that they belong to.

use std::collections::BTreeMap;

use sesemr_common::{
    id::RecordId,
    record::{MediaType, RecordRow, ReferenceNames, Visits, view_record},
};

use super::{
    read_many::{Read, list_all, read_many},
    reporter::Reporter,
    state::Vault,
};
use crate::{
    message::{AppError, ReadTimeline},
    model::{
        record::RecordSummary,
        timeline::{TimelineView, Visit},
    },
};

pub(super) async fn read_timeline(
    vault: &Vault,
    verb: ReadTimeline,
    reporter: &Reporter,
) -> Result<TimelineView, AppError> {
    let member = vault.member()?;
    let is_resource =
        |summary: &sesemr_common::record::RecordSummary| summary.media_type.as_str() == MediaType::FHIR_JSON;
    // What is no resource names no visit: it is listed without being read.
    let read = read_many(vault, &member, verb.source, reporter, |_, summary| is_resource(summary)).await?;
    let mut visits = Visits::default();
    let mut names = ReferenceNames::default();
    for Read { summary, content, .. } in &read {
        if let Some(Ok(content)) = content {
            visits.learn(summary.record, content);
            names.learn(content);
        }
    }
    let by_record = visits.by_record();
    let rows: BTreeMap<RecordId, Visit> = read
        .iter()
        .filter(|read| read.summary.fhir_type.as_deref() == Some("Encounter"))
        .filter_map(|read| {
            Some((read.summary.record, visit_of(&read.summary, read.content.as_ref()?.as_ref().ok()?, &names)?))
        })
        .collect();
    let all = list_all(vault, &member, verb.source).await?;
    Ok(TimelineView::new(all, rows, &by_record))
}

fn visit_of(summary: &RecordSummary, content: &[u8], names: &ReferenceNames) -> Option<Visit> {
    match view_record(content, names).row {
        RecordRow::Encounter(row) => Some(Visit { visit: summary.clone(), row: Box::new(row), records: Vec::new() }),
        _ => None,
    }
}
