//! The few FHIR R4 datatypes that records made here are written with, members in the order of the specification.
//! Reading is in `element`.

use serde::Serialize;
use serde_json::Number;

pub(super) const UCUM: &str = "http://unitsofmeasure.org";

/// R4 `Coding`.
#[derive(Debug, Serialize)]
pub(super) struct Coding<'a> {
    pub(super) system: &'a str,
    pub(super) code: &'a str,
    pub(super) display: &'a str,
}

/// R4 `CodeableConcept`.
#[derive(Debug, Serialize)]
pub(super) struct CodeableConcept<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) coding: Option<[Coding<'a>; 1]>,
    pub(super) text: &'a str,
}

impl<'a> CodeableConcept<'a> {
    pub(super) const fn text(text: &'a str) -> Self {
        Self { coding: None, text }
    }
}

/// R4 `Quantity`.
#[derive(Debug, Serialize)]
pub(super) struct Quantity<'a> {
    pub(super) value: Number,
    pub(super) unit: &'a str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(super) coded: Option<UnitCode<'a>>,
}

/// The coded half of a `Quantity`.
#[derive(Debug, Serialize)]
pub(super) struct UnitCode<'a> {
    pub(super) system: &'a str,
    pub(super) code: &'a str,
}

impl<'a> Quantity<'a> {
    /// With a unit of UCUM.
    pub(super) fn ucum(value: f64, unit: &'a str, code: &'a str) -> Self {
        Self { value: decimal(value), unit, coded: Some(UnitCode { system: UCUM, code }) }
    }

    /// With a unit in words.
    pub(super) fn text(value: f64, unit: &'a str) -> Self {
        Self { value: decimal(value), unit, coded: None }
    }
}

/// R4 `Reference`, by name only.
#[derive(Debug, Serialize)]
pub(super) struct Reference<'a> {
    pub(super) display: &'a str,
}

/// A decimal of FHIR, whose digits say how exact it is: one tablet is `1`, not `1.0`. `value` is finite.
fn decimal(value: f64) -> Number {
    value.to_string().parse().unwrap_or_else(|_| Number::from(0))
}
