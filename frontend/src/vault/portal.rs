//! An opening that is open in this browser: the portal, what it lent, and when it closes unless used.

use std::cell::Cell;

use sesemr_common::{
    flow::{Lent, LentRecord, Portal},
    id::RecordId,
    sharing::Role,
};

use super::{
    person::view_person,
    record_summary::{list_view, view_summary},
    state::SignedIn,
    timer,
};
use crate::model::{
    moment::Moment,
    opening::{OpeningView, SubjectView},
    person::PersonView,
    record::RecordSummary,
};

/// Idle time after which the server closes an opening, in milliseconds.
pub(super) const IDLE: u64 = 30 * 60 * 1000;

/// An open opening.
pub(super) struct OpenPortal {
    /// Its secrets.
    pub(super) portal: Portal,
    /// What it lent.
    pub(super) lent: Lent,
    /// Whose records.
    pub(super) patient: PersonView,
    /// Name and birth date by the records.
    pub(super) subject: Option<SubjectView>,
    /// How many prescriptions were written.
    pub(super) written: Cell<u32>,
    opened_at: u64,
    used_at: Cell<u64>,
}

impl OpenPortal {
    pub(super) fn new(portal: Portal, lent: Lent, patient: PersonView, subject: Option<SubjectView>) -> Self {
        let now = timer::now();
        Self { portal, lent, patient, subject, written: Cell::new(0), opened_at: now, used_at: Cell::new(now) }
    }

    /// It was used just now.
    pub(super) fn touch(&self) {
        self.used_at.set(timer::now());
    }

    /// When it closes unless used.
    pub(super) fn idle_at(&self) -> Moment {
        Moment::from_wire(self.used_at.get().saturating_add(IDLE))
    }

    /// A lent record.
    pub(super) fn record(&self, record: RecordId) -> Option<&LentRecord> {
        self.lent.records.iter().find(|lent| lent.header.fields.record == record)
    }

    /// The summary of a lent record.
    pub(super) fn summary(&self, member: &SignedIn, record: &LentRecord) -> RecordSummary {
        view_summary(&record.header, &record.summary, self.author_name(member, record))
    }

    pub(super) fn view(&self, member: &SignedIn) -> OpeningView {
        let body = &self.portal.opening().body;
        let records = self.lent.records.iter().map(|record| self.summary(member, record)).collect();
        let damaged = self.lent.damaged.iter().map(|record| record.record).collect();
        OpeningView {
            opening: body.opening,
            patient: self.patient.clone(),
            subject: self.subject.clone(),
            records: list_view(records, damaged, Vec::new()),
            opened_at: Moment::from_wire(self.opened_at),
            expires_at: Moment::from_wire(body.expires_at),
            idle_at: self.idle_at(),
            write_back: !body.write_back.is_empty(),
            written: self.written.get(),
        }
    }

    fn author_name(&self, member: &SignedIn, record: &LentRecord) -> Option<String> {
        let author = record.header.fields.author;
        if author == self.patient.account {
            return None;
        }
        if author == member.account() {
            return Some(member.profile().display_name);
        }
        let vault = member.vault();
        vault
            .contact(author)
            .map(view_person)
            .filter(|person| person.role != Role::Patient)
            .map(|person| person.display_name)
    }
}
