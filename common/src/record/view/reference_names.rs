//! What references point to, among the records that are open: a prescription that names its medicine by reference
//! shows the medicine's name. Nothing is ever fetched.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::record::{
    FhirType,
    element::{text, words},
    strict_json::parse_strict,
    title_resource::title_resource,
    visible_text::make_visible,
};

/// Names of resources, by type and id.
#[derive(Clone, Debug, Default)]
pub struct ReferenceNames(BTreeMap<String, String>);

impl ReferenceNames {
    /// Learns the name of one FHIR resource in JSON; what is none is passed over.
    pub fn learn(&mut self, json: &[u8]) {
        let Ok(resource) = parse_strict(json, "the record") else { return };
        let fhir_type = text(&resource, "resourceType").and_then(|name| name.parse::<FhirType>().ok());
        if let (Some(fhir_type), Some(id)) = (fhir_type, text(&resource, "id")) {
            let title: String = title_resource(&fhir_type, &resource).into();
            self.0.insert(format!("{fhir_type}/{id}"), title.clone());
            // Bundles made by one system refer by `urn:uuid:` to what carries the same UUID as its id.
            self.0.insert(format!("urn:uuid:{id}"), title);
        }
    }

    /// The words of a FHIR `Reference`: its own display, else the name of what it points to.
    pub(super) fn words(&self, reference: &Value) -> Option<String> {
        let named = || {
            let target = text(reference, "reference")?;
            let mut steps = target.rsplit('/');
            let relative = match (steps.next(), steps.next()) {
                (Some(id), Some(fhir_type)) => format!("{fhir_type}/{id}"),
                _ => target.to_owned(),
            };
            self.0.get(&relative).cloned()
        };
        let found = text(reference, "display").map(str::to_owned).or_else(named).or_else(|| words(reference));
        found.map(|words| make_visible(&words))
    }
}
