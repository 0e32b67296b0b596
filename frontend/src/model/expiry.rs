//! Ends of a grant that are offered: nothing is granted without one.

use super::moment::Moment;

/// Lengths that are offered besides the one that was asked for, in seconds: an hour, a day, a week, thirty days.
pub const OFFERED: [u32; 4] = [3_600, 86_400, 604_800, 2_592_000];

/// The lengths to offer, shortest first, with the one that was asked for among them.
pub fn lengths(asked: u32) -> Vec<u32> {
    let mut lengths: Vec<u32> = OFFERED.into_iter().chain([asked]).filter(|length| *length > 0).collect();
    lengths.sort_unstable();
    lengths.dedup();
    lengths
}

/// The end of a grant of this length that is given now.
pub fn end_of(length: u32, now: Moment) -> Moment {
    now.plus_seconds(length)
}

/// How long a random key waits to be entered at the most, in seconds: a day (PROTOCOL, sharing loop 4).
const KEY_WAITS: u32 = 86_400;

/// Until when a random key may be entered: a day after it was made, and never beyond the end of its grant.
pub fn key_ends(made_at: Moment, grant_ends: Moment) -> Moment {
    made_at.plus_seconds(KEY_WAITS).min(grant_ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_offered_once_among_the_others() {
        assert_eq!(lengths(7_200), [3_600, 7_200, 86_400, 604_800, 2_592_000]);
        assert_eq!(lengths(86_400), OFFERED);
        assert_eq!(lengths(0), OFFERED);
    }

    #[test]
    fn a_key_waits_a_day_and_no_longer_than_its_grant() {
        let month = Moment(30 * 86_400_000);
        assert_eq!(key_ends(Moment(1_000), month), Moment(86_401_000));
        assert_eq!(key_ends(Moment(1_000), Moment(5_000)), Moment(5_000));
    }
}
