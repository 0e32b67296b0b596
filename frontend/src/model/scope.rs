//! What a patient is about to grant: whole portions and single records.

use sesemr_common::{id::RecordId, portion::Portion};

use super::record::{PortionSummary, RecordList};

/// The choice so far.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ScopeChoice {
    /// Whole portions, ascending.
    pub portions: Vec<Portion>,
    /// Single records of other portions.
    pub records: Vec<RecordId>,
}

impl ScopeChoice {
    /// What was asked for, as far as there is anything: nothing else is ticked.
    pub fn asked(portions: &[Portion], list: &RecordList) -> Self {
        let holds = |portion: &Portion| list.portions.iter().any(|summary| summary.portion == *portion);
        Self { portions: portions.iter().copied().filter(holds).collect(), records: Vec::new() }
    }

    /// Ticks or unticks a portion. Its single records are in it or out of it as a whole then.
    pub fn choose_portion(&mut self, portion: Portion, chosen: bool, list: &RecordList) {
        self.portions.retain(|other| *other != portion);
        self.records.retain(|record| portion_of(list, *record) != Some(portion));
        if chosen {
            self.portions.push(portion);
            self.portions.sort_unstable();
        }
    }

    /// Ticks or unticks a single record.
    pub fn choose_record(&mut self, record: RecordId, chosen: bool) {
        self.records.retain(|other| *other != record);
        if chosen {
            self.records.push(record);
        }
    }
}

fn portion_of(list: &RecordList, record: RecordId) -> Option<Portion> {
    list.records.iter().find(|summary| summary.record == record).map(|summary| summary.portion)
}

/// The portions to offer: those that were asked for and hold something. Nothing is granted that was not asked.
pub fn offered(asked: &[Portion], list: &RecordList) -> Vec<PortionSummary> {
    list.portions.iter().filter(|summary| asked.contains(&summary.portion)).cloned().collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

    use super::*;

    fn list() -> RecordList {
        let record = |id: u8, portion: &str| {
            format!(
                r#"{{"record":"018f2e3a-7c1d-7000-8000-00000000000{id}","version":1,"portion":"{portion}","title":"x",
                    "media_type":"text/plain","bytes":1,"state":"fine"}}"#
            )
        };
        serde_json::from_str(&format!(
            r#"{{"portions":[{{"portion":"allergies","count":1}},{{"portion":"medications","count":1}}],
                "records":[{},{}]}}"#,
            record(1, "allergies"),
            record(2, "medications")
        ))
        .unwrap()
    }

    #[test]
    fn only_what_was_asked_and_holds_something_is_ticked() {
        let choice = ScopeChoice::asked(&[Portion::Medications, Portion::Laboratory], &list());
        assert_eq!(choice.portions, [Portion::Medications]);
        assert!(choice.records.is_empty());
    }

    #[test]
    fn a_whole_portion_takes_the_place_of_its_single_records() {
        let list = list();
        let mut choice = ScopeChoice::default();
        choice.choose_record(list.records[0].record, true);
        choice.choose_record(list.records[1].record, true);
        choice.choose_portion(Portion::Allergies, true, &list);
        assert_eq!(choice.portions, [Portion::Allergies]);
        assert_eq!(choice.records, [list.records[1].record]);
    }

    #[test]
    fn what_was_not_asked_is_not_offered() {
        let offered = offered(&[Portion::Medications, Portion::Laboratory], &list());
        assert_eq!(offered.iter().map(|summary| summary.portion).collect::<Vec<_>>(), [Portion::Medications]);
    }
}
