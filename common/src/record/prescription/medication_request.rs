//! A prescription as a FHIR R4 `MedicationRequest` (<https://hl7.org/fhir/R4/medicationrequest.html>), and as a record.
//! Frozen by `tests/vectors/medication_request.json`. For the way back see `read_medication_request`.

use serde::Serialize;

use super::{
    Correction, Dose, Frequency, Line, Prescription, Schedule, Span, VoidKind, VoidedPrescription,
    voided::PriorReference,
};
use crate::{
    portion::Portion,
    record::{
        MedicalRecord, Title,
        r4::{CodeableConcept, Coding, Quantity, Reference},
    },
};

impl Prescription {
    /// The record of `medications`.
    pub fn into_record(self) -> MedicalRecord {
        let content = self.to_medication_request();
        let title = Title::of(self.medicine.as_str());
        let voids = self
            .corrects
            .map(|Correction { prior, reason }| (reason, VoidedPrescription { kind: VoidKind::Corrected, prior }));
        MedicalRecord::of_written(Portion::Medications, "MedicationRequest", title, self.authored, content, voids)
    }

    /// The `MedicationRequest` in JSON, in the language of its words; English is not named. One that corrects another names it
    /// under `priorPrescription` and says why in its one `note`. The first day stands in `dispenseRequest.validityPeriod` and, without a
    /// duration, in `bounds` as well; a duration takes `bounds` for itself (it is one of the two in R4).
    pub fn to_medication_request(&self) -> Vec<u8> {
        let (as_needed_boolean, as_needed_codeable_concept) = match &self.schedule {
            Schedule::Regular(_) => (None, None),
            Schedule::AsNeeded { reason: None, .. } => (Some(true), None),
            Schedule::AsNeeded { reason: Some(reason), .. } => (None, Some(CodeableConcept::text(reason.as_str()))),
        };
        let start = self.course.start.as_str();
        let request = MedicationRequest {
            resource_type: "MedicationRequest",
            language: self.words.as_ref().and_then(|words| words.language.unless_english()),
            status: "active",
            intent: "order",
            medication_codeable_concept: self.medicine_concept(),
            subject: Reference { display: self.subject.as_str() },
            authored_on: self.authored.as_str(),
            requester: Reference { display: self.requester.as_str() },
            reason_code: self.reason.as_ref().map(|reason| [CodeableConcept::text(reason.as_str())]),
            note: self.corrects.as_ref().map(|correction| [Annotation { text: correction.reason.as_str() }]),
            dosage_instruction: [Dosage {
                text: self.words.as_ref().map(|words| words.sentence.as_str()),
                patient_instruction: self.instructions.as_ref().map(Line::as_str),
                timing: Timing { repeat: self.repeat() },
                as_needed_boolean,
                as_needed_codeable_concept,
                route: self.route_concept(),
                dose_and_rate: [DoseAndRate { dose_quantity: quantity(&self.dose) }],
            }],
            dispense_request: DispenseRequest {
                validity_period: Start { start },
                number_of_repeats_allowed: self.supply.repeats,
                quantity: self.supply.quantity.as_ref().map(quantity),
            },
            prior_prescription: self.corrects.as_ref().map(|correction| correction.prior.to_reference()),
        };
        // Strings and finite numbers always have a JSON.
        serde_json::to_vec(&request).unwrap_or_default()
    }

    fn medicine_concept(&self) -> CodeableConcept<'_> {
        let coding = self.medicine_code.as_ref().map(|code| {
            let display = if code.display.is_empty() { self.medicine.as_str() } else { &code.display };
            [Coding { system: &code.system, code: &code.code, display }]
        });
        CodeableConcept { coding, text: self.medicine.as_str() }
    }

    fn route_concept(&self) -> CodeableConcept<'_> {
        let text = self.words.as_ref().map_or_else(|| self.route.words(), |words| words.route.as_str());
        let coding = self.route.code().map(|code| [Coding { system: "http://snomed.info/sct", code, display: text }]);
        CodeableConcept { coding, text }
    }

    fn repeat(&self) -> Repeat<'_> {
        let frequency = match &self.schedule {
            Schedule::Regular(frequency) => Some(*frequency),
            Schedule::AsNeeded { at_most, .. } => *at_most,
        };
        let duration = self.course.duration;
        Repeat {
            bounds_duration: duration.map(span_quantity),
            bounds_period: duration.is_none().then(|| Start { start: self.course.start.as_str() }),
            frequency: frequency.map(|Frequency { times, .. }| times),
            period: frequency.map(|Frequency { every, .. }| every.count),
            period_unit: frequency.map(|Frequency { every, .. }| every.unit.code()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MedicationRequest<'a> {
    resource_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    status: &'a str,
    intent: &'a str,
    medication_codeable_concept: CodeableConcept<'a>,
    subject: Reference<'a>,
    authored_on: &'a str,
    requester: Reference<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_code: Option<[CodeableConcept<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<[Annotation<'a>; 1]>,
    dosage_instruction: [Dosage<'a>; 1],
    dispense_request: DispenseRequest<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prior_prescription: Option<PriorReference>,
}

/// R4 `Annotation`: why it corrects an earlier one.
#[derive(Serialize)]
struct Annotation<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dosage<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    patient_instruction: Option<&'a str>,
    timing: Timing<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_needed_boolean: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_needed_codeable_concept: Option<CodeableConcept<'a>>,
    route: CodeableConcept<'a>,
    dose_and_rate: [DoseAndRate<'a>; 1],
}

#[derive(Serialize)]
struct Timing<'a> {
    repeat: Repeat<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Repeat<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds_duration: Option<Quantity<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bounds_period: Option<Start<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frequency: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period_unit: Option<&'a str>,
}

/// A `Period` that has begun.
#[derive(Serialize)]
struct Start<'a> {
    start: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DoseAndRate<'a> {
    dose_quantity: Quantity<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DispenseRequest<'a> {
    validity_period: Start<'a>,
    number_of_repeats_allowed: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<Quantity<'a>>,
}

fn quantity(dose: &Dose) -> Quantity<'_> {
    Quantity::text(dose.amount.number(), dose.unit.as_str())
}

fn span_quantity(span: Span) -> Quantity<'static> {
    Quantity::ucum(f64::from(span.count), span.unit.word(), span.unit.code())
}
