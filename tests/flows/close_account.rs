//! Closing an account: what it kept is gone, whoever had access has none, its handle is nobody's again.

use sesemr_common::api::{CloseAccountEndpoint, ErrorCode};
use sesemr_common::crypto::Kit;
use sesemr_common::flow::{FlowError, recover};
use sesemr_common::id::AccountId;
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{Profile, Role};
use sesemr_tests::{Backend, LyingHost, Person, decision, note, whole};

/// How many rows of each table of the SAS name this account in this column; tables without any are left out.
async fn rows_of(backend: &Backend, column: &str, account: AccountId) -> Vec<(String, i64)> {
    let owner = backend.database().as_owner().await;
    let tables = owner
        .query(
            "SELECT table_name::text FROM information_schema.columns WHERE table_schema = 'sas' AND column_name = $1
             ORDER BY 1",
            &[&column],
        )
        .await
        .unwrap();
    let mut counts = Vec::new();
    for table in tables {
        let table: String = table.get(0);
        let query = format!("SELECT count(*) FROM sas.{table} WHERE {column}::text = $1");
        let count: i64 = owner.query_one(&query, &[&account.to_string()]).await.unwrap().get(0);
        if count > 0 {
            counts.push((table, count));
        }
    }
    counts
}

#[tokio::test]
async fn everything_of_a_patient_goes_but_the_row_that_holds_the_handle_and_the_signed_act() {
    let backend = Backend::start().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.publish(vec![note(Portion::Allergies, "Allergic to penicillin")]).await;
    let key = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let portal = dr_bob.opens(&key).await.unwrap();
    alice.leave_list().await.unwrap();
    alice.block_person(dr_bob.account(), true).await.unwrap();
    assert!(rows_of(&backend, "patient", alice.account()).await.len() > 12, "much is there");

    alice.close_account().await.unwrap();
    assert_eq!(rows_of(&backend, "patient", alice.account()).await, [("act".to_owned(), 1)]);
    assert_eq!(rows_of(&backend, "account", alice.account()).await, []);
    assert!(dr_bob.list_opened_records(&portal).await.is_err());
    assert!(dr_bob.list_grants().await.unwrap().is_empty());
    assert!(dr_bob.list_key_requests().await.unwrap().is_empty());
    assert!(dr_bob.find_person(&alice.handle).await.is_err_and(|error| error.is_refusal(ErrorCode::NotFound)));
}

#[tokio::test]
async fn neither_password_nor_kit_nor_an_old_session_opens_a_closed_account_and_its_handle_is_not_given_again() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    alice.close_account().await.unwrap();
    assert!(phone.list_sessions().await.is_err_and(|error| error.is_refusal(ErrorCode::NotSignedIn)));
    let again = alice.sign_in(backend.host().on(alice.host().device())).await.err();
    assert!(
        matches!(again, Some(FlowError::WrongPassword | FlowError::KitNeeded | FlowError::KitReplaced)),
        "{again:?}"
    );
    let kit = Kit::from_groups(&alice.kit).unwrap();
    assert_eq!(recover(backend.host(), &alice.handle, &kit).await.err(), Some(FlowError::WrongPassword));
    let profile = Profile { handle: alice.handle.clone(), ..sesemr_tests::profile("mallory", Role::Patient) };
    let taken = Person::register_with(backend.host(), profile, "a password of mallory").await.err();
    assert!(taken.is_some_and(|error| error.is_refusal(ErrorCode::HandleTaken)));
}

#[tokio::test]
async fn a_closed_clinician_is_gone_and_patients_logs_still_check_what_they_signed() {
    let backend = Backend::start().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    dr_bob.asks(&alice, &[Portion::Allergies]).await;
    dr_bob.close_account().await.unwrap();
    assert_eq!(rows_of(&backend, "account", dr_bob.account()).await, [("key_card".to_owned(), 1)]);
    let log = alice.read_access_log().await.unwrap();
    assert_eq!(log.problem, None);
    assert!(log.entries.iter().all(|checked| checked.verdict.is_ok()));
    assert!(alice.find_person(&dr_bob.handle).await.is_err_and(|error| error.is_refusal(ErrorCode::NotFound)));
}

#[tokio::test]
async fn a_closing_whose_answer_was_lost_is_known_to_be_done() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    alice.host().lose_answers::<CloseAccountEndpoint>(1);
    assert_eq!(alice.close_account().await, Err(FlowError::Away));
    assert_eq!(alice.close_account().await, Ok(()));
}
