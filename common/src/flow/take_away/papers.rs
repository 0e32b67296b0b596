//! What an archive says about records and people, as JSON. `docs/TAKING_AWAY.md` has the schemas.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::api::{GrantState, KeyRequestState, OpeningState};
use crate::crypto::ProtocolObject as _;
use crate::export::archive::{ListedRecord, Party};
use crate::export::instant;
use crate::flow::read_record::OwnChunks;
use crate::flow::{FlowError, Host, Member, OwnRecord, PastVersion, StorageError};
use crate::id::{AccountId, Bytes, Encoded, GrantId, Hash, KeyRequestId, OpeningId, RecordId};
use crate::portion::Portion;
use crate::record::{PatientNote, Title};
use crate::sharing::{
    GrantKeyRequest, IndexEntry, IndexKind, KeyCard, Opening, Profile, PurposeOfUse, RequestKey, SignedAct,
};
use crate::vault::Contact;

/// Writes a paper.
pub(super) fn to_json(paper: &impl Serialize) -> Result<Vec<u8>, FlowError> {
    // Structs of texts, numbers and lists always have a JSON.
    Ok(serde_json::to_vec_pretty(paper).map_err(|_| StorageError)?)
}

/// `history.json`.
#[derive(Serialize)]
pub(super) struct History {
    format: &'static str,
    version: u32,
    made_at: String,
    pub(super) records: Vec<RecordStory>,
    /// Records that were deleted: which, and from where. The log has the act and the server's receipt.
    deleted: Vec<DeletedRecord>,
}

/// What became of one record.
#[derive(Serialize)]
pub(super) struct RecordStory {
    record: RecordId,
    title: Title,
    portion: Portion,
    /// Oldest first.
    versions: Vec<VersionStory>,
}

/// One version.
#[derive(Serialize)]
struct VersionStory {
    version: u32,
    /// When it was stored, by the server's clock; nothing where the log has no proof of it.
    stored_at: Option<String>,
    /// Why it replaced the one before it.
    reason: Option<String>,
    /// Where its bytes are in the archive; nothing where they could not be taken along.
    path: Option<String>,
}

/// A record that was deleted.
#[derive(Serialize)]
struct DeletedRecord {
    record: RecordId,
    portion: Portion,
}

impl History {
    pub(super) fn new(made_at: u64) -> Self {
        Self {
            format: "sesemr-history",
            version: 1,
            made_at: instant(made_at),
            records: Vec::new(),
            deleted: Vec::new(),
        }
    }

    pub(super) fn note_deleted(&mut self, entries: &[IndexEntry]) {
        let deleted = entries.iter().filter(|entry| entry.kind == IndexKind::Delete);
        self.deleted.extend(deleted.map(|entry| DeletedRecord { record: entry.record, portion: entry.portion }));
    }

    /// Where the current versions are.
    pub(super) fn add_current(&mut self, listed: &[ListedRecord]) {
        let listed: BTreeMap<RecordId, &ListedRecord> = listed.iter().map(|listed| (listed.record, listed)).collect();
        for story in &mut self.records {
            if let Some(current) = listed.get(&story.record)
                && let Some(version) = story.versions.iter_mut().find(|version| version.version == current.version)
            {
                version.path = Some(current.file.path.clone());
            }
        }
    }
}

impl RecordStory {
    /// Of a record that was never replaced.
    pub(super) fn of_single(record: &OwnRecord, stored_at: Option<String>) -> Self {
        let version = VersionStory {
            version: record.header.fields.version,
            stored_at,
            reason: record.summary.reason.as_ref().map(PatientNote::as_str).map(str::to_owned),
            path: None,
        };
        Self::with(record, vec![version])
    }

    pub(super) fn of(record: &OwnRecord, past: &[PastVersion], paths: &BTreeMap<u32, String>) -> Self {
        let story = |version: &PastVersion| VersionStory {
            version: version.version,
            stored_at: version.stored_at.map(instant),
            reason: version
                .record
                .as_ref()
                .and_then(|record| record.summary.reason.as_ref())
                .map(|reason| reason.as_str().to_owned()),
            path: paths.get(&version.version).cloned(),
        };
        Self::with(record, past.iter().map(story).collect())
    }

    fn with(record: &OwnRecord, versions: Vec<VersionStory>) -> Self {
        let portion = record.header.fields.portion;
        Self { record: record.id(), title: record.summary.title.clone(), portion, versions }
    }
}

/// `consents.json`.
#[derive(Serialize)]
pub(super) struct Consents {
    format: &'static str,
    version: u32,
    made_at: String,
    people: Vec<Party>,
    requests: Vec<RequestPaper>,
    grants: Vec<GrantPaper>,
    openings: Vec<OpeningPaper>,
}

/// Somebody asked.
#[derive(Serialize)]
struct RequestPaper {
    request: KeyRequestId,
    from: AccountId,
    portions: Vec<Portion>,
    purpose: PurposeOfUse,
    /// In seconds.
    duration: u32,
    write_prescriptions: bool,
    message: Option<String>,
    asked_at: String,
    expires_at: String,
    state: KeyRequestState,
    signed_act: Encoded<SignedAct<RequestKey>>,
}

/// Access was given.
#[derive(Serialize)]
struct GrantPaper {
    grant: GrantId,
    request: KeyRequestId,
    to: AccountId,
    portions: Vec<Portion>,
    records: Vec<RecordId>,
    openings: u16,
    openings_used: u16,
    write_prescriptions: bool,
    given_at: String,
    expires_at: String,
    taken_back_at: Option<String>,
    state: GrantState,
    signed_act: Encoded<SignedAct<GrantKeyRequest>>,
}

/// A random key was made.
#[derive(Serialize)]
struct OpeningPaper {
    opening: OpeningId,
    grant: GrantId,
    by: AccountId,
    made_at: String,
    expires_at: String,
    state: OpeningState,
    end_confirmed: bool,
    signed_act: Encoded<SignedAct<Opening>>,
}

impl Consents {
    /// Everything that was asked of this person, and what they gave.
    pub(super) async fn of<H: Host>(member: &Member<H>, made_at: u64) -> Result<Self, FlowError> {
        let me = member.account();
        let requests = member.list_key_requests().await?;
        let requests: Vec<_> = requests.into_iter().filter(|request| request.act.header.patient == me).collect();
        let grants = member.list_grants().await?;
        let openings = member.list_openings().await?;
        let people = member.vault().contacts.iter().map(party_of).collect();
        Ok(Self {
            format: "sesemr-consents",
            version: 1,
            made_at: instant(made_at),
            people,
            requests: requests
                .into_iter()
                .map(|request| RequestPaper {
                    request: request.act.body.request,
                    from: request.act.header.actor,
                    portions: request.act.body.portions.clone(),
                    purpose: request.act.body.purpose,
                    duration: request.act.body.duration,
                    write_prescriptions: request.act.body.write_back,
                    message: request.message.as_ref().map(|message| message.as_str().to_owned()),
                    asked_at: instant(request.act.header.signed_at),
                    expires_at: instant(request.act.body.expires_at),
                    state: request.state,
                    signed_act: Encoded(request.act),
                })
                .collect(),
            grants: grants
                .into_iter()
                .filter(|grant| grant.act.header.actor == me)
                .map(|grant| GrantPaper {
                    grant: grant.act.body.grant,
                    request: grant.act.body.request,
                    to: grant.act.body.clinician,
                    portions: grant.act.body.scope.portions.clone(),
                    records: grant.act.body.scope.records.clone(),
                    openings: grant.act.body.openings,
                    openings_used: grant.openings_used,
                    write_prescriptions: grant.act.body.write_back,
                    given_at: instant(grant.act.header.signed_at),
                    expires_at: instant(grant.act.body.expires_at),
                    taken_back_at: grant.taken_back_at.map(instant),
                    state: grant.state,
                    signed_act: Encoded(grant.act),
                })
                .collect(),
            openings: openings
                .into_iter()
                .filter(|opening| opening.act.header.actor == me)
                .map(|opening| OpeningPaper {
                    opening: opening.act.body.opening,
                    grant: opening.act.body.grant,
                    by: opening.act.body.clinician,
                    made_at: instant(opening.act.header.signed_at),
                    expires_at: instant(opening.act.body.expires_at),
                    state: opening.state,
                    end_confirmed: opening.end_confirmed,
                    signed_act: Encoded(opening.act),
                })
                .collect(),
        })
    }
}

/// Who a known person is, as they are shown.
pub(super) fn party_of(contact: &Contact) -> Party {
    let Profile { display_name, handle, .. } = contact.profile().to_visible();
    Party { account: contact.account, name: display_name, handle }
}

/// What a clinician signed. With it anybody can check, without a server, who wrote exactly these bytes: the header's
/// signature by the key on the card, the body's hash in the header, the body opened with the key that the header commits to.
#[derive(Serialize)]
pub(super) struct SignedPrescription {
    format: &'static str,
    version: u32,
    /// The file that holds its bytes.
    path: String,
    sha256: String,
    written_by: Party,
    /// Hash of the signed header, by which other acts name it.
    header_hash: Hash,
    /// The header with the signature.
    header: Bytes,
    /// The cards of who wrote it: the last one has the key.
    key_cards: Vec<Encoded<KeyCard>>,
    /// The key of this one record version, and of nothing else.
    record_key: Bytes,
    /// The sealed body, chunk by chunk.
    sealed: Vec<Bytes>,
}

impl SignedPrescription {
    pub(super) async fn of<H: Host>(
        member: &Member<H>,
        record: &OwnRecord,
        listed: &ListedRecord,
    ) -> Result<Self, FlowError> {
        use crate::codec::Encode as _;
        let author = record.header.fields.author;
        let cards = member.person(author).await?.cards;
        Ok(Self {
            format: "sesemr-signed-prescription",
            version: 1,
            path: listed.file.path.clone(),
            sha256: listed.file.sha256.clone(),
            written_by: listed.written_by.clone(),
            header_hash: record.header.object_hash(),
            header: Bytes(record.header.encode()),
            key_cards: cards.into_iter().map(Encoded).collect(),
            record_key: Bytes(record.file_key.as_bytes().to_vec()),
            sealed: OwnChunks(member).sealed_body(&record.header).await?.into_iter().map(Bytes).collect(),
        })
    }
}
