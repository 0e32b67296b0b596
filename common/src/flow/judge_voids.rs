//! Which prescriptions are void, among records whose signatures were checked. The later record names the earlier one by id
//! and by the hash of its header; it is honoured where the same clinician wrote both.
//!
//! ```text
//! void(E)  ⇐  some V:  V.voids = (E.record, hash(E.header))  ∧  V.author = E.author  ∧  both under openings
//!             ∧ V is not pending ∧ E does not itself withdraw
//! ```
//!
//! A header's hash is over the names in it, so no two prescriptions can make each other void.

use std::collections::BTreeMap;

use crate::crypto::ProtocolObject as _;
use crate::envelope::{Authority, RecordHeader};
use crate::id::RecordId;
use crate::record::{RecordSummary, VoidKind, VoidedPrescription};

/// A record that may be void, or make another one so.
#[derive(Clone, Copy)]
pub struct Judged<'a> {
    /// Its header, whose signature was checked.
    pub header: &'a RecordHeader,
    /// What is said about it.
    pub summary: &'a RecordSummary,
    /// Whether it is still to be held against the access log by its patient.
    pub pending: bool,
}

/// Which prescriptions are void, and what came of each record that says so of another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voids {
    /// By which record each void one became so; the newest of several.
    pub void: BTreeMap<RecordId, RecordId>,
    /// What came of each record that makes another one void, or says so.
    pub outcomes: BTreeMap<RecordId, VoidOutcome>,
}

/// What comes of a record that says that an earlier prescription is void.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidOutcome {
    /// The earlier one is void.
    Honoured,
    /// It is not honoured before the patient's own device has held it against the access log.
    Pending,
    /// What it names is not among these records: deleted, not lent, or never there.
    NotHere,
    /// What it names has changed since: it is another version.
    OtherVersion,
    /// What it names was written by somebody else, or was not written under an opening.
    OtherAuthor,
    /// What it names is a withdrawal.
    AlreadyWithdrawn,
}

/// Judges all records that are seen together.
pub fn judge_voids<'a>(seen: impl IntoIterator<Item = Judged<'a>>) -> Voids {
    let records: BTreeMap<RecordId, Judged<'a>> =
        seen.into_iter().map(|judged| (judged.header.fields.record, judged)).collect();
    let mut voids = Voids::default();
    for (id, later) in &records {
        let Some(named) = &later.summary.voids else { continue };
        let outcome = judge(later, named, records.get(&named.prior.record));
        voids.outcomes.insert(*id, outcome);
        if outcome == VoidOutcome::Honoured {
            let newest = voids.void.entry(named.prior.record).or_insert(*id);
            if records.get(newest).is_some_and(|before| before.summary.clinical_date < later.summary.clinical_date) {
                *newest = *id;
            }
        }
    }
    voids
}

fn judge(later: &Judged<'_>, named: &VoidedPrescription, earlier: Option<&Judged<'_>>) -> VoidOutcome {
    let Some(earlier) = earlier else { return VoidOutcome::NotHere };
    let (one, other) = (&later.header.fields, &earlier.header.fields);
    let is_written = |authority| matches!(authority, Authority::Opening(_));
    if one.author != other.author || !is_written(one.authority) || !is_written(other.authority) {
        VoidOutcome::OtherAuthor
    } else if earlier.header.object_hash() != named.prior.header {
        VoidOutcome::OtherVersion
    } else if earlier.summary.voids.as_ref().is_some_and(|voids| voids.kind == VoidKind::Withdrawn) {
        VoidOutcome::AlreadyWithdrawn
    } else if later.pending {
        VoidOutcome::Pending
    } else {
        VoidOutcome::Honoured
    }
}
