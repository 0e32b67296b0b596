//! Prescriptions: checked, told, written and read back.

use proptest::prelude::*;
use sesemr_common::{
    id::{Hash, RecordId},
    language::Language,
    portion::Portion,
    record::{
        Correction, FieldProblem, MedicineCode, PatientNote, PatientWords, Prescription, PrescriptionDraft,
        PrescriptionField, PrescriptionWithdrawal, PriorPrescription, ReadPrescriptionError, RecordRow, ReferenceNames,
        Route, TimeUnit, VoidKind, VoidedPrescription, view_record,
    },
};

use super::support::import;

fn draft() -> PrescriptionDraft {
    PrescriptionDraft {
        medicine: "Amoxicillin 500 mg capsules".to_owned(),
        dose_amount: "1".to_owned(),
        dose_unit: "capsule".to_owned(),
        route: "by mouth".to_owned(),
        times: "3".to_owned(),
        start: "2026-08-06".to_owned(),
        duration: "7".to_owned(),
        ..PrescriptionDraft::default()
    }
}

fn checked(draft: &PrescriptionDraft) -> Prescription {
    draft.check("Dr Grace Bello", "Amina Yusuf", "2026-08-06T14:02:00Z".parse().unwrap()).unwrap()
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let draft = PrescriptionDraft {
        dose_amount: "-1".to_owned(),
        times: "0".to_owned(),
        instructions: "a\u{202e}b".to_owned(),
        start: "6.8.2026".to_owned(),
        quantity: "20".to_owned(),
        repeats: "many".to_owned(),
        reason: "x".repeat(1001),
        ..PrescriptionDraft::default()
    };
    let errors = draft.check("Dr Bello", "", "2026-08-06".parse().unwrap()).unwrap_err();
    let expected = [
        (PrescriptionField::Medicine, FieldProblem::Missing),
        (PrescriptionField::DoseAmount, FieldProblem::NotAnAmount),
        (PrescriptionField::DoseUnit, FieldProblem::Missing),
        (PrescriptionField::Route, FieldProblem::Missing),
        (PrescriptionField::Times, FieldProblem::NotAWholeNumber { least: 1, most: 99 }),
        (PrescriptionField::Instructions, FieldProblem::HiddenCharacters),
        (PrescriptionField::Start, FieldProblem::NotADay),
        (PrescriptionField::QuantityUnit, FieldProblem::Missing),
        (PrescriptionField::Repeats, FieldProblem::NotAWholeNumber { least: 0, most: 99 }),
        (PrescriptionField::Reason, FieldProblem::TooLong),
        (PrescriptionField::Subject, FieldProblem::Missing),
    ];
    let found: Vec<(PrescriptionField, FieldProblem)> =
        errors.iter().map(|error| (error.field, error.problem)).collect();
    assert_eq!(found, expected);
    let empty = PrescriptionDraft::default().check("Dr Bello", "Amina", "2026".parse().unwrap()).unwrap_err();
    assert!(empty.iter().all(|error| error.problem == FieldProblem::Missing));
    let fields: Vec<PrescriptionField> = empty.iter().map(|error| error.field).collect();
    let needed = [
        PrescriptionField::Medicine,
        PrescriptionField::DoseAmount,
        PrescriptionField::DoseUnit,
        PrescriptionField::Route,
        PrescriptionField::Times,
        PrescriptionField::Start,
    ];
    assert_eq!(fields, needed);
}

#[test]
fn it_becomes_a_medication_request_that_an_import_takes_for_a_medicine() {
    let prescription = checked(&draft());
    let record = prescription.clone().into_record();
    assert_eq!(record.portion(), Portion::Medications);
    assert_eq!(record.summary().title.as_str(), "Amoxicillin 500 mg capsules");
    let import = import("prescription.json", record.content());
    assert_eq!(import.records, std::slice::from_ref(&record));
    assert_eq!(Prescription::from_medication_request(record.content()).unwrap(), prescription);
}

#[test]
fn the_patients_words_are_kept_with_their_language() {
    for (language, named) in [(Language::English, false), (Language::German, true)] {
        let words = PatientWords { language, sentence: "Nehmen Sie".to_owned(), route: "durch den Mund".to_owned() };
        let prescription = Prescription { words: Some(words), ..checked(&draft()) };
        let json = String::from_utf8(prescription.to_medication_request()).unwrap();
        assert_eq!(json.contains(r#""language":"de""#), named);
        assert_eq!(Prescription::from_medication_request(json.as_bytes()).unwrap(), prescription);
        let foreign = json.replacen(r#""language":"de""#, r#""language":"tlh""#, 1);
        assert_eq!(
            Prescription::from_medication_request(foreign.as_bytes()).is_err(),
            named,
            "words nobody here reads"
        );
    }
}

#[test]
fn what_says_more_than_a_prescription_is_not_read_as_one() {
    let json = String::from_utf8(checked(&draft()).to_medication_request()).unwrap();
    let more = json.replacen(r#""intent":"order""#, r#""intent":"order","doNotPerform":true"#, 1);
    assert_eq!(Prescription::from_medication_request(more.as_bytes()), Err(ReadPrescriptionError::SaysMore));
    let other = json.replacen("MedicationRequest", "MedicationStatement", 1);
    assert_eq!(Prescription::from_medication_request(other.as_bytes()), Err(ReadPrescriptionError::NotAPrescription));
    let undated = json.replacen("authoredOn", "authored", 1);
    assert_eq!(Prescription::from_medication_request(undated.as_bytes()), Err(ReadPrescriptionError::NoDate));
}

fn correction() -> Correction {
    let prior = PriorPrescription { record: RecordId::from_bytes([7; 16]), header: Hash([9; 32]) };
    Correction { prior, reason: PatientNote::of("The dose was 500 mg, not 50").unwrap() }
}

#[test]
fn a_correction_names_what_it_corrects_in_its_summary_and_in_its_content() {
    let prescription = Prescription { corrects: Some(correction()), ..checked(&draft()) };
    let record = prescription.clone().into_record();
    let Correction { prior, reason } = correction();
    assert_eq!(record.summary().voids, Some(Box::new(VoidedPrescription { kind: VoidKind::Corrected, prior })));
    assert_eq!(record.summary().reason, Some(reason));
    assert_eq!(Prescription::from_medication_request(record.content()).unwrap(), prescription);
    let json = String::from_utf8(record.content().to_vec()).unwrap();
    for (part, other) in [("urn:uuid:", "urn:oid:"), ("sha-256;", "sha-512;"), (r#""note""#, r#""notes""#)] {
        let other = json.replacen(part, other, 1);
        assert_eq!(
            Prescription::from_medication_request(other.as_bytes()),
            Err(ReadPrescriptionError::SaysMore),
            "{part} is not read as something else"
        );
    }
    assert_eq!(checked(&draft()).into_record().summary().voids, None);
}

#[test]
fn a_withdrawal_is_a_cancelled_medication_request_without_anything_to_take() {
    let Correction { prior, reason } = correction();
    let authored = "2026-08-07T09:00:00Z".parse().unwrap();
    let record = PrescriptionWithdrawal::of(checked(&draft()), prior, reason.clone(), authored).into_record();
    assert_eq!(record.summary().voids, Some(Box::new(VoidedPrescription { kind: VoidKind::Withdrawn, prior })));
    assert_eq!((record.portion(), record.summary().reason.clone()), (Portion::Medications, Some(reason)));
    let view = view_record(record.content(), &ReferenceNames::default());
    let RecordRow::Medication(row) = view.row else { unreachable!("it is a MedicationRequest") };
    assert_eq!((row.status.as_deref(), row.dosage.len()), (Some("cancelled"), 0));
    assert_eq!(row.medicine, "Amoxicillin 500 mg capsules");
    assert!(Prescription::from_medication_request(record.content()).is_err(), "it is no prescription");
}

#[test]
fn the_same_order_is_known_again_at_another_time_and_another_one_is_not() {
    let one = checked(&draft());
    let later = Prescription { authored: "2026-08-06T14:03:00Z".parse().unwrap(), ..one.clone() };
    assert!(one.is_same_order(&later));
    let other = checked(&PrescriptionDraft { dose_amount: "2".to_owned(), ..draft() });
    assert!(!one.is_same_order(&other));
    assert!(!one.is_same_order(&Prescription { corrects: Some(correction()), ..one.clone() }));
}

fn arbitrary_draft() -> impl Strategy<Value = PrescriptionDraft> {
    let unit = || prop::sample::select(TimeUnit::ALL.to_vec());
    let named = Route::NAMED.iter().map(|route| route.words().to_owned()).collect::<Vec<_>>();
    let route = prop_oneof![prop::sample::select(named), "[a-z ]{0,6}[a-z]"];
    let code = prop::option::of(("[a-z]{0,3}", "[0-9]{0,3}", "[A-Z]{0,3}"));
    let medicine = ("[A-Za-z]{1,9}( [0-9]{1,3} mg)?", code, "[0-9]{1,6}([.,][0-9]{1,4})?", "[a-z]{1,9}", route);
    let schedule = ("[1-9]?", "([1-9][0-9]?)?", unit(), any::<bool>(), "[a-z]{0,5}");
    let course = ("2026-0[1-9]-[12][0-9]", "([1-9][0-9]{0,2})?", unit(), "([1-9]{1,3})?", "[a-z]{1,5}", "[0-9]{0,2}");
    (medicine, schedule, course, "[a-z.]{0,9}", "([A-Z][a-z ]{0,9}\\.)?").prop_map(
        |(medicine, schedule, course, reason, instructions)| PrescriptionDraft {
            medicine: medicine.0,
            medicine_code: medicine.1.map(|(system, code, display)| MedicineCode { system, code, display }),
            dose_amount: medicine.2,
            dose_unit: medicine.3,
            route: medicine.4,
            times: schedule.0,
            every: schedule.1,
            every_unit: schedule.2,
            as_needed: schedule.3,
            as_needed_reason: schedule.4,
            instructions,
            start: course.0,
            duration: course.1,
            duration_unit: course.2,
            quantity: course.3,
            quantity_unit: course.4,
            repeats: course.5,
            reason,
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_reads_back(draft in arbitrary_draft()) {
        if let Ok(prescription) = draft.check("Dr Bello", "Amina", "2026-08-06T14:02:00Z".parse().unwrap()) {
            let json = prescription.to_medication_request();
            let read = Prescription::from_medication_request(&json).unwrap();
            prop_assert_eq!(read.to_medication_request(), json);
            prop_assert_eq!((read.dose, read.schedule, read.course), (prescription.dose, prescription.schedule, prescription.course));
            prop_assert_eq!((read.route, read.supply, read.reason), (prescription.route, prescription.supply, prescription.reason));
        }
    }
}
