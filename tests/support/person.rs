//! People: what a test says in one line, through `common::flow` as the browser does.

use std::collections::BTreeMap;
use std::ops::Deref;

use sesemr_common::crypto::{Kit, OpeningCode};
use sesemr_common::envelope::BytesSource;
use sesemr_common::flow::{
    Ask, CheckedGrant, CheckedOpening, Decision, FlowError, Host, LentRecord, Member, NewRecord, OpenedKeyRequest,
    OwnRecord, PendingRegistration, Portal, RandomKey, log_in, log_in_with_kit,
};
use sesemr_common::id::{GrantId, KeyRequestId, OpeningId, RecordId};
use sesemr_common::portion::Portion;
use sesemr_common::record::MedicalRecord;
use sesemr_common::sharing::{Profile, PurposeOfUse, Role, Scope};

use super::{Watch, make_suffix, noted};

/// A week, in milliseconds.
const WEEK: u64 = 7 * 24 * 60 * 60 * 1000;

/// Somebody who is signed in, and what they know by heart or keep in a drawer.
pub struct Person<H> {
    member: Member<H>,
    /// By which others find them.
    pub handle: String,
    /// What they type.
    pub password: String,
    /// What they printed.
    pub kit: String,
}

impl<H> Deref for Person<H> {
    type Target = Member<H>;

    fn deref(&self) -> &Member<H> {
        &self.member
    }
}

impl<H: Host> Person<H> {
    /// Registers a patient under a handle that begins with `name`, which must be short.
    pub async fn patient(host: H, name: &str) -> Self {
        Self::register(host, profile(name, Role::Patient)).await
    }

    /// Registers a doctor.
    pub async fn doctor(host: H, name: &str) -> Self {
        Self::register(host, profile(name, Role::Doctor)).await
    }

    /// Registers somebody, with a password of their own.
    pub async fn register(host: H, profile: Profile) -> Self {
        let (handle, password) = (profile.handle.clone(), format!("the password of {}", profile.handle));
        Self::register_with(host, profile, &password)
            .await
            .unwrap_or_else(|error| panic!("registering {handle}: {error}"))
    }

    /// Registers somebody with this password.
    ///
    /// # Errors
    /// Those of registering.
    pub async fn register_with(host: H, profile: Profile, password: &str) -> Result<Self, FlowError> {
        let handle = profile.handle.clone();
        let mut pending = PendingRegistration::start(profile, password.to_owned().into())?;
        let kit = pending.kit().to_string();
        let member = pending.finish(host).await?;
        Ok(Self { member, handle, password: password.to_owned(), kit })
    }

    /// Signs in with the password, on whichever device `host` is.
    ///
    /// # Errors
    /// Those of signing in.
    pub async fn sign_in<G: Host>(&self, host: G) -> Result<Person<G>, FlowError> {
        Ok(self.with(log_in(host, &self.handle, &self.password).await?))
    }

    /// Signs in with kit and password, on a new device.
    ///
    /// # Errors
    /// Those of signing in.
    pub async fn sign_in_with_kit<G: Host>(&self, host: G) -> Result<Person<G>, FlowError> {
        let kit = Kit::from_groups(&self.kit)?;
        Ok(self.with(log_in_with_kit(host, &self.handle, &kit, &self.password).await?))
    }

    /// The same person, signed in otherwise.
    pub fn with<G: Host>(&self, member: Member<G>) -> Person<G> {
        let (handle, password, kit) = (self.handle.clone(), self.password.clone(), self.kit.clone());
        Person { member, handle, password, kit }
    }

    /// Now, by this person's clock.
    pub fn now(&self) -> u64 {
        self.host().now()
    }

    /// Publishes records and stops the test where that fails.
    pub async fn publish(&self, records: Vec<MedicalRecord>) -> Vec<RecordId> {
        self.publish_new(noted(records)).await
    }

    /// Publishes records, new versions among them.
    pub async fn publish_new(&self, records: Vec<NewRecord<BytesSource>>) -> Vec<RecordId> {
        self.publish_records(records, &Watch::default()).await.unwrap()
    }

    /// The content of one's own record.
    ///
    /// # Errors
    /// Those of reading.
    pub async fn read(&self, record: &OwnRecord) -> Result<Vec<u8>, FlowError> {
        let mut content = Vec::new();
        self.read_record(record, async |piece: &[u8]| {
            content.extend_from_slice(piece);
            Ok(())
        })
        .await?;
        Ok(content)
    }

    /// The content of every record of one's own, as the servers have it now. Stops the test where one does not open.
    pub async fn contents(&self) -> BTreeMap<RecordId, Vec<u8>> {
        self.forget_listing();
        let listing = self.list_records().await.unwrap();
        assert_eq!((listing.damaged.as_slice(), listing.missing.as_slice()), (&[][..], &[][..]), "damaged, missing");
        // Small ones many at a time, large ones piece by piece, as the application reads them.
        let small = self.read_records(&listing.records).await.unwrap();
        let mut contents = BTreeMap::new();
        for (record, small) in listing.records.iter().zip(small) {
            let content = match small {
                Some(content) => content.unwrap().to_vec(),
                None => self.read(record).await.unwrap(),
            };
            contents.insert(record.id(), content);
        }
        contents
    }

    /// Asks for portions, to treat, for a day, writing included.
    pub async fn asks(&self, patient: &Person<impl Host>, portions: &[Portion]) -> KeyRequestId {
        let ask = Ask {
            patient: patient.account(),
            portions: portions.to_vec(),
            purpose: PurposeOfUse::Treatment,
            duration: 24 * 60 * 60,
            write_back: true,
            message: "A word to the patient".to_owned(),
        };
        self.request_key(ask).await.unwrap()
    }

    /// One request of the list.
    pub async fn find_request(&self, request: KeyRequestId) -> OpenedKeyRequest {
        let requests = self.list_key_requests().await.unwrap();
        requests.into_iter().find(|listed| listed.act.body.request == request).unwrap()
    }

    /// One grant of the list.
    pub async fn find_grant(&self, grant: GrantId) -> CheckedGrant {
        let grants = self.list_grants().await.unwrap();
        grants.into_iter().find(|listed| listed.act.body.grant == grant).unwrap()
    }

    /// One opening of the list.
    pub async fn find_opening(&self, opening: OpeningId) -> CheckedOpening {
        let openings = self.list_openings().await.unwrap();
        openings.into_iter().find(|listed| listed.act.body.opening == opening).unwrap()
    }

    /// Is asked by `clinician` for what the decision grants and more, and grants it.
    pub async fn grants(&self, clinician: &Person<impl Host>, decision: Decision) -> CheckedGrant {
        let request = clinician.asks(self, &Portion::ALL).await;
        let request = self.find_request(request).await;
        let grant = self.grant_key_request(&request.act, decision).await.unwrap();
        self.find_grant(grant).await
    }

    /// Grants, and makes a random key.
    pub async fn lends(&self, clinician: &Person<impl Host>, decision: Decision) -> RandomKey {
        let grant = self.grants(clinician, decision).await;
        self.issue_random_key(&grant).await.unwrap()
    }

    /// Tries a random key.
    ///
    /// # Errors
    /// Those of opening.
    pub async fn opens(&self, key: &RandomKey) -> Result<Portal, FlowError> {
        let opening = self.find_opening(key.opening).await;
        self.open_record(&opening, &code_of(key)).await
    }

    /// The content of a lent record.
    ///
    /// # Errors
    /// Those of reading.
    pub async fn read_lent(&self, portal: &Portal, record: &LentRecord) -> Result<Vec<u8>, FlowError> {
        let mut content = Vec::new();
        self.read_opened_record(portal, record, async |piece: &[u8]| {
            content.extend_from_slice(piece);
            Ok(())
        })
        .await?;
        Ok(content)
    }

    /// The content of everything an opening lends. Stops the test where something does not open.
    pub async fn lent_contents(&self, portal: &Portal) -> BTreeMap<RecordId, Vec<u8>> {
        let lent = self.list_opened_records(portal).await.unwrap();
        assert_eq!(lent.damaged, [], "damaged");
        let records: Vec<&LentRecord> = lent.records.iter().collect();
        let small = self.read_opened_records(portal, &records).await.unwrap();
        let mut contents = BTreeMap::new();
        for (record, small) in records.into_iter().zip(small) {
            let content = match small {
                Some(content) => content.unwrap().to_vec(),
                None => self.read_lent(portal, record).await.unwrap(),
            };
            contents.insert(record.header.fields.record, content);
        }
        contents
    }
}

/// A decision to grant this for a week, for one opening, with writing.
pub fn decision(now: u64, scope: Scope) -> Decision {
    Decision { scope, expires_at: now + WEEK, openings: 1, write_back: true }
}

/// Whole portions.
pub fn whole(portions: &[Portion]) -> Scope {
    Scope { portions: portions.to_vec(), records: Vec::new() }
}

/// How somebody presents themself whose handle begins with `name`, which must be short, and who is nobody else.
pub fn profile(name: &str, role: Role) -> Profile {
    let handle = format!("{name}-{}", make_suffix());
    let organisation = if role == Role::Patient { String::new() } else { "Lagos General".to_owned() };
    Profile { display_name: name.to_owned(), handle, role, organisation }
}

fn code_of(key: &RandomKey) -> OpeningCode {
    OpeningCode::from_groups(&key.code).unwrap()
}
