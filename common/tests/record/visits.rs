//! Visits, and what belongs to them.

use sesemr_common::record::Visits;

use super::support::{amina, import};

fn learnt(resources: &[&str]) -> Vec<(usize, usize)> {
    let mut visits = Visits::default();
    for (place, resource) in resources.iter().enumerate() {
        visits.learn(place, resource.as_bytes());
    }
    visits.by_record().into_iter().collect()
}

#[test]
fn a_record_belongs_to_the_visit_that_it_names_however_it_names_it() {
    let visit = r#"{"resourceType":"Encounter","id":"v1"}"#;
    for named in [
        r#"{"resourceType":"Observation","encounter":{"reference":"Encounter/v1"}}"#,
        r#"{"resourceType":"Observation","encounter":{"reference":"https://hospital.example/fhir/Encounter/v1"}}"#,
        r#"{"resourceType":"Condition","encounter":{"reference":"urn:uuid:v1"}}"#,
        r#"{"resourceType":"MedicationAdministration","context":{"reference":"Encounter/v1"}}"#,
        r#"{"resourceType":"DocumentReference","context":{"encounter":[{"reference":"Encounter/v1"}]}}"#,
        r#"{"resourceType":"Claim","item":[{"sequence":1},{"encounter":[{"reference":"Encounter/v1"}]}]}"#,
    ] {
        assert_eq!(learnt(&[visit, named]), [(1, 0)], "{named}");
        assert_eq!(learnt(&[named, visit]), [(0, 1)], "in the other order: {named}");
    }
}

#[test]
fn a_record_stands_under_one_visit_and_one_without_stands_by_itself() {
    let (one, other) = (r#"{"resourceType":"Encounter","id":"1"}"#, r#"{"resourceType":"Encounter","id":"2"}"#);
    let both = r#"{"resourceType":"Claim","item":[{"encounter":[{"reference":"Encounter/9"},{"reference":"Encounter/2"},{"reference":"Encounter/1"}]}]}"#;
    assert_eq!(learnt(&[one, other, both, "no JSON", r#"{"resourceType":"Patient"}"#]), [(2, 1)]);
}

#[test]
fn every_reference_of_the_sample_to_a_visit_finds_it() {
    let import = import("amina_yusuf.json", amina());
    let mut visits = Visits::default();
    for (place, record) in import.records.iter().enumerate() {
        visits.learn(place, record.content());
    }
    let naming = import.records.iter().filter(|record| {
        let content = String::from_utf8_lossy(record.content());
        content.contains("\"encounter\"") && content.contains("reference")
    });
    assert_eq!(visits.by_record().len(), naming.count());
}
