//! Records by date: visits with what belongs to them, and between them what belongs to none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sesemr_common::{
    id::RecordId,
    record::{ClinicalDate, EncounterRow},
};

use super::record::RecordSummary;

/// Everything, newest first. Each record stands there once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimelineView {
    /// Visits and records.
    pub entries: Vec<TimelineEntry>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimelineEntry {
    /// A visit.
    Visit(Box<Visit>),
    /// Records that belong to none, one after another.
    Records(Vec<RecordSummary>),
}

/// A visit with what belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// Its own record.
    pub visit: RecordSummary,
    /// What it says.
    pub row: Box<EncounterRow>,
    /// What belongs to it, newest first.
    pub records: Vec<RecordSummary>,
}

impl TimelineView {
    /// From all records, what the visits among them say, and the visit of each record that has one.
    pub fn new(
        all: Vec<RecordSummary>,
        mut visits: BTreeMap<RecordId, Visit>,
        by_record: &BTreeMap<RecordId, RecordId>,
    ) -> Self {
        let mut dated: Vec<(Option<ClinicalDate>, TimelineEntry)> = Vec::new();
        for record in newest_first(all) {
            if visits.contains_key(&record.record) {
                continue;
            }
            match by_record.get(&record.record).and_then(|visit| visits.get_mut(visit)) {
                Some(visit) => visit.records.push(record),
                None => dated.push((record.date.clone(), TimelineEntry::Records(vec![record]))),
            }
        }
        dated.extend(
            visits.into_values().map(|visit| (visit.visit.date.clone(), TimelineEntry::Visit(Box::new(visit)))),
        );
        dated.sort_by(|(one, _), (other, _)| other.cmp(one));
        let mut entries: Vec<TimelineEntry> = Vec::new();
        for (_, entry) in dated {
            match (entries.last_mut(), entry) {
                (Some(TimelineEntry::Records(before)), TimelineEntry::Records(more)) => before.extend(more),
                (_, entry) => entries.push(entry),
            }
        }
        Self { entries }
    }

    /// How many visits there are.
    pub fn count_visits(&self) -> usize {
        self.entries.iter().filter(|entry| matches!(entry, TimelineEntry::Visit(_))).count()
    }
}

/// Undated ones last: nothing is less than any date.
fn newest_first(mut records: Vec<RecordSummary>) -> Vec<RecordSummary> {
    records.sort_by(|one, other| other.date.cmp(&one.date));
    records
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    fn record(number: u8, date: Option<&str>) -> RecordSummary {
        let mut record: RecordSummary = serde_json::from_str(
            r#"{"record":"018f2e3a-7c1d-7000-8000-000000000001","version":1,"portion":"history","title":"x",
                "media_type":"text/plain","bytes":1,"state":"fine"}"#,
        )
        .unwrap();
        record.record = RecordId::from_bytes([number; 16]);
        record.date = date.map(|date| date.parse().unwrap());
        record
    }

    fn visit(record: &RecordSummary) -> Visit {
        let row = serde_json::from_str(
            r#"{"kind":"Check-up","status":null,"reason":null,"provider":null,"end":null,"date":null}"#,
        );
        Visit { visit: record.clone(), row: Box::new(row.unwrap()), records: Vec::new() }
    }

    /// Numbers of the records in their order; those of a visit in brackets behind its own.
    fn told(view: &TimelineView) -> Vec<(u8, Vec<u8>)> {
        let number = |record: &RecordSummary| record.record.as_bytes()[0];
        let mut told = Vec::new();
        for entry in &view.entries {
            match entry {
                TimelineEntry::Visit(visit) => {
                    told.push((number(&visit.visit), visit.records.iter().map(number).collect()));
                }
                TimelineEntry::Records(records) => {
                    told.extend(records.iter().map(|record| (number(record), Vec::new())));
                }
            }
        }
        told
    }

    #[test]
    fn every_record_stands_once_under_its_visit_or_by_itself_newest_first() {
        let old_visit = record(1, Some("2020-01-01"));
        let new_visit = record(2, Some("2024-05"));
        let all = vec![
            old_visit.clone(),
            new_visit.clone(),
            record(3, Some("2020-01-02")),
            record(4, None),
            record(5, Some("2022")),
            record(6, Some("2020-01-03")),
            record(7, Some("2023")),
        ];
        let id = |number: u8| RecordId::from_bytes([number; 16]);
        let visits = [&old_visit, &new_visit].map(|record| (record.record, visit(record))).into();
        // One that names a visit that is not there stands by itself.
        let by_record = [(id(3), id(1)), (id(6), id(1)), (id(4), id(9))].into();
        let view = TimelineView::new(all, visits, &by_record);
        let expected: [(u8, Vec<u8>); 5] = [(2, vec![]), (7, vec![]), (5, vec![]), (1, vec![6, 3]), (4, vec![])];
        assert_eq!((told(&view), view.count_visits()), (expected.to_vec(), 2));
    }
}
