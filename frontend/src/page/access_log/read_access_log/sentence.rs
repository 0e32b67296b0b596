//! Entries of the access log as sentences.

use crate::{
    component::portion::portion_names,
    model::access_log::{LogActor, LogClaim, LogEntryView, LogEvent},
    page::key_request::list_my_requests::scope_words,
    text::{Texts, t},
};

/// "Dr Grace Bello opened your medicines."
pub(super) fn sentence(texts: Texts, entry: &LogEntryView) -> String {
    let actor = actor_name(texts, &entry.actor);
    // A name that the log does not give.
    let named = |person: String| if person.is_empty() { t!(texts, event.somebody).to_owned() } else { person };
    match entry.event.clone() {
        LogEvent::Unproven { claim } => t!(texts, event.unproven, claim = claim_words(texts, claim)),
        LogEvent::Registered => t!(texts, event.registered).to_owned(),
        LogEvent::SignedIn => t!(texts, event.signed_in).to_owned(),
        LogEvent::SignedInOnNewDevice => t!(texts, event.signed_in_new).to_owned(),
        LogEvent::PasswordChanged => t!(texts, event.password_changed).to_owned(),
        LogEvent::Recovered => t!(texts, event.recovered).to_owned(),
        LogEvent::KitReplaced => t!(texts, event.kit_replaced).to_owned(),
        LogEvent::RecordsPublished { count, portions } => {
            let records = t!(texts, count.records, count = count);
            t!(texts, event.published, records = records, portions = portion_names(texts, &portions))
        }
        LogEvent::RecordDeleted { portion } => {
            t!(texts, event.deleted, portion = portion_names(texts, &[portion]))
        }
        LogEvent::KeyRequested { portions } => {
            t!(texts, event.requested, actor = actor, portions = portion_names(texts, &portions))
        }
        LogEvent::KeyRequestGranted { person, portions, single_records } => {
            let what = scope_words(texts, &portions, single_records);
            t!(texts, event.granted, person = named(person), what = what)
        }
        LogEvent::KeyRequestRefused { person } => t!(texts, event.refused, person = named(person)),
        LogEvent::GrantTakenBack { person } => t!(texts, event.taken_back, person = named(person)),
        LogEvent::RandomKeyIssued { person } => t!(texts, event.key_issued, person = named(person)),
        LogEvent::OpeningAttempted { person } => t!(texts, event.attempted, person = named(person)),
        LogEvent::Opened { person, portions } => {
            t!(texts, event.opened, person = named(person), portions = portion_names(texts, &portions))
        }
        LogEvent::KeyBurnt { person } => t!(texts, event.key_burnt, person = named(person)),
        LogEvent::RecordsReleased { count } => {
            t!(texts, event.released, actor = actor, records = t!(texts, count.records, count = count))
        }
        LogEvent::PrescriptionWritten => t!(texts, event.prescription, actor = actor),
        LogEvent::OpeningClosed { read, written } => {
            let read = t!(texts, count.records, count = read);
            let written = t!(texts, count.prescriptions, count = written);
            t!(texts, event.closed, actor = actor, read = read, written = written)
        }
        LogEvent::OpeningClosedByServer { person } => t!(texts, event.closed_by_server, person = named(person)),
        LogEvent::OpeningEnded { person } => t!(texts, event.ended, person = named(person)),
        LogEvent::PersonBlocked { person } => t!(texts, event.blocked, person = named(person)),
        LogEvent::PersonUnblocked { person } => t!(texts, event.unblocked, person = named(person)),
        LogEvent::GrantPaused { person } => t!(texts, event.paused, person = named(person)),
        LogEvent::GrantResumed { person } => t!(texts, event.resumed, person = named(person)),
        LogEvent::LeftList => t!(texts, event.left_list).to_owned(),
        LogEvent::JoinedList => t!(texts, event.joined_list).to_owned(),
        LogEvent::PortionKeyRolled { portions } => {
            t!(texts, event.rolled, portions = portion_names(texts, &portions))
        }
    }
}

fn claim_words(texts: Texts, claim: LogClaim) -> &'static str {
    match claim {
        LogClaim::Registered => t!(texts, claim.registered),
        LogClaim::SignedIn => t!(texts, claim.signed_in),
        LogClaim::CredentialsReplaced => t!(texts, claim.credentials_replaced),
        LogClaim::RecordsPublished => t!(texts, claim.published),
        LogClaim::RecordDeleted => t!(texts, claim.deleted),
        LogClaim::KeyRequested => t!(texts, claim.requested),
        LogClaim::Granted => t!(texts, claim.granted),
        LogClaim::Refused => t!(texts, claim.refused),
        LogClaim::TakenBack => t!(texts, claim.taken_back),
        LogClaim::KeyIssued => t!(texts, claim.key_issued),
        LogClaim::OpeningReported => t!(texts, claim.opening),
        LogClaim::RecordsReleased => t!(texts, claim.released),
        LogClaim::PrescriptionWritten => t!(texts, claim.prescription),
        LogClaim::Closed => t!(texts, claim.closed),
        LogClaim::KeysRolled => t!(texts, claim.rolled),
        LogClaim::Blocked => t!(texts, claim.blocked),
        LogClaim::Paused => t!(texts, claim.paused),
        LogClaim::ListingChanged => t!(texts, claim.listing),
    }
}

fn actor_name(texts: Texts, actor: &LogActor) -> String {
    match actor {
        LogActor::You => t!(texts, event.you).to_owned(),
        LogActor::Server => t!(texts, event.the_server).to_owned(),
        LogActor::Person { display_name, .. } => display_name.clone(),
    }
}
