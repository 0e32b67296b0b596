//! When an unused page locks itself.

use sesemr_common::vault::Preferences;

use super::moment::Moment;

/// How long before it locks the page warns, in seconds.
const WARNING: u32 = 60;

/// How long after it last came further long work counts as use, in seconds.
const WORK_COUNTS: u32 = 60;

/// The times that can be chosen, in minutes.
pub const LOCK_MINUTES: [u16; 4] = [5, 15, 30, 60];
/// The time where none of them was chosen.
const USUAL_MINUTES: u16 = 30;

/// After how many unused minutes a person's page locks.
pub fn lock_minutes(preferences: Preferences) -> u16 {
    preferences.lock_after_minutes.filter(|minutes| LOCK_MINUTES.contains(minutes)).unwrap_or(USUAL_MINUTES)
}

/// Whether long work that came further last at `progress` is use `now`: an upload is not cut off because its person watches it,
/// and one that waits for a server that is away keeps no page open that was left alone.
pub fn is_use(progress: Moment, now: Moment) -> bool {
    now.seconds_after(progress) < WORK_COUNTS
}

/// What a page does that was not used for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleStep {
    /// Nothing.
    StayOpen,
    /// Say that it locks, in so many seconds.
    Warn {
        /// Seconds left.
        left: u32,
    },
    /// Lock.
    Lock,
}

impl IdleStep {
    /// What to do after `idle` unused seconds where the page locks after `minutes`.
    pub fn after(idle: u32, minutes: u16) -> Self {
        match (u32::from(minutes) * 60).saturating_sub(idle) {
            0 => Self::Lock,
            left @ 1..=WARNING => Self::Warn { left },
            _ => Self::StayOpen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_warns_a_minute_before_it_locks() {
        for minutes in LOCK_MINUTES {
            let end = u32::from(minutes) * 60;
            assert_eq!(IdleStep::after(end - 61, minutes), IdleStep::StayOpen, "{minutes}");
            assert_eq!(IdleStep::after(end - 60, minutes), IdleStep::Warn { left: 60 }, "{minutes}");
            assert_eq!(IdleStep::after(end - 1, minutes), IdleStep::Warn { left: 1 }, "{minutes}");
            assert_eq!(IdleStep::after(end, minutes), IdleStep::Lock, "{minutes}");
        }
    }

    #[test]
    fn only_a_time_that_can_be_chosen_counts() {
        let minutes = |chosen| lock_minutes(Preferences { lock_after_minutes: chosen, ..Preferences::default() });
        assert_eq!((minutes(None), minutes(Some(5)), minutes(Some(0)), minutes(Some(60_000))), (30, 5, 30, 30));
    }

    #[test]
    fn work_that_gets_nowhere_keeps_no_page_open() {
        let progress = Moment(1_000);
        assert!(is_use(progress, progress));
        assert!(is_use(progress, progress.plus_seconds(59)));
        assert!(!is_use(progress, progress.plus_seconds(60)));
    }

    #[test]
    fn a_device_that_slept_through_the_warning_wakes_locked() {
        assert_eq!(IdleStep::after(86_400, 5), IdleStep::Lock);
    }
}
