//! Sealed records' summaries as lists show them.

use std::{collections::BTreeMap, rc::Rc};

use sesemr_common::{
    envelope::RecordHeader,
    flow::{DamagedRecord, Listing, OwnRecord, VoidOutcome, Voids},
    id::RecordId,
    portion::Portion,
    record,
    sharing::RecordMark,
};

use super::{error::explain, person::name_of, state::SignedIn};
use crate::{
    message::{AppError, ErrorCode},
    model::record::{
        DamagedView, MarkView, PortionSummary, RecordList, RecordState, RecordSummary, VoidView, VoidsView,
    },
};

/// One record in a list.
pub(super) fn view_summary(
    header: &RecordHeader,
    summary: &record::RecordSummary,
    author: Option<String>,
    mark: Option<RecordMark>,
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
        pending: false,
        reason: summary.reason.as_ref().filter(|_| summary.voids.is_none()).map(|reason| reason.as_str().to_owned()),
        void: None,
        voids: summary.voids.as_ref().map(|voids| VoidsView {
            kind: voids.kind,
            record: voids.prior.record,
            title: None,
            reason: summary.reason.as_ref().map(|reason| reason.as_str().to_owned()).unwrap_or_default(),
            outcome: VoidOutcome::NotHere,
        }),
        mark: mark.map(view_mark),
        hidden: false,
    }
}

fn view_mark(mark: RecordMark) -> MarkView {
    MarkView { kind: mark.kind, note: mark.note.map(|note| note.as_str().to_owned()).unwrap_or_default() }
}

/// One of one's own current records.
pub(super) async fn find_own(member: &SignedIn, record: RecordId) -> Result<Rc<OwnRecord>, AppError> {
    let listing = member.list_records().await.map_err(|error| explain(member, error))?;
    listing.records.iter().find(|own| own.id() == record).cloned().ok_or_else(|| ErrorCode::NotFound.into())
}

/// One of one's own records in a list.
pub(super) fn view_own_summary(member: &SignedIn, record: &OwnRecord) -> RecordSummary {
    let author = record.header.fields.author;
    let vault = member.vault();
    let name = vault.contact(author).map(name_of);
    let mark = vault.mark_on(record.id());
    RecordSummary {
        hidden: vault.is_hidden(record.id()),
        pending: record.pending,
        ..view_summary(&record.header, &record.summary, name, mark)
    }
}

/// One of one's own records in a list, with what it says of a prescription and what another says of it.
pub(super) fn view_own_with_voids(member: &SignedIn, listing: &Listing, record: &OwnRecord) -> RecordSummary {
    let mut summary = view_own_summary(member, record);
    let find = |id: RecordId| listing.records.iter().find(|own| own.id() == id);
    let Voids { void, outcomes } = &listing.voids;
    let is_concerned = void.contains_key(&record.id()) || outcomes.contains_key(&record.id());
    // An earlier version is not what is said of the current one.
    if is_concerned && find(record.id()).is_some_and(|own| own.header == record.header) {
        tell_voids(&mut summary, &listing.voids, |id| find(id).map(|own| view_own_summary(member, own)));
    }
    summary
}

/// Says of a record whether it is void, and what comes of what it says of another; `other` finds records to name.
pub(super) fn tell_voids(
    summary: &mut RecordSummary,
    voids: &Voids,
    other: impl Fn(RecordId) -> Option<RecordSummary>,
) {
    summary.void = voids.void.get(&summary.record).and_then(|by| other(*by)).and_then(|by| {
        let VoidsView { kind, reason, .. } = by.voids?;
        Some(VoidView { kind, by: by.record, author: by.author, date: by.date, reason })
    });
    if let Some(said) = &mut summary.voids {
        said.outcome = voids.outcomes.get(&summary.record).copied().unwrap_or(VoidOutcome::NotHere);
        said.title = other(said.record).map(|other| other.title);
    }
}

/// All of one's own records.
pub(super) fn view_listing(member: &SignedIn, listing: &Listing) -> RecordList {
    let records = listing.records.iter().map(|record| view_own_with_voids(member, listing, record));
    let (mut hidden, records): (Vec<_>, Vec<_>) = records.partition(|record| record.hidden);
    hidden.sort_by(newest_first);
    RecordList {
        damaged: listing.damaged.iter().map(view_damaged).collect(),
        missing: listing.missing.iter().map(|record| record.record).collect(),
        undeleted: listing.undeleted.clone(),
        hidden,
        ..list_view(records)
    }
}

fn view_damaged(damaged: &DamagedRecord) -> DamagedView {
    DamagedView { record: damaged.record, portion: Some(damaged.portion), deletable: damaged.listed }
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
    let (hidden, damaged, missing, undeleted, deleted) = Default::default();
    RecordList { portions: portions.into_values().collect(), records, hidden, damaged, missing, undeleted, deleted }
}

/// Newest first, undated ones last, otherwise as they were stored.
pub(super) fn newest_first(one: &RecordSummary, other: &RecordSummary) -> std::cmp::Ordering {
    // `None` is less than any date, so that reversing puts it last.
    other.date.cmp(&one.date)
}
