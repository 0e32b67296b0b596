//! Follows what happens elsewhere: reads the event stream, looks up what an event is about, tells the page in names.

use std::rc::Rc;

use sesemr_common::{
    api::{ErrorCode as ApiErrorCode, Event, EventKind, OpeningState},
    flow::{CheckedOpening, FlowError, OpenedKeyRequest},
    id::{AccountId, GrantId, KeyRequestId, OpeningId},
    sharing::Role,
};
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use super::{
    close_opening::tell_untold,
    kept_readings::send_what_was_kept,
    key_requests::my_requests,
    log_in::do_what_is_due,
    person::name_of,
    portal::cause_by_state,
    state::{SignedIn, Vault},
    timer,
    what_waits::{Told, what_waits},
};
use crate::{
    message::LiveEvent,
    model::{key_request::RequestState, moment::Moment, opening::EndCause},
};

/// Pause before the stream is opened again, in milliseconds.
const RECONNECT: u32 = 2_000;
/// How often idle openings and the session are looked at, in milliseconds.
const WATCH: u32 = 15_000;
/// How long before the idle close the page is warned, in milliseconds.
const WARNING: u64 = 2 * 60 * 1000;

/// Follows a person's events until the controller aborts.
pub(super) fn follow_events(vault: &Rc<Vault>, member: &Rc<SignedIn>) -> AbortController {
    // Only a scope without AbortController could fail here, and every browser with workers has one.
    let controller = AbortController::new().unwrap_or_else(|error| wasm_bindgen::throw_val(error));
    spawn_local(follow(Rc::clone(vault), Rc::clone(member), controller.clone()));
    spawn_local(watch(Rc::clone(vault), Rc::clone(member), controller.clone()));
    controller
}

async fn follow(vault: Rc<Vault>, member: Rc<SignedIn>, controller: AbortController) {
    let signal = controller.signal();
    let told = Rc::<Told>::default();
    let mut is_first = true;
    while !signal.aborted() {
        let begun = timer::now();
        let ended = match member.token().await {
            Ok(token) => {
                let on_open =
                    || spawn_local(catch_up(Rc::clone(&vault), Rc::clone(&member), Rc::clone(&told), is_first));
                let (vault, follower, told) = (Rc::clone(&vault), Rc::clone(&member), Rc::clone(&told));
                let on_event = move |event: Event| {
                    spawn_local(tell(Rc::clone(&vault), Rc::clone(&follower), Rc::clone(&told), event));
                };
                member.host().inner().read_events(&token, &signal, on_open, on_event).await.map_err(FlowError::from)
            }
            Err(error) => Err(error),
        };
        if signal.aborted() {
            return;
        }
        if ended.as_ref().is_err_and(|error| error.is_refusal(ApiErrorCode::NotSignedIn)) {
            end_session(&vault, &member);
            return;
        }
        is_first = false;
        // A stream that lasted and ended is opened again at once; a server that does not keep one is not hurried.
        if ended.is_err() || timer::now().saturating_sub(begun) < u64::from(RECONNECT) {
            timer::sleep(RECONNECT).await;
        }
    }
}

/// What came between two streams, or before the first, is not repeated: what it would have brought about is done now, what
/// waits for an answer is told, and the page reads its lists again.
async fn catch_up(vault: Rc<Vault>, member: Rc<SignedIn>, told: Rc<Told>, is_first: bool) {
    if !is_first {
        member.forget_listing();
        if let Ok(openings) = member.list_openings().await {
            for opening in openings {
                if let Some(cause) = cause_by_state(opening.state) {
                    vault.end_portal(opening.act.body.opening, cause);
                }
            }
        }
        if vault.holds(&member) {
            tell_untold(&vault, &member).await;
        }
    }
    // Somebody else may have signed in meanwhile.
    if !vault.holds(&member) {
        return;
    }
    vault.live.send(LiveEvent::Changed);
    if member.profile().role != Role::Patient {
        return;
    }
    let waiting = what_waits(&vault).await.unwrap_or_default();
    if !vault.holds(&member) {
        return;
    }
    waiting.into_iter().filter(|event| told.note(event)).for_each(|event| vault.live.send(event));
    if !is_first {
        do_what_is_due(&vault, &member).await;
        send_what_was_kept(&vault, &member).await;
    }
}

fn end_session(vault: &Vault, member: &Rc<SignedIn>) {
    // Somebody else may have signed in meanwhile.
    if vault.holds(member) {
        vault.live.send(LiveEvent::SessionEnded);
        vault.leave();
    }
}

/// Turns an event into what the page shows. An event whose subject cannot be read is left to the next list.
async fn tell(vault: Rc<Vault>, member: Rc<SignedIn>, told: Rc<Told>, event: Event) {
    if matches!(event.kind, EventKind::RecordsChanged | EventKind::PrescriptionWritten) {
        member.forget_listing();
    }
    let news = match event.kind {
        EventKind::KeyRequested => request_arrived(&member, KeyRequestId(event.subject)).await,
        EventKind::KeyRequestGranted | EventKind::KeyRequestRefused => {
            answered(&vault, &member, KeyRequestId(event.subject)).await
        }
        EventKind::GrantTakenBack => taken_back(&vault, &member, GrantId(event.subject)).await,
        EventKind::RandomKeyIssued | EventKind::RandomKeySent => key_ready(&member, OpeningId(event.subject)).await,
        EventKind::OpeningEnded => opening_ended(&vault, &member, OpeningId(event.subject)).await,
        EventKind::OpeningOpened | EventKind::OpeningFailed | EventKind::PrescriptionWritten => {
            about_opening(&member, &event).await
        }
        EventKind::SessionEnded => {
            end_session(&vault, &member);
            return;
        }
        EventKind::OpeningAttempted
        | EventKind::GrantPaused
        | EventKind::RecordsReleased
        | EventKind::EndConfirmed
        | EventKind::RecordsChanged => Some(LiveEvent::Changed),
    };
    // What is this person's is nothing to who may have signed in meanwhile.
    if !vault.holds(&member) {
        return;
    }
    let news = news.filter(|news| told.note(news));
    vault.live.send(news.unwrap_or(LiveEvent::Changed));
    if matches!(event.kind, EventKind::OpeningEnded | EventKind::PrescriptionWritten) {
        do_what_is_due(&vault, &member).await;
    }
}

async fn request_arrived(member: &SignedIn, request: KeyRequestId) -> Option<LiveEvent> {
    let requests = member.list_key_requests().await.ok()?;
    let to_me = |found: &&OpenedKeyRequest| found.act.header.patient == member.account();
    let found = requests.iter().filter(to_me).find(|found| found.act.body.request == request)?;
    let person = name(member, found.act.header.actor).await?;
    Some(LiveEvent::RequestArrived { request, person })
}

/// Whatever the server says of it, the answer is what checks out.
async fn answered(vault: &Vault, member: &SignedIn, request: KeyRequestId) -> Option<LiveEvent> {
    if member.profile().role == Role::Patient {
        return Some(LiveEvent::RequestAnswered { request });
    }
    let mine = my_requests(vault, member).await.ok()?;
    let found = mine.into_iter().find(|found| found.request == request)?;
    let is_changed = found.patient.is_changed();
    let person = found.patient.display_name;
    match found.state {
        _ if is_changed => Some(LiveEvent::KeyChanged { request, person }),
        RequestState::Granted { grant } => Some(LiveEvent::Granted { grant, person }),
        RequestState::Refused { reason } => Some(LiveEvent::Refused { request, person, reason }),
        RequestState::Waiting | RequestState::Lapsed => None,
    }
}

/// What is open here goes first: no list is needed for that.
async fn taken_back(vault: &Vault, member: &SignedIn, grant: GrantId) -> Option<LiveEvent> {
    let wiped = vault.take_portals(|open| open.grant() == grant);
    let openings = wiped.iter().map(|open| open.opening()).collect();
    if let Some(open) = wiped.first() {
        return Some(LiveEvent::TakenBack { grant, openings, person: open.patient.display_name.clone() });
    }
    let grants = member.list_grants().await.ok()?;
    let patient = grants.iter().find(|found| found.act.body.grant == grant)?.act.header.patient;
    if patient == member.account() {
        return Some(LiveEvent::GrantSettled { grant });
    }
    Some(LiveEvent::TakenBack { grant, openings, person: name(member, patient).await? })
}

async fn key_ready(member: &SignedIn, opening: OpeningId) -> Option<LiveEvent> {
    let found = find(member, opening).await?;
    let grant = found.act.body.grant;
    if found.act.header.actor == member.account() {
        return Some(LiveEvent::GrantSettled { grant });
    }
    Some(LiveEvent::RandomKeyReady {
        grant,
        opening,
        person: name(member, found.act.header.patient).await?,
        in_app: found.code.is_some(),
    })
}

/// What is open here goes first; why it ended is asked afterwards, and may stay unknown.
async fn opening_ended(vault: &Vault, member: &SignedIn, opening: OpeningId) -> Option<LiveEvent> {
    let wiped = vault.take_portals(|open| open.opening() == opening).pop();
    let found = find(member, opening).await;
    if let Some(open) = wiped {
        let cause = found.and_then(|found| cause_by_state(found.state)).unwrap_or(EndCause::ByItself);
        return Some(LiveEvent::OpeningEnded { opening, person: open.patient.display_name.clone(), cause });
    }
    let found = found.filter(|found| found.act.header.actor == member.account())?;
    let by_server = closed_by_server(found.state)?;
    let person = name(member, found.act.body.clinician).await?;
    let (grant, at) = (found.act.body.grant, Moment::from_wire(found.active_at));
    Some(LiveEvent::PortalClosed { grant, opening, person, at, by_server })
}

/// Whether the server closed what was open, or its reader; nothing where it ended otherwise: taken back by the patient's
/// own hand, replaced by a newer key, never used.
const fn closed_by_server(state: OpeningState) -> Option<bool> {
    match state {
        OpeningState::Closed => Some(false),
        OpeningState::ClosedByServer => Some(true),
        _ => None,
    }
}

async fn about_opening(member: &SignedIn, event: &Event) -> Option<LiveEvent> {
    let now = timer::now();
    let opening = OpeningId(event.subject);
    let found = find(member, opening).await.filter(|found| found.act.header.actor == member.account())?;
    let grant = found.act.body.grant;
    let person = name(member, found.act.body.clinician).await?;
    // The server says when it was last used: of one that failed that is when it failed, of an open one it moves on.
    let at = Moment::from_wire(if event.kind == EventKind::OpeningFailed { found.active_at } else { now });
    Some(match event.kind {
        EventKind::OpeningOpened => LiveEvent::Opened { grant, opening, person, at },
        EventKind::OpeningFailed => LiveEvent::KeyBurnt { grant, opening, person, at },
        _ => LiveEvent::PrescriptionWritten { opening, person },
    })
}

async fn find(member: &SignedIn, opening: OpeningId) -> Option<CheckedOpening> {
    member.list_openings().await.ok()?.into_iter().find(|found| found.act.body.opening == opening)
}

async fn name(member: &SignedIn, account: AccountId) -> Option<String> {
    Some(name_of(&member.person(account).await.ok()?))
}

/// Warns before the server closes an idle opening, and wipes what is past its time: the server's word may not come. Keeps the
/// session going as long as the page is unlocked, which locks by itself: nobody who reads for an hour is signed out over it.
async fn watch(vault: Rc<Vault>, member: Rc<SignedIn>, controller: AbortController) {
    let signal = controller.signal();
    loop {
        timer::sleep(WATCH).await;
        if signal.aborted() {
            return;
        }
        let now = timer::now();
        let open: Vec<(OpeningId, Moment, Moment)> = vault
            .portals
            .borrow()
            .iter()
            .map(|(opening, portal)| (*opening, portal.idle_at(), portal.closes_at()))
            .collect();
        for (opening, idle_at, closes_at) in open {
            if closes_at.to_wire() <= now {
                vault.end_portal(opening, EndCause::ByItself);
            } else if idle_at.to_wire() <= now.saturating_add(WARNING) {
                vault.live.send(LiveEvent::OpeningIdle { opening, closes_at: idle_at });
            }
        }
        // Last: it may take long to learn that the server is away. A session that cannot go on is told by the next call, or
        // by the stream.
        drop(member.token().await);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_open_and_was_closed_is_told_as_closed() {
        let told = |state| closed_by_server(state);
        assert_eq!(told(OpeningState::Closed), Some(false));
        assert_eq!(told(OpeningState::ClosedByServer), Some(true));
        for state in [OpeningState::TakenBack, OpeningState::Expired, OpeningState::Failed, OpeningState::Opened] {
            assert_eq!(told(state), None, "{state:?}");
        }
    }
}
