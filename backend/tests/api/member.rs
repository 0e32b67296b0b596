//! A person with an account: registered over HTTP, signing their own acts.

use std::{collections::BTreeMap, sync::Mutex};

use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;
use sesemr_common::{
    api::{
        self, ApiError, Endpoint, FinishRegisterEndpoint, FinishRegisterRequest, SealedVault, StartRegisterEndpoint,
        StartRegisterRequest,
    },
    crypto::{
        KemPublicKey,
        opaque::{RegistrationResponse, RegistrationUpload},
    },
    id::{AccountId, Bytes, Encoded, Hash, KitTag, OpeningId},
    portion::Portion,
    sharing::{ActBody, PortionCard, PortionCardFields, Profile, Register, Role, SignedAct},
};
use uuid::Uuid;

use crate::{
    srs::{
        person::Person,
        second_client::{CodeContext, Registering, make_portion_keys, start_registration},
    },
    support::Running,
};

/// Somebody who is signed in.
pub(crate) struct Member {
    pub(crate) person: Person,
    pub(crate) handle: String,
    pub(crate) token: Bytes,
    /// The last number used, by patient.
    counters: Mutex<BTreeMap<AccountId, u64>>,
}

impl Member {
    pub(crate) async fn patient(servers: &Running) -> Self {
        Self::register(servers, Role::Patient).await
    }

    pub(crate) async fn doctor(servers: &Running) -> Self {
        Self::register(servers, Role::Doctor).await
    }

    async fn register(servers: &Running, role: Role) -> Self {
        let (person, request) = make_registration(servers, role).await;
        let handle = request.act.0.body.profile.handle.clone();
        let granted = expect::<FinishRegisterEndpoint>(servers, None, &request).await;
        let counters = Mutex::new(BTreeMap::from([(person.account, 1)]));
        Self { person, handle, token: granted.token, counters }
    }

    pub(crate) fn account(&self) -> AccountId {
        self.person.account
    }

    /// Signs the next act about `patient`.
    pub(crate) fn sign<B: ActBody>(&self, patient: AccountId, body: B) -> Encoded<SignedAct<B>> {
        let mut counters = self.counters.lock().unwrap();
        let counter = counters.entry(patient).or_default();
        *counter += 1;
        Encoded(self.person.sign_numbered(patient, *counter, body))
    }

    /// An answer that has to come.
    pub(crate) async fn call<E: Endpoint>(&self, servers: &Running, request: &E::Request) -> E::Response {
        expect::<E>(servers, Some(&self.token), request).await
    }

    /// The refusal that has to come, and its status.
    pub(crate) async fn refusal<E: Endpoint>(&self, servers: &Running, request: &E::Request) -> (StatusCode, ApiError) {
        let response = send::<E>(servers, Some(&self.token), request).await;
        (response.status(), response.json().await.unwrap())
    }
}

/// Everything that a new account begins with, not sent yet.
pub(crate) async fn make_registration(servers: &Running, role: Role) -> (Person, FinishRegisterRequest) {
    make_registration_of(servers, Person::new(), role).await
}

/// The same of a given person.
pub(crate) async fn make_registration_of(
    servers: &Running,
    person: Person,
    role: Role,
) -> (Person, FinishRegisterRequest) {
    let handle = format!("p{}", &Uuid::now_v7().simple().to_string()[8..]);
    let ((log_in, log_in_request), (recovery, recovery_request)) =
        (start_registration(b"a password"), start_registration(b"a kit"));
    let started = StartRegisterRequest {
        account: person.account,
        handle: handle.clone(),
        key: person.key_id(),
        log_in_request,
        recovery_request,
    };
    let answered = expect::<StartRegisterEndpoint>(servers, None, &started).await;
    let portion_cards = if role == Role::Patient { make_portion_cards(&person) } else { Vec::new() };
    let profile = Profile { handle, display_name: "Somebody".to_owned(), role, organisation: String::new() };
    let body = Register {
        profile,
        key_card: person.key_cards()[0].0.hash(),
        portion_cards: portion_cards.iter().map(|Encoded(card)| card.hash()).collect(),
    };
    let request = FinishRegisterRequest {
        act: Encoded(person.sign(person.account, body)),
        key_card: person.key_cards()[0].clone(),
        portion_cards,
        log_in_upload: finish(log_in, &person, &answered.log_in_response),
        recovery_upload: finish(recovery, &person, &answered.recovery_response),
        kit_tag: KitTag([1; 4]),
        vault: SealedVault {
            sealed: Bytes(vec![1; 64]),
            log_in_wrap: Bytes(vec![2; 48]),
            recovery_wrap: Bytes(vec![3; 48]),
        },
        device: person.device,
    };
    (person, request)
}

/// A server cannot tell what a record is bound to before somebody signs in with it, so any context does.
fn finish(registering: Registering, person: &Person, response: &RegistrationResponse) -> RegistrationUpload {
    let context = CodeContext {
        opening: OpeningId(Uuid::nil()),
        clinician_key: person.key_id(),
        srs_key: person.key.verifying_key(),
    };
    registering.finish(&context, response)
}

fn make_portion_cards(person: &Person) -> Vec<Encoded<PortionCard>> {
    let card = |portion| {
        let fields = PortionCardFields {
            patient: person.account,
            patient_key: person.key_id(),
            portion,
            epoch: 1,
            pre_key: make_portion_keys().pre_key,
            kem_key: KemPublicKey([9; 1216]),
            previous: Hash::ZERO,
        };
        Encoded(PortionCard::sign(fields, &person.key))
    };
    Portion::ALL.into_iter().map(card).collect()
}

/// Sends a request as the contract says.
pub(crate) async fn send<E: Endpoint>(
    servers: &Running,
    token: Option<&Bytes>,
    request: &E::Request,
) -> reqwest::Response {
    let method = match E::METHOD {
        api::Method::Get => Method::GET,
        api::Method::Post => Method::POST,
        api::Method::Put => Method::PUT,
    };
    let mut builder = servers.http.request(method, format!("{}{}", servers.url, E::PATH));
    builder = match E::METHOD {
        api::Method::Get => builder.query(request),
        _ => builder.json(request),
    };
    if let Some(token) = token {
        builder = builder.header("authorization", bearer(token));
    }
    if let Some(tag) = E::if_match(request) {
        builder = builder.header("if-match", tag);
    }
    builder.send().await.unwrap()
}

/// The header that carries a token.
pub(crate) fn bearer(token: &Bytes) -> String {
    format!("Bearer {}", serde_json::to_value(token).unwrap().as_str().unwrap())
}

/// The answer of a request that has to succeed.
pub(crate) async fn expect<E: Endpoint>(servers: &Running, token: Option<&Bytes>, request: &E::Request) -> E::Response {
    read(send::<E>(servers, token, request).await).await
}

/// The body of an answer that has to be a success.
pub(crate) async fn read<T: DeserializeOwned>(response: reqwest::Response) -> T {
    let (status, text) = (response.status(), response.text().await.unwrap());
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap()
}
