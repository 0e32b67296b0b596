//! The access log by day, unusual entries of a day first.

use super::access_log::LogEntryView;

/// The entries of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogDay {
    /// Its entries: unusual ones first, newest first.
    pub entries: Vec<LogEntryView>,
}

/// Entries, newest first, by day on a wall this many minutes west of Greenwich.
pub fn by_day(entries: &[LogEntryView], minutes_west: i32) -> Vec<LogDay> {
    let mut days: Vec<(i64, LogDay)> = Vec::new();
    for entry in entries {
        let day = (entry.at.0 - i64::from(minutes_west) * 60_000).div_euclid(86_400_000);
        match days.last_mut() {
            Some((last, found)) if *last == day => found.entries.push(entry.clone()),
            _ => days.push((day, LogDay { entries: vec![entry.clone()] })),
        }
    }
    days.into_iter().map(|(_, day)| unusual_first(day)).collect()
}

fn unusual_first(mut day: LogDay) -> LogDay {
    // A stable sort: within both kinds the order of time stays.
    day.entries.sort_by_key(|entry| !entry.unusual);
    day
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "a test stops where an assumption fails")]

    use super::*;
    use crate::model::{
        access_log::{EntryCheck, LogActor, LogEvent},
        moment::Moment,
    };

    fn entry(sequence: u64, at: i64, unusual: bool) -> LogEntryView {
        LogEntryView {
            sequence,
            at: Moment(at),
            event: LogEvent::SignedIn,
            actor: LogActor::You,
            unusual,
            grants: Vec::new(),
            answer: None,
            check: EntryCheck::ServerOnly,
        }
    }

    #[test]
    fn days_end_at_the_readers_midnight() {
        let entries = [entry(2, 86_400_000 + 60_000, false), entry(1, 86_400_000 - 60_000, false)];
        assert_eq!(by_day(&entries, 0).len(), 2);
        assert_eq!(by_day(&entries, 60).len(), 1);
    }

    #[test]
    fn what_is_unusual_stands_first_in_its_day_and_nothing_is_lost() {
        let entries = [entry(3, 3_000, false), entry(2, 2_000, true), entry(1, 1_000, false)];
        let days = by_day(&entries, 0);
        let order: Vec<u64> = days[0].entries.iter().map(|entry| entry.sequence).collect();
        assert_eq!(order, [2, 3, 1]);
    }
}
