//! Who may do what when: rules without I/O, of rows and the clock alone.

use std::time::Duration;

use sesemr_common::api::{ErrorCode, GrantState, KeyRequestState, OpeningState};

use crate::{
    clock::UnixMs,
    db::sas::{
        key_grant::StoredGrant,
        key_request::{Answer, StoredRequest},
        opening::StoredOpening,
    },
    error::{Error, Outcome},
};

/// How long an open opening may lie idle.
pub const IDLE_LIMIT: Duration = Duration::from_mins(30);
/// How long a random key waits for its attempt.
pub const ATTEMPT_WAIT: Duration = Duration::from_hours(24);

/// How a request stands at `now`.
pub(crate) fn request_state(request: &StoredRequest, now: UnixMs) -> KeyRequestState {
    match request.answer {
        Answer::Granted => KeyRequestState::Granted,
        Answer::Refused => KeyRequestState::Refused,
        Answer::Waiting if request.expires_at <= now => KeyRequestState::Lapsed,
        Answer::Waiting => KeyRequestState::Waiting,
    }
}

/// How a grant stands at `now`. Taken back says more than expired, expired more than used up, used up more than paused.
pub(crate) fn grant_state(grant: &StoredGrant, now: UnixMs) -> GrantState {
    match grant {
        _ if grant.take_back.is_some() => GrantState::TakenBack,
        _ if grant.expires_at <= now => GrantState::Expired,
        _ if grant.openings_used >= grant.openings => GrantState::UsedUp,
        _ if grant.pause.is_some() => GrantState::Paused,
        _ => GrantState::Live,
    }
}

/// How an opening stands at `now`; the background work writes down later what the clock says first.
pub(crate) fn opening_state(opening: &StoredOpening, now: UnixMs) -> OpeningState {
    let is_past = opening.expires_at <= now;
    match opening.state {
        OpeningState::Pending | OpeningState::Attempted if is_past || opening.made_at.plus(ATTEMPT_WAIT) <= now => {
            OpeningState::Expired
        }
        OpeningState::Opened if is_past || opening.active_at.plus(IDLE_LIMIT) <= now => OpeningState::ClosedByServer,
        state => state,
    }
}

/// Whether an opening keeps batches and slots alive, and can still be ended.
pub(crate) const fn is_unfinished(state: OpeningState) -> bool {
    matches!(state, OpeningState::Pending | OpeningState::Attempted | OpeningState::Opened)
}

/// Requires a request that nobody has answered.
///
/// # Errors
/// The refusal.
pub(crate) fn require_waiting(state: KeyRequestState) -> Outcome<()> {
    match state {
        KeyRequestState::Waiting => Ok(()),
        KeyRequestState::Lapsed => Err(Error::refused(ErrorCode::Expired, "the request has lapsed")),
        KeyRequestState::Granted | KeyRequestState::Refused => {
            Err(Error::refused(ErrorCode::Conflict, "the request has been answered"))
        }
    }
}

/// Requires a grant under which an opening can be made.
///
/// # Errors
/// The refusal.
pub(crate) fn require_live(state: GrantState) -> Outcome<()> {
    match state {
        GrantState::Live => Ok(()),
        GrantState::Paused => Err(Error::refused(ErrorCode::Paused, "the grant is paused")),
        GrantState::UsedUp => Err(Error::refused(ErrorCode::NoOpeningsLeft, "all openings of the grant are used")),
        GrantState::TakenBack => Err(Error::refused(ErrorCode::TakenBack, "the grant was taken back")),
        GrantState::Expired => Err(Error::refused(ErrorCode::Expired, "the grant has expired")),
    }
}

/// Requires a grant that can be paused, or go on.
///
/// # Errors
/// The refusal.
pub(crate) fn require_resting_or_live(state: GrantState) -> Outcome<()> {
    match state {
        GrantState::Paused => Ok(()),
        state => require_live(state),
    }
}

/// Requires an opening that is open.
///
/// # Errors
/// The refusal.
pub(crate) fn require_open(state: OpeningState) -> Outcome<()> {
    match state {
        OpeningState::Opened => Ok(()),
        OpeningState::TakenBack => Err(Error::refused(ErrorCode::TakenBack, "access was taken back")),
        OpeningState::Expired => Err(Error::refused(ErrorCode::Expired, "the opening is past its time")),
        OpeningState::Failed => Err(Error::refused(ErrorCode::RandomKeyUsed, "the random key was burnt")),
        OpeningState::Pending | OpeningState::Attempted => {
            Err(Error::refused(ErrorCode::NotOpen, "the opening has not been opened"))
        }
        OpeningState::Closed | OpeningState::ClosedByServer => {
            Err(Error::refused(ErrorCode::NotOpen, "the opening was closed"))
        }
    }
}

#[cfg(test)]
mod tests {
    use sesemr_common::id::{AccountId, GrantId, Hash, OpeningId};
    use uuid::Uuid;

    use super::*;

    const NOW: UnixMs = UnixMs::new(1_000_000_000_000);
    const NOBODY: AccountId = AccountId(Uuid::nil());

    fn grant(openings_used: u16, take_back: bool, ends_in: i64) -> StoredGrant {
        StoredGrant {
            ordinal: 1,
            patient: NOBODY,
            clinician: NOBODY,
            act: Hash::ZERO,
            openings: 2,
            openings_used,
            take_back: take_back.then_some(Hash::ZERO),
            expires_at: UnixMs::new(NOW.get().saturating_add_signed(ends_in)),
            pause: None,
        }
    }

    fn paused(grant: StoredGrant) -> StoredGrant {
        StoredGrant { pause: Some(Hash::ZERO), ..grant }
    }

    fn opening(state: OpeningState, ends_in: i64, made: Duration, active: Duration) -> StoredOpening {
        StoredOpening {
            ordinal: 1,
            id: OpeningId(Uuid::nil()),
            patient: NOBODY,
            clinician: NOBODY,
            grant: GrantId(Uuid::nil()),
            act: Hash::ZERO,
            state,
            message: None,
            end_confirmed: false,
            release_number: 0,
            release: None,
            made_at: NOW.minus(made),
            active_at: NOW.minus(active),
            expires_at: UnixMs::new(NOW.get().saturating_add_signed(ends_in)),
        }
    }

    #[test]
    fn a_grant_stands_as_the_table_says() {
        let table = [
            (grant(0, false, 1), GrantState::Live),
            (grant(1, false, 1), GrantState::Live),
            (grant(2, false, 1), GrantState::UsedUp),
            (grant(0, false, 0), GrantState::Expired),
            (grant(2, false, -1), GrantState::Expired),
            (grant(0, true, 1), GrantState::TakenBack),
            (grant(2, true, -1), GrantState::TakenBack),
            (paused(grant(1, false, 1)), GrantState::Paused),
            (paused(grant(2, false, 1)), GrantState::UsedUp),
            (paused(grant(1, true, 1)), GrantState::TakenBack),
        ];
        for (grant, state) in table {
            assert_eq!(grant_state(&grant, NOW), state, "{grant:?}");
        }
    }

    #[test]
    fn an_opening_stands_as_the_table_says() {
        let (fresh, day) = (Duration::ZERO, ATTEMPT_WAIT);
        let table = [
            (opening(OpeningState::Pending, 1, fresh, fresh), OpeningState::Pending),
            (opening(OpeningState::Pending, 0, fresh, fresh), OpeningState::Expired),
            (opening(OpeningState::Attempted, 1, day, fresh), OpeningState::Expired),
            (opening(OpeningState::Opened, 1, day, fresh), OpeningState::Opened),
            (opening(OpeningState::Opened, 1, fresh, IDLE_LIMIT), OpeningState::ClosedByServer),
            (opening(OpeningState::Opened, 0, fresh, fresh), OpeningState::ClosedByServer),
            (opening(OpeningState::TakenBack, 0, day, day), OpeningState::TakenBack),
            (opening(OpeningState::Closed, 1, fresh, fresh), OpeningState::Closed),
        ];
        for (opening, state) in table {
            assert_eq!(opening_state(&opening, NOW), state, "{opening:?}");
        }
    }

    #[test]
    fn nothing_but_an_open_opening_releases_anything() {
        let refused = [
            OpeningState::Pending,
            OpeningState::Attempted,
            OpeningState::Failed,
            OpeningState::TakenBack,
            OpeningState::Expired,
            OpeningState::Closed,
            OpeningState::ClosedByServer,
        ];
        assert!(require_open(OpeningState::Opened).is_ok());
        assert!(refused.into_iter().all(|state| require_open(state).is_err()));
    }
}
