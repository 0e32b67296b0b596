//! The vault: compare-and-set, and two devices that write at once.

use futures_util::future::{join, join_all};
use sesemr_common::api::{ErrorCode, ReadVaultEndpoint, WriteVaultEndpoint, WriteVaultRequest};
use sesemr_common::flow::{CallError, Host as _};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{WriteVault, WriteVaultFields, vault_hash};
use sesemr_tests::{Backend, Person, note};

#[tokio::test]
async fn two_devices_that_write_at_once_merge_and_lose_nothing() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let phone = alice.sign_in_with_kit(backend.host()).await.unwrap();
    let people = [
        Person::doctor(backend.host(), "dr-bob").await,
        Person::doctor(backend.host(), "dr-eve").await,
        Person::doctor(backend.host(), "nurse-kim").await,
    ];
    let [dr_bob, dr_eve, nurse_kim] = &people;
    let (on_laptop, on_phone) = join(
        join_all(vec![alice.find_person(&dr_bob.handle), alice.find_person(&nurse_kim.handle)]),
        join_all(vec![phone.find_person(&dr_eve.handle), phone.find_person(&nurse_kim.handle)]),
    )
    .await;
    assert!(on_laptop.iter().chain(&on_phone).all(Result::is_ok));
    let (rolled, published) = join(
        alice.roll_portion_key(Portion::History),
        phone.publish_records(
            sesemr_tests::noted(vec![note(Portion::Allergies, "Nuts")]),
            &sesemr_tests::Watch::default(),
        ),
    )
    .await;
    assert!(rolled.is_ok() && published.is_ok());

    let tablet = alice.sign_in_with_kit(backend.host()).await.unwrap();
    let vault = tablet.vault();
    assert!(people.iter().all(|person| vault.contact(person.account()).is_some()));
    assert_eq!(vault.contacts.len(), 3, "each once");
    assert_eq!(vault.current_portion_key(Portion::History).unwrap().card.fields.epoch, 2);
    assert_eq!(vault.index_head.sequence, 1);
}

#[tokio::test]
async fn a_write_over_a_version_that_is_not_the_last_one_is_refused() {
    let alice = Person::patient(Backend::shared().await.host(), "alice").await;
    let token = alice.token().await.unwrap();
    let stored = alice.host().call::<ReadVaultEndpoint>(&(), Some(&token)).await.unwrap();
    let mut sealed = stored.vault.sealed.clone();
    sealed.0[40] ^= 1;
    for version in [stored.version, stored.version + 2, 0, u64::MAX] {
        let fields = WriteVaultFields { account: alice.account(), version, vault: vault_hash(&sealed) };
        let signature = WriteVault::sign(fields, &alice.vault().identity.signing_key).signature;
        let request = WriteVaultRequest { version, sealed: sealed.clone(), signature };
        let Err(CallError::Refused(refusal)) = alice.host().call::<WriteVaultEndpoint>(&request, Some(&token)).await
        else {
            panic!("version {version} was taken");
        };
        assert!(matches!(refusal.code, ErrorCode::Conflict | ErrorCode::BadRequest), "{version}: {refusal:?}");
    }
    assert_eq!(alice.host().call::<ReadVaultEndpoint>(&(), Some(&token)).await.unwrap(), stored);
}

#[tokio::test]
async fn a_vault_grows_by_whole_pages_so_that_its_length_tells_little() {
    let backend = Backend::shared().await;
    let alice = Person::patient(backend.host(), "alice").await;
    let length = async || {
        let token = alice.token().await.unwrap();
        let stored = alice.host().call::<ReadVaultEndpoint>(&(), Some(&token)).await.unwrap();
        stored.vault.sealed.0.len()
    };
    let before = length().await;
    let dr_bob = Person::doctor(backend.host(), "dr-bob").await;
    alice.find_person(&dr_bob.handle).await.unwrap();
    alice.confirm_fingerprint(dr_bob.account(), dr_bob.key_id()).await.unwrap();
    assert_eq!((length().await - before) % 4096, 0);
}
