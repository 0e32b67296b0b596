//! An opening that is open in this browser: the portal, what it lent, and when it closes unless used.

use std::{
    cell::{Cell, OnceCell},
    collections::BTreeMap,
    rc::Rc,
};

use futures_util::lock::Mutex;
use sesemr_common::{
    api::{ErrorCode as ApiErrorCode, OpeningState},
    envelope::{Authority, RecordHeader},
    flow::{FlowError, Judged, Lent, LentRecord, Portal, Voids, WrittenPrescription, judge_voids},
    id::{GrantId, OpeningId, RecordId},
    portion::Portion,
    record::{RecordRow, ReferenceNames, view_record},
    sharing::Role,
};
use zeroize::Zeroizing;

use super::{
    error::explain,
    person::view_person,
    record_summary::{list_view, tell_voids, view_summary},
    state::{SignedIn, Vault},
    timer,
};
use crate::{
    message::{AppError, ErrorCode, LiveEvent},
    model::{
        moment::Moment,
        opening::{EndCause, OpeningView, PortalView, SubjectView},
        person::PersonView,
        record::{DamagedView, RecordList, RecordSummary, VoidsView},
    },
};

/// Idle time after which the server closes an opening, in milliseconds.
const IDLE: u64 = 30 * 60 * 1000;

/// An open opening.
pub(super) struct OpenPortal {
    /// Its secrets.
    pub(super) portal: Portal,
    /// Whose records.
    pub(super) patient: PersonView,
    contents: OnceCell<Contents>,
    /// One asks for the contents, others wait for what it gets.
    asking: Mutex<()>,
    opened_at: u64,
    used_at: Cell<u64>,
}

/// What an opening lent.
pub(super) struct Contents {
    /// The records.
    pub(super) lent: Lent,
    /// Name and birth date by the records.
    pub(super) subject: Option<SubjectView>,
    /// Portions that were granted as a whole.
    granted: Vec<Portion>,
}

impl OpenPortal {
    pub(super) fn new(portal: Portal, patient: PersonView) -> Self {
        let now = timer::now();
        Self {
            portal,
            patient,
            contents: OnceCell::new(),
            asking: Mutex::new(()),
            opened_at: now,
            used_at: Cell::new(now),
        }
    }

    /// Which opening.
    pub(super) fn opening(&self) -> OpeningId {
        self.portal.opening().body.opening
    }

    /// Under which grant.
    pub(super) fn grant(&self) -> GrantId {
        self.portal.opening().body.grant
    }

    /// The server saw it used just now: records released, read or written, as it counts itself.
    pub(super) fn touch(&self) {
        self.used_at.set(timer::now());
    }

    /// When it closes unless used.
    pub(super) fn idle_at(&self) -> Moment {
        Moment::from_wire(self.used_at.get().saturating_add(IDLE))
    }

    /// When it closes, whatever is next: unused, or at the end of its time.
    pub(super) fn closes_at(&self) -> Moment {
        self.idle_at().min(Moment::from_wire(self.portal.opening().body.expires_at))
    }

    /// What it lent: asked for once, and again where that failed.
    ///
    /// # Errors
    /// Those of the server.
    pub(super) async fn contents(&self, member: &SignedIn) -> Result<&Contents, FlowError> {
        let _one = self.asking.lock().await;
        if let Some(contents) = self.contents.get() {
            return Ok(contents);
        }
        let lent = member.list_opened_records(&self.portal).await?;
        self.touch();
        let subject = read_subject(member, &self.portal, &lent).await;
        let grants = member.list_grants().await?;
        let grant = grants.into_iter().find(|grant| grant.act.body.grant == self.grant());
        let granted = grant.map(|grant| grant.act.body.scope.portions).unwrap_or_default();
        Ok(self.contents.get_or_init(|| Contents { lent, subject, granted }))
    }

    /// How many records were read, as far as they were asked for.
    pub(super) fn read(&self) -> u32 {
        let read = self.contents.get().map_or(0, |contents| contents.lent.records.len());
        u32::try_from(read).unwrap_or(u32::MAX)
    }

    /// How many prescriptions were written.
    pub(super) fn count_written(&self) -> u32 {
        u32::try_from(self.portal.written().len()).unwrap_or(u32::MAX)
    }

    /// Everything that can be read: what was lent, and what was written since.
    pub(super) fn summaries(&self, member: &SignedIn, contents: &Contents) -> Vec<RecordSummary> {
        let (lent, written) = (&contents.lent.records, self.portal.written());
        let judged = |header, summary| Judged { header, summary, pending: false };
        let voids = judge_voids(
            lent.iter()
                .map(|lent| judged(&lent.header, &lent.summary))
                .chain(written.iter().map(|written| judged(&written.header, &written.summary))),
        );
        let view = |header, summary, mark| view_summary(header, summary, self.author_name(member, header), mark);
        let mut records: Vec<RecordSummary> = lent
            .iter()
            .map(|lent| view(&lent.header, &lent.summary, lent.mark.clone()))
            .chain(written.iter().map(|written| view(&written.header, &written.summary, None)))
            .collect();
        let concerned: BTreeMap<RecordId, RecordSummary> = records
            .iter()
            .filter(|record| {
                let Voids { void, outcomes } = &voids;
                void.contains_key(&record.record) || outcomes.contains_key(&record.record)
            })
            .map(|record| (record.record, record.clone()))
            .collect();
        for record in &mut records {
            tell_voids(record, &voids, |id| concerned.get(&id).cloned());
        }
        records
    }

    /// The header of a record that can be read.
    pub(super) fn header(&self, contents: &Contents, record: RecordId) -> Option<RecordHeader> {
        let lent = contents.record(record).map(|lent| lent.header.clone());
        lent.or_else(|| self.written(record).map(|written| written.header.clone()))
    }

    /// What was written through this portal.
    pub(super) fn written(&self, record: RecordId) -> Option<Rc<WrittenPrescription>> {
        self.portal.written().into_iter().find(|written| written.record() == record)
    }

    /// The content of a small record that can be read.
    ///
    /// # Errors
    /// Those of the server.
    pub(super) async fn read_small(
        &self,
        member: &SignedIn,
        contents: &Contents,
        record: RecordId,
    ) -> Result<Zeroizing<Vec<u8>>, FlowError> {
        let Some(lent) = contents.record(record) else {
            let written = self.written(record);
            return written.map(|written| written.content.clone()).ok_or(FlowError::AlteredOrDamaged);
        };
        let mut read = member.read_opened_records(&self.portal, &[lent]).await?;
        self.touch();
        read.pop().flatten().ok_or(FlowError::AlteredOrDamaged)?
    }

    /// Whether a record is a prescription that its author, who reads it, may correct or withdraw now.
    pub(super) fn may_void(&self, member: &SignedIn, header: &RecordHeader, summary: &RecordSummary) -> bool {
        let is_withdrawal = summary.voids.as_ref().is_some_and(VoidsView::is_withdrawal);
        header.fields.author == member.account()
            && matches!(header.fields.authority, Authority::Opening(_))
            && !self.portal.opening().body.write_back.is_empty()
            && summary.void.is_none()
            && !is_withdrawal
    }

    /// What the portal bar shows.
    pub(super) fn view_portal(&self) -> PortalView {
        PortalView {
            opening: self.opening(),
            patient: self.patient.display_name.clone(),
            expires_at: Moment::from_wire(self.portal.opening().body.expires_at),
            idle_at: self.idle_at(),
        }
    }

    pub(super) fn view(&self, member: &SignedIn, contents: &Contents) -> OpeningView {
        let body = &self.portal.opening().body;
        let records = self.summaries(member, contents);
        let lent = &contents.lent;
        let records = RecordList {
            damaged: lent.damaged.iter().map(|record| DamagedView::lent(record.record)).collect(),
            deleted: lent.deleted.clone(),
            ..list_view(records)
        };
        OpeningView {
            opening: body.opening,
            patient: self.patient.clone(),
            subject: contents.subject.clone(),
            records,
            granted: contents.granted.clone(),
            opened_at: Moment::from_wire(self.opened_at),
            expires_at: Moment::from_wire(body.expires_at),
            idle_at: self.idle_at(),
            write_back: !body.write_back.is_empty(),
            written: self.count_written(),
        }
    }

    fn author_name(&self, member: &SignedIn, header: &RecordHeader) -> Option<String> {
        let author = header.fields.author;
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

impl Contents {
    /// A lent record.
    pub(super) fn record(&self, record: RecordId) -> Option<&LentRecord> {
        self.lent.records.iter().find(|lent| lent.header.fields.record == record)
    }
}

/// Name and birth date by the records themselves, where `personal` is open.
async fn read_subject(member: &SignedIn, portal: &Portal, lent: &Lent) -> Option<SubjectView> {
    let is_patient = |fhir_type: &sesemr_common::record::FhirType| fhir_type.as_str() == "Patient";
    let patient = lent.records.iter().find(|record| {
        record.header.fields.portion == Portion::Personal && record.summary.fhir_type.as_ref().is_some_and(is_patient)
    })?;
    let content = member.read_opened_records(portal, &[patient]).await.ok()?.pop()??.ok()?;
    let view = view_record(&content, &ReferenceNames::default());
    let born = match view.row {
        RecordRow::Other(row) => row.date,
        _ => None,
    };
    Some(SubjectView { name: view.title.as_str().to_owned(), born })
}

impl Vault {
    /// Takes the portals that `which` chooses from what is open: who drops them wipes them.
    pub(super) fn take_portals(&self, which: impl Fn(&OpenPortal) -> bool) -> Vec<Rc<OpenPortal>> {
        let mut portals = self.portals.borrow_mut();
        let taken: Vec<_> = portals.values().filter(|open| which(open)).cloned().collect();
        portals.retain(|_, open| !which(open));
        taken
    }

    /// Wipes a portal that has ended and tells the page; nothing where it is not open here.
    pub(super) fn end_portal(&self, opening: OpeningId, cause: EndCause) {
        for open in self.take_portals(|open| open.opening() == opening) {
            self.tell_ended(&open, cause);
        }
    }

    /// Tells the page that a portal has ended.
    pub(super) fn tell_ended(&self, open: &OpenPortal, cause: EndCause) {
        let person = open.patient.display_name.clone();
        self.live.send(LiveEvent::OpeningEnded { opening: open.opening(), person, cause });
    }

    /// What went wrong under an opening. One that the server says has ended is wiped; a space that is full is the patient's.
    pub(super) fn explain_under(&self, member: &SignedIn, open: &OpenPortal, error: FlowError) -> AppError {
        if let Some(cause) = cause_of(&error) {
            self.end_portal(open.opening(), cause);
        }
        let mut why = explain(member, error);
        if why.code == ErrorCode::QuotaFull {
            why.person = Some(Box::new(open.patient.clone()));
        }
        why
    }
}

/// Why an opening ended, where a refusal says that it did.
pub(super) fn cause_of(error: &FlowError) -> Option<EndCause> {
    match error {
        FlowError::Refused(refusal) => match refusal.code {
            ApiErrorCode::TakenBack => Some(EndCause::TakenBack),
            ApiErrorCode::Expired | ApiErrorCode::NotOpen => Some(EndCause::ByItself),
            _ => None,
        },
        _ => None,
    }
}

/// Why an opening ended, by its state; nothing where it has not.
pub(super) const fn cause_by_state(state: OpeningState) -> Option<EndCause> {
    match state {
        OpeningState::Pending | OpeningState::Attempted | OpeningState::Opened => None,
        OpeningState::TakenBack => Some(EndCause::TakenBack),
        OpeningState::Closed => Some(EndCause::ByReader),
        OpeningState::ClosedByServer | OpeningState::Expired | OpeningState::Failed => Some(EndCause::ByItself),
    }
}
