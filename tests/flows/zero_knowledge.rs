//! What the servers must never have seen: a whole loop with plaintext that stands nowhere else and every key that can be
//! reached, looked for in every body and header, every row of every table, every line of the log.

use serde_json::json;
use sesemr_common::api::{
    FinishLogInEndpoint, FinishLogInRequest, IdentifyLogInEndpoint, IdentifyLogInRequest, ListRecordsEndpoint,
    LogInPurpose, PageQuery, ReadBatchesEndpoint, ReadBatchesRequest, StartLogInEndpoint, StartLogInRequest,
};
use sesemr_common::codec::Decode as _;
use sesemr_common::crypto::derive::{derive, derive_salted};
use sesemr_common::crypto::opaque::{OpaqueContext, start_log_in};
use sesemr_common::crypto::{Kit, OpeningCode, derive_account_password};
use sesemr_common::envelope::{RecordHeader, export_kem_secret, open_key_batch};
use sesemr_common::flow::{Ask, Host as _, PendingKit, log_in, recover};
use sesemr_common::id::DeviceId;
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{CredentialChange, PurposeOfUse};
use sesemr_common::vault::open_log_in_wrap;
use sesemr_tests::{
    Backend, Find, LogLines, Needles, Person, Spy, TestHost, decision, draft_prescription, import_with_summaries,
    noise, whole,
};

/// Plaintext of the loop, each piece of it nowhere else.
const NAME: &str = "Zanzibarina Quokkaberg";
const DIAGNOSIS: &str = "Hyperzebrafinchemia of the left ear";
const VALUE: &str = "173.291735";
const MESSAGE: &str = "It itches since the ostrich festival";
const REASON: &str = "My cousin the platypus is a doctor, too";
const MEDICINE: &str = "Wombatamycin 250 mg chewing cubes";
const PASSWORDS: [&str; 3] =
    ["correct marmoset battery", "another marmoset battery", "a third marmoset without battery"];

fn bundle() -> Vec<u8> {
    let patient = json!({ "resourceType": "Patient", "id": "p", "name": [{ "text": NAME }] });
    let condition = json!({
        "resourceType": "Condition", "subject": { "reference": "Patient/p" }, "code": { "text": DIAGNOSIS }
    });
    let readings = (1..=4).map(|day| {
        let text = format!(
            r#"{{"resourceType":"Observation","status":"final",
                 "category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}}]}}],
                 "code":{{"coding":[{{"system":"http://loinc.org","code":"8867-4"}}],"text":"Heart rate"}},
                 "subject":{{"reference":"Patient/p"}},"effectiveDateTime":"2026-03-0{day}T08:00:00Z",
                 "valueQuantity":{{"value":{VALUE},"unit":"beats/minute","code":"/min","system":"http://unitsofmeasure.org"}}}}"#
        );
        serde_json::from_str(&text).unwrap()
    });
    let entries: Vec<_> =
        [patient, condition].into_iter().chain(readings).map(|resource| json!({ "resource": resource })).collect();
    serde_json::to_vec(&json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })).unwrap()
}

#[tokio::test]
async fn no_plaintext_and_no_key_of_a_whole_loop_is_in_any_body_any_table_or_any_log_line() {
    let (backend, spy, log) = (Backend::start().await, Spy::default(), LogLines::of_this_process());
    let mut needles = Needles::default();
    let loop_of = Loop { backend: &backend, spy: &spy };
    let mut dumps = Vec::new();
    let alice = loop_of.run(&mut needles, &mut dumps).await;
    loop_of.add_text(&mut needles, &alice);
    dumps.extend(backend.database().dump().await);

    let mut finds = search(&needles, &spy, &dumps);
    finds.extend(needles.find("the log", &log.read()));
    assert_eq!(finds, [], "{} places were looked at", spy.exchanges().len() + dumps.len());
    is_able_to_find(&alice, &spy, &dumps, &log);
}

/// Everything that went over the wire, and every table.
fn search(needles: &Needles, spy: &Spy, dumps: &[(String, Vec<u8>)]) -> Vec<Find> {
    let mut finds = Vec::new();
    for exchange in spy.exchanges().iter() {
        let headers = [exchange.request_headers.join("\n"), exchange.response_headers.join("\n")].join("\n");
        let head = [exchange.url.as_bytes(), headers.as_bytes()].join(&b'\n');
        finds.extend(needles.find(&format!("{}, head", exchange.path), &head));
        finds.extend(needles.find(&format!("{}, request", exchange.path), &exchange.request));
        finds.extend(needles.find(&format!("{}, answer", exchange.path), &exchange.response));
    }
    for (table, rows) in dumps {
        finds.extend(needles.find(table, rows));
    }
    finds
}

/// A search that finds nothing proves something only where it would find what is there.
fn is_able_to_find(alice: &Person<TestHost>, spy: &Spy, dumps: &[(String, Vec<u8>)], log: &LogLines) {
    let vault = alice.vault();
    let card = &vault.current_portion_key(Portion::Personal).unwrap().card.fields;
    for (name, bytes) in [
        ("a handle", alice.handle.as_bytes()),
        ("A of a portion", card.pre_key.as_bytes().as_slice()),
        ("a key id", alice.key_id().as_bytes()),
    ] {
        let mut needles = Needles::default();
        needles.add(name, bytes);
        let finds = search(&needles, spy, dumps);
        assert!(finds.iter().any(|find| find.at.ends_with("request")), "{name} in no request");
        assert!(finds.iter().any(|find| find.at.starts_with("sas.")), "{name} in no table");
    }
    let mut needles = Needles::default();
    needles.add_text("a route", "/api/v1/publications");
    assert!(!needles.find("the log", &log.read()).is_empty());
}

struct Loop<'a> {
    backend: &'a Backend,
    spy: &'a Spy,
}

impl Loop<'_> {
    fn host(&self) -> TestHost {
        self.backend.host().seen_by(self.spy)
    }

    /// Lives through everything; notes the keys that come and go on the way. Answers the patient as she is in the end.
    async fn run(&self, needles: &mut Needles, dumps: &mut Vec<(String, Vec<u8>)>) -> Person<TestHost> {
        let profile = sesemr_tests::profile("alice", sesemr_common::sharing::Role::Patient);
        let alice = Person::register_with(self.host(), profile, PASSWORDS[0]).await.unwrap();
        let dr_bob = Person::doctor(self.host(), "dr-bob").await;
        self.add_kit(needles, &alice, &alice.kit);
        self.add_kit(needles, &dr_bob, &dr_bob.kit);
        needles.add_text("a password", &dr_bob.password);

        let scan = noise("scan", 300_000);
        for place in [0, 1000, 200_000] {
            needles.add("a piece of a scan", &scan.content()[place..place + 32]);
        }
        alice.publish(import_with_summaries(&bundle())).await;
        alice.publish(vec![scan]).await;
        // Four readings, and their summary.
        assert_eq!(alice.contents().await.values().filter(|it| contains(it, VALUE)).count(), 5);

        let portal = self.lend(needles, &alice, &dr_bob).await;
        self.add_keys(needles, &alice).await;
        self.add_keys(needles, &dr_bob).await;
        dumps.extend(self.backend.database().dump().await);
        dr_bob.close_opening(&portal).await.unwrap();
        alice.forget_listing();
        assert_eq!(alice.adopt_prescriptions().await.unwrap().len(), 1);
        alice.note_due_rolls().await.unwrap();
        assert!(!alice.roll_due_portion_keys().await.unwrap().is_empty());
        self.add_keys(needles, &alice).await;
        assert_eq!(alice.read_access_log().await.unwrap().problem, None);
        self.change_everything(needles, alice).await
    }

    /// Refuses once, grants once, hands the code over in the app, and lets the doctor read and write.
    async fn lend(
        &self,
        needles: &mut Needles,
        alice: &Person<TestHost>,
        dr_bob: &Person<TestHost>,
    ) -> sesemr_common::flow::Portal {
        for place in 0..2 {
            let ask = Ask {
                patient: alice.account(),
                portions: Portion::ALL.to_vec(),
                purpose: PurposeOfUse::Treatment,
                duration: 3600,
                write_back: true,
                message: MESSAGE.to_owned(),
            };
            let request = alice.find_request(dr_bob.request_key(ask).await.unwrap()).await;
            if place == 0 {
                alice.refuse_key_request(&request.act, REASON).await.unwrap();
            } else {
                let granted = decision(alice.now(), whole(&Portion::ALL));
                alice.grant_key_request(&request.act, granted).await.unwrap();
            }
        }
        let grant = alice.list_grants().await.unwrap().remove(0);
        let key = alice.issue_random_key(&grant).await.unwrap();
        let code = OpeningCode::from_groups(&key.code).unwrap();
        needles.add("a random key", code.as_bytes());
        needles.add_text("a random key, as it is spoken", &key.code);
        needles.add_text("a random key, as it is typed", &key.code.replace('-', ""));
        alice.confirm_fingerprint(dr_bob.account()).await.unwrap();
        alice.send_random_key(&alice.find_opening(key.opening).await.act).await.unwrap();

        let portal = dr_bob.opens(&key).await.unwrap();
        assert_eq!(dr_bob.lent_contents(&portal).await, alice.contents().await);
        let authored = "2026-08-06T14:02:00Z".parse().unwrap();
        let prescription = draft_prescription(MEDICINE).check("Dr Bob", NAME, authored).unwrap();
        dr_bob.write_prescription(&portal, prescription).await.unwrap();
        portal
    }

    /// A new password, a new kit, a recovery with it, and signing in on a new device.
    async fn change_everything(&self, needles: &mut Needles, alice: Person<TestHost>) -> Person<TestHost> {
        alice.change_password(PASSWORDS[1]).await.unwrap();
        let pending = PendingKit::start(CredentialChange::NewKit, PASSWORDS[1].to_owned().into()).unwrap();
        let second_kit = pending.kit().to_string();
        pending.finish(&alice).await.unwrap();
        self.add_kit(needles, &alice, &second_kit);
        let new_device = self.host();
        let kit = Kit::from_groups(&second_kit).unwrap();
        let recovered = recover(new_device.clone(), &alice.handle, &kit).await.unwrap();
        let pending = PendingKit::start(CredentialChange::Recovery, PASSWORDS[2].to_owned().into()).unwrap();
        let third_kit = pending.kit().to_string();
        pending.finish(&recovered).await.unwrap();
        self.add_kit(needles, &alice, &third_kit);
        self.add_vault_key(needles, &alice.handle, &third_kit).await;
        let alice = alice.with(log_in(new_device, &alice.handle, PASSWORDS[2]).await.unwrap());
        assert_eq!(alice.contents().await.len(), 9);
        alice
    }

    fn add_text(&self, needles: &mut Needles, alice: &Person<TestHost>) {
        for (name, text) in [
            ("a patient's name", NAME),
            ("a diagnosis", DIAGNOSIS),
            ("a value", VALUE),
            ("a message", MESSAGE),
            ("a reason", REASON),
            ("a medicine", MEDICINE),
        ] {
            needles.add_text(name, text);
        }
        for password in PASSWORDS {
            needles.add_text("a password", password);
        }
        assert_ne!(alice.profile().display_name, NAME);
    }

    fn add_kit(&self, needles: &mut Needles, person: &Person<TestHost>, groups: &str) {
        let kit = Kit::from_groups(groups).unwrap();
        needles.add_text("a kit, as it is printed", groups);
        needles.add_text("a kit, without hyphens", &groups.replace('-', ""));
        needles.add("a kit", kit.as_bytes());
        needles.add("a device key", kit.derive_device_key().as_bytes());
        needles.add("a device's half of a password", kit.derive_device_key().mac_account(person.account()).as_bytes());
        needles.add("a kit's password", &*derive::<32>(kit.as_bytes(), "recovery", &[]));
    }

    /// What the vault holds, and what it leads to: identity, portions, batches, file keys.
    async fn add_keys(&self, needles: &mut Needles, person: &Person<TestHost>) {
        {
            let vault = person.vault();
            needles.add("an identity's signing key", &*vault.identity.signing_key.to_bytes());
            needles.add("an identity's KEM key", vault.identity.kem_secret.as_bytes());
            for key in &vault.portion_keys {
                needles.add("a of a portion", &*key.secret.pre.to_bytes());
                needles.add("z of a portion", key.secret.kem.as_bytes());
            }
        }
        let (host, token) = (person.host(), person.token().await.unwrap());
        let query = PageQuery { cursor: None, limit: Some(500) };
        let listed = host.call::<ListRecordsEndpoint>(&query, Some(&token)).await.unwrap().items;
        let batches = listed.iter().map(|record| record.slot.0.batch).collect();
        let batches = host.call::<ReadBatchesEndpoint>(&ReadBatchesRequest { batches }, Some(&token)).await.unwrap();
        let vault = person.vault();
        for record in listed {
            let (header, slot) = (RecordHeader::decode(&record.header.0).unwrap(), record.slot.0);
            let batch = &batches.batches.iter().find(|batch| batch.0.fields.batch == slot.batch).unwrap().0;
            let secret = &vault.portion_key_of_card(&batch.fields.card).unwrap().secret;
            let kem_secret = export_kem_secret(batch, &secret.kem).unwrap();
            let file_key = open_key_batch(batch, secret).unwrap().unwrap_file_key(&header.binding(), &slot).unwrap();
            needles.add("K_kem of a batch", kem_secret.as_bytes());
            needles.add("a file key", file_key.as_bytes());
            for label in ["aead", "summary"] {
                let key = derive_salted::<32>(header.binding().as_bytes(), file_key.as_bytes(), label, &[]);
                needles.add("a key of a record", &*key);
            }
        }
    }

    /// The vault's own key and the export key that leads to it, by signing in by hand.
    async fn add_vault_key(&self, needles: &mut Needles, handle: &str, kit: &str) {
        let host = self.host();
        let handle = handle.to_owned();
        let known = IdentifyLogInRequest { handle: handle.clone() };
        let known = host.call::<IdentifyLogInEndpoint>(&known, None).await.unwrap();
        let server = host.call::<sesemr_common::api::DescribeServerEndpoint>(&(), None).await.unwrap();
        let context = OpaqueContext::log_in(known.account, known.key, *server.sas_key.0.as_bytes());
        let mac = Kit::from_groups(kit).unwrap().derive_device_key().mac_account(known.account);
        let (attempt, ke1) = start_log_in(&derive_account_password(PASSWORDS[2], &mac)).unwrap();
        let request = StartLogInRequest { handle, purpose: LogInPurpose::LogIn, ke1 };
        let started = host.call::<StartLogInEndpoint>(&request, None).await.unwrap();
        let logged_in = attempt.finish(&context, &started.ke2, None).unwrap();
        let device = DeviceId::from_bytes([7; 16]);
        let request = FinishLogInRequest { log_in: started.log_in, ke3: logged_in.ke3, device };
        let finished = host.call::<FinishLogInEndpoint>(&request, None).await.unwrap();
        let wrap = &finished.vault.vault.log_in_wrap;
        let vault_key = open_log_in_wrap(known.account, wrap, &logged_in.export_key).unwrap();
        needles.add("a vault key", vault_key.as_bytes());
        needles.add("an export key", logged_in.export_key.as_bytes());
        needles.add("a session key of OPAQUE", logged_in.session_key.as_bytes());
    }
}

#[tokio::test]
async fn a_bearer_token_stands_in_no_url_no_table_and_no_log_line() {
    let (backend, log) = (Backend::start().await, LogLines::of_this_process());
    let alice = Person::patient(backend.host(), "alice").await;
    alice.list_records().await.unwrap();
    let header = alice.token().await.unwrap().to_header();
    let text = header.strip_prefix("Bearer ").unwrap();
    let bytes: sesemr_common::id::Bytes = serde_json::from_value(json!(text)).unwrap();
    let mut needles = Needles::default();
    needles.add("a token", &bytes.0);
    let exchanges = alice.host().spy().exchanges();
    assert!(exchanges.iter().all(|exchange| needles.find("a URL", exchange.url.as_bytes()).is_empty()));
    assert!(
        exchanges
            .iter()
            .any(|exchange| { !needles.find("a header", exchange.request_headers.join("\n").as_bytes()).is_empty() })
    );
    for (table, rows) in backend.database().dump().await {
        assert_eq!(needles.find(&table, &rows), []);
    }
    assert_eq!(needles.find("the log", &log.read()), []);
}

fn contains(content: &[u8], text: &str) -> bool {
    content.windows(text.len()).any(|window| window == text.as_bytes())
}
