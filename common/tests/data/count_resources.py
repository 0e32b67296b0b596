#!/usr/bin/env python3
"""Counts what a FHIR R4 bundle holds, straight from its JSON: by portion, and by the table that it is shown in.

Usage: count_resources.py BUNDLE.json ... > counts.json

It shares nothing with the program whose counts it checks: it reads the table of the portions once more, and needs the
standard library alone. One entry is one record; attachments are records of their own, and so is a document as a whole.
"""

import json
import pathlib
import sys
from collections import Counter

PORTIONS = {
    "personal": "Patient Person RelatedPerson Consent",
    "allergies": "AllergyIntolerance",
    "medications": "MedicationRequest MedicationStatement MedicationDispense MedicationAdministration Medication",
    "laboratory": "Specimen",
    "imaging_documents": "ImagingStudy DocumentReference Media Binary",
    "immunizations": "Immunization ImmunizationRecommendation",
    "insurance": "Coverage Claim ClaimResponse ExplanationOfBenefit Account Invoice",
}
FAMILIES = {
    "medication": "MedicationRequest MedicationStatement MedicationDispense MedicationAdministration",
    "allergy": "AllergyIntolerance",
    "condition": "Condition",
    "observation": "Observation",
    "immunization": "Immunization",
    "encounter": "Encounter",
}


def by_type(table, kind, otherwise):
    return next((name for name, kinds in table.items() if kind in kinds.split()), otherwise)


def codes(resource):
    return {coding.get("code") for category in resource.get("category", []) for coding in category.get("coding", [])}


def is_laboratory(resource):
    return resource["resourceType"] == "Observation" and "laboratory" in codes(resource)


def portion(resource, laboratory):
    kind = resource["resourceType"]
    if kind == "Observation":
        if "vital-signs" in codes(resource):
            return "readings"
        return "laboratory" if is_laboratory(resource) else "history"
    if kind == "DiagnosticReport":
        results = {result.get("reference") for result in resource.get("result", [])}
        return "laboratory" if "LAB" in codes(resource) or results & laboratory else "history"
    return by_type(PORTIONS, kind, "history")


def count(bundle):
    entries = bundle["entry"]
    laboratory = set()
    for entry in entries:
        if is_laboratory(entry["resource"]):
            laboratory |= {entry.get("fullUrl"), "Observation/" + entry["resource"].get("id", "")}
    portions, families = Counter(), Counter()
    for entry in entries:
        resource = entry["resource"]
        portions[portion(resource, laboratory)] += 1
        families[by_type(FAMILIES, resource["resourceType"], "other")] += 1
        files = len(resource.get("content", [])) + len(resource.get("presentedForm", []))
        portions["imaging_documents"] += files
        families["file"] += files
    # The document as a whole is a resource without a table of its own.
    if bundle["type"] == "document":
        portions["imaging_documents"] += 1
        families["other"] += 1
    return {"portions": clean(portions), "families": clean(families)}


def clean(counter):
    return {name: number for name, number in sorted(counter.items()) if number}


def main(paths):
    counts = {}
    for path in map(pathlib.Path, paths):
        counts[path.name] = count(json.loads(path.read_text(encoding="utf-8")))
    json.dump(counts, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
