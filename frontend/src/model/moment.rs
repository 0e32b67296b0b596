//! Points in time. Dates that a record gives are `sesemr_common::record::ClinicalDate`. Formatting is the browser's `Intl`, in `component::when`.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970 UTC. Signed: people were born before that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// A moment from the wire, where times are unsigned.
    pub fn from_wire(milliseconds: u64) -> Self {
        Self(i64::try_from(milliseconds).unwrap_or(i64::MAX))
    }

    /// The moment for the wire; times before 1970 become 1970.
    pub fn to_wire(self) -> u64 {
        u64::try_from(self.0).unwrap_or(0)
    }

    /// This much later.
    #[must_use]
    pub fn plus_seconds(self, seconds: u32) -> Self {
        Self(self.0.saturating_add(i64::from(seconds).saturating_mul(1000)))
    }

    /// Whole seconds from `now` until this; 0 when it has passed.
    pub fn seconds_after(self, now: Self) -> u32 {
        u32::try_from(self.0.saturating_sub(now.0).max(0) / 1000).unwrap_or(u32::MAX)
    }

    /// How far this is from `now`, in the unit that a reader wants: negative where it has passed. Units are those of
    /// `Intl.RelativeTimeFormat`.
    pub fn distance_from(self, now: Self) -> (i64, &'static str) {
        let minutes = self.0.saturating_sub(now.0) / 60_000;
        match minutes.unsigned_abs() {
            0..=59 => (minutes, "minute"),
            60..=2_879 => (minutes / 60, "hour"),
            2_880..=86_399 => (minutes / 1_440, "day"),
            86_400..=1_051_199 => (minutes / 43_200, "month"),
            _ => (minutes / 525_600, "year"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_passed_has_no_time_left() {
        assert_eq!(Moment(1_000).seconds_after(Moment(61_000)), 0);
        assert_eq!(Moment(61_999).seconds_after(Moment(1_000)), 60);
    }

    #[test]
    fn what_is_to_come_is_counted_in_the_units_of_what_has_passed() {
        let day = 86_400_000;
        assert_eq!(Moment(0).distance_from(Moment(3 * day)), (-3, "day"));
        assert_eq!(Moment(30 * day).distance_from(Moment(0)), (30, "day"));
        assert_eq!(Moment(90 * 60_000).distance_from(Moment(0)), (1, "hour"));
    }

    #[test]
    fn a_birth_before_1970_reaches_the_wire_as_1970() {
        assert_eq!(Moment(-5).to_wire(), 0);
    }
}
