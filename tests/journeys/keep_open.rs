//! What is left alone closes by itself, and says so before: a portal after half an hour in which nothing was read, a page that
//! nobody uses.

use std::time::Duration;

use sesemr_tests::Backend;
use sesemr_tests::browser::{
    DESK, Driver, PASSWORD, PHONE, Window, lend, log_in, patient_and_doctor, patient_with_records,
};
use thirtyfour::Key;

use crate::clock::let_pass;
use crate::door::Door;

/// Two minutes before a portal closes, and a moment.
const PORTAL_WARNS: Duration = Duration::from_secs(28 * 60 + 10);
/// A minute before a page locks that waits five, and a moment.
const PAGE_WARNS: Duration = Duration::from_secs(4 * 60 + 10);
const WARNING: &str = "Nothing was read for a while. It closes by itself soon.";

#[tokio::test]
async fn a_portal_warns_before_it_closes_and_is_kept_open_in_one_tap_at_a_desk() {
    keep_open(DESK).await;
}

#[tokio::test]
async fn a_portal_warns_before_it_closes_and_is_kept_open_in_one_tap_on_a_phone() {
    keep_open(PHONE).await;
}

async fn keep_open(size: (u32, u32)) {
    let (backend, driver) = (Backend::start().await, Driver::start());
    let door = Door::with_clock(backend.url());
    let bello = open(&driver, &door, size).await;

    let_pass(&backend, &[&bello], PORTAL_WARNS).await;
    bello.read(WARNING).await;
    bello.check("before it closes by itself").await;
    bello.within_taps(1, bello.press("Keep open")).await;
    bello.wait_until("return !document.querySelector('.portal-idle')").await;

    // It is open longer than it would be without that tap.
    let_pass(&backend, &[&bello], Duration::from_mins(4)).await;
    bello.unfold("Laboratory results").await;
    bello.read("Measurements and findings").await;
    bello.close().await;
}

#[tokio::test]
async fn a_portal_in_which_nothing_is_read_closes_by_itself() {
    let (backend, driver) = (Backend::start().await, Driver::start());
    let door = Door::with_clock(backend.url());
    let bello = open(&driver, &door, PHONE).await;
    bello.unfold("Laboratory results").await;
    bello.read("Measurements and findings").await;

    let_pass(&backend, &[&bello], PORTAL_WARNS).await;
    bello.read(WARNING).await;
    // Somebody sits there, and reads nothing.
    bello.strike(Key::Shift).await;
    let_pass(&backend, &[&bello], Duration::from_mins(2)).await;
    bello.read("Amina Yusuf's records were closed: the time was over, or nothing was read for half an hour.").await;
    assert!(!bello.shows("Measurements and findings").await, "what was shown is gone");
    bello.check("closed by itself").await;
    bello.close().await;
}

#[tokio::test]
async fn a_page_warns_before_it_locks_and_then_locks_at_a_desk() {
    lock(DESK).await;
}

#[tokio::test]
async fn a_page_warns_before_it_locks_and_then_locks_on_a_phone() {
    lock(PHONE).await;
}

async fn lock(size: (u32, u32)) {
    let (backend, driver) = (Backend::start().await, Driver::start());
    let door = Door::with_clock(backend.url());
    let amina = patient_with_records(&driver, door.url(), size).await;
    amina.press("Settings").await;
    amina.heading("Settings").await;
    amina.choose("5 minutes").await;
    amina.press("Records").await;
    amina.heading("Your records").await;

    let_pass(&backend, &[&amina], PAGE_WARNS).await;
    amina.read("This page was not used for a while and is about to lock.").await;
    amina.check("before it locks").await;
    amina.within_taps(1, amina.press("Keep open")).await;
    amina.wait_until_gone("is about to lock").await;

    let_pass(&backend, &[&amina], Duration::from_mins(5)).await;
    // Whoever comes then finds it locked, even before the page has looked at the clock.
    amina.strike(Key::Shift).await;
    amina.heading("Welcome back, Amina Yusuf").await;
    assert!(!amina.shows("Laboratory results").await, "nothing of the records is left");
    log_in(&amina, PASSWORD).await;
    amina.heading("Your records").await;
    amina.close().await;
}

/// Dr Bello in front of what Amina lent; she is not there any more.
async fn open(driver: &Driver, door: &Door, size: (u32, u32)) -> Window {
    let (amina, bello) = patient_and_doctor(driver, door.url(), size).await;
    lend(&amina, &bello).await;
    amina.close().await;
    bello
}
