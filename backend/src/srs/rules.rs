//! The pure rules of an opening: which step is possible in which state, how long a state lasts, what follows it.
//!
//! Source: PROTOCOL, "The sharing loop", steps 3 to 7. Nothing here knows a database or a clock.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sesemr_common::{
    api::ErrorCode,
    sharing::{EndReason, TICKET_LIFE_MS},
};

use crate::{clock::UnixMs, error::Error};

/// How long a registration waits for its activation.
const REGISTERED_FOR: Duration = Duration::from_mins(10);
/// How long a random key waits for its attempt.
const LIVE_FOR: Duration = Duration::from_hours(24);
/// How long an attempt waits for its confirmation.
const ATTEMPTED_FOR: Duration = Duration::from_mins(2);
/// How long the same KE1 gets the same answer.
const REPEATED_FOR: Duration = Duration::from_mins(1);
/// How long a ticket is good.
const TICKET_FOR: Duration = Duration::from_millis(TICKET_LIFE_MS);
/// How long an opening stays open after its last ticket has lapsed. The SAS waits as long after the last use, for which a
/// fresh ticket was needed: so it is the SAS that closes an idle opening, and this server follows within a ticket's life.
const IDLE_FOR: Duration = Duration::from_mins(30);
/// How old or how early a signed question may be.
const QUESTION_SKEW: Duration = Duration::from_mins(2);
/// How many unfinished openings one patient may have at a time.
const MOST_UNFINISHED: i64 = 64;

/// The state of an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// The SRS holds a `ServerSetup`; the patient's browser is at work.
    Registered,
    /// The random key may be tried.
    Live,
    /// It was tried; whether it opened is not known.
    Attempted,
    /// It was right.
    Opened,
    /// It was wrong, or nobody said in time that it was right.
    Failed,
    /// Closed, taken back, or past its time.
    Ended,
}

impl State {
    /// When the state, entered or renewed by a ticket at `now`, ends by itself; `expires_at` is the last moment that the
    /// patient gave.
    pub(crate) fn lasts_until(self, now: UnixMs, expires_at: UnixMs) -> UnixMs {
        match self {
            Self::Registered => now.plus(REGISTERED_FOR),
            Self::Live => now.plus(LIVE_FOR).min(expires_at),
            Self::Attempted => now.plus(ATTEMPTED_FOR).min(expires_at),
            Self::Opened => now.plus(TICKET_FOR).plus(IDLE_FOR).min(expires_at),
            Self::Failed | Self::Ended => expires_at,
        }
    }
}

/// How an opening stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Its state.
    pub(crate) state: State,
    /// Why it ended, where it has.
    pub(crate) end_reason: Option<EndReason>,
    /// When the state ends by itself, for states that do.
    pub(crate) lasts_until: Option<UnixMs>,
    /// Whether it was signed in the restore epoch that the server is in.
    pub(crate) is_of_this_epoch: bool,
}

/// What somebody wants to do with an opening. Ending it is possible in every state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Make it live.
    Activate,
    /// Try the random key.
    Attempt,
    /// Say that it was right.
    Confirm,
    /// Say that it was wrong.
    Fail,
    /// Have another ticket.
    RenewTicket,
}

impl Standing {
    /// Whether a step is possible now, and if not, why.
    pub(crate) fn permits(&self, step: Step, now: UnixMs) -> Result<(), ErrorCode> {
        let in_time = self.is_of_this_epoch && self.lasts_until.is_none_or(|until| now < until);
        match (step, self.state) {
            (Step::Fail, State::Attempted) => Ok(()),
            (Step::Activate, State::Registered)
            | (Step::Attempt, State::Live)
            | (Step::Confirm, State::Attempted)
            | (Step::RenewTicket, State::Opened) => in_time.then_some(()).ok_or(ErrorCode::Expired),
            (_, State::Ended) => Err(self.why_ended(step)),
            (_, State::Failed) | (Step::Attempt, State::Attempted | State::Opened) => Err(ErrorCode::RandomKeyUsed),
            (Step::Activate, State::Live | State::Attempted | State::Opened) | (Step::Confirm, State::Opened) => {
                Err(ErrorCode::Conflict)
            }
            (Step::Attempt | Step::Confirm | Step::Fail | Step::RenewTicket, _) => Err(ErrorCode::NotOpen),
        }
    }

    /// What becomes of the opening when its state has lasted its time.
    pub(crate) const fn after_its_time(&self) -> Lapse {
        match self.state {
            State::Attempted => Lapse::Fail,
            State::Registered | State::Live | State::Opened | State::Failed | State::Ended => {
                Lapse::End(EndReason::Expired)
            }
        }
    }

    const fn why_ended(&self, step: Step) -> ErrorCode {
        match (self.end_reason, step) {
            (Some(EndReason::TakenBack), _) => ErrorCode::TakenBack,
            (Some(EndReason::Expired), _) => ErrorCode::Expired,
            (Some(EndReason::Failed), _) | (_, Step::Attempt) => ErrorCode::RandomKeyUsed,
            (Some(EndReason::Closed) | None, _) => ErrorCode::NotOpen,
        }
    }
}

/// What happens to an opening whose state has lasted its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lapse {
    /// Nobody confirmed the attempt: the random key is burnt, nothing opened.
    Fail,
    /// It ends.
    End(EndReason),
}

/// Who ends an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Party {
    /// Whose records it opens.
    Patient,
    /// Whom the opening names.
    Clinician,
}

impl Party {
    /// Whether this party may give this reason: only a patient takes back.
    pub(crate) const fn may_say(self, reason: EndReason) -> bool {
        !matches!((self, reason), (Self::Clinician, EndReason::TakenBack))
    }
}

/// What a request for a ticket of some number gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// The ticket it got before.
    Same,
    /// A new one.
    Next,
    /// Nothing: the next one would be this.
    Expected(u64),
}

/// Tickets are numbered from 1 without gaps; asking for the last one again is a retry.
pub(crate) fn number_ticket(last: u32, wanted: u32) -> Numbering {
    match last.checked_add(1) {
        _ if wanted == last => Numbering::Same,
        Some(next) if wanted == next => Numbering::Next,
        _ => Numbering::Expected(u64::from(last) + 1),
    }
}

/// When a ticket signed now expires.
pub(crate) fn ticket_expires_at(now: UnixMs, opening_expires_at: UnixMs) -> UnixMs {
    now.plus(TICKET_FOR).min(opening_expires_at)
}

/// Whether the KE1 served at `attempted_at` still gets its answer.
pub(crate) fn is_still_repeated(attempted_at: UnixMs, now: UnixMs) -> bool {
    now < attempted_at.plus(REPEATED_FOR)
}

/// Whether a question signed at `signed_at` is fresh.
pub(crate) fn is_fresh(signed_at: UnixMs, now: UnixMs) -> bool {
    signed_at <= now.plus(QUESTION_SKEW) && now <= signed_at.plus(QUESTION_SKEW)
}

/// Whether a patient may have so many unfinished openings, or how long until some have lapsed.
pub(crate) fn admit_registration(unfinished: i64) -> Result<(), Duration> {
    if unfinished <= MOST_UNFINISHED { Ok(()) } else { Err(REGISTERED_FOR) }
}

/// The refusal of a step, in words for developers.
pub(crate) fn refuse(code: ErrorCode) -> Error {
    let detail = match code {
        ErrorCode::RandomKeyUsed => "the one attempt of this opening has been made",
        ErrorCode::TakenBack => "the patient has taken this opening back",
        ErrorCode::Expired => "this opening is past its time",
        ErrorCode::Conflict => "this opening has gone past this step by another act",
        _ => "this opening is not open",
    };
    Error::refused(code, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMs = UnixMs::new(1_000_000_000);
    const MOMENT: Duration = Duration::from_millis(1);
    const ALL: [State; 6] =
        [State::Registered, State::Live, State::Attempted, State::Opened, State::Failed, State::Ended];

    fn standing(state: State) -> Standing {
        let lasts = !matches!(state, State::Failed | State::Ended);
        Standing {
            state,
            end_reason: (state == State::Ended).then_some(EndReason::Closed),
            lasts_until: lasts.then(|| NOW.plus(MOMENT)),
            is_of_this_epoch: true,
        }
    }

    #[test]
    fn every_step_has_its_state_and_every_other_state_a_reason() {
        use ErrorCode::{Conflict, NotOpen, RandomKeyUsed};
        let table = [
            // Registered, Live, Attempted, Opened, Failed, Ended (closed)
            (Step::Activate, [Ok(()), Err(Conflict), Err(Conflict), Err(Conflict), Err(RandomKeyUsed), Err(NotOpen)]),
            (
                Step::Attempt,
                [Err(NotOpen), Ok(()), Err(RandomKeyUsed), Err(RandomKeyUsed), Err(RandomKeyUsed), Err(RandomKeyUsed)],
            ),
            (Step::Confirm, [Err(NotOpen), Err(NotOpen), Ok(()), Err(Conflict), Err(RandomKeyUsed), Err(NotOpen)]),
            (Step::Fail, [Err(NotOpen), Err(NotOpen), Ok(()), Err(NotOpen), Err(RandomKeyUsed), Err(NotOpen)]),
            (Step::RenewTicket, [Err(NotOpen), Err(NotOpen), Err(NotOpen), Ok(()), Err(RandomKeyUsed), Err(NotOpen)]),
        ];
        for (step, row) in table {
            for (state, expected) in ALL.into_iter().zip(row) {
                assert_eq!(standing(state).permits(step, NOW), expected, "{step:?} when {state:?}");
            }
        }
    }

    #[test]
    fn a_step_is_too_late_in_the_very_moment_its_state_ends() {
        for (step, state) in [
            (Step::Activate, State::Registered),
            (Step::Attempt, State::Live),
            (Step::Confirm, State::Attempted),
            (Step::RenewTicket, State::Opened),
        ] {
            let ended_now = Standing { lasts_until: Some(NOW), ..standing(state) };
            assert_eq!(ended_now.permits(step, NOW), Err(ErrorCode::Expired), "{step:?}");
        }
    }

    #[test]
    fn an_opening_that_ended_says_why() {
        for (reason, attempt, renew) in [
            (EndReason::TakenBack, ErrorCode::TakenBack, ErrorCode::TakenBack),
            (EndReason::Expired, ErrorCode::Expired, ErrorCode::Expired),
            (EndReason::Failed, ErrorCode::RandomKeyUsed, ErrorCode::RandomKeyUsed),
            (EndReason::Closed, ErrorCode::RandomKeyUsed, ErrorCode::NotOpen),
        ] {
            let ended = Standing { end_reason: Some(reason), ..standing(State::Ended) };
            assert_eq!(ended.permits(Step::Attempt, NOW), Err(attempt), "{reason:?}");
            assert_eq!(ended.permits(Step::RenewTicket, NOW), Err(renew), "{reason:?}");
        }
    }

    #[test]
    fn an_opening_of_an_older_restore_epoch_can_only_fail() {
        let dead = |state| Standing { is_of_this_epoch: false, ..standing(state) };
        assert_eq!(dead(State::Live).permits(Step::Attempt, NOW), Err(ErrorCode::Expired));
        assert_eq!(dead(State::Attempted).permits(Step::Confirm, NOW), Err(ErrorCode::Expired));
        assert_eq!(dead(State::Opened).permits(Step::RenewTicket, NOW), Err(ErrorCode::Expired));
        assert_eq!(dead(State::Attempted).permits(Step::Fail, NOW), Ok(()));
    }

    #[test]
    fn states_last_as_long_as_the_protocol_says_and_never_beyond_the_opening() {
        let never = UnixMs::new(u64::MAX);
        for (state, seconds) in
            [(State::Registered, 600), (State::Live, 86_400), (State::Attempted, 120), (State::Opened, 2_100)]
        {
            assert_eq!(state.lasts_until(NOW, never), NOW.plus(Duration::from_secs(seconds)), "{state:?}");
        }
        let soon = NOW.plus(MOMENT);
        for state in [State::Live, State::Attempted, State::Opened] {
            assert_eq!(state.lasts_until(NOW, soon), soon, "{state:?}");
        }
    }

    #[test]
    fn an_unconfirmed_attempt_fails_and_everything_else_ends() {
        for state in ALL {
            let expected = if state == State::Attempted { Lapse::Fail } else { Lapse::End(EndReason::Expired) };
            assert_eq!(standing(state).after_its_time(), expected, "{state:?}");
        }
    }

    #[test]
    fn only_the_patient_takes_back() {
        for reason in [EndReason::Closed, EndReason::TakenBack, EndReason::Expired, EndReason::Failed] {
            assert!(Party::Patient.may_say(reason), "{reason:?}");
            assert_eq!(Party::Clinician.may_say(reason), reason != EndReason::TakenBack, "{reason:?}");
        }
    }

    #[test]
    fn tickets_are_numbered_without_gaps_and_the_last_one_may_be_asked_for_again() {
        assert_eq!(number_ticket(1, 1), Numbering::Same);
        assert_eq!(number_ticket(1, 2), Numbering::Next);
        assert_eq!(number_ticket(1, 3), Numbering::Expected(2));
        assert_eq!(number_ticket(2, 1), Numbering::Expected(3));
        assert_eq!(number_ticket(u32::MAX, 0), Numbering::Expected(1 << 32));
    }

    #[test]
    fn a_ticket_outlives_neither_five_minutes_nor_its_opening() {
        let five_minutes = NOW.plus(Duration::from_mins(5));
        assert_eq!(ticket_expires_at(NOW, five_minutes.plus(MOMENT)), five_minutes);
        assert_eq!(ticket_expires_at(NOW, NOW.plus(MOMENT)), NOW.plus(MOMENT));
    }

    #[test]
    fn the_same_ke1_is_answered_for_sixty_seconds() {
        assert!(is_still_repeated(NOW, NOW.plus(Duration::from_millis(59_999))));
        assert!(!is_still_repeated(NOW, NOW.plus(Duration::from_mins(1))));
    }

    #[test]
    fn a_question_is_fresh_for_two_minutes_either_way() {
        let two_minutes = Duration::from_mins(2);
        assert!(is_fresh(NOW, NOW.plus(two_minutes)));
        assert!(is_fresh(NOW.plus(two_minutes), NOW));
        assert!(!is_fresh(NOW, NOW.plus(two_minutes).plus(MOMENT)));
        assert!(!is_fresh(NOW.plus(two_minutes).plus(MOMENT), NOW));
    }

    #[test]
    fn a_patient_may_not_heap_up_openings() {
        assert!(admit_registration(64).is_ok());
        assert!(admit_registration(65).is_err());
    }
}
