//! Without a connection: the page starts from what was installed, and shows what this device kept.

use sesemr_tests::Backend;
use sesemr_tests::browser::{DESK, Driver, PASSWORD, PHONE, log_in, patient_with_records};

#[tokio::test]
async fn own_records_are_read_without_a_connection_at_a_desk() {
    read_offline(DESK).await;
}

#[tokio::test]
async fn own_records_are_read_without_a_connection_on_a_phone() {
    read_offline(PHONE).await;
}

async fn read_offline(size: (u32, u32)) {
    let backend = Backend::start().await;
    let driver = Driver::start();
    let amina = patient_with_records(&driver, backend.url(), size).await;
    amina.press("Settings").await;
    amina.heading("Settings").await;
    amina.write("offline_password", PASSWORD).await;
    amina.press("Keep my records on this device").await;
    amina.read("This device keeps").await;
    amina.wait_until_installed().await;

    drop(backend);
    amina.reload().await;
    amina.heading("Welcome back, Amina Yusuf").await;
    log_in(&amina, "not the password at all").await;
    amina.read("Handle or password is wrong.").await;
    log_in(&amina, PASSWORD).await;
    amina.heading("Settings").await;
    amina.press("Records").await;
    amina.heading("Your records").await;
    amina.read("No connection. You are reading what this device kept").await;
    amina.unfold("Laboratory results").await;
    amina.press("Creatinine").await;
    amina.heading("Creatinine").await;
    amina.read("µmol/L").await;

    amina.press("Settings").await;
    amina.press("Remove the copy from this device").await;
    amina.read("Keep my records on this device").await;
    amina.reload().await;
    log_in(&amina, PASSWORD).await;
    amina.read("The server does not answer").await;
    amina.close().await;
}
