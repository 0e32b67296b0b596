//! Entries of the access log as sentences.

use crate::{
    component::portion::portion_names,
    model::access_log::{LogActor, LogEntryView, LogEvent},
    page::key_request::list_my_requests::scope_words,
    text::{Texts, t},
};

/// "Dr Grace Bello opened your medicines."
pub(super) fn sentence(texts: Texts, entry: &LogEntryView) -> String {
    let actor = actor_name(texts, &entry.actor);
    match entry.event.clone() {
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
        LogEvent::KeyRequested { portions } => {
            t!(texts, event.requested, actor = actor, portions = portion_names(texts, &portions))
        }
        LogEvent::KeyRequestGranted { person, portions, single_records } => {
            let what = scope_words(texts, &portions, single_records);
            t!(texts, event.granted, person = person, what = what)
        }
        LogEvent::KeyRequestRefused { person } => t!(texts, event.refused, person = person),
        LogEvent::GrantTakenBack { person } => t!(texts, event.taken_back, person = person),
        LogEvent::RandomKeyIssued { person } => t!(texts, event.key_issued, person = person),
        LogEvent::OpeningAttempted { person } => t!(texts, event.attempted, person = person),
        LogEvent::Opened { person, portions } => {
            t!(texts, event.opened, person = person, portions = portion_names(texts, &portions))
        }
        LogEvent::KeyBurnt { person } => t!(texts, event.key_burnt, person = person),
        LogEvent::RecordsReleased { count } => {
            t!(texts, event.released, actor = actor, records = t!(texts, count.records, count = count))
        }
        LogEvent::PrescriptionWritten => t!(texts, event.prescription, actor = actor),
        LogEvent::OpeningClosed { read, written } => {
            let read = t!(texts, count.records, count = read);
            let written = t!(texts, count.prescriptions, count = written);
            t!(texts, event.closed, actor = actor, read = read, written = written)
        }
        LogEvent::OpeningClosedByServer { person } => t!(texts, event.closed_by_server, person = person),
        LogEvent::OpeningEnded { person } => t!(texts, event.ended, person = person),
        LogEvent::PortionKeyRolled { portions } => {
            t!(texts, event.rolled, portions = portion_names(texts, &portions))
        }
    }
}

fn actor_name(texts: Texts, actor: &LogActor) -> String {
    match actor {
        LogActor::You => t!(texts, event.you).to_owned(),
        LogActor::Server => t!(texts, event.the_server).to_owned(),
        LogActor::Person { display_name, .. } => display_name.clone(),
    }
}
