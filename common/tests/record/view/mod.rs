//! What the screen shows of a record.

mod details;
mod medication;
mod narrative;
mod rows;
mod titles;

use sesemr_common::record::{Detail, Element, Phrase, RecordRow, RecordView, ReferenceNames, view_record};

use super::support::{BUNDLES, amina, import, shared_bundle};

fn view(json: &str) -> RecordView {
    view_record(json.as_bytes(), &ReferenceNames::default())
}

fn own(text: &str) -> Phrase {
    Phrase::Own(text.to_owned())
}

/// The first view of the sample whose title is this.
fn of_amina(title: &str) -> RecordView {
    let import = import("amina_yusuf.json", amina());
    let record = import.records.iter().find(|record| record.summary().title.as_str() == title).unwrap();
    view_record(record.content(), &ReferenceNames::default())
}

/// What the element at this path says: names of FHIR with a dot between them, and which of several it is.
fn detail<'a>(view: &'a RecordView, path: &str) -> Option<&'a Phrase> {
    let name = |Element { name, place }: &Element| match place {
        Some(place) => format!("{name} {place}"),
        None => name.clone(),
    };
    let is_it = |detail: &&Detail| detail.path.iter().map(name).collect::<Vec<_>>().join(".") == path;
    view.details.rows.iter().find(is_it).map(|detail| &detail.value)
}

#[test]
fn every_record_of_the_samples_has_a_row_and_details() {
    let bundles = BUNDLES.into_iter().filter_map(shared_bundle).chain([amina()]);
    for text in bundles {
        let import = import("bundle.json", text);
        let mut names = ReferenceNames::default();
        for record in &import.records {
            names.learn(record.content());
        }
        for record in import.records.iter().filter(|record| record.summary().fhir_type.is_some()) {
            let view = view_record(record.content(), &names);
            assert_ne!(view.row, RecordRow::Unreadable);
            assert!(!view.details.rows.is_empty());
            if record.summary().fhir_type.as_ref().unwrap().as_str() != "Bundle" {
                assert_eq!(view.title, record.summary().title);
            }
            if let RecordRow::Medication(row) = view.row {
                assert!(!row.medicine.is_empty() && !row.medicine.starts_with("Medication "), "{}", row.medicine);
            }
        }
    }
}
