//! Requests for access: the patient's inbox and answers, the clinician's asks.

use std::collections::BTreeMap;

use sesemr_common::{
    api::{self, KeyRequestState},
    crypto::Invitation,
    flow::{Ask, CheckedGrant, CheckedOpening, Decision, OpenedKeyRequest},
    id::{GrantId, KeyId, KeyRequestId, OpeningId},
    record::make_visible,
    sharing::Scope,
    vault::Contact,
};

use super::{
    error::{explain, mistyped_code},
    grants::{find_grant, view_grant, waits_until},
    keep_draft::{forget_key_answer, forget_key_request},
    person::{view_changed_person, view_person},
    state::{SignedIn, Vault},
};
use crate::{
    message::{
        AppError, ErrorCode, FindPerson, GrantKeyRequest, ListKeyRequests, ListMyRequests, RefuseKeyRequest, RequestKey,
    },
    model::{
        grant::GrantView,
        key_request::{KeyRequestView, MyGrantView, MyOpeningState, MyRequestView, RequestState},
        moment::Moment,
        person::PersonView,
    },
};

pub(super) async fn list_key_requests(vault: &Vault, _verb: ListKeyRequests) -> Result<Vec<KeyRequestView>, AppError> {
    let member = vault.member()?;
    let requests = member.list_key_requests().await.map_err(|error| explain(&member, error))?;
    let grants = grants_by_request(&member).await?;
    let mut views = Vec::new();
    for request in requests.iter().filter(|request| request.act.header.patient == member.account()) {
        let clinician = member.person(request.act.header.actor).await.map_err(|error| explain(&member, error))?;
        let granted = grants.get(&request.act.body.request);
        let clinician = view_other(request.changed_key, &clinician);
        views.push(view_request(request, clinician, granted.map(|grant| grant.act.body.grant)));
    }
    // Waiting ones first, newest first.
    views.sort_by_key(|view| (view.state != RequestState::Waiting, core::cmp::Reverse(view.asked_at)));
    Ok(views)
}

pub(super) async fn grant_key_request(vault: &Vault, verb: GrantKeyRequest) -> Result<GrantView, AppError> {
    vault.require_fresh_password()?;
    let member = vault.member()?;
    let request = find_request(&member, verb.request).await?;
    if request.state != KeyRequestState::Waiting {
        return Err(ErrorCode::AlreadyAnswered.into());
    }
    let decision = Decision {
        scope: Scope { portions: verb.portions, records: verb.records },
        expires_at: verb.expires_at.to_wire(),
        openings: verb.openings,
        write_back: verb.write_back,
    };
    let granted = member.grant_key_request(&request.act, decision).await.map_err(|error| explain(&member, error))?;
    forget_key_answer(&member, verb.request).await;
    let grant = find_grant(&member, granted).await?;
    view_grant(&member, &grant, &[], core::slice::from_ref(&request)).await
}

pub(super) async fn refuse_key_request(vault: &Vault, verb: RefuseKeyRequest) -> Result<(), AppError> {
    let member = vault.member()?;
    let request = find_request(&member, verb.request).await?;
    if request.state != KeyRequestState::Waiting {
        return Err(ErrorCode::AlreadyAnswered.into());
    }
    member.refuse_key_request(&request.act, &verb.reason).await.map_err(|error| match explain(&member, error) {
        // The word to the clinician is called so here.
        error if error.code == ErrorCode::MessageTooLong => error.in_field("reason"),
        error => error,
    })?;
    forget_key_answer(&member, verb.request).await;
    Ok(())
}

pub(super) async fn find_person(vault: &Vault, verb: FindPerson) -> Result<PersonView, AppError> {
    let member = vault.member()?;
    let found = match &verb.invitation {
        None => member.find_person(&verb.handle).await,
        Some(typed) => {
            let invitation = Invitation::from_groups(typed.as_str());
            let invitation = invitation.map_err(|mistyped| mistyped_code(mistyped).in_field("invitation"))?;
            member.find_invited(&verb.handle, &invitation).await
        }
    };
    let found = found.map_err(|error| match explain(&member, error) {
        error if error.code == ErrorCode::NotFound => AppError::new(ErrorCode::PersonNotFound).in_field("handle"),
        error => error,
    })?;
    Ok(view_person(&found))
}

pub(super) async fn request_key(vault: &Vault, verb: RequestKey) -> Result<MyRequestView, AppError> {
    let member = vault.member()?;
    let ask = Ask {
        patient: verb.patient,
        portions: verb.portions,
        purpose: verb.purpose,
        duration: verb.duration,
        write_back: verb.write_back,
        message: verb.message,
    };
    let request = member.request_key(ask).await.map_err(|error| explain(&member, error))?;
    forget_key_request(&member, verb.patient, verb.again).await;
    let mine = my_requests(vault, &member).await?;
    mine.into_iter().find(|view| view.request == request).ok_or_else(|| ErrorCode::NotFound.into())
}

pub(super) async fn list_my_requests(vault: &Vault, _verb: ListMyRequests) -> Result<Vec<MyRequestView>, AppError> {
    let member = vault.member()?;
    my_requests(vault, &member).await
}

/// The clinician's requests, newest first.
pub(super) async fn my_requests(vault: &Vault, member: &SignedIn) -> Result<Vec<MyRequestView>, AppError> {
    let requests = member.list_key_requests().await.map_err(|error| explain(member, error))?;
    let grants = grants_by_request(member).await?;
    let openings = member.list_openings().await.map_err(|error| explain(member, error))?;
    let mut views = Vec::new();
    for request in requests.iter().filter(|request| request.act.header.actor == member.account()) {
        let body = &request.act.body;
        let patient = member.person(request.act.header.patient).await.map_err(|error| explain(member, error))?;
        let grant = grants.get(&body.request);
        let changed_key = match request.state {
            // Granted, and not under the key that is known: is there another one?
            KeyRequestState::Granted if grant.is_none() => {
                member.changed_key(patient.account).await.map_err(|error| explain(member, error))?
            }
            _ => request.changed_key,
        };
        let state = match changed_key {
            // What was answered under another key is no answer.
            Some(_) => RequestState::Waiting,
            None => view_state(request, grant.map(|grant| grant.act.body.grant)),
        };
        views.push(MyRequestView {
            request: body.request,
            patient: view_other(changed_key, &patient),
            portions: body.portions.clone(),
            purpose: body.purpose,
            duration: body.duration,
            write_back: body.write_back,
            asked_at: Moment::from_wire(request.act.header.signed_at),
            expires_at: Moment::from_wire(body.expires_at),
            state,
            grant: grant.map(|grant| view_my_grant(vault, grant, &openings)),
        });
    }
    views.sort_by_key(|view| core::cmp::Reverse(view.asked_at));
    Ok(views)
}

async fn grants_by_request(member: &SignedIn) -> Result<BTreeMap<KeyRequestId, CheckedGrant>, AppError> {
    let grants = member.list_grants().await.map_err(|error| explain(member, error))?;
    Ok(grants.into_iter().map(|grant| (grant.act.body.request, grant)).collect())
}

async fn find_request(member: &SignedIn, request: KeyRequestId) -> Result<OpenedKeyRequest, AppError> {
    let requests = member.list_key_requests().await.map_err(|error| explain(member, error))?;
    let mine =
        |found: &OpenedKeyRequest| found.act.body.request == request && found.act.header.patient == member.account();
    requests.into_iter().find(mine).ok_or_else(|| ErrorCode::NotFound.into())
}

/// The other person of a request. A changed key is a full stop: the page asks to compare, and nothing can be granted on
/// it.
fn view_other(changed_key: Option<KeyId>, other: &Contact) -> PersonView {
    changed_key.map_or_else(|| view_person(other), |shown| view_changed_person(other, shown))
}

fn view_request(request: &OpenedKeyRequest, clinician: PersonView, grant: Option<GrantId>) -> KeyRequestView {
    let body = &request.act.body;
    KeyRequestView {
        request: body.request,
        clinician,
        portions: body.portions.clone(),
        purpose: body.purpose,
        duration: body.duration,
        write_back: body.write_back,
        message: request.message.as_ref().map(|message| make_visible(message)),
        asked_at: Moment::from_wire(request.act.header.signed_at),
        expires_at: Moment::from_wire(body.expires_at),
        state: view_state(request, grant),
    }
}

fn view_state(request: &OpenedKeyRequest, grant: Option<GrantId>) -> RequestState {
    match (request.state, grant) {
        (KeyRequestState::Granted, Some(grant)) => RequestState::Granted { grant },
        (KeyRequestState::Refused, _) => {
            let reason = request.reason.as_ref().map(|reason| make_visible(reason));
            RequestState::Refused { reason: reason.unwrap_or_default() }
        }
        (KeyRequestState::Lapsed, _) => RequestState::Lapsed,
        (KeyRequestState::Waiting | KeyRequestState::Granted, _) => RequestState::Waiting,
    }
}

fn view_my_grant(vault: &Vault, grant: &CheckedGrant, openings: &[CheckedOpening]) -> MyGrantView {
    let body = &grant.act.body;
    let last = openings.iter().rev().find(|opening| opening.act.body.grant == body.grant);
    let open_here = |opening: OpeningId| vault.portals.borrow().get(&opening).map(|portal| portal.idle_at());
    let opening = match (grant.state, last) {
        (api::GrantState::TakenBack, _) => MyOpeningState::TakenBack,
        (_, Some(last)) if last.state == api::OpeningState::Opened => {
            let opening = last.act.body.opening;
            open_here(opening)
                .map_or(MyOpeningState::OpenElsewhere { opening }, |idle_at| MyOpeningState::Open { opening, idle_at })
        }
        (api::GrantState::Expired, _) => MyOpeningState::Expired,
        (api::GrantState::Paused, _) => MyOpeningState::Paused,
        (api::GrantState::UsedUp, Some(last)) => MyOpeningState::Used { closed_at: Moment::from_wire(last.active_at) },
        (api::GrantState::Live, Some(last)) => match last.state {
            api::OpeningState::Pending => MyOpeningState::KeyReady {
                opening: last.act.body.opening,
                in_app: last.code.is_some(),
                expires_at: waits_until(last),
            },
            api::OpeningState::Attempted => MyOpeningState::BeingTried { opening: last.act.body.opening },
            api::OpeningState::Failed => MyOpeningState::KeyBurnt,
            _ => MyOpeningState::NoKeyYet,
        },
        (api::GrantState::Live | api::GrantState::UsedUp, None) => MyOpeningState::NoKeyYet,
    };
    MyGrantView {
        grant: body.grant,
        portions: body.scope.portions.clone(),
        single_records: u32::try_from(body.scope.records.len()).unwrap_or(u32::MAX),
        expires_at: Moment::from_wire(body.expires_at),
        openings: body.openings,
        openings_left: body.openings.saturating_sub(grant.openings_used),
        write_back: body.write_back,
        opening,
    }
}
