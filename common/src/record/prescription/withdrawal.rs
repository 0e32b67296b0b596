//! A prescription taken back by whoever wrote it: a `MedicationRequest` that is cancelled and says why. It has no dosage:
//! nobody who reads but a part of it can take it for something to be taken.
//! Frozen by `tests/vectors/voided_prescription.json`.

use serde::Serialize;

use super::{
    Line, MedicineCode, Prescription, PriorPrescription, VoidKind, VoidedPrescription, voided::PriorReference,
};
use crate::{
    portion::Portion,
    record::{
        ClinicalDate, MedicalRecord, PatientNote, Title,
        r4::{CodeableConcept, Coding, Reference},
    },
};

/// The withdrawal of a prescription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrescriptionWithdrawal {
    /// Which prescription.
    pub prior: PriorPrescription,
    /// Why.
    pub reason: PatientNote,
    /// The medicine that it was for.
    pub medicine: Line,
    /// Its code, where it had one.
    pub medicine_code: Option<MedicineCode>,
    /// Who withdraws, by name.
    pub requester: Line,
    /// For whom, by name.
    pub subject: Line,
    /// When.
    pub authored: ClinicalDate,
}

impl PrescriptionWithdrawal {
    /// Of this prescription, which is the record that `prior` names.
    pub fn of(
        prescription: Prescription,
        prior: PriorPrescription,
        reason: PatientNote,
        authored: ClinicalDate,
    ) -> Self {
        let Prescription { medicine, medicine_code, requester, subject, .. } = prescription;
        Self { prior, reason, medicine, medicine_code, requester, subject, authored }
    }

    /// The record of `medications`.
    pub fn into_record(self) -> MedicalRecord {
        let content = self.to_medication_request();
        let title = Title::of(self.medicine.as_str());
        let voids = (self.reason, VoidedPrescription { kind: VoidKind::Withdrawn, prior: self.prior });
        let (portion, fhir_type) = (Portion::Medications, "MedicationRequest");
        MedicalRecord::of_written(portion, fhir_type, title, self.authored, content, Some(voids))
    }

    /// The `MedicationRequest` in JSON.
    pub fn to_medication_request(&self) -> Vec<u8> {
        let coding = self.medicine_code.as_ref().map(|code| {
            let display = if code.display.is_empty() { self.medicine.as_str() } else { &code.display };
            [Coding { system: &code.system, code: &code.code, display }]
        });
        let request = CancelledRequest {
            resource_type: "MedicationRequest",
            status: "cancelled",
            status_reason: CodeableConcept::text(self.reason.as_str()),
            intent: "order",
            medication_codeable_concept: CodeableConcept { coding, text: self.medicine.as_str() },
            subject: Reference { display: self.subject.as_str() },
            authored_on: self.authored.as_str(),
            requester: Reference { display: self.requester.as_str() },
            prior_prescription: self.prior.to_reference(),
        };
        // Strings always have a JSON.
        serde_json::to_vec(&request).unwrap_or_default()
    }

    /// Whether it withdraws the same for the same reason, whenever that is.
    pub fn is_same_order(&self, other: &Self) -> bool {
        *self == Self { authored: self.authored.clone(), ..other.clone() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CancelledRequest<'a> {
    resource_type: &'a str,
    status: &'a str,
    status_reason: CodeableConcept<'a>,
    intent: &'a str,
    medication_codeable_concept: CodeableConcept<'a>,
    subject: Reference<'a>,
    authored_on: &'a str,
    requester: Reference<'a>,
    prior_prescription: PriorReference,
}
