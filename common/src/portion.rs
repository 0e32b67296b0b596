//! Portions: the ten parts of a patient's records that are lent separately. Numbers are frozen.
//!
//! Which FHIR resource goes where is decided by `record`'s intake; this is only the list.

use serde::{Deserialize, Serialize};

use crate::codec::{Decode, DecodeError, Decoder, Encode, Encoder};

/// One part of a patient's records, with a key pair of its own in every epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Portion {
    /// Who the patient is, related persons, consents.
    Personal = 1,
    /// Allergies and intolerances.
    Allergies = 2,
    /// Conditions, procedures, encounters, and every type not named elsewhere.
    History = 3,
    /// Medicines and prescriptions.
    Medications = 4,
    /// Laboratory results and specimens, exact.
    Laboratory = 5,
    /// Vital signs and readings, exact.
    Readings = 6,
    /// Micro-aggregated series made from [`Portion::Readings`], nothing else.
    ReadingsSummary = 7,
    /// Images, reports, documents and every file that is not FHIR.
    ImagingDocuments = 8,
    /// Immunizations.
    Immunizations = 9,
    /// Coverage, claims, invoices.
    Insurance = 10,
}

impl Portion {
    /// All portions, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Personal,
        Self::Allergies,
        Self::History,
        Self::Medications,
        Self::Laboratory,
        Self::Readings,
        Self::ReadingsSummary,
        Self::ImagingDocuments,
        Self::Immunizations,
        Self::Insurance,
    ];

    /// The frozen number.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The frozen name, as JSON and the database write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Allergies => "allergies",
            Self::History => "history",
            Self::Medications => "medications",
            Self::Laboratory => "laboratory",
            Self::Readings => "readings",
            Self::ReadingsSummary => "readings_summary",
            Self::ImagingDocuments => "imaging_documents",
            Self::Immunizations => "immunizations",
            Self::Insurance => "insurance",
        }
    }
}

impl TryFrom<u8> for Portion {
    type Error = DecodeError;

    fn try_from(number: u8) -> Result<Self, DecodeError> {
        Self::ALL.into_iter().find(|portion| portion.number() == number).ok_or(DecodeError::OutOfRange("portion"))
    }
}

impl core::fmt::Display for Portion {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

impl Encode for Portion {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.put_u8(self.number());
    }
}

impl Decode for Portion {
    fn decode_from(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Self::try_from(decoder.u8()?)
    }
}
