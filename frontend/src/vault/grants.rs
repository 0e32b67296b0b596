//! Grants and random keys, as the patient gives, shows and takes them back.

use sesemr_common::{
    api,
    envelope::Authority,
    flow::{CheckedGrant, CheckedOpening, Listing, OpenedKeyRequest},
    id::{GrantId, OpeningId, RecordId},
    sharing::PurposeOfUse,
};

use super::{
    error::explain,
    person::view_person,
    state::{SignedIn, Vault},
};
use crate::{
    message::{
        AppError, ConfirmFingerprint, ErrorCode, IssueRandomKey, ListAccess, PauseGrant, SendRandomKey, ShowRandomKey,
        TakeBackGrant,
    },
    model::{
        expiry::key_ends,
        grant::{GrantState, GrantView, GrantedRecord, OpeningState, OpeningStateView, RandomKeyView, RecordName},
        moment::Moment,
        person::PersonView,
    },
};

pub(super) async fn list_access(vault: &Vault, _verb: ListAccess) -> Result<Vec<GrantView>, AppError> {
    let member = vault.member()?;
    let grants = member.list_grants().await.map_err(|error| explain(&member, error))?;
    let openings = member.list_openings().await.map_err(|error| explain(&member, error))?;
    let requests = member.list_key_requests().await.map_err(|error| explain(&member, error))?;
    let mut views = Vec::new();
    for grant in grants.iter().filter(|grant| grant.act.header.actor == member.account()) {
        views.push(view_grant(&member, grant, &openings, &requests).await?);
    }
    // Live ones first, newest first.
    views.sort_by_key(|view| (view.state != GrantState::Live, core::cmp::Reverse(view.granted_at)));
    Ok(views)
}

pub(super) async fn take_back_grant(vault: &Vault, verb: TakeBackGrant) -> Result<(), AppError> {
    let member = vault.member()?;
    let grant = find_grant(&member, verb.grant).await?;
    member.take_back_grant(&grant.act).await.map_err(|error| explain(&member, error))
}

pub(super) async fn pause_grant(vault: &Vault, verb: PauseGrant) -> Result<(), AppError> {
    // Taking is free; what goes on is given again.
    if !verb.paused {
        vault.require_fresh_password()?;
    }
    let member = vault.member()?;
    let grant = find_grant(&member, verb.grant).await?;
    member.pause_grant(&grant.act, verb.paused).await.map_err(|error| explain(&member, error))
}

pub(super) async fn issue_random_key(vault: &Vault, verb: IssueRandomKey) -> Result<RandomKeyView, AppError> {
    let member = vault.member()?;
    let grant = find_grant(&member, verb.grant).await?;
    let made = member.issue_random_key(&grant).await.map_err(|error| explain(&member, error))?;
    Ok(view_random_key(made.opening, &made.code, Moment::from_wire(made.expires_at)))
}

pub(super) async fn show_random_key(vault: &Vault, verb: ShowRandomKey) -> Result<RandomKeyView, AppError> {
    let member = vault.member()?;
    let opening = find_opening(&member, verb.opening).await?;
    if opening.state != api::OpeningState::Pending {
        return Err(ErrorCode::NotFound.into());
    }
    let code = member.issued_code(verb.opening).ok_or(ErrorCode::NotFound)?;
    Ok(view_random_key(verb.opening, &code, waits_until(&opening)))
}

pub(super) async fn send_random_key(vault: &Vault, verb: SendRandomKey) -> Result<(), AppError> {
    let member = vault.member()?;
    let opening = find_opening(&member, verb.opening).await?;
    let clinician = member.person(opening.act.body.clinician).await.map_err(|error| explain(&member, error))?;
    if !clinician.is_compared() {
        return Err(ErrorCode::FingerprintNotCompared.into());
    }
    member.send_random_key(&opening.act).await.map_err(|error| explain(&member, error))
}

pub(super) async fn confirm_fingerprint(vault: &Vault, verb: ConfirmFingerprint) -> Result<PersonView, AppError> {
    let member = vault.member()?;
    member.confirm_fingerprint(verb.person, verb.shown).await.map_err(|error| explain(&member, error))?;
    let person = member.person(verb.person).await.map_err(|error| explain(&member, error))?;
    Ok(view_person(&person))
}

/// A grant of this patient's.
pub(super) async fn find_grant(member: &SignedIn, grant: GrantId) -> Result<CheckedGrant, AppError> {
    let grants = member.list_grants().await.map_err(|error| explain(member, error))?;
    grants.into_iter().find(|found| found.act.body.grant == grant).ok_or_else(|| ErrorCode::NotFound.into())
}

/// An opening of or for this person.
pub(super) async fn find_opening(member: &SignedIn, opening: OpeningId) -> Result<CheckedOpening, AppError> {
    let openings = member.list_openings().await.map_err(|error| explain(member, error))?;
    openings.into_iter().find(|found| found.act.body.opening == opening).ok_or_else(|| ErrorCode::NotFound.into())
}

pub(super) async fn view_grant(
    member: &SignedIn,
    grant: &CheckedGrant,
    openings: &[CheckedOpening],
    requests: &[OpenedKeyRequest],
) -> Result<GrantView, AppError> {
    let body = &grant.act.body;
    let listing = member.list_records().await.map_err(|error| explain(member, error))?;
    let mut history: Vec<OpeningStateView> = openings
        .iter()
        .filter(|opening| opening.act.body.grant == body.grant)
        .map(|opening| view_opening(member, opening, &listing))
        .collect();
    history.reverse();
    let ended = openings.iter().filter(|opening| opening.act.body.grant == body.grant);
    let confirmed = ended.clone().all(|opening| opening.end_confirmed || !opening.has_ended());
    Ok(GrantView {
        grant: body.grant,
        request: body.request,
        clinician: clinician_of(member, grant).await?,
        purpose: purpose_of(grant, requests),
        portions: body.scope.portions.clone(),
        records: granted_records(member, grant).await?,
        granted_at: Moment::from_wire(grant.act.header.signed_at),
        expires_at: Moment::from_wire(body.expires_at),
        openings: body.openings,
        openings_left: body.openings.saturating_sub(grant.openings_used),
        write_back: body.write_back,
        state: match grant.state {
            api::GrantState::Live => GrantState::Live,
            api::GrantState::Paused => GrantState::Paused,
            api::GrantState::UsedUp => GrantState::Used,
            api::GrantState::Expired => GrantState::Expired,
            api::GrantState::TakenBack => {
                let at = grant.taken_back_at.unwrap_or(grant.act.header.signed_at);
                GrantState::TakenBack { at: Moment::from_wire(at), confirmed }
            }
        },
        history,
    })
}

async fn clinician_of(member: &SignedIn, grant: &CheckedGrant) -> Result<PersonView, AppError> {
    let clinician = member.person(grant.act.body.clinician).await.map_err(|error| explain(member, error))?;
    Ok(view_person(&clinician))
}

fn purpose_of(grant: &CheckedGrant, requests: &[OpenedKeyRequest]) -> PurposeOfUse {
    let asked = requests.iter().find(|request| request.act.hash() == grant.act.body.request_hash);
    asked.map_or(PurposeOfUse::Treatment, |request| request.act.body.purpose)
}

async fn granted_records(member: &SignedIn, grant: &CheckedGrant) -> Result<Vec<GrantedRecord>, AppError> {
    let wanted = &grant.act.body.scope.records;
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let listing = member.list_records().await.map_err(|error| explain(member, error))?;
    Ok(wanted.iter().map(|record| GrantedRecord { record: *record, name: name_of(&listing, *record) }).collect())
}

fn name_of(listing: &Listing, record: RecordId) -> Option<RecordName> {
    let summary = &listing.records.iter().find(|own| own.id() == record)?.summary;
    Some(RecordName {
        title: summary.title.as_str().to_owned(),
        fhir_type: summary.fhir_type.as_ref().map(|fhir_type| fhir_type.as_str().to_owned()),
    })
}

fn view_opening(member: &SignedIn, opening: &CheckedOpening, listing: &Listing) -> OpeningStateView {
    let body = &opening.act.body;
    let at = Moment::from_wire(opening.active_at);
    let authority = Authority::Opening(opening.act.hash());
    let written = listing.records.iter().filter(|own| own.header.fields.authority == authority).count();
    let closed = |by_server| OpeningState::Closed {
        at,
        lent: u32::try_from(body.records.len()).unwrap_or(u32::MAX),
        written: u32::try_from(written).unwrap_or(u32::MAX),
        by_server,
        confirmed: opening.end_confirmed,
    };
    let state = match opening.state {
        api::OpeningState::Pending => {
            OpeningState::Waiting { can_show: member.issued_code(body.opening).is_some(), sent: opening.sent }
        }
        api::OpeningState::Opened => OpeningState::Open { at },
        api::OpeningState::Attempted => OpeningState::BeingTried { at },
        api::OpeningState::Failed => OpeningState::Burnt { at },
        api::OpeningState::Expired => OpeningState::Unused,
        api::OpeningState::TakenBack => OpeningState::TakenBack { at },
        api::OpeningState::Closed => closed(false),
        api::OpeningState::ClosedByServer => closed(true),
    };
    OpeningStateView {
        opening: body.opening,
        made_at: Moment::from_wire(opening.act.header.signed_at),
        expires_at: waits_until(opening),
        state,
    }
}

/// Until when the random key of an opening may be entered.
pub(super) fn waits_until(opening: &CheckedOpening) -> Moment {
    key_ends(Moment::from_wire(opening.act.header.signed_at), Moment::from_wire(opening.act.body.expires_at))
}

fn view_random_key(opening: OpeningId, code: &str, expires_at: Moment) -> RandomKeyView {
    RandomKeyView { opening, groups: code.split('-').map(str::to_owned).collect(), qr: code.to_owned(), expires_at }
}
