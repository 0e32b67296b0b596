//! The loop that is lived through: every piece of its plaintext stands nowhere else.

use serde_json::json;
use sesemr_common::crypto::{Kit, OpeningCode};
use sesemr_common::flow::{Ask, PendingKit, Portal, log_in, recover};
use sesemr_common::portion::Portion;
use sesemr_common::sharing::{CredentialChange, PurposeOfUse, Role};
use sesemr_tests::{
    Backend, Needles, Person, Spy, TestHost, decision, draft_prescription, import_with_summaries, noise, profile, whole,
};

use super::keys::{add_keys, add_kit, add_vault_key};

const NAME: &str = "Zanzibarina Quokkaberg";
const DIAGNOSIS: &str = "Hyperzebrafinchemia of the left ear";
const VALUE: &str = "173.291735";
const MESSAGE: &str = "It itches since the ostrich festival";
const REASON: &str = "My cousin the platypus is a doctor, too";
const MEDICINE: &str = "Wombatamycin 250 mg chewing cubes";
const PASSWORDS: [&str; 3] =
    ["correct marmoset battery", "another marmoset battery", "a third marmoset without battery"];

/// What is lived through, and what is noted on the way.
pub(super) struct Story<'a> {
    backend: &'a Backend,
    spy: &'a Spy,
    /// What the servers must not know.
    pub(super) needles: Needles,
    /// The tables at moments when much is in them.
    pub(super) dumps: Vec<(String, Vec<u8>)>,
}

impl<'a> Story<'a> {
    pub(super) fn new(backend: &'a Backend, spy: &'a Spy) -> Self {
        Self { backend, spy, needles: texts(), dumps: Vec::new() }
    }

    /// Registers, publishes, lends, closes, rolls, changes everything. Answers the patient as she is in the end.
    pub(super) async fn live(&mut self) -> Person<TestHost> {
        let alice = Person::register_with(self.host(), profile("alice", Role::Patient), PASSWORDS[0]).await.unwrap();
        let dr_bob = Person::doctor(self.host(), "dr-bob").await;
        add_kit(&mut self.needles, alice.account(), &alice.kit);
        add_kit(&mut self.needles, dr_bob.account(), &dr_bob.kit);
        self.needles.add_text("a password", &dr_bob.password);
        self.publish(&alice).await;
        let portal = self.lend(&alice, &dr_bob).await;
        add_keys(&mut self.needles, &alice).await;
        add_keys(&mut self.needles, &dr_bob).await;
        self.dumps.extend(self.backend.database().dump().await);

        dr_bob.close_opening(&portal).await.unwrap();
        alice.forget_listing();
        assert_eq!(alice.adopt_prescriptions().await.unwrap().len(), 1);
        alice.note_due_rolls().await.unwrap();
        assert!(!alice.roll_due_portion_keys().await.unwrap().is_empty());
        add_keys(&mut self.needles, &alice).await;
        assert_eq!(alice.read_access_log().await.unwrap().problem, None);
        self.change_everything(alice).await
    }

    fn host(&self) -> TestHost {
        self.backend.host().seen_by(self.spy)
    }

    async fn publish(&mut self, alice: &Person<TestHost>) {
        // Bytes that no codec shrinks would be found even where a body was merely compressed.
        let scan = noise("scan", 300_000);
        for place in [0, 1000, 200_000] {
            self.needles.add("a piece of a scan", &scan.content()[place..place + 32]);
        }
        alice.publish(import_with_summaries(&bundle())).await;
        alice.publish(vec![scan]).await;
        let contents = alice.contents().await;
        assert_eq!(contents.values().filter(|it| contains(it, VALUE)).count(), 5, "four readings and their summary");
        assert!([NAME, DIAGNOSIS].iter().all(|text| contents.values().any(|content| contains(content, text))));
    }

    /// Is refused once and granted once, hands the code over in the app, lets the doctor read and write.
    async fn lend(&mut self, alice: &Person<TestHost>, dr_bob: &Person<TestHost>) -> Portal {
        for is_granted in [false, true] {
            let ask = Ask {
                patient: alice.account(),
                portions: Portion::ALL.to_vec(),
                purpose: PurposeOfUse::Treatment,
                duration: 3600,
                write_back: true,
                message: MESSAGE.to_owned(),
            };
            let request = alice.find_request(dr_bob.request_key(ask).await.unwrap()).await;
            if is_granted {
                let granted = decision(alice.now(), whole(&Portion::ALL));
                alice.grant_key_request(&request.act, granted).await.unwrap();
            } else {
                alice.refuse_key_request(&request.act, REASON).await.unwrap();
            }
        }
        let grant = alice.list_grants().await.unwrap().remove(0);
        let key = alice.issue_random_key(&grant).await.unwrap();
        self.needles.add("a random key", OpeningCode::from_groups(&key.code).unwrap().as_bytes());
        self.needles.add_text("a random key, as it is spoken", &key.code);
        self.needles.add_text("a random key, as it is typed", &key.code.replace('-', ""));
        alice.confirm_fingerprint(dr_bob.account(), dr_bob.key_id()).await.unwrap();
        alice.send_random_key(&alice.find_opening(key.opening).await.act).await.unwrap();

        let portal = dr_bob.opens(&key).await.unwrap();
        assert_eq!(dr_bob.lent_contents(&portal).await, alice.contents().await);
        let authored = "2026-08-06T14:02:00Z".parse().unwrap();
        let prescription = draft_prescription(MEDICINE).check("Dr Bob", NAME, authored).unwrap();
        dr_bob.write_prescription(&portal, prescription).await.unwrap();
        portal
    }

    /// A new password, a new kit, a recovery with it, and signing in with what came of it.
    async fn change_everything(&mut self, alice: Person<TestHost>) -> Person<TestHost> {
        alice.change_password(PASSWORDS[1]).await.unwrap();
        let pending = PendingKit::start(CredentialChange::NewKit, PASSWORDS[1].to_owned().into()).unwrap();
        let second_kit = pending.kit();
        pending.finish(&alice).await.unwrap();
        add_kit(&mut self.needles, alice.account(), &second_kit);

        let new_device = self.host();
        let kit = Kit::from_groups(&second_kit).unwrap();
        let recovered = recover(new_device.clone(), &alice.handle, &kit).await.unwrap();
        let pending = PendingKit::start(CredentialChange::Recovery, PASSWORDS[2].to_owned().into()).unwrap();
        let third_kit = pending.kit();
        pending.finish(&recovered).await.unwrap();
        add_kit(&mut self.needles, alice.account(), &third_kit);
        let by_hand = self.host();
        add_vault_key(&mut self.needles, &by_hand, &alice.handle, &third_kit, PASSWORDS[2]).await;
        let alice = alice.with(log_in(new_device, &alice.handle, PASSWORDS[2]).await.unwrap());
        assert_eq!(alice.contents().await.len(), 9);
        alice
    }
}

fn texts() -> Needles {
    let mut needles = Needles::default();
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
    needles
}

fn bundle() -> Vec<u8> {
    let patient = json!({ "resourceType": "Patient", "id": "p", "name": [{ "text": NAME }] });
    let condition = json!({
        "resourceType": "Condition", "subject": { "reference": "Patient/p" }, "code": { "text": DIAGNOSIS }
    });
    let value: serde_json::Value = serde_json::from_str(VALUE).unwrap();
    let vital_signs = "http://terminology.hl7.org/CodeSystem/observation-category";
    let readings = (1..=4).map(|day| {
        json!({
            "resourceType": "Observation",
            "status": "final",
            "category": [{ "coding": [{ "system": vital_signs, "code": "vital-signs" }] }],
            "code": { "coding": [{ "system": "http://loinc.org", "code": "8867-4" }], "text": "Heart rate" },
            "subject": { "reference": "Patient/p" },
            "effectiveDateTime": format!("2026-03-0{day}T08:00:00Z"),
            "valueQuantity": {
                "value": value, "unit": "beats/minute", "code": "/min", "system": "http://unitsofmeasure.org"
            },
        })
    });
    let entries: Vec<_> =
        [patient, condition].into_iter().chain(readings).map(|resource| json!({ "resource": resource })).collect();
    serde_json::to_vec(&json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })).unwrap()
}

fn contains(content: &[u8], text: &str) -> bool {
    content.windows(text.len()).any(|window| window == text.as_bytes())
}
