//! A date and time as a form field holds it, in the reader's time zone, and as FHIR writes it.

use super::moment::Moment;

/// Minutes since 1970 by the clock on the reader's wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime(i64);

impl LocalTime {
    /// A moment on a wall this many minutes west of Greenwich.
    pub fn of(moment: Moment, minutes_west: i32) -> Self {
        Self(moment.0.div_euclid(60_000) - i64::from(minutes_west))
    }

    /// From `2026-08-06T14:02`, perhaps with seconds.
    pub fn from_field(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let day = days_of(date)?;
        let mut parts = time.split(':');
        let hour: i64 = parts.next()?.parse().ok()?;
        let minute: i64 = parts.next()?.parse().ok()?;
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(Self(day * 1_440 + hour * 60 + minute))
    }

    /// `2026-08-06T14:02`.
    pub fn to_field(self) -> String {
        let (year, month, day) = date_of(self.0.div_euclid(1_440));
        let minutes = self.0.rem_euclid(1_440);
        format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// `2026-08-06`.
    pub fn to_day(self) -> String {
        self.to_field().chars().take(10).collect()
    }

    /// `2026-08-06T14:02:00+02:00`, a FHIR dateTime, on a wall this many minutes west of Greenwich.
    pub fn to_date_time(self, minutes_west: i32) -> String {
        let (sign, minutes) = if minutes_west > 0 { ('-', minutes_west) } else { ('+', -minutes_west) };
        format!("{}:00{sign}{:02}:{:02}", self.to_field(), minutes / 60, minutes % 60)
    }

    /// The moment, on a wall this many minutes west of Greenwich.
    pub fn to_moment(self, minutes_west: i32) -> Moment {
        Moment((self.0 + i64::from(minutes_west)) * 60_000)
    }
}

/// Days since 1970 of `YYYY-MM-DD` (Hinnant, "chrono-compatible low-level date algorithms").
fn days_of(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * 146_097 + day_of_era - 719_468;
    // 31 February is no day.
    (date_of(days).2 == day).then_some(days)
}

/// The date of a number of days since 1970 (the inverse, same source).
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    #[test]
    fn a_field_reads_back_as_it_was_written() {
        for text in ["1970-01-01T00:00", "2026-08-06T14:02", "1915-02-28T23:59", "2000-02-29T12:00"] {
            assert_eq!(LocalTime::from_field(text).unwrap().to_field(), text);
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2026-02-30T10:00", "2026-13-01T10:00", "2025-02-29T10:00", "2026-01-01T24:00", "yesterday"] {
            assert_eq!(LocalTime::from_field(text), None, "{text}");
        }
    }

    #[test]
    fn east_of_greenwich_the_clock_is_ahead() {
        let noon = LocalTime::of(Moment(1_785_974_400_000), -120);
        assert_eq!(noon.to_date_time(-120), format!("{}:00+02:00", noon.to_field()));
        assert_eq!(noon.to_moment(-120), Moment(1_785_974_400_000));
    }
}
