//! Follows what happens elsewhere: reads the event stream, looks up what an event is about, tells the page in names.

use std::rc::Rc;

use sesemr_common::{
    api::{ErrorCode as ApiErrorCode, Event, EventKind, OpeningState},
    flow::{CheckedOpening, FlowError, OpenedKeyRequest},
    id::{AccountId, GrantId, KeyRequestId, OpeningId},
};
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use super::{
    log_in::do_what_is_due,
    portal::IDLE,
    state::{SignedIn, Vault},
    timer,
};
use crate::{message::LiveEvent, model::moment::Moment};

/// Pause before the stream is opened again, in milliseconds.
const RECONNECT: u32 = 2_000;
/// How often idle openings are looked at, in milliseconds.
const WATCH: u32 = 15_000;
/// How long before the idle close the page is warned, in milliseconds.
const WARNING: u64 = 2 * 60 * 1000;

/// Follows a person's events until the controller aborts.
pub(super) fn follow_events(vault: &Rc<Vault>, member: &Rc<SignedIn>) -> AbortController {
    // Only a scope without AbortController could fail here, and every browser with workers has one.
    let controller = AbortController::new().unwrap_or_else(|error| wasm_bindgen::throw_val(error));
    spawn_local(follow(Rc::clone(vault), Rc::clone(member), controller.clone()));
    spawn_local(watch_idle(Rc::clone(vault), controller.clone()));
    controller
}

async fn follow(vault: Rc<Vault>, member: Rc<SignedIn>, controller: AbortController) {
    let signal = controller.signal();
    while !signal.aborted() {
        let ended = match member.token().await {
            Ok(token) => {
                let (vault, follower) = (Rc::clone(&vault), Rc::clone(&member));
                let on_event = move |event: Event| spawn_local(tell(Rc::clone(&vault), Rc::clone(&follower), event));
                member.host().read_events(&token, &signal, on_event).await.map_err(FlowError::from)
            }
            Err(error) => Err(error),
        };
        if ended.is_err_and(|error| error.is_refusal(ApiErrorCode::NotSignedIn)) && !signal.aborted() {
            vault.live.send(LiveEvent::SessionEnded);
            vault.leave();
            return;
        }
        timer::sleep(RECONNECT).await;
        if !signal.aborted() {
            // What came between two streams is not repeated: the page reads its lists again.
            vault.live.send(LiveEvent::Changed);
        }
    }
}

/// Turns an event into what the page shows. An event whose subject cannot be read is left to the next list.
async fn tell(vault: Rc<Vault>, member: Rc<SignedIn>, event: Event) {
    if matches!(event.kind, EventKind::RecordsChanged | EventKind::PrescriptionWritten) {
        member.forget_listing();
    }
    let told = match event.kind {
        EventKind::KeyRequested => request_arrived(&member, KeyRequestId(event.subject)).await,
        EventKind::KeyRequestGranted | EventKind::KeyRequestRefused => answered(&member, &event).await,
        EventKind::GrantTakenBack => taken_back(&vault, &member, GrantId(event.subject)).await,
        EventKind::RandomKeyIssued | EventKind::RandomKeySent => key_ready(&member, OpeningId(event.subject)).await,
        EventKind::OpeningOpened
        | EventKind::OpeningFailed
        | EventKind::OpeningEnded
        | EventKind::PrescriptionWritten => about_opening(&vault, &member, &event).await,
        EventKind::SessionEnded => Some(LiveEvent::SessionEnded),
        EventKind::OpeningAttempted
        | EventKind::RecordsReleased
        | EventKind::EndConfirmed
        | EventKind::RecordsChanged => Some(LiveEvent::Changed),
    };
    let ended = matches!(told, Some(LiveEvent::SessionEnded));
    vault.live.send(told.unwrap_or(LiveEvent::Changed));
    if ended {
        vault.leave();
    } else if matches!(event.kind, EventKind::OpeningEnded | EventKind::PrescriptionWritten) {
        do_what_is_due(&member).await;
    }
}

async fn request_arrived(member: &SignedIn, request: KeyRequestId) -> Option<LiveEvent> {
    let requests = member.list_key_requests().await.ok()?;
    let to_me = |found: &&OpenedKeyRequest| found.act.header.patient == member.account();
    let found = requests.iter().filter(to_me).find(|found| found.act.body.request == request)?;
    let person = name(member, found.act.header.actor).await?;
    Some(LiveEvent::RequestArrived { request, person })
}

/// The subject is the request in both cases.
async fn answered(member: &SignedIn, event: &Event) -> Option<LiveEvent> {
    let request = KeyRequestId(event.subject);
    let requests = member.list_key_requests().await.ok()?;
    let found = requests.into_iter().find(|found| found.act.body.request == request)?;
    if found.act.header.actor != member.account() {
        return None;
    }
    let person = name(member, found.act.header.patient).await?;
    if event.kind == EventKind::KeyRequestGranted {
        return Some(LiveEvent::Granted { request, person });
    }
    let reason = found.reason.as_ref().map(|reason| reason.as_str().to_owned()).unwrap_or_default();
    Some(LiveEvent::Refused { request, person, reason })
}

async fn taken_back(vault: &Vault, member: &SignedIn, grant: GrantId) -> Option<LiveEvent> {
    let openings = member.list_openings().await.ok()?;
    let ended: Vec<&CheckedOpening> = openings.iter().filter(|opening| opening.act.body.grant == grant).collect();
    let ids: Vec<OpeningId> = ended.iter().map(|opening| opening.act.body.opening).collect();
    vault.portals.borrow_mut().retain(|opening, _| !ids.contains(opening));
    let patient = ended.first()?.act.header.patient;
    if patient == member.account() {
        return None;
    }
    Some(LiveEvent::TakenBack { grant, openings: ids, person: name(member, patient).await? })
}

async fn key_ready(member: &SignedIn, opening: OpeningId) -> Option<LiveEvent> {
    let found = find(member, opening).await?;
    if found.act.header.actor == member.account() {
        return None;
    }
    let grants = member.list_grants().await.ok()?;
    let grant = grants.iter().find(|grant| grant.act.body.grant == found.act.body.grant)?;
    Some(LiveEvent::RandomKeyReady {
        request: grant.act.body.request,
        opening,
        person: name(member, found.act.header.patient).await?,
        in_app: found.code.is_some(),
    })
}

async fn about_opening(vault: &Vault, member: &SignedIn, event: &Event) -> Option<LiveEvent> {
    let opening = OpeningId(event.subject);
    let found = find(member, opening).await?;
    let (grant, at) = (found.act.body.grant, Moment::from_wire(timer::now()));
    if found.act.header.actor != member.account() {
        let ended_by_itself = event.kind == EventKind::OpeningEnded && found.state == OpeningState::ClosedByServer;
        let was_open = vault.portals.borrow_mut().remove(&opening).is_some();
        let told = ended_by_itself && was_open;
        return Some(LiveEvent::OpeningEnded { opening, person: name(member, found.act.header.patient).await? })
            .filter(|_| told);
    }
    let person = name(member, found.act.body.clinician).await?;
    Some(match event.kind {
        EventKind::OpeningOpened => LiveEvent::Opened { grant, opening, person, at },
        EventKind::OpeningFailed => LiveEvent::KeyBurnt { grant, opening, person, at },
        EventKind::PrescriptionWritten => LiveEvent::PrescriptionWritten { opening, person },
        _ if found.state == OpeningState::Failed => return None,
        _ => LiveEvent::PortalClosed { grant, opening, person, at },
    })
}

async fn find(member: &SignedIn, opening: OpeningId) -> Option<CheckedOpening> {
    member.list_openings().await.ok()?.into_iter().find(|found| found.act.body.opening == opening)
}

async fn name(member: &SignedIn, account: AccountId) -> Option<String> {
    Some(member.person(account).await.ok()?.profile().display_name.clone())
}

/// Warns before the server closes an idle opening.
async fn watch_idle(vault: Rc<Vault>, controller: AbortController) {
    let signal = controller.signal();
    while !signal.aborted() {
        timer::sleep(WATCH).await;
        let now = timer::now();
        let idle: Vec<(OpeningId, Moment)> = vault
            .portals
            .borrow()
            .iter()
            .map(|(opening, portal)| (*opening, portal.idle_at()))
            .filter(|(_, closes_at)| closes_at.to_wire() <= now.saturating_add(WARNING.min(IDLE)))
            .collect();
        for (opening, closes_at) in idle {
            if closes_at.to_wire() <= now {
                vault.portals.borrow_mut().remove(&opening);
            } else {
                vault.live.send(LiveEvent::OpeningIdle { opening, closes_at });
            }
        }
    }
}
