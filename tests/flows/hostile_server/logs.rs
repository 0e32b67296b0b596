//! Lies about the access log: entries that are dropped, doubled, reordered, renumbered.

use std::time::Duration;

use sesemr_common::api::srs::ReadOutboxEndpoint;
use sesemr_common::api::{LogRow, ReadAccessLogEndpoint};
use sesemr_common::flow::{CallError, FlowError};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{LogError, LogKind};
use sesemr_tests::{Backend, LyingHost, Person, note};

use crate::read_access_log::whole_loop;

/// What is found wrong with the log after `alter`.
async fn problem(alice: &Person<LyingHost>, alter: impl FnMut(&mut Vec<LogRow>) + 'static) -> Option<LogError> {
    let mut alter = alter;
    alice.host().lie::<ReadAccessLogEndpoint>(move |page| alter(&mut page.entries));
    let found = alice.read_access_log().await.unwrap().problem;
    alice.host().tell_the_truth();
    found
}

fn renumber(rows: &mut [LogRow]) {
    for (row, sequence) in rows.iter_mut().zip(1..) {
        row.entry.0.sequence = sequence;
    }
}

/// Leaves out what the SRS reports of an attempt, with another report before and after it.
fn leave_out_the_attempt(rows: &mut Vec<LogRow>) {
    let reports: Vec<usize> =
        (0..rows.len()).filter(|place| rows[*place].entry.0.kind == LogKind::SrsReported).collect();
    rows.remove(reports[2]);
    renumber(rows);
}

#[tokio::test]
async fn a_dropped_a_doubled_and_a_moved_entry_are_named() {
    let (alice, _) = whole_loop(Backend::shared().await).await;
    assert_eq!(problem(&alice, |rows| drop(rows.remove(3))).await, Some(LogError::OutOfOrder(5)));
    assert_eq!(problem(&alice, |rows| drop(rows.remove(0))).await, Some(LogError::OutOfOrder(2)));
    assert_eq!(problem(&alice, |rows| rows.insert(3, rows[2].clone())).await, Some(LogError::OutOfOrder(3)));
    assert_eq!(problem(&alice, |rows| rows.swap(4, 5)).await, Some(LogError::OutOfOrder(6)));
    assert_eq!(problem(&alice, |_| ()).await, None);
}

#[tokio::test]
async fn what_was_seen_once_can_be_neither_cut_off_nor_told_otherwise() {
    let (alice, _) = whole_loop(Backend::shared().await).await;
    assert_eq!(problem(&alice, |_| ()).await, None);
    assert_eq!(problem(&alice, |rows| drop(rows.pop())).await, Some(LogError::NotAContinuation));
    assert_eq!(problem(&alice, Vec::clear).await, Some(LogError::NotAContinuation));
    let renumbered = |rows: &mut Vec<LogRow>| {
        rows.remove(3);
        renumber(rows);
    };
    assert_eq!(problem(&alice, renumbered).await, Some(LogError::NotAContinuation));
    let later = |rows: &mut Vec<LogRow>| rows[2].entry.0.at += 1;
    assert_eq!(problem(&alice, later).await, Some(LogError::NotAContinuation));
    assert_eq!(problem(&alice, |_| ()).await, None);
}

#[tokio::test]
async fn a_report_of_the_srs_that_is_left_out_is_missed_even_by_somebody_who_never_saw_the_log() {
    let backend = Backend::start().await;
    let (alice, opening) = whole_loop(&backend).await;
    // In the middle: the SRS's own chain has a gap.
    assert_eq!(problem(&alice, leave_out_the_attempt).await, Some(LogError::LeftOut(opening)));
    // At its end: the SRS, asked itself, knows more.
    let without_the_last = |rows: &mut Vec<LogRow>| {
        let last = rows.iter().rposition(|row| row.entry.0.kind == LogKind::SrsReported).unwrap();
        rows.remove(last);
        renumber(rows);
    };
    backend.let_pass(Duration::from_mins(1));
    assert_eq!(problem(&alice, without_the_last).await, Some(LogError::LeftOut(opening)));
    // All of it: nothing in the log tells that there ever was an opening.
    let without_any = |rows: &mut Vec<LogRow>| {
        rows.retain(|row| row.entry.0.kind != LogKind::SrsReported);
        renumber(rows);
    };
    assert_eq!(problem(&alice, without_any).await, Some(LogError::LeftOut(opening)));
    assert_eq!(problem(&alice, |_| ()).await, None);
}

#[tokio::test]
async fn while_the_srs_is_away_the_log_is_checked_without_it_and_not_taken_for_complete() {
    let (alice, _) = whole_loop(Backend::shared().await).await;
    alice.host().refuse::<ReadOutboxEndpoint>(CallError::Away, usize::MAX);
    // A gap shows all the same; only what is missing in it does not.
    assert_eq!(problem(&alice, leave_out_the_attempt).await, Some(LogError::NotAContinuation));

    alice.host().refuse::<ReadOutboxEndpoint>(CallError::Away, usize::MAX);
    let log = alice.read_access_log().await.unwrap();
    assert_eq!((log.problem, log.compared), (None, false));
    assert!(log.entries.iter().all(|checked| checked.verdict.is_ok()));
    // Nothing is taken over from others on the word of a log that may leave something out.
    alice.forget_listing();
    assert_eq!(alice.adopt_prescriptions().await, Err(FlowError::Away));

    alice.host().tell_the_truth();
    let log = alice.read_access_log().await.unwrap();
    assert_eq!((log.problem, log.compared), (None, true));
}

#[tokio::test]
async fn an_act_that_was_signed_after_another_history_is_named() {
    let (alice, _) = whole_loop(Backend::shared().await).await;
    let seen = alice.read_access_log().await.unwrap().entries.len() as u64;
    alice.publish(vec![note(Portion::Allergies, "Allergic to nuts")]).await;
    let honest = alice.read_access_log().await.unwrap();
    let act = honest.entries.iter().find(|checked| checked.entry.sequence > seen).unwrap();
    assert_eq!((act.entry.kind, act.verdict), (LogKind::RecordsPublished, Ok(())));
    let sequence = act.entry.sequence;
    // The last entry that she had seen when she signed is another one now; its object and signature fit still.
    alice.host().lie::<ReadAccessLogEndpoint>(move |page| {
        for row in page.entries.iter_mut().filter(|row| row.entry.0.sequence == seen) {
            row.entry.0.at += 1;
        }
    });
    let log = alice.read_access_log().await.unwrap();
    let wrong: Vec<_> = log.entries.iter().filter_map(|checked| checked.verdict.err()).collect();
    assert_eq!(wrong, [LogError::OtherHistory(sequence)]);
}
