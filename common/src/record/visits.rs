//! Which records belong to which visit: resources that refer to an `Encounter`. Every record stands in exactly one place:
//! under the first visit it names that is there, or by itself.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    element::{items, text, text_at},
    strict_json::parse_strict,
};

/// Records by visit, as far as they were learnt. `K` tells records apart.
#[derive(Clone, Debug)]
pub struct Visits<K> {
    by_name: BTreeMap<String, K>,
    named: Vec<(K, Vec<String>)>,
}

impl<K> Default for Visits<K> {
    fn default() -> Self {
        Self { by_name: BTreeMap::new(), named: Vec::new() }
    }
}

impl<K: Copy + Ord> Visits<K> {
    /// Learns one FHIR resource in JSON: a visit, or what happened at one. What is neither is passed over.
    pub fn learn(&mut self, record: K, json: &[u8]) {
        let Ok(resource) = parse_strict(json, "the record") else { return };
        if text(&resource, "resourceType") == Some("Encounter") {
            if let Some(id) = text(&resource, "id") {
                // Bundles made by one system refer by `urn:uuid:` to what carries the same UUID as its id.
                for name in [format!("Encounter/{id}"), format!("urn:uuid:{id}")] {
                    self.by_name.entry(name).or_insert(record);
                }
            }
            return;
        }
        let names = visit_references(&resource);
        if !names.is_empty() {
            self.named.push((record, names));
        }
    }

    /// The visit of each record that has one.
    pub fn by_record(&self) -> BTreeMap<K, K> {
        let visit = |names: &[String]| names.iter().find_map(|name| self.find(name));
        self.named.iter().filter_map(|(record, names)| Some((*record, visit(names)?))).collect()
    }

    /// By the whole reference, else by its last two steps.
    fn find(&self, name: &str) -> Option<K> {
        let relative = name.rfind("Encounter/").and_then(|start| name.get(start..));
        self.by_name.get(name).or_else(|| self.by_name.get(relative?)).copied()
    }
}

/// The members by which R4 resources name the encounter that they belong to.
fn visit_references(resource: &Value) -> Vec<String> {
    let of = |element: &Value| text(element, "reference").map(str::to_owned);
    let direct = ["encounter", "context"].into_iter().flat_map(|key| items(resource, key)).filter_map(of);
    let within = resource.get("context").into_iter().flat_map(|context| items(context, "encounter")).filter_map(of);
    let billed = items(resource, "item").iter().flat_map(|item| items(item, "encounter")).filter_map(of);
    let old = text_at(resource, &["context", "reference"]).map(str::to_owned);
    let mut names: Vec<String> = direct.chain(within).chain(billed).chain(old).collect();
    names.dedup();
    names
}
