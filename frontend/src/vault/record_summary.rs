//! Sealed records' summaries as lists show them.

use std::collections::BTreeMap;

use sesemr_common::{
    envelope::RecordHeader,
    flow::{Listing, OwnRecord},
    portion::Portion,
    record,
};

use super::state::SignedIn;
use crate::model::record::{PortionSummary, RecordList, RecordState, RecordSummary};

/// One record in a list.
pub(super) fn view_summary(
    header: &RecordHeader,
    summary: &record::RecordSummary,
    author: Option<String>,
) -> RecordSummary {
    RecordSummary {
        record: header.fields.record,
        version: header.fields.version,
        portion: header.fields.portion,
        title: summary.title.as_str().to_owned(),
        media_type: summary.media_type.as_str().to_owned(),
        fhir_type: summary.fhir_type.as_ref().map(|fhir_type| fhir_type.as_str().to_owned()),
        date: summary.clinical_date.clone(),
        bytes: summary.byte_size,
        author,
        state: RecordState::Fine,
    }
}

/// One of one's own records in a list.
pub(super) fn view_own_summary(member: &SignedIn, record: &OwnRecord) -> RecordSummary {
    let author = record.header.fields.author;
    let vault = member.vault();
    let name = vault.contact(author).map(|contact| contact.profile().display_name.clone());
    view_summary(&record.header, &record.summary, name)
}

/// All of one's own records.
pub(super) fn view_listing(member: &SignedIn, listing: &Listing) -> RecordList {
    let records = listing.records.iter().map(|record| view_own_summary(member, record)).collect();
    RecordList {
        damaged: listing.damaged.iter().map(|record| record.record).collect(),
        missing: listing.missing.iter().map(|record| record.record).collect(),
        undeleted: listing.undeleted.clone(),
        ..list_view(records)
    }
}

/// Records as a list: newest first, undated ones last, counted by portion.
pub(super) fn list_view(mut records: Vec<RecordSummary>) -> RecordList {
    records.sort_by(newest_first);
    let mut portions: BTreeMap<Portion, PortionSummary> = BTreeMap::new();
    for record in &records {
        let portion = record.portion;
        // Newest first: the first dated one of a portion is its newest.
        let summary = portions.entry(portion).or_insert(PortionSummary { portion, count: 0, newest: None });
        summary.count += 1;
        if summary.newest.is_none() {
            summary.newest.clone_from(&record.date);
        }
    }
    let (damaged, missing, undeleted, deleted) = Default::default();
    RecordList { portions: portions.into_values().collect(), records, damaged, missing, undeleted, deleted }
}

/// Newest first, undated ones last, otherwise as they were stored.
pub(super) fn newest_first(one: &RecordSummary, other: &RecordSummary) -> std::cmp::Ordering {
    // `None` is less than any date, so that reversing puts it last.
    other.date.cmp(&one.date)
}
