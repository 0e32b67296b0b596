//! The real client core against a lying server: PROTOCOL.md, "Hostile-server tests", the starred cases.
//!
//! Every lie is told through [`sesemr_tests::LyingHost`], between honest servers and the person; every test first shows
//! that the truth works.

mod accounts;
mod bodies;
mod logs;
mod openings;
mod people;
mod prescriptions;
mod records;
mod signatures;

use std::cell::RefCell;
use std::rc::Rc;

use sesemr_common::api::Endpoint;
use sesemr_common::codec::{Decode as _, Encode as _};
use sesemr_common::envelope::RecordHeader;
use sesemr_common::flow::RandomKey;
use sesemr_common::id::Bytes;
use sesemr_common::portion::Portion;
use sesemr_common::record::MedicalRecord;
use sesemr_tests::{Backend, LyingHost, Person, decision, note, whole};

/// A patient with these records, behind a host that can lie.
async fn patient_with(records: Vec<MedicalRecord>) -> Person<LyingHost> {
    let alice = patient().await;
    alice.publish(records).await;
    alice.forget_listing();
    alice
}

/// A patient behind a host that can lie.
async fn patient() -> Person<LyingHost> {
    Person::patient(LyingHost::new(Backend::shared().await.host()), "alice").await
}

/// A doctor behind a host that can lie.
async fn doctor(name: &str) -> Person<LyingHost> {
    Person::doctor(LyingHost::new(Backend::shared().await.host()), name).await
}

/// A patient, a doctor, and a random key that opens two portions: two records in two batches.
async fn lent() -> (Person<LyingHost>, Person<LyingHost>, RandomKey) {
    let alice = patient_with(vec![note(Portion::Allergies, "Nuts"), note(Portion::History, "Asthma")]).await;
    let dr_bob = doctor("dr-bob").await;
    let scope = whole(&[Portion::Allergies, Portion::History]);
    let key = alice.lends(&dr_bob, decision(alice.now(), scope)).await;
    (alice, dr_bob, key)
}

/// Keeps the next answers of an endpoint, to be shown again later.
fn keep<E: Endpoint>(host: &LyingHost) -> Rc<RefCell<Vec<E::Response>>>
where
    E::Response: Clone + 'static,
{
    let kept = Rc::new(RefCell::new(Vec::new()));
    let keeping = Rc::clone(&kept);
    host.lie::<E>(move |response| keeping.borrow_mut().push(response.clone()));
    kept
}

/// A header as it travels, read.
fn read_header(bytes: &Bytes) -> RecordHeader {
    RecordHeader::decode(&bytes.0).unwrap()
}

/// Alters a header as it travels.
fn alter_header(bytes: &mut Bytes, alter: impl FnOnce(&mut RecordHeader)) {
    let mut header = read_header(bytes);
    alter(&mut header);
    bytes.0 = header.encode();
}
