//! What a patient is about to grant: whole portions and single records.

use serde::{Deserialize, Serialize};
use sesemr_common::{id::RecordId, portion::Portion};

use super::record::{PortionSummary, RecordList, RecordState, RecordSummary};

/// The choice so far.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
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

    /// What of this choice can still be made where so much was asked for: nothing is chosen that the form does not show.
    #[must_use]
    pub fn still_there(mut self, asked: &[Portion], list: &RecordList) -> Self {
        let offered: Vec<Portion> = offered(asked, list).iter().map(|summary| summary.portion).collect();
        self.portions.retain(|portion| offered.contains(portion));
        let Self { portions, records } = &mut self;
        let is_shown = |portion: &Portion| offered.contains(portion) && !portions.contains(portion);
        records.retain(|record| fine_portion_of(list, *record).is_some_and(|portion| is_shown(&portion)));
        self
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

/// Where a record stands that can be granted.
fn fine_portion_of(list: &RecordList, record: RecordId) -> Option<Portion> {
    let fine = |summary: &&RecordSummary| summary.record == record && summary.state == RecordState::Fine;
    list.records.iter().find(fine).map(|summary| summary.portion)
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
    fn what_was_chosen_another_day_is_chosen_as_far_as_it_is_still_shown() {
        let list = list();
        let [allergy, medicine] = [0, 1].map(|place: usize| list.records[place].record);
        let gone = "018f2e3a-7c1d-7000-8000-000000000009".parse().unwrap();
        let choice = |portions: &[Portion], records: &[RecordId]| ScopeChoice {
            portions: portions.to_vec(),
            records: records.to_vec(),
        };
        let asked = [Portion::Allergies, Portion::Laboratory];
        let left = choice(&[Portion::Laboratory, Portion::Medications], &[allergy, medicine, gone]);
        assert_eq!(left.still_there(&asked, &list), choice(&[], &[allergy]), "neither empty, nor unasked, nor gone");
        let twice = choice(&[Portion::Allergies], &[allergy]);
        assert_eq!(twice.still_there(&asked, &list), choice(&[Portion::Allergies], &[]));
    }

    #[test]
    fn what_was_not_asked_is_not_offered() {
        let offered = offered(&[Portion::Medications, Portion::Laboratory], &list());
        assert_eq!(offered.iter().map(|summary| summary.portion).collect::<Vec<_>>(), [Portion::Medications]);
    }
}
