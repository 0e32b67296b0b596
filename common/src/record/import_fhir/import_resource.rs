//! One resource: its record, what it tells about others, and the files it carries. For bundles see `import_bundle`.

use core::ops::Range;

use serde_json::Value;

use super::{FhirImport, Taken, resource_type};
use crate::record::{
    ContentId, EntryPlace, FhirType, MediaType, PlaceStep, RecordSummary, RejectReason, RejectedEntry,
    attachment::{Carrier, inline_attachments},
    element::text,
    sort_resource::{Sorted, sort_resource},
    strict_json::parse_strict,
    title_resource::{date_resource, named_by, title_resource},
};

impl FhirImport<'_> {
    /// Takes one resource and the files it carries.
    pub(super) fn take_resource(&mut self, range: &Range<usize>, place: &EntryPlace, full_url: Option<&str>) {
        let json = self.file.get(range.clone()).unwrap_or_default();
        let resource_type = resource_type(json, 0);
        let root = resource_type.as_ref().map_or("the record", FhirType::as_str);
        let resource = match parse_strict(json, root) {
            Ok(resource) => resource,
            Err(fault) => {
                let reason = self.reason_of_json(fault, range.start);
                return self.reject(place.clone(), reason);
            }
        };
        let Some(fhir_type) = resource_type else {
            return self.reject(place.clone(), RejectReason::NoResourceType);
        };
        let id = text(&resource, "id");
        let content_id = ContentId::of_resource(json, id, full_url);
        let title = title_resource(&fhir_type, &resource);
        let clinical_date = date_resource(&resource);
        let sorted = sort_resource(&fhir_type, &resource);
        self.laboratory.note(&fhir_type, full_url, &resource);
        self.names.note(&fhir_type, id, full_url, &title);
        let named_by = named_by(&resource).map(str::to_owned);
        if let ("Observation", Sorted::To(portion)) = (fhir_type.as_str(), &sorted) {
            self.series.add(*portion, content_id, &resource);
        }
        let identity = match (id, full_url) {
            (Some(id), _) => format!("{fhir_type}/{id}").into_bytes(),
            (None, Some(url)) => url.as_bytes().to_vec(),
            (None, None) => content_id.0.to_vec(),
        };
        let summary = RecordSummary {
            title: title.clone(),
            media_type: MediaType::known(MediaType::FHIR_JSON),
            fhir_type: Some(fhir_type),
            clinical_date: clinical_date.clone(),
            byte_size: json.len() as u64,
            content_id: Some(content_id),
            reason: None,
            voids: None,
        };
        self.keep(Taken { sorted, named_by, summary, content: json.to_vec(), content_id }, place);
        let carrier = Carrier { identity: &identity, title: &title, date: clinical_date.as_ref() };
        self.take_attachments(&resource, &carrier, place);
    }

    fn take_attachments(&mut self, resource: &Value, carrier: &Carrier<'_>, place: &EntryPlace) {
        for (index, attachment) in inline_attachments(resource).into_iter().enumerate() {
            let place = place.then(PlaceStep::Attachment(index + 1));
            if self.has_no_room(&place) {
                return;
            }
            let title = attachment.title(carrier);
            match attachment.into_record(carrier) {
                Ok(record) => {
                    let content_id = record.content_id();
                    let (head, content) = record.into_parts();
                    let sorted = Sorted::To(head.portion());
                    self.keep(
                        Taken { sorted, named_by: None, summary: head.summary().clone(), content, content_id },
                        &place,
                    );
                }
                Err(reason) => {
                    self.import.rejected.push(RejectedEntry { place, title: Some(title), reason });
                }
            }
        }
    }
}
