//! Reading one's access log and checking it: the chain, every signature, every actor's counters, the SRS's own account.

use std::collections::{BTreeMap, BTreeSet};

use super::delete_record::is_receipt_of;
use super::{FlowError, Host, Member};
use crate::api::srs::{ReadOutboxEndpoint, ReadOutboxRequest};
use crate::api::{AfterQuery, LogRow, ReadAccessLogEndpoint};
use crate::codec::Decode as _;
use crate::crypto::VerifyingKey;
use crate::id::{AccountId, DeviceId, Encoded, Hash, OpeningId};
use crate::sharing::{
    ActBody, AttemptOpening, Audience, BlockPerson, CloseOpening, ConfirmOpening, DeleteRecord, DeletionReceipt,
    EndOpening, FailOpening, GrantKeyRequest, LogEntry, LogError, LogHead, LogKind, Opening, PauseGrant,
    PublishRecords, ReadOutbox, ReadOutboxFields, RefuseKeyRequest, Register, RegisterOpening, ReleaseRecords,
    ReplaceCredentials, RequestKey, RollPortionKey, ServerClosing, SetListing, SignedAct, SrsEntry, SrsEvent,
    TakeBackGrant, WritePrescription, verify_log, verify_outbox,
};

/// What an entry's signed object says, as far as a reader needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogObject {
    /// The server alone says so.
    None,
    /// An account was registered.
    Register,
    /// Credentials were replaced.
    ReplaceCredentials(ReplaceCredentials),
    /// Records were published.
    PublishRecords(PublishRecords),
    /// Access was asked for.
    RequestKey(RequestKey),
    /// Access was granted.
    GrantKeyRequest(GrantKeyRequest),
    /// Access was refused.
    RefuseKeyRequest(RefuseKeyRequest),
    /// Access was taken back.
    TakeBackGrant(TakeBackGrant),
    /// A random key was made.
    Opening(Box<Opening>),
    /// The SRS reports.
    Srs(SrsEntry),
    /// Records were released.
    ReleaseRecords(ReleaseRecords),
    /// A prescription was written.
    WritePrescription(WritePrescription),
    /// The portal was closed.
    CloseOpening(CloseOpening),
    /// The server closed the portal.
    ServerClosing(ServerClosing),
    /// Keys were rolled.
    RollPortionKey(RollPortionKey),
    /// A record was deleted: the patient's act, and the server's receipt for it.
    DeleteRecord(Box<SignedAct<DeleteRecord>>, DeletionReceipt),
    /// Somebody was blocked or unblocked.
    BlockPerson(BlockPerson),
    /// A grant was paused, or went on.
    PauseGrant(PauseGrant),
    /// Who finds this person was changed.
    SetListing(SetListing),
}

/// One entry, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedLogEntry {
    /// The entry.
    pub entry: LogEntry,
    /// What was signed.
    pub object: LogObject,
    /// Whether object and signature fit the entry.
    pub verdict: Result<(), LogError>,
}

/// A whole log, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedLog {
    /// The entries, oldest first.
    pub entries: Vec<CheckedLogEntry>,
    /// What is wrong with the log as a whole; nothing where it is complete.
    pub problem: Option<LogError>,
    /// Whether the SRS was heard on what it leaves out. While the SRS is away the rest is checked nevertheless.
    pub compared: bool,
}

impl<H: Host> Member<H> {
    /// Reads the whole log and checks it. What is wrong is named, not hidden: every entry is given.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn read_access_log(&self) -> Result<CheckedLog, FlowError> {
        // Another read may move the head on meanwhile, which says nothing about these rows.
        let seen = self.vault().log_head.clone();
        let rows = self.read_log_rows().await?;
        let mut checker = Checker::new();
        let mut entries = Vec::new();
        for row in rows {
            let entry = self.check_log_row(row, &mut checker).await?;
            checker.pass(&entry.entry);
            entries.push(entry);
        }
        let chain: Vec<LogEntry> = entries.iter().map(|checked| checked.entry.clone()).collect();
        let (problem, compared) = match check_log_chain(seen, &chain) {
            Err(problem) => (Some(problem), false),
            Ok(()) => match self.compare_with_outbox(&checker.srs_entries).await {
                Ok(problem) => (problem, true),
                Err(FlowError::Away) => (None, false),
                Err(error) => return Err(error),
            },
        };
        if problem.is_none() && entries.iter().all(|checked| checked.verdict.is_ok()) {
            let head = verify_log(LogHead::EMPTY, &chain).unwrap_or(LogHead::EMPTY);
            if self.vault().log_head.sequence < head.sequence {
                self.change_vault(|vault| vault.reach_log(&head)).await?;
            }
        }
        Ok(CheckedLog { entries, problem, compared })
    }

    async fn read_log_rows(&self) -> Result<Vec<LogRow>, FlowError> {
        let mut rows: Vec<LogRow> = Vec::new();
        loop {
            let after = rows.last().map_or(0, |row| row.entry.0.sequence);
            let page = self.call::<ReadAccessLogEndpoint>(&AfterQuery { after }).await?;
            let more = page.more && !page.entries.is_empty();
            rows.extend(page.entries);
            if !more {
                return Ok(rows);
            }
        }
    }

    async fn check_log_row(&self, row: LogRow, checker: &mut Checker) -> Result<CheckedLogEntry, FlowError> {
        let entry = row.entry.0;
        let forged = LogError::Forged(entry.sequence);
        let Some(bytes) = row.object else {
            let unsigned = matches!(entry.kind, LogKind::SignedIn | LogKind::SignedInOnNewDevice);
            let verdict = if unsigned && entry.object == Hash::ZERO { Ok(()) } else { Err(forged) };
            return Ok(CheckedLogEntry { entry, object: LogObject::None, verdict });
        };
        let key = self.key_of_actor(entry.actor).await;
        let servers = {
            let vault = self.vault();
            (vault.server.sas, vault.server.srs)
        };
        let reading = Reading {
            entry: &entry,
            bytes: &bytes.0,
            act: row.act.as_ref().map(|act| act.0.as_slice()),
            key,
            servers,
            patient: self.account(),
        };
        let (object, fits) = match checker.read(&reading) {
            Some(object) => (object, true),
            None => (LogObject::None, false),
        };
        // An act of the SRS's entry is its actor's own: a clinician's attempt, a patient's registration of an opening.
        let fits = fits
            && match (&object, reading.act) {
                (LogObject::Srs(srs), Some(act)) => self.check_srs_act(srs, act, checker).await,
                (LogObject::Srs(srs), None) => srs.fields.act == Hash::ZERO,
                _ => true,
            };
        let verdict = match (fits, core::mem::take(&mut checker.other_history)) {
            (false, _) => Err(forged),
            (true, true) => Err(LogError::OtherHistory(entry.sequence)),
            (true, false) => Ok(()),
        };
        Ok(CheckedLogEntry { entry, object, verdict })
    }

    async fn check_srs_act(&self, entry: &SrsEntry, act: &[u8], checker: &mut Checker) -> bool {
        match entry.fields.event {
            SrsEvent::Registered => self.check_act_bytes::<RegisterOpening>(entry, act, checker).await,
            // The opening counts among the acts to the SAS, where its own entry has it.
            SrsEvent::Activated => SignedAct::<Opening>::decode(act).is_ok_and(|act| act.hash() == entry.fields.act),
            SrsEvent::Attempted => self.check_act_bytes::<AttemptOpening>(entry, act, checker).await,
            SrsEvent::Opened => self.check_act_bytes::<ConfirmOpening>(entry, act, checker).await,
            SrsEvent::Failed => self.check_act_bytes::<FailOpening>(entry, act, checker).await,
            SrsEvent::Ended => self.check_act_bytes::<EndOpening>(entry, act, checker).await,
        }
    }

    async fn check_act_bytes<B: ActBody>(&self, entry: &SrsEntry, act: &[u8], checker: &mut Checker) -> bool {
        let Ok(act) = SignedAct::<B>::decode(act) else { return false };
        let key = self.key_of_actor(act.header.actor).await;
        act.hash() == entry.fields.act
            && act.header.patient == self.account()
            && key.is_some_and(|key| act.verify(&key).is_ok())
            && checker.takes(&act)
    }

    async fn key_of_actor(&self, actor: AccountId) -> Option<VerifyingKey> {
        if actor == self.account() {
            return Some(self.vault().identity.signing_key.verifying_key());
        }
        self.person(actor).await.ok()?.card().ok().map(|card| card.fields.signing_key)
    }

    /// What the SRS itself says must not go beyond what the SAS's log says it said. Of which opening something is left out,
    /// also within a gap, the SRS says.
    async fn compare_with_outbox(&self, logged: &[SrsEntry]) -> Result<Option<LogError>, FlowError> {
        let srs = self.srs_key();
        let chained = count_chained(logged, &srs);
        let beyond: BTreeSet<Hash> = logged.iter().skip(chained).map(SrsEntry::hash).collect();
        let after = logged.iter().take(chained).next_back().map_or(0, |entry| entry.fields.sequence);
        let fields = ReadOutboxFields { patient: self.account(), after, signed_at: self.host.now() };
        let request = ReadOutbox::sign(fields, &self.vault().identity.signing_key);
        let response = match self.call::<ReadOutboxEndpoint>(&ReadOutboxRequest { request: Encoded(request) }).await {
            // That there is a gap is known without the SRS.
            Err(FlowError::Away) if !beyond.is_empty() => return Ok(Some(LogError::NotAContinuation)),
            answer => answer?,
        };
        // Entries of the last moments may still be on their way; older ones and those before a later one were kept back.
        let recent = self.host.now().saturating_sub(super::COURIER_GRACE);
        let last = logged.last().map_or(0, |entry| entry.fields.sequence);
        let kept_back = response.entries.iter().map(|row| &row.entry.0).find(|entry| {
            (entry.fields.at < recent || entry.fields.sequence < last) && !beyond.contains(&entry.hash())
        });
        let left_out = kept_back.map(|entry| LogError::LeftOut(entry.fields.opening));
        Ok(left_out.or_else(|| (!beyond.is_empty()).then_some(LogError::NotAContinuation)))
    }
}

/// How many of the SRS's entries form one chain from its beginning.
fn count_chained(entries: &[SrsEntry], srs: &VerifyingKey) -> usize {
    let before = core::iter::once(None).chain(entries.iter().map(Some));
    let pairs = before.zip(entries);
    pairs.take_while(|(before, entry)| verify_outbox(*before, core::slice::from_ref(*entry), srs).is_ok()).count()
}

/// The chain from the beginning must pass through the head that the vault kept.
fn check_log_chain(seen: LogHead, chain: &[LogEntry]) -> Result<(), LogError> {
    let length = usize::try_from(seen.sequence).unwrap_or(usize::MAX);
    let (before, after) = chain.split_at_checked(length).ok_or(LogError::NotAContinuation)?;
    if verify_log(LogHead::EMPTY, before)? != seen {
        return Err(LogError::NotAContinuation);
    }
    verify_log(seen, after).map(|_| ())
}

/// What is at hand to read one entry.
struct Reading<'a> {
    entry: &'a LogEntry,
    bytes: &'a [u8],
    act: Option<&'a [u8]>,
    key: Option<VerifyingKey>,
    servers: (VerifyingKey, VerifyingKey),
    patient: AccountId,
}

/// What has been read so far.
struct Checker {
    /// The heads of the chain before the entry at hand, by sequence: the empty log's first.
    heads: Vec<LogHead>,
    /// Whether the entry at hand was signed after another history.
    other_history: bool,
    counters: BTreeMap<(AccountId, DeviceId, u8), u64>,
    srs_entries: Vec<SrsEntry>,
    /// W of every opening: releases are signed by it.
    one_time_keys: BTreeMap<OpeningId, VerifyingKey>,
}

impl Checker {
    fn new() -> Self {
        Self {
            heads: vec![LogHead::EMPTY],
            other_history: false,
            counters: BTreeMap::new(),
            srs_entries: Vec::new(),
            one_time_keys: BTreeMap::new(),
        }
    }

    /// The entry's object, where it is what the entry says and signed by whom it must be.
    fn read(&mut self, reading: &Reading<'_>) -> Option<LogObject> {
        let (sas, srs) = reading.servers;
        Some(match reading.entry.kind {
            LogKind::SignedIn | LogKind::SignedInOnNewDevice => return None,
            LogKind::Registered => self.act::<Register>(reading).map(|_| LogObject::Register)?,
            LogKind::CredentialsReplaced => LogObject::ReplaceCredentials(self.act(reading)?),
            LogKind::RecordsPublished => LogObject::PublishRecords(self.act(reading)?),
            LogKind::KeyRequested => LogObject::RequestKey(self.act(reading)?),
            LogKind::KeyRequestGranted => LogObject::GrantKeyRequest(self.act(reading)?),
            LogKind::KeyRequestRefused => LogObject::RefuseKeyRequest(self.act(reading)?),
            LogKind::GrantTakenBack => LogObject::TakeBackGrant(self.act(reading)?),
            LogKind::RandomKeyIssued => {
                let opening: Opening = self.act(reading)?;
                self.one_time_keys.insert(opening.opening, opening.one_time_signing_key);
                LogObject::Opening(Box::new(opening))
            }
            LogKind::PrescriptionWritten => LogObject::WritePrescription(self.act(reading)?),
            LogKind::OpeningClosed => LogObject::CloseOpening(self.act(reading)?),
            LogKind::PortionKeyRolled => LogObject::RollPortionKey(self.act(reading)?),
            LogKind::PersonBlocked => LogObject::BlockPerson(self.act(reading)?),
            LogKind::GrantPaused => LogObject::PauseGrant(self.act(reading)?),
            LogKind::ListingChanged => LogObject::SetListing(self.act(reading)?),
            LogKind::SrsReported => {
                let entry = SrsEntry::decode(reading.bytes).ok()?;
                let fits = entry.hash() == reading.entry.object
                    && entry.fields.patient == reading.patient
                    && entry.verify(&srs).is_ok();
                self.srs_entries.extend(fits.then(|| entry.clone()));
                fits.then_some(LogObject::Srs(entry))?
            }
            LogKind::RecordsReleased => {
                let release = ReleaseRecords::decode(reading.bytes).ok()?;
                let one_time_key = self.one_time_keys.get(&release.fields.opening)?;
                let fits = release.hash() == reading.entry.object && release.verify(one_time_key).is_ok();
                fits.then_some(LogObject::ReleaseRecords(release))?
            }
            LogKind::OpeningClosedByServer => {
                let closing = ServerClosing::decode(reading.bytes).ok()?;
                let fits = closing.hash() == reading.entry.object && closing.verify(&sas).is_ok();
                fits.then_some(LogObject::ServerClosing(closing))?
            }
            LogKind::RecordDeleted => {
                let receipt = DeletionReceipt::decode(reading.bytes).ok()?;
                let act = SignedAct::<DeleteRecord>::decode(reading.act?).ok()?;
                let fits = receipt.hash() == reading.entry.object
                    && is_receipt_of(&receipt, &act)
                    && receipt.verify(&sas).is_ok()
                    && (act.header.actor, act.header.patient) == (reading.entry.actor, reading.patient)
                    && act.verify(&reading.key?).is_ok()
                    && self.takes(&act);
                fits.then(|| LogObject::DeleteRecord(Box::new(act), receipt))?
            }
        })
    }

    fn act<B: ActBody>(&mut self, reading: &Reading<'_>) -> Option<B> {
        let act = SignedAct::<B>::decode(reading.bytes).ok()?;
        let fits = act.hash() == reading.entry.object
            && act.header.actor == reading.entry.actor
            && act.header.patient == reading.patient
            && act.verify(&reading.key?).is_ok()
            && self.takes(&act);
        fits.then_some(act.body)
    }

    /// Takes an act that its actor signed: its number must rise, and the head that the patient had seen be one of this
    /// log's. Acts of others name none.
    fn takes<B: ActBody>(&mut self, act: &SignedAct<B>) -> bool {
        let header = &act.header;
        if header.actor == header.patient {
            let place = usize::try_from(header.log_head.sequence).unwrap_or(usize::MAX);
            self.other_history |= self.heads.get(place) != Some(&header.log_head);
        }
        self.counts(act)
    }

    /// Goes on to the head after this entry.
    fn pass(&mut self, entry: &LogEntry) {
        let before = self.heads.last().cloned().unwrap_or(LogHead::EMPTY);
        self.heads.push(entry.extend(&before));
    }

    /// Counters of one actor on one device rise. A gap is a refused act, whose number is consumed.
    fn counts<B: ActBody>(&mut self, act: &SignedAct<B>) -> bool {
        let header = &act.header;
        let audience = match header.audience {
            Audience::Sas => 1,
            Audience::Srs => 2,
        };
        let last = self.counters.entry((header.actor, header.device, audience)).or_default();
        let rises = header.counter > *last;
        *last = header.counter.max(*last);
        rises
    }
}
