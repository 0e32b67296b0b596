//! Every signed or serialized object of `sharing`, from fixed fields and fixed keys: its bytes, its hash.

use sesemr_common::codec::{Decode, Encode};
use sesemr_common::crypto::hpke::KemSecretKey;
use sesemr_common::crypto::opaque::{Ke1, Ke2, Ke3, RegistrationRequest};
use sesemr_common::crypto::{KemCiphertext, ProtocolObject as _, Signature, SigningKey};
use sesemr_common::id::{
    AccountId, BatchId, Bytes, DeviceId, GrantId, Hash, KeyId, KeyRequestId, OpeningId, RecordId, UploadId,
};
use sesemr_common::portion::Portion;
use sesemr_common::pre::{Capsule, PrePublicKey, PreSecretKey, ReKeyCommitment};
use sesemr_common::sharing::{
    ActBody, ActHeader, AttemptOpening, BlockPerson, CloseAccount, CloseOpening, ConfirmOpening, CredentialChange,
    DeleteRecord, DeletionReceipt, DeletionReceiptFields, EndOpening, EndReason, FailOpening, GrantKeyRequest,
    IndexEntry, IndexHead, IndexKind, KeyCard, LogEntry, LogHead, LogKind, OpenedRecord, Opening, OpeningBatch,
    OpeningPortion, OpeningRecord, PauseGrant, PortionCard, PortionCardFields, Profile, PublishRecords,
    PublishedRecord, PurposeOfUse, ReadOutbox, ReadOutboxFields, RefuseKeyRequest, Register, RegisterOpening,
    ReleaseRecords, ReleaseRecordsFields, RenewTicket, RenewTicketFields, ReplaceCredentials, RequestKey, Role,
    RollPortionKey, Salt, Scope, SealedMessage, ServerClosing, ServerClosingFields, SetListing, SignedAct, SrsEntry,
    SrsEntryFields, SrsEvent, TakeBackGrant, Ticket, TicketFields, WriteBackCard, WritePrescription, WriteVault,
    WriteVaultFields, confirm_transcript, extend_index, failed_transcript, hash_invitation,
};

use crate::file::{Vector, parse, unhex};

const PATIENT: AccountId = AccountId::from_bytes([1; 16]);
const CLINICIAN: AccountId = AccountId::from_bytes([2; 16]);
const NOW: u64 = 1_790_000_000_000;

fn patient_key() -> SigningKey {
    SigningKey::from_bytes([0x11; 32])
}

fn clinician_key() -> SigningKey {
    SigningKey::from_bytes([0x22; 32])
}

fn srs_key() -> SigningKey {
    SigningKey::from_bytes([0x33; 32])
}

fn one_time_key() -> SigningKey {
    SigningKey::from_bytes([0x44; 32])
}

fn scalar(value: u8) -> PreSecretKey {
    let mut bytes = [0; 32];
    bytes[0] = value;
    PreSecretKey::from_bytes(bytes).unwrap()
}

fn point(value: u8) -> PrePublicKey {
    scalar(value).public_key()
}

fn decoded<T: Decode>(parts: &[&[u8]]) -> T {
    T::decode(&parts.concat()).unwrap()
}

fn capsule() -> Capsule {
    decoded(&[point(5).as_bytes(), point(6).as_bytes(), &*scalar(7).to_bytes()])
}

fn commitment() -> ReKeyCommitment {
    decoded(&[point(8).as_bytes(), point(9).as_bytes()])
}

fn message() -> SealedMessage {
    SealedMessage { kem_ciphertext: KemCiphertext([0x55; 1120]), ciphertext: Bytes(vec![0x66; 272]) }
}

fn key_card() -> KeyCard {
    let kem = KemSecretKey::from_bytes([0x77; 32]).public_key();
    KeyCard::sign_first(PATIENT, kem, NOW, &patient_key())
}

fn portion_card() -> PortionCard {
    let fields = PortionCardFields {
        patient: PATIENT,
        patient_key: key_card().key_id(),
        portion: Portion::Medications,
        epoch: 3,
        pre_key: point(4),
        kem_key: KemSecretKey::from_bytes([0x78; 32]).public_key(),
        previous: Hash([0x79; 32]),
    };
    PortionCard::sign(fields, &patient_key())
}

fn profile() -> Profile {
    Profile {
        handle: "grace.bello".to_owned(),
        display_name: "Dr Grace Bello".to_owned(),
        role: Role::Doctor,
        organisation: "Lagos General".to_owned(),
    }
}

fn opening() -> Opening {
    Opening {
        opening: OpeningId::from_bytes([3; 16]),
        grant: GrantId::from_bytes([4; 16]),
        grant_hash: Hash([5; 32]),
        clinician: CLINICIAN,
        clinician_key: KeyId([6; 32]),
        srs_key: srs_key().verifying_key(),
        expires_at: NOW + 86_400_000,
        one_time_pre_key: point(10),
        one_time_signing_key: one_time_key().verifying_key(),
        portions: vec![OpeningPortion {
            portion: Portion::Medications,
            epoch: 3,
            card: portion_card().hash(),
            pre_key: point(4),
            commitment: commitment(),
        }],
        batches: vec![OpeningBatch {
            batch: BatchId::from_bytes([7; 16]),
            hash: Hash([8; 32]),
            portion: Portion::Medications,
            capsule: capsule(),
        }],
        records: vec![OpeningRecord {
            record: RecordId::from_bytes([9; 16]),
            version: 2,
            header: Hash([10; 32]),
            slot: Hash([11; 32]),
            batch: BatchId::from_bytes([7; 16]),
        }],
        write_back: vec![WriteBackCard { portion: Portion::Medications, card: portion_card().hash() }],
        box_hash: Hash([12; 32]),
    }
}

fn act<B: ActBody>(body: B) -> SignedAct<B> {
    let header = ActHeader {
        actor: PATIENT,
        actor_key: key_card().key_id(),
        patient: PATIENT,
        device: DeviceId::from_bytes([13; 16]),
        audience: B::AUDIENCE,
        counter: 42,
        log_head: LogHead { sequence: 7, hash: Hash([14; 32]) },
        signed_at: NOW,
        restore_epoch: 1,
        on_behalf_of: Hash::ZERO,
    };
    SignedAct::sign(header, body, &patient_key())
}

/// What is frozen of an object, whether it reads back to itself, and whether bytes read as one of its type.
struct Frozen {
    name: &'static str,
    encoding: Vec<u8>,
    hash: Hash,
    reads_back: bool,
    reads: fn(&[u8]) -> bool,
}

fn frozen<T: Encode + Decode + PartialEq>(name: &'static str, object: &T, hash: Hash) -> Frozen {
    let encoding = object.encode();
    let reads_back = T::decode(&encoding).is_ok_and(|read| read == *object);
    Frozen { name, encoding, hash, reads_back, reads: |bytes| T::decode(bytes).is_ok() }
}

fn frozen_act<B: ActBody + PartialEq>(name: &'static str, body: B) -> Frozen {
    let act = act(body);
    assert_eq!(act.verify(&patient_key().verifying_key()), Ok(()), "{name}");
    assert!(act.verify(&clinician_key().verifying_key()).is_err(), "{name}");
    frozen(name, &act, act.hash())
}

fn acts() -> Vec<Frozen> {
    deciding().into_iter().chain(opening_acts()).collect()
}

/// Acts to the SAS before anything is opened.
fn deciding() -> Vec<Frozen> {
    let published = PublishedRecord {
        record: RecordId::from_bytes([9; 16]),
        version: 2,
        portion: Portion::Readings,
        header: Hash([10; 32]),
    };
    vec![
        frozen_act(
            "register",
            Register { profile: profile(), key_card: key_card().hash(), portion_cards: vec![portion_card().hash()] },
        ),
        frozen_act(
            "replace-credentials",
            ReplaceCredentials { change: CredentialChange::Recovery, contents: Hash([15; 32]) },
        ),
        frozen_act(
            "publish-records",
            PublishRecords {
                upload: UploadId::from_bytes([16; 16]),
                records: vec![published],
                batches: vec![Hash([8; 32])],
                index_before: IndexHead::EMPTY,
                index_after: IndexHead { sequence: 1, hash: Hash([17; 32]) },
            },
        ),
        frozen_act(
            "request-key",
            RequestKey {
                request: KeyRequestId::from_bytes([18; 16]),
                patient_key: key_card().key_id(),
                portions: vec![Portion::Allergies, Portion::Medications],
                purpose: PurposeOfUse::Treatment,
                duration: 86_400,
                write_back: true,
                expires_at: NOW + 1,
                message: Some(message()),
            },
        ),
        frozen_act(
            "grant-key-request",
            GrantKeyRequest {
                grant: GrantId::from_bytes([4; 16]),
                request: KeyRequestId::from_bytes([18; 16]),
                request_hash: Hash([19; 32]),
                clinician: CLINICIAN,
                clinician_key: KeyId([6; 32]),
                scope: Scope { portions: vec![Portion::Medications], records: vec![RecordId::from_bytes([9; 16])] },
                expires_at: NOW + 86_400_000,
                openings: 2,
                write_back: true,
            },
        ),
        frozen_act(
            "refuse-key-request",
            RefuseKeyRequest {
                request: KeyRequestId::from_bytes([18; 16]),
                request_hash: Hash([19; 32]),
                reason: None,
            },
        ),
        frozen_act("take-back-grant", TakeBackGrant { grant: GrantId::from_bytes([4; 16]), grant_hash: Hash([5; 32]) }),
        frozen_act(
            "pause-grant",
            PauseGrant { grant: GrantId::from_bytes([4; 16]), grant_hash: Hash([5; 32]), paused: true },
        ),
        frozen_act("block-person", BlockPerson { person: CLINICIAN, blocked: true }),
        frozen_act("set-listing", SetListing { unlisted: true, invitation: Some(hash_invitation(&[30; 10])) }),
        frozen_act("close-account", CloseAccount { register: Hash([31; 32]) }),
    ]
}

/// Acts of making, using and ending an opening.
fn opening_acts() -> Vec<Frozen> {
    let opening_id = OpeningId::from_bytes([3; 16]);
    let (ke1, ke2, ke3) = (Ke1([0x81; 96]), Ke2([0x82; 320]), Ke3([0x83; 64]));
    let transcript = confirm_transcript(&ke1, &ke2, &ke3);
    let read = OpenedRecord { record: RecordId::from_bytes([9; 16]), version: 2 };
    vec![
        frozen_act(
            "register-opening",
            RegisterOpening {
                opening: opening_id,
                grant_hash: Hash([5; 32]),
                clinician: CLINICIAN,
                clinician_key: KeyId([6; 32]),
                registration_request: RegistrationRequest([20; 32]),
            },
        ),
        frozen_act("opening", opening()),
        frozen_act("attempt-opening", AttemptOpening { opening: opening_id, opening_hash: Hash([21; 32]), ke1 }),
        frozen_act(
            "confirm-opening",
            ConfirmOpening {
                opening: opening_id,
                opening_hash: Hash([21; 32]),
                ke3,
                transcript,
                one_time_signature: one_time_key().sign("confirm-opening-transcript", transcript.as_bytes()),
            },
        ),
        frozen_act(
            "fail-opening",
            FailOpening {
                opening: opening_id,
                opening_hash: Hash([21; 32]),
                transcript: failed_transcript(&ke1, &ke2),
            },
        ),
        frozen_act(
            "write-prescription",
            WritePrescription {
                upload: UploadId::from_bytes([16; 16]),
                opening: opening_id,
                opening_hash: Hash([21; 32]),
                record: RecordId::from_bytes([22; 16]),
                portion: Portion::Medications,
                header: Hash([23; 32]),
                batch: Hash([24; 32]),
            },
        ),
        frozen_act(
            "close-opening",
            CloseOpening {
                opening: opening_id,
                opening_hash: Hash([21; 32]),
                opened: vec![read.clone()],
                written: vec![Hash([23; 32])],
            },
        ),
        frozen_act(
            "end-opening",
            EndOpening { opening: opening_id, opening_hash: Hash([21; 32]), reason: EndReason::TakenBack },
        ),
        frozen_act(
            "roll-portion-key",
            RollPortionKey {
                portion: Portion::Medications,
                card_before: Hash([25; 32]),
                card_after: Hash([26; 32]),
                batches: vec![Hash([27; 32])],
                quarantined: vec![read],
            },
        ),
        frozen_act("delete-record", deletion()),
    ]
}

fn deletion() -> DeleteRecord {
    let before = IndexHead { sequence: 4, hash: Hash([30; 32]) };
    let current = IndexEntry {
        sequence: 3,
        kind: IndexKind::Put,
        record: RecordId::from_bytes([9; 16]),
        version: 2,
        portion: Portion::Readings,
        header: Hash([10; 32]),
    };
    let (act, after) = DeleteRecord::after(&before, &current).unwrap();
    assert_eq!(act.index_entry(&before).map(|(entry, head)| (entry.kind, head)), Some((IndexKind::Delete, after)));
    assert_eq!(act.index_entry(&IndexHead::EMPTY), None);
    act
}

fn objects() -> Vec<Frozen> {
    let opening_id = OpeningId::from_bytes([3; 16]);
    let (opening_hash, srs) = (Hash([21; 32]), srs_key());
    let ticket = Ticket::sign(
        TicketFields {
            opening: opening_id,
            opening_hash,
            number: 1,
            clinician_key: KeyId([6; 32]),
            restore_epoch: 1,
            expires_at: NOW + 300_000,
        },
        &srs,
    );
    let renewal = RenewTicket::sign(RenewTicketFields { opening: opening_id, number: 2 }, &one_time_key());
    let release = ReleaseRecords::sign(
        ReleaseRecordsFields {
            opening: opening_id,
            opening_hash,
            number: 1,
            records: vec![RecordId::from_bytes([9; 16])],
            ticket: ticket.hash(),
        },
        &one_time_key(),
    );
    let closing = ServerClosing::sign(
        ServerClosingFields {
            patient: PATIENT,
            opening: opening_id,
            opening_hash,
            opened: Vec::new(),
            written: Vec::new(),
            reason: EndReason::Expired,
            closed_at: NOW,
        },
        &srs,
    );
    let receipt = DeletionReceipt::sign(
        DeletionReceiptFields {
            patient: PATIENT,
            record: RecordId::from_bytes([9; 16]),
            act: act(deletion()).hash(),
            versions: 2,
            bytes: 524_320,
            deleted_at: NOW,
        },
        &srs,
    );
    let reported = SrsEntry::sign(
        SrsEntryFields {
            patient: PATIENT,
            sequence: 1,
            previous: Hash::ZERO,
            event: SrsEvent::Attempted,
            opening: opening_id,
            act: Hash([28; 32]),
            at: NOW,
        },
        &srs,
    );
    let fields = WriteVaultFields { account: PATIENT, version: 7, vault: Hash([0x5A; 32]) };
    let vault = WriteVault::sign(fields, &patient_key());
    let outbox = ReadOutbox::sign(ReadOutboxFields { patient: PATIENT, after: 1, signed_at: NOW }, &patient_key());
    let index = IndexEntry {
        sequence: 1,
        kind: IndexKind::Put,
        record: RecordId::from_bytes([9; 16]),
        version: 1,
        portion: Portion::Readings,
        header: Hash([10; 32]),
    };
    let entry = LogEntry {
        sequence: 1,
        at: NOW,
        kind: LogKind::KeyRequested,
        actor: CLINICIAN,
        device: DeviceId::from_bytes([13; 16]),
        object: Hash([28; 32]),
        salt: Salt([29; 16]),
    };
    vec![
        frozen("key-card", &key_card(), key_card().hash()),
        frozen("portion-card", &portion_card(), portion_card().hash()),
        frozen("profile", &profile(), profile().object_hash()),
        frozen("ticket", &ticket, ticket.hash()),
        frozen("renew-ticket", &renewal, renewal.hash()),
        frozen("release-records", &release, release.hash()),
        frozen("server-closing", &closing, closing.hash()),
        frozen("deletion-receipt", &receipt, receipt.hash()),
        frozen("srs-entry", &reported, reported.hash()),
        frozen("read-outbox", &outbox, outbox.hash()),
        frozen("write-vault", &vault, vault.hash()),
        frozen("record-index-entry", &index, extend_index(&IndexHead::EMPTY, &index).unwrap().hash),
        frozen("log-entry", &entry, entry.extend(&LogHead::EMPTY).hash),
    ]
}

fn check(found: &Frozen, vectors: &[Vector<'_>]) {
    let vector = vectors.iter().find(|vector| vector.text("name") == found.name);
    let vector = vector.unwrap_or_else(|| panic!("no vector for {}", found.name));
    assert_eq!(found.encoding, unhex(vector.text("encoding")), "{}", found.name);
    assert_eq!(found.hash, vector.object("hash"), "{}", found.name);
    assert!(found.reads_back, "{}", found.name);
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn every_act_and_signed_object_has_these_bytes_and_this_hash() {
    let file = parse(include_str!("acts.json"));
    let vectors = Vector(&file).list("objects");
    let found: Vec<Frozen> = acts().into_iter().chain(objects()).collect();
    assert_eq!(found.len(), vectors.len(), "every vector is used");
    for object in &found {
        check(object, &vectors);
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn key_id_and_box_info_are_these() {
    let file = parse(include_str!("acts.json"));
    assert_eq!(key_card().key_id(), Vector(&file).object("key_id"));
    assert_eq!(opening().box_info(), Vector(&file).object("box_info"));
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn nothing_reads_with_a_byte_more_or_less_or_of_another_version_or_suite() {
    for Frozen { name, encoding, reads, .. } in acts().into_iter().chain(objects()) {
        let altered = |place: usize| {
            let mut bytes = encoding.clone();
            bytes[place] = 2;
            bytes
        };
        assert!(reads(&encoding), "{name}");
        assert!(!reads(&encoding[..encoding.len() - 1]), "{name} cut short");
        assert!(!reads(&[&encoding[..], &[0]].concat()), "{name} with a byte behind");
        assert!(!reads(&altered(0)), "{name} of another version");
        assert!(!reads(&altered(1)), "{name} of another suite");
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[test]
fn an_act_without_its_signature_is_nobodys() {
    let signature = Signature::ZERO;
    let stripped = SignedAct { signature, ..act(opening()) };
    assert!(stripped.verify(&patient_key().verifying_key()).is_err());
}
