//! Lies about people: another's card, a changed key, a name in which something hides.

use sesemr_common::api::{
    FindPersonEndpoint, ListGrantsEndpoint, ListKeyRequestsEndpoint, ListOpeningsEndpoint, Person as ShownPerson,
    ReadKeyCardsEndpoint,
};
use sesemr_common::crypto::hpke::KemSecretKey;
use sesemr_common::crypto::{KemPublicKey, SigningKey};
use sesemr_common::flow::{FlowError, Host as _};
use sesemr_common::id::{AccountId, Encoded, Hash};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{
    ActHeader, Audience, KeyCard, KeyCardFields, LogHead, Profile, Register, Role, SignedAct, account_id,
};
use sesemr_tests::{LyingHost, Person, decision, note, profile, whole};

use super::{doctor, keep, patient, patient_with};

/// Somebody as the server truly shows them.
async fn shown(by: &Person<LyingHost>, person: &Person<LyingHost>) -> ShownPerson {
    let kept = keep::<ReadKeyCardsEndpoint>(by.host());
    by.shown_person(person.account()).await.unwrap();
    by.host().tell_the_truth();
    kept.take().remove(0)
}

/// The person with keys of the server's own: everything fits together but the account id, and nothing is theirs.
fn impostor(person: &Person<LyingHost>) -> ShownPerson {
    present(person.account(), person.profile(), person.now(), &KemSecretKey::make().public_key(), &SigningKey::make())
}

/// Somebody with an account of their own, who signed a profile that no honest server has ever seen.
fn stranger(profile: Profile, now: u64) -> ShownPerson {
    let (kem_key, key) = (KemSecretKey::make().public_key(), SigningKey::make());
    present(account_id(&key.verifying_key(), &kem_key), profile, now, &kem_key, &key)
}

fn present(account: AccountId, profile: Profile, now: u64, kem_key: &KemPublicKey, key: &SigningKey) -> ShownPerson {
    let card = KeyCard::sign_first(account, *kem_key, now, key);
    let header = ActHeader {
        actor: account,
        actor_key: card.key_id(),
        patient: account,
        device: sesemr_common::id::DeviceId::from_bytes([7; 16]),
        audience: Audience::Sas,
        counter: 1,
        log_head: LogHead::EMPTY,
        signed_at: now,
        restore_epoch: 0,
        on_behalf_of: Hash::ZERO,
    };
    let body = Register { profile, key_card: card.hash(), portion_cards: Vec::new() };
    let register = SignedAct::sign(header, body, key);
    ShownPerson { register: Encoded(register), key_cards: vec![Encoded(card)] }
}

/// The person with one more card, which a thief of their key signed: the account id fits, the pinned key does not.
fn renewed(person: &Person<LyingHost>) -> ShownPerson {
    let (vault, key) = (person.vault(), SigningKey::make());
    let first = &vault.identity.cards[0];
    let fields = KeyCardFields {
        number: 1,
        signing_key: key.verifying_key(),
        previous: first.hash(),
        made_at: person.now(),
        ..first.fields.clone()
    };
    let encoding = sesemr_common::codec::Encode::encode(&fields);
    let signature = key.sign("key-card", &encoding);
    let previous_signature = Some(vault.identity.signing_key.sign("key-card", &encoding));
    let second = KeyCard { fields, signature, previous_signature };
    let key_cards = vec![Encoded(first.clone()), Encoded(second)];
    ShownPerson { register: Encoded(vault.identity.register.clone()), key_cards }
}

#[tokio::test]
async fn other_keys_under_a_known_account_are_found_at_first_contact() {
    let (alice, dr_bob) = (patient().await, doctor("dr-bob").await);
    let other = impostor(&dr_bob);
    let refused = Some(FlowError::Untrustworthy("a key card"));
    alice.host().answer::<ReadKeyCardsEndpoint>(&other, 1);
    assert_eq!(alice.person(dr_bob.account()).await.err(), refused);
    alice.host().answer::<FindPersonEndpoint>(&other, 1);
    assert_eq!(alice.find_person(&dr_bob.handle).await.err(), refused);
    assert!(alice.vault().contact(dr_bob.account()).is_none(), "nothing was pinned");
    assert_eq!(alice.person(dr_bob.account()).await.unwrap().key, dr_bob.key_id());
}

#[tokio::test]
async fn another_accounts_card_is_not_taken_for_the_one_asked_for() {
    let (alice, dr_bob, dr_eve) = (patient().await, doctor("dr-bob").await, doctor("dr-eve").await);
    let (his, hers) = (shown(&patient().await, &dr_bob).await, shown(&patient().await, &dr_eve).await);

    alice.host().answer::<FindPersonEndpoint>(&hers, 1);
    let found = alice.find_person(&dr_bob.handle).await.err();
    assert_eq!(found, Some(FlowError::Untrustworthy("the person behind a handle")));
    alice.host().answer::<ReadKeyCardsEndpoint>(&hers, 1);
    let read = alice.person(dr_bob.account()).await.err();
    assert_eq!(read, Some(FlowError::Untrustworthy("a key card")));
    // His words over her keys, and the other way round.
    let mixed = ShownPerson { register: his.register.clone(), key_cards: hers.key_cards.clone() };
    alice.host().answer::<FindPersonEndpoint>(&mixed, 1);
    assert_eq!(alice.find_person(&dr_bob.handle).await.err(), Some(FlowError::Untrustworthy("a key card")));
    let nobody = ShownPerson { register: his.register, key_cards: Vec::new() };
    alice.host().answer::<FindPersonEndpoint>(&nobody, 1);
    assert_eq!(alice.find_person(&dr_bob.handle).await.err(), Some(FlowError::Untrustworthy("a key card")));

    assert!(alice.vault().contact(dr_bob.account()).is_none_or(|contact| contact.key == dr_bob.key_id()));
    assert_eq!(alice.find_person(&dr_bob.handle).await.unwrap().key, dr_bob.key_id());
}

#[tokio::test]
async fn a_changed_key_of_a_known_person_stops_every_weighty_step_with_both_keys_named() {
    let (alice, dr_bob) = (patient_with(vec![note(Portion::Allergies, "Nuts")]).await, doctor("dr-bob").await);
    let request = alice.find_request(dr_bob.asks(&alice, &[Portion::Allergies]).await).await;
    let granted = || decision(alice.now(), whole(&[Portion::Allergies]));
    let grant = alice.grants(&dr_bob, granted()).await;
    let key = alice.issue_random_key(&grant).await.unwrap();
    let opening = alice.find_opening(key.opening).await;
    alice.confirm_fingerprint(dr_bob.account(), dr_bob.key_id()).await.unwrap();

    let other = renewed(&dr_bob);
    let changed = Some(FlowError::KeyChanged {
        account: dr_bob.account(),
        pinned: dr_bob.key_id(),
        shown: other.key_cards[1].0.key_id(),
    });
    alice.host().answer::<FindPersonEndpoint>(&other, usize::MAX);
    alice.host().answer::<ReadKeyCardsEndpoint>(&other, usize::MAX);
    alice.host().spy().forget();
    assert_eq!(alice.find_person(&dr_bob.handle).await.err(), changed);
    assert_eq!(alice.shown_person(dr_bob.account()).await.err(), changed);
    assert_eq!(alice.grant_key_request(&request.act, granted()).await.err(), changed);
    assert_eq!(alice.issue_random_key(&grant).await.err(), changed);
    assert_eq!(alice.send_random_key(&opening.act).await.err(), changed);
    assert_eq!(alice.host().spy().exchanges().len(), 0, "nothing went out after the change was seen");
    assert_eq!(alice.vault().contact(dr_bob.account()).unwrap().key, dr_bob.key_id(), "the pin stands");
}

#[tokio::test]
async fn a_patient_whose_key_changed_is_neither_asked_nor_opened() {
    let (alice, dr_bob, key) = super::lent().await;
    let opening = dr_bob.find_opening(key.opening).await;
    let other = renewed(&alice);
    dr_bob.host().answer::<ReadKeyCardsEndpoint>(&other, usize::MAX);
    let code = sesemr_common::crypto::OpeningCode::from_groups(&key.code).unwrap();
    let changed = Some(FlowError::KeyChanged {
        account: alice.account(),
        pinned: alice.key_id(),
        shown: other.key_cards[1].0.key_id(),
    });
    assert_eq!(dr_bob.open_record(&opening, &code).await.err(), changed);
    assert_eq!(dr_bob.host().spy().count("/srs/v1/attempts"), 0, "the code is not burnt");
    dr_bob.host().tell_the_truth();
    assert!(dr_bob.opens(&key).await.is_ok());
}

#[tokio::test]
async fn what_a_patient_is_said_to_answer_under_another_key_is_no_answer_and_names_that_key() {
    let (alice, eve, dr_bob) = (patient().await, patient().await, doctor("dr-bob").await);
    let refused = alice.find_request(dr_bob.asks(&alice, &[Portion::Allergies]).await).await;
    alice.refuse_key_request(&refused.act, "no").await.unwrap();
    let other = eve.key_id();
    dr_bob.host().lie::<ListKeyRequestsEndpoint>(move |page| {
        page.items[0].refusal.as_mut().unwrap().0.header.actor_key = other;
    });
    let listed = dr_bob.list_key_requests().await.unwrap().remove(0);
    assert_eq!(listed.changed_key, Some(other));
    assert!(listed.reason.is_none(), "a word that may not be hers");
    assert_eq!(dr_bob.changed_key(alice.account()).await.unwrap(), None, "she shows the known key herself");

    let renewed = renewed(&alice);
    let shown = renewed.key_cards[1].0.key_id();
    dr_bob.host().answer::<ReadKeyCardsEndpoint>(&renewed, usize::MAX);
    assert_eq!(dr_bob.changed_key(alice.account()).await.unwrap(), Some(shown));
}

#[tokio::test]
async fn a_refusal_by_another_than_the_one_who_was_asked_is_not_shown() {
    let (alice, eve, dr_bob) = (patient().await, patient().await, doctor("dr-bob").await);
    let asked = alice.find_request(dr_bob.asks(&alice, &[Portion::Allergies]).await).await;
    alice.refuse_key_request(&asked.act, "no").await.unwrap();
    dr_bob.person(eve.account()).await.unwrap();
    let eves_key = eve.vault().identity.signing_key.clone();
    let (eves_account, eves_key_id) = (eve.account(), eve.key_id());
    dr_bob.host().lie::<ListKeyRequestsEndpoint>(move |page| {
        let refusal = page.items[0].refusal.as_mut().unwrap();
        let header = ActHeader { actor: eves_account, actor_key: eves_key_id, ..refusal.0.header.clone() };
        refusal.0 = SignedAct::sign(header, refusal.0.body.clone(), &eves_key);
    });
    assert_eq!(dr_bob.list_key_requests().await.unwrap().len(), 0, "she was never asked");
}

#[tokio::test]
async fn a_grant_signed_by_another_than_the_one_who_was_asked_is_refused() {
    let (alice, eve, dr_bob) = (patient().await, patient().await, doctor("dr-bob").await);
    let of_alice = alice.grants(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    dr_bob.person(eve.account()).await.unwrap();
    let eves_key = eve.vault().identity.signing_key.clone();
    let mut header = of_alice.act.header.clone();
    header.actor = eve.account();
    header.actor_key = eve.key_id();
    let forged = SignedAct::sign(header, of_alice.act.body.clone(), &eves_key);
    dr_bob.host().lie::<ListGrantsEndpoint>(move |page| {
        for item in &mut page.items {
            item.act = Encoded(forged.clone());
        }
    });
    assert_eq!(dr_bob.list_grants().await.unwrap().len(), 0, "she was never asked");
}

#[tokio::test]
async fn a_later_card_that_the_earlier_key_did_not_sign_is_refused() {
    let (alice, dr_bob) = (patient().await, doctor("dr-bob").await);
    let his = shown(&patient().await, &dr_bob).await;
    let (key, first) = (SigningKey::make(), his.key_cards[0].0.clone());
    let fields = KeyCardFields {
        number: 1,
        signing_key: key.verifying_key(),
        previous: first.hash(),
        made_at: dr_bob.host().now(),
        ..first.fields.clone()
    };
    let encoding = sesemr_common::codec::Encode::encode(&fields);
    let signature = key.sign("key-card", &encoding);
    for previous_signature in [None, Some(signature), Some(first.signature)] {
        let card = KeyCard { fields: fields.clone(), signature, previous_signature };
        let mut grown = his.clone();
        grown.key_cards.push(Encoded(card));
        alice.host().answer::<FindPersonEndpoint>(&grown, 1);
        let found = alice.find_person(&dr_bob.handle).await.err();
        assert_eq!(found, Some(FlowError::Untrustworthy("a signature")));
    }
    assert!(alice.find_person(&dr_bob.handle).await.is_ok());
}

#[tokio::test]
async fn a_name_that_only_looks_like_anothers_is_shown_for_what_it_is_whoever_let_it_in() {
    let alice = patient().await;
    let known = profile("dr-bob", Role::Doctor);
    let tricks = [
        ("dr-bob\u{200B}", "dr-bob⟨U+200B⟩"),
        ("dr-bob ", "dr-bob⟨U+0020⟩"),
        ("\u{202E}bob-rd", "⟨U+202E⟩bob-rd"),
        ("dr\u{2060}-bob\u{FE0F}", "dr⟨U+2060⟩-bob⟨U+FE0F⟩"),
    ];
    for (display_name, shown) in tricks {
        let hostile = Profile { display_name: display_name.to_owned(), ..profile("dr-eve", Role::Doctor) };
        let refused = Person::register_with(alice.host().clone(), hostile.clone(), "a long password").await.err();
        assert!(matches!(refused, Some(FlowError::Invalid(_))), "{shown}: {refused:?}");

        alice.host().answer::<FindPersonEndpoint>(&stranger(hostile.clone(), alice.now()), 1);
        let found = alice.find_person(&hostile.handle).await.unwrap();
        assert_eq!(found.profile(), &hostile, "the signature is over what was written");
        assert_eq!(found.profile().to_visible(), Profile { display_name: shown.to_owned(), ..hostile });
        assert_ne!(found.profile().to_visible().display_name, known.display_name);
    }
}

#[tokio::test]
async fn one_person_whose_key_changed_hides_nobody_elses_grants_and_openings() {
    let (alice, eve, dr_bob) = (patient().await, patient().await, doctor("dr-bob").await);
    let of_alice = alice.lends(&dr_bob, decision(alice.now(), whole(&[Portion::Allergies]))).await;
    let of_eve = eve.lends(&dr_bob, decision(eve.now(), whole(&[Portion::Allergies]))).await;
    assert_eq!((dr_bob.list_grants().await.unwrap().len(), dr_bob.list_openings().await.unwrap().len()), (2, 2));
    let (eves, other) = (eve.account(), alice.key_id());
    dr_bob.host().lie::<ListGrantsEndpoint>(move |page| {
        for item in page.items.iter_mut().filter(|item| item.act.0.header.actor == eves) {
            item.act.0.header.actor_key = other;
        }
    });
    dr_bob.host().lie::<ListOpeningsEndpoint>(move |page| {
        for item in page.items.iter_mut().filter(|item| item.act.0.header.actor == eves) {
            item.act.0.header.actor_key = other;
        }
    });
    let grants = dr_bob.list_grants().await.unwrap();
    assert_eq!(grants.iter().map(|grant| grant.act.header.actor).collect::<Vec<_>>(), [alice.account()]);
    let openings = dr_bob.list_openings().await.unwrap();
    assert_eq!(openings.iter().map(|opening| opening.act.body.opening).collect::<Vec<_>>(), [of_alice.opening]);
    dr_bob.host().tell_the_truth();
    assert!(dr_bob.opens(&of_eve).await.is_ok());
}

#[tokio::test]
async fn a_changed_key_that_was_compared_in_person_is_pinned_and_no_other() {
    let (alice, dr_bob) = (patient().await, doctor("dr-bob").await);
    alice.find_person(&dr_bob.handle).await.unwrap();
    let other = renewed(&dr_bob);
    let shown = other.key_cards[1].0.key_id();
    alice.host().answer::<ReadKeyCardsEndpoint>(&other, 1);
    let Err(FlowError::KeyChanged { .. }) = alice.shown_person(dr_bob.account()).await else { panic!("not noticed") };
    // Between the comparison and the click the server shows another key again.
    let confirmed = alice.confirm_fingerprint(dr_bob.account(), shown).await;
    assert!(matches!(confirmed, Err(FlowError::KeyChanged { .. })), "{confirmed:?}");
    assert_eq!(alice.vault().contact(dr_bob.account()).unwrap().key, dr_bob.key_id());

    alice.host().answer::<ReadKeyCardsEndpoint>(&other, usize::MAX);
    alice.confirm_fingerprint(dr_bob.account(), shown).await.unwrap();
    let contact = alice.shown_person(dr_bob.account()).await.unwrap();
    assert!(contact.key == shown && contact.is_compared());
    assert_eq!(alice.vault().contacts.iter().filter(|contact| contact.account == dr_bob.account()).count(), 1);
}
