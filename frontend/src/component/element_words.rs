//! Elements of FHIR resources in words: what stands before each value where everything that a record says is listed.

use sesemr_common::record::Element;

use crate::text::{Texts, t};

/// The way to an element: "Reaction 2, Severity".
pub fn path_words(texts: Texts, path: &[Element]) -> String {
    path.iter().map(|element| element_words(texts, element)).collect::<Vec<_>>().join(", ")
}

fn element_words(texts: Texts, element: &Element) -> String {
    let words = known(texts, &element.name)
        .or_else(|| CHOICES.iter().find_map(|datatype| known(texts, element.name.strip_suffix(datatype)?)))
        .map_or_else(|| element.words(), str::to_owned);
    match element.place {
        Some(place) => format!("{words} {place}").trim_start().to_owned(),
        None => words,
    }
}

/// Datatypes that FHIR writes behind the name of an element that may be one of several: `onset[x]` is `onsetDateTime`.
const CHOICES: [&str; 20] = [
    "Age",
    "Boolean",
    "Code",
    "CodeableConcept",
    "Coding",
    "Date",
    "DateTime",
    "Decimal",
    "Duration",
    "Instant",
    "Integer",
    "Period",
    "PositiveInt",
    "Quantity",
    "Range",
    "Ratio",
    "Reference",
    "String",
    "Time",
    "Timing",
];

/// Words for the elements that records most often have; others are shown by their own name.
#[expect(clippy::too_many_lines, reason = "a table")]
fn known(texts: Texts, name: &str) -> Option<&'static str> {
    Some(match name {
        "abatement" => t!(texts, element.abatement),
        "achievementStatus" => t!(texts, element.achievement_status),
        "active" => t!(texts, element.active),
        "activity" => t!(texts, element.activity),
        "actor" | "party" => t!(texts, element.actor),
        "address" => t!(texts, element.address),
        "addresses" => t!(texts, element.addresses),
        "adjudication" => t!(texts, element.adjudication),
        "amount" => t!(texts, element.amount),
        "asNeeded" => t!(texts, element.as_needed),
        "asserter" => t!(texts, element.asserter),
        "attachment" => t!(texts, element.attachment),
        "author" => t!(texts, element.author),
        "authoredOn" => t!(texts, element.authored_on),
        "basedOn" => t!(texts, element.based_on),
        "beneficiary" => t!(texts, element.beneficiary),
        "billablePeriod" => t!(texts, element.billable_period),
        "birthDate" => t!(texts, element.birth_date),
        "bodySite" | "site" => t!(texts, element.body_site),
        "careTeam" => t!(texts, element.care_team),
        "category" => t!(texts, element.category),
        "city" => t!(texts, element.city),
        "claim" => t!(texts, element.claim),
        "class" => t!(texts, element.class),
        "clinicalStatus" => t!(texts, element.clinical_status),
        "code" => t!(texts, element.code),
        "collected" => t!(texts, element.collected),
        "communication" => t!(texts, element.communication),
        "component" => t!(texts, element.component),
        "confidentiality" => t!(texts, element.confidentiality),
        "contact" => t!(texts, element.contact),
        "contained" => t!(texts, element.contained),
        "content" => t!(texts, element.content),
        "contentType" => t!(texts, element.content_type),
        "count" => t!(texts, element.count),
        "country" => t!(texts, element.country),
        "coverage" => t!(texts, element.coverage),
        "created" => t!(texts, element.created),
        "criticality" => t!(texts, element.criticality),
        "currency" => t!(texts, element.currency),
        "custodian" => t!(texts, element.custodian),
        "date" => t!(texts, element.date),
        "deceased" => t!(texts, element.deceased),
        "description" => t!(texts, element.description),
        "detail" => t!(texts, element.detail),
        "diagnosis" => t!(texts, element.diagnosis),
        "dischargeDisposition" => t!(texts, element.discharge_disposition),
        "display" => t!(texts, element.display),
        "dosage" | "dosageInstruction" => t!(texts, element.dosage),
        "dose" => t!(texts, element.dose),
        "doseAndRate" => t!(texts, element.dose_and_rate),
        "doseNumber" => t!(texts, element.dose_number),
        "effective" | "occurrence" | "performed" | "serviced" | "timing" | "scheduled" => t!(texts, element.effective),
        "encounter" => t!(texts, element.encounter),
        "end" => t!(texts, element.end),
        "entry" => t!(texts, element.entry),
        "event" => t!(texts, element.event),
        "expirationDate" => t!(texts, element.expiration_date),
        "extension" => t!(texts, element.extension),
        "family" => t!(texts, element.family),
        "focal" => t!(texts, element.focal),
        "frequency" => t!(texts, element.frequency),
        "gender" => t!(texts, element.gender),
        "given" => t!(texts, element.given),
        "goal" => t!(texts, element.goal),
        "hasMember" => t!(texts, element.has_member),
        "hospitalization" => t!(texts, element.hospitalization),
        "id" => t!(texts, element.id),
        "identifier" => t!(texts, element.identifier),
        "instance" => t!(texts, element.image),
        "individual" => t!(texts, element.individual),
        "informationSequence" => t!(texts, element.information_sequence),
        "insurance" => t!(texts, element.insurance),
        "insurer" => t!(texts, element.insurer),
        "intent" => t!(texts, element.intent),
        "interpretation" => t!(texts, element.interpretation),
        "issued" => t!(texts, element.issued),
        "item" => t!(texts, element.item),
        "language" => t!(texts, element.language),
        "lastUpdated" => t!(texts, element.last_updated),
        "line" => t!(texts, element.line),
        "location" => t!(texts, element.location),
        "lotNumber" => t!(texts, element.lot_number),
        "manifestation" => t!(texts, element.manifestation),
        "manufacturer" => t!(texts, element.manufacturer),
        "maritalStatus" => t!(texts, element.marital_status),
        "medication" => t!(texts, element.medication),
        "meta" => t!(texts, element.meta),
        "method" => t!(texts, element.method),
        "modality" => t!(texts, element.modality),
        "mode" => t!(texts, element.mode),
        "multipleBirth" => t!(texts, element.multiple_birth),
        "name" => t!(texts, element.name),
        "net" => t!(texts, element.net),
        "note" => t!(texts, element.note),
        "number" => t!(texts, element.number),
        "numberOfInstances" => t!(texts, element.number_of_instances),
        "numberOfSeries" => t!(texts, element.number_of_series),
        "onset" | "started" => t!(texts, element.onset),
        "outcome" => t!(texts, element.outcome),
        "participant" => t!(texts, element.participant),
        "patient" => t!(texts, element.patient),
        "payment" => t!(texts, element.payment),
        "payor" => t!(texts, element.payor),
        "performer" => t!(texts, element.performer),
        "period" => t!(texts, element.period),
        "periodUnit" => t!(texts, element.period_unit),
        "postalCode" => t!(texts, element.postal_code),
        "prefix" => t!(texts, element.prefix),
        "prescription" => t!(texts, element.prescription),
        "primarySource" => t!(texts, element.primary_source),
        "priority" => t!(texts, element.priority),
        "procedure" => t!(texts, element.procedure),
        "productOrService" => t!(texts, element.product_or_service),
        "protocolApplied" => t!(texts, element.protocol_applied),
        "provider" => t!(texts, element.provider),
        "qualification" => t!(texts, element.qualification),
        "quantity" => t!(texts, element.quantity),
        "reaction" => t!(texts, element.reaction),
        "reason" => t!(texts, element.reason),
        "recordedDate" => t!(texts, element.recorded_date),
        "recorder" => t!(texts, element.recorder),
        "reference" => t!(texts, element.reference),
        "referenceRange" => t!(texts, element.reference_range),
        "referral" => t!(texts, element.referral),
        "relatesTo" => t!(texts, element.relates_to),
        "relationship" => t!(texts, element.relationship),
        "repeat" => t!(texts, element.repeat),
        "requester" => t!(texts, element.requester),
        "result" => t!(texts, element.result),
        "role" => t!(texts, element.role),
        "route" => t!(texts, element.route),
        "section" => t!(texts, element.section),
        "security" => t!(texts, element.security),
        "sequence" => t!(texts, element.sequence),
        "series" => t!(texts, element.series),
        "serviceProvider" => t!(texts, element.service_provider),
        "severity" => t!(texts, element.severity),
        "size" => t!(texts, element.size),
        "specimen" => t!(texts, element.specimen),
        "start" => t!(texts, element.start),
        "state" => t!(texts, element.state),
        "status" | "lifecycleStatus" => t!(texts, element.status),
        "statusReason" => t!(texts, element.status_reason),
        "subject" => t!(texts, element.subject),
        "substance" => t!(texts, element.substance),
        "supportingInfo" => t!(texts, element.supporting_info),
        "system" => t!(texts, element.system),
        "tag" => t!(texts, element.tag),
        "telecom" => t!(texts, element.telecom),
        "text" => t!(texts, element.text),
        "title" => t!(texts, element.title),
        "total" => t!(texts, element.total),
        "type" => t!(texts, element.type_of),
        "uid" => t!(texts, element.uid),
        "unit" => t!(texts, element.unit),
        "url" => t!(texts, element.url),
        "use" => t!(texts, element.used_for),
        "vaccineCode" => t!(texts, element.vaccine_code),
        "value" => t!(texts, element.value),
        "verificationStatus" => t!(texts, element.verification_status),
        "versionId" => t!(texts, element.version_id),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Locale;

    fn element(name: &str, place: Option<usize>) -> Element {
        Element { name: name.to_owned(), place }
    }

    #[test]
    fn an_element_is_named_in_the_reader_s_language_and_an_unknown_one_by_its_own_name() {
        let severity = [element("reaction", Some(2)), element("severity", None)];
        assert_eq!(path_words(Locale::en, &severity), "Reaction 2, Severity");
        assert_eq!(path_words(Locale::de, &severity), "Reaktion 2, Schweregrad");
        assert_eq!(path_words(Locale::de, &[element("onsetDateTime", None)]), "Begonnen");
        assert_eq!(path_words(Locale::de, &[element("valueCodeableConcept", None)]), "Wert");
        assert_eq!(path_words(Locale::de, &[element("lensSpecification", None)]), "Lens specification");
        assert_eq!(path_words(Locale::en, &[element("note", None), element("", Some(1))]), "Note, 1");
    }
}
