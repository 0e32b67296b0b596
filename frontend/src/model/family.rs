//! Families of records: each has a table of its own, in the order in which a reader wants them.

use sesemr_common::record::{ClinicalDate, RecordRow};

use super::record::{RecordBody, RecordView};

/// A family of records that share a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Allergies.
    Allergies,
    /// Medicines.
    Medications,
    /// Conditions.
    Conditions,
    /// Measurements and findings.
    Observations,
    /// Visits.
    Encounters,
    /// Immunizations.
    Immunizations,
    /// Series and their summaries.
    Series,
    /// Other resources of FHIR.
    Other,
    /// Files.
    Files,
    /// What cannot be shown.
    Unreadable,
}

/// Records by family, each family in the order of its records.
pub fn by_family(records: Vec<RecordView>) -> Vec<(Family, Vec<RecordView>)> {
    let mut families: Vec<(Family, Vec<RecordView>)> = Vec::new();
    for record in records {
        let family = family_of(&record);
        match families.iter_mut().find(|(other, _)| *other == family) {
            Some((_, members)) => members.push(record),
            None => families.push((family, vec![record])),
        }
    }
    families.sort_by_key(|(family, _)| *family);
    families
}

/// The family of a record.
pub fn family_of(record: &RecordView) -> Family {
    match &record.body {
        RecordBody::Resource(view) => match view.row {
            RecordRow::Medication(_) => Family::Medications,
            RecordRow::Allergy(_) => Family::Allergies,
            RecordRow::Condition(_) => Family::Conditions,
            RecordRow::Observation(_) => Family::Observations,
            RecordRow::Immunization(_) => Family::Immunizations,
            RecordRow::Encounter(_) => Family::Encounters,
            RecordRow::Other(_) => Family::Other,
            RecordRow::Unreadable => Family::Unreadable,
        },
        RecordBody::Series(_) => Family::Series,
        RecordBody::Text(_)
        | RecordBody::Image(_)
        | RecordBody::HugeImage { .. }
        | RecordBody::Pdf(_)
        | RecordBody::File(_)
        | RecordBody::NotLoaded => Family::Files,
        RecordBody::Altered => Family::Unreadable,
    }
}

/// The newest clinical date among records: how old what is shown is.
pub fn newest(records: &[RecordView]) -> Option<ClinicalDate> {
    records.iter().filter_map(|record| record.summary.date.clone()).max()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    fn record(body: &str, date: &str) -> RecordView {
        let id = "018f2e3a-7c1d-7000-8000-000000000001";
        serde_json::from_str(&format!(
            r#"{{"summary":{{"record":"{id}","version":1,"portion":"history","title":"x","media_type":"text/plain",
                "date":"{date}","bytes":1,"state":"fine"}},"body":{body}}}"#
        ))
        .unwrap()
    }

    #[test]
    fn no_record_is_dropped_and_what_cannot_be_shown_stands_last() {
        let records = [
            record(r#""altered""#, "2020"),
            record(r#"{"text":{"text":"hello","kind":"plain","is_utf16":false,"is_whole":true}}"#, "2021"),
            record(r#""altered""#, "2022"),
        ];
        let families = by_family(records.to_vec());
        let shape: Vec<(Family, usize)> = families.iter().map(|(family, members)| (*family, members.len())).collect();
        assert_eq!(shape, [(Family::Files, 1), (Family::Unreadable, 2)]);
    }

    #[test]
    fn the_newest_date_is_found_among_dates_of_any_precision() {
        let records =
            [record(r#""altered""#, "2020-05"), record(r#""altered""#, "2021"), record(r#""altered""#, "2020-12-31")];
        assert_eq!(newest(&records).unwrap().as_str(), "2021");
    }
}
