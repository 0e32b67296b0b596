//! What is answered to "Was this right?" is asked about on no other device, and no server learns of it.

use sesemr_common::vault::LogAnswer;
use sesemr_tests::{Backend, Needles, Person};

#[tokio::test]
async fn what_was_answered_on_one_device_is_asked_about_on_no_other() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    alice.answer_log_entry(1, LogAnswer::Right).await.unwrap();
    alice.answer_log_entry(2, LogAnswer::Right).await.unwrap();
    alice.answer_log_entry(2, LogAnswer::Stopped).await.unwrap();
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    let answers = [1, 2, 3].map(|sequence| phone.vault().log_answer(sequence));
    assert_eq!(answers, [Some(LogAnswer::Right), Some(LogAnswer::Stopped), None]);

    let mut needles = Needles::default();
    needles.add_text("what was answered about", "log-answer/2");
    for exchange in alice.host().spy().exchanges().iter().chain(phone.host().spy().exchanges().iter()) {
        assert_eq!(needles.find(&exchange.path, &exchange.request), []);
        assert_eq!(needles.find(&exchange.path, &exchange.response), []);
    }
}

#[tokio::test]
async fn the_same_answer_again_writes_nothing() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    alice.answer_log_entry(1, LogAnswer::Right).await.unwrap();
    let version = alice.vault().version;
    alice.answer_log_entry(1, LogAnswer::Right).await.unwrap();
    assert_eq!(alice.vault().version, version);
}
