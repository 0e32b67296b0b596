//! What references point to, among the records that are open: a prescription that names its medicine by reference
//! shows the medicine's name. Nothing is ever fetched.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::record::{
    FhirType, Title,
    element::{text, words},
    make_visible,
    strict_json::parse_strict,
    title_resource::title_resource,
};

/// Names of resources, by type and id.
#[derive(Clone, Debug, Default)]
pub struct ReferenceNames(BTreeMap<String, Title>);

impl ReferenceNames {
    /// Learns the name of one FHIR resource in JSON; what is none is passed over.
    pub fn learn(&mut self, json: &[u8]) {
        let Ok(resource) = parse_strict(json, "the record") else { return };
        let fhir_type = text(&resource, "resourceType").and_then(|name| name.parse::<FhirType>().ok());
        if let (Some(fhir_type), Some(id)) = (fhir_type, text(&resource, "id")) {
            // Bundles made by one system refer by `urn:uuid:` to what carries the same UUID as its id.
            let by_uuid = format!("urn:uuid:{id}");
            self.note(&fhir_type, Some(id), Some(&by_uuid), &title_resource(&fhir_type, &resource));
        }
    }

    /// Notes the name of a resource under its type and id, and under its full URL.
    pub(in crate::record) fn note(&mut self, fhir_type: &FhirType, id: Option<&str>, url: Option<&str>, title: &Title) {
        let relative = id.map(|id| format!("{fhir_type}/{id}"));
        for name in relative.into_iter().chain(url.map(str::to_owned)) {
            self.0.insert(name, title.clone());
        }
    }

    /// The name of what a reference points to: by the whole reference, else by its last two steps, type and id.
    pub(in crate::record) fn find(&self, target: &str) -> Option<&Title> {
        let mut steps = target.rsplit('/');
        let relative = steps.next().zip(steps.next()).map(|(id, fhir_type)| format!("{fhir_type}/{id}"));
        self.0.get(target).or_else(|| self.0.get(&relative?))
    }

    /// The words of a FHIR `Reference`: its own display, else the name of what it points to.
    pub(super) fn words(&self, reference: &Value) -> Option<String> {
        let named = || self.find(text(reference, "reference")?).map(|title| title.as_str().to_owned());
        let found = text(reference, "display").map(str::to_owned).or_else(named).or_else(|| words(reference));
        found.map(|words| make_visible(&words))
    }
}
