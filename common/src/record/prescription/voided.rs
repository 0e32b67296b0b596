//! That a prescription makes an earlier one of the same clinician void: what stands in the sealed summary of the later
//! one, and how it is told to other programs in its `MedicationRequest`. Whether it is honoured: `flow::judge_voids`.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde::Serialize;
use serde_json::Value;

use crate::{
    codec::choice,
    id::{Hash, RecordId},
    record::{PatientNote, element::text_at},
};

choice! {
    /// How an earlier prescription became void.
    VoidKind("kind of voiding") {
        /// Corrected: the later record takes its place.
        Corrected = 1,
        /// Withdrawn: nothing takes its place.
        Withdrawn = 2,
    }
}

/// Which earlier prescription is void, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoidedPrescription {
    /// How.
    pub kind: VoidKind,
    /// Which.
    pub prior: PriorPrescription,
}

/// An earlier prescription, named so that nothing else can be meant: its header commits to author, content and signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriorPrescription {
    /// Its record.
    pub record: RecordId,
    /// The hash of its signed header.
    pub header: Hash,
}

/// Which earlier prescription this one corrects, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Which.
    pub prior: PriorPrescription,
    /// Why.
    pub reason: PatientNote,
}

/// Names of bytes by their hash (RFC 6920).
const NAMED_BY_HASH: &str = "ni:///sha-256;";

impl PriorPrescription {
    /// The FHIR R4 `Reference` for `priorPrescription`.
    pub(super) fn to_reference(self) -> PriorReference {
        let hash = Base64UrlUnpadded::encode_string(self.header.as_bytes());
        PriorReference {
            reference: format!("urn:uuid:{}", self.record),
            r#type: "MedicationRequest",
            identifier: PriorIdentifier { system: "urn:ietf:rfc:3986", value: format!("{NAMED_BY_HASH}{hash}") },
        }
    }

    /// From the `Reference` under `priorPrescription`.
    pub(super) fn of_reference(resource: &Value) -> Option<Self> {
        let record = text_at(resource, &["priorPrescription", "reference"])?.strip_prefix("urn:uuid:")?;
        let hash = text_at(resource, &["priorPrescription", "identifier", "value"])?.strip_prefix(NAMED_BY_HASH)?;
        let hash = Base64UrlUnpadded::decode_vec(hash).ok()?.try_into().ok()?;
        Some(Self { record: record.parse().ok()?, header: Hash(hash) })
    }
}

/// R4 `Reference` to an earlier prescription: by record, and by the hash of its header.
#[derive(Debug, Serialize)]
pub(super) struct PriorReference {
    reference: String,
    r#type: &'static str,
    identifier: PriorIdentifier,
}

#[derive(Debug, Serialize)]
struct PriorIdentifier {
    system: &'static str,
    value: String,
}
