//! How a person likes the application follows them to their other devices, and the servers cannot read it.

use sesemr_common::language::Language;
use sesemr_common::vault::{ColorScheme, Preferences, TextSize};
use sesemr_tests::{Backend, Person};

#[tokio::test]
async fn what_is_chosen_on_one_device_is_known_on_the_next() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert_eq!(alice.preferences(), Preferences::default());

    let german = Preferences { language: Some(Language::German), ..Preferences::default() };
    alice.save_preferences(german).await.unwrap();
    let dark =
        Preferences { scheme: Some(ColorScheme::Dark), text_size: Some(TextSize::Large), ..Preferences::default() };
    phone.save_preferences(dark).await.unwrap();

    let tablet = alice.sign_in_with_kit(backend.host()).await.unwrap();
    assert_eq!(tablet.preferences(), Preferences { language: Some(Language::German), ..dark });
}

#[tokio::test]
async fn choosing_the_same_again_writes_nothing() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let german = Preferences { language: Some(Language::German), ..Preferences::default() };
    alice.save_preferences(german).await.unwrap();
    let version = alice.vault().version;
    alice.save_preferences(german).await.unwrap();
    assert_eq!(alice.vault().version, version);
}
