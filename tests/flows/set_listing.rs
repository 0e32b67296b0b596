//! Being unlisted: to strangers exactly as if nobody were there; known people and invited ones find the person.

use sesemr_common::api::{ApiError, ErrorCode, ReadKeyCardsEndpoint, ReadKeyCardsQuery, SetListingEndpoint};
use sesemr_common::crypto::Invitation;
use sesemr_common::flow::{Ask, CallError, FlowError, FoundBy, Host};
use sesemr_common::id::AccountId;
use sesemr_common::portion::Portion;
use sesemr_common::sharing::PurposeOfUse;
use sesemr_tests::{Backend, LyingHost, Person, TestHost, decision, whole};

fn ask(patient: AccountId) -> Ask {
    Ask {
        patient,
        portions: vec![Portion::Allergies],
        purpose: PurposeOfUse::Treatment,
        duration: 3600,
        write_back: false,
        message: String::new(),
    }
}

fn refusal<T>(outcome: Result<T, FlowError>) -> ApiError {
    match outcome {
        Err(FlowError::Refused(refusal)) => refusal,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("somebody was found"),
    }
}

async fn read_cards(asker: &Person<TestHost>, account: AccountId) -> Option<CallError> {
    let token = asker.token().await.unwrap();
    asker.host().call::<ReadKeyCardsEndpoint>(&ReadKeyCardsQuery { account }, Some(&token)).await.err()
}

#[tokio::test]
async fn to_a_stranger_an_unlisted_person_answers_as_nobody_does() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.leave_list().await.unwrap();

    let nobody = format!("nobody{}", &alice.handle[6..]);
    let hers = refusal(dr_bob.find_person(&alice.handle).await);
    assert_eq!(hers.code, ErrorCode::NotFound);
    assert_eq!(hers, refusal(dr_bob.find_person(&nobody).await));
    let wrong = Invitation::make();
    assert_eq!(hers, refusal(dr_bob.find_invited(&alice.handle, &wrong).await));
    assert_eq!(hers, refusal(dr_bob.find_invited(&nobody, &wrong).await));
    // Not by her account either, wherever it was seen.
    let unknown = AccountId::from_bytes([7; 16]);
    assert!(read_cards(&dr_bob, alice.account()).await.is_some());
    assert_eq!(read_cards(&dr_bob, alice.account()).await, read_cards(&dr_bob, unknown).await);
}

#[tokio::test]
async fn a_stranger_who_knew_an_unlisted_persons_keys_cannot_ask_and_is_told_what_is_told_of_nobody() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    // He found her while she was listed, and keeps what the server said then.
    dr_bob.find_person(&alice.handle).await.unwrap();
    alice.leave_list().await.unwrap();
    let asked = refusal(dr_bob.request_key(ask(alice.account())).await);
    let nobody = refusal(dr_bob.request_key(ask(AccountId::from_bytes([7; 16]))).await);
    assert_eq!(asked, nobody);
    assert!(alice.list_key_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn whom_she_invited_finds_her_and_asks_and_then_needs_the_invitation_no_more() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let invitation = alice.leave_list().await.unwrap();
    let typed = Invitation::from_groups(&invitation.to_groups().to_lowercase()).unwrap();
    assert_eq!(dr_bob.find_invited(&alice.handle, &typed).await.unwrap().account, alice.account());
    let request = dr_bob.request_key(ask(alice.account())).await.unwrap();
    assert_eq!(alice.find_request(request).await.act.header.actor, dr_bob.account());
    // Another invitation takes its place: who was introduced stays so, the old secret introduces nobody.
    alice.leave_list().await.unwrap();
    assert!(dr_bob.find_person(&alice.handle).await.is_ok());
    let dr_eve = Person::doctor(backend.host(), "dr-eve").await;
    assert_eq!(refusal(dr_eve.find_invited(&alice.handle, &invitation).await).code, ErrorCode::NotFound);
}

#[tokio::test]
async fn people_with_a_request_or_a_grant_go_on_and_become_strangers_with_its_end() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let grant = alice.grants(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let dr_eve = Person::doctor(backend.host(), "dr-eve").await;
    dr_eve.request_key(ask(alice.account())).await.unwrap();
    alice.leave_list().await.unwrap();
    assert!(dr_bob.find_person(&alice.handle).await.is_ok());
    assert!(dr_eve.find_person(&alice.handle).await.is_ok());
    alice.take_back_grant(&grant.act).await.unwrap();
    assert_eq!(refusal(dr_bob.find_person(&alice.handle).await).code, ErrorCode::NotFound);
}

#[tokio::test]
async fn she_comes_back_to_the_list_and_the_invitation_is_kept_in_her_vault_until_then() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    let invitation = alice.leave_list().await.unwrap();
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert!(matches!(phone.vault().found_by(), FoundBy::Invited(kept) if kept == invitation));
    phone.join_list().await.unwrap();
    assert!(matches!(phone.vault().found_by(), FoundBy::Everybody));
    assert!(dr_bob.find_person(&alice.handle).await.is_ok());
    assert_eq!(phone.read_access_log().await.unwrap().problem, None);
}

#[tokio::test]
async fn a_clinician_stays_findable() {
    let backend = Backend::shared().await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    assert!(dr_bob.leave_list().await.is_err_and(|error| error.is_refusal(ErrorCode::NotPermitted)));
}

#[tokio::test]
async fn a_change_that_no_server_acknowledged_is_not_taken_for_done_and_is_settled_later() {
    let backend = Backend::shared().await;
    let alice = Person::patient(LyingHost::new(backend.host()), "alice").await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.host().refuse::<SetListingEndpoint>(CallError::Away, usize::MAX);
    assert!(alice.leave_list().await.is_err());
    assert!(matches!(alice.vault().found_by(), FoundBy::Unsettled));
    assert!(dr_bob.find_person(&alice.handle).await.is_ok(), "nothing has changed");

    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    phone.settle_listing().await.unwrap();
    let FoundBy::Invited(invitation) = phone.vault().found_by() else { panic!("unlisted, as was wanted") };
    assert_eq!(refusal(dr_bob.find_person(&alice.handle).await).code, ErrorCode::NotFound);
    assert!(dr_bob.find_invited(&alice.handle, &invitation).await.is_ok());
}
