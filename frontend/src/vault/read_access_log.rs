//! The access log in terms of who did what, and whether it can be believed.

use std::collections::{BTreeMap, BTreeSet};

use sesemr_common::{
    api::{GrantState, OpeningState},
    export::{self, LogLine, LogProof},
    flow::{CheckedLog, CheckedLogEntry, LogObject},
    id::{AccountId, GrantId, KeyRequestId, OpeningId},
    portion::Portion,
    sharing::{CredentialChange, LogError, LogKind, Opening, Profile, SrsEvent},
};

use super::{
    error::explain,
    person::name_of,
    reporter::Reporter,
    state::{SignedIn, Vault},
};
use crate::{
    message::{AppError, LogWords, Progress, ProgressStep, ReadAccessLog},
    model::{
        access_log::{AccessLogView, EntryCheck, LogActor, LogClaim, LogEntryView, LogEvent, LogVerdict},
        moment::Moment,
    },
};

pub(super) async fn read_access_log(
    vault: &Vault,
    _verb: ReadAccessLog,
    reporter: &Reporter,
) -> Result<AccessLogView, AppError> {
    let member = vault.member()?;
    let log = read_log(&member, reporter).await?;
    reporter.go_on()?;
    let story = Story::new(&member, &log, lasting_grants(&member).await);
    let mut entries: Vec<LogEntryView> = log.entries.iter().filter_map(|entry| story.view(entry)).collect();
    entries.reverse();
    Ok(AccessLogView { entries, verdict: verdict(&log) })
}

/// Reads and checks the whole log.
pub(super) async fn read_log(member: &SignedIn, reporter: &Reporter) -> Result<CheckedLog, AppError> {
    reporter.progress(Progress { step: ProgressStep::CheckingLog, file: None, done: 0, total: 0 });
    member.read_access_log().await.map_err(|error| explain(member, error))
}

/// Every entry as exports tell it, oldest first, in the page's words.
pub(super) fn log_lines(member: &SignedIn, log: &CheckedLog, words: &LogWords) -> Vec<LogLine> {
    let story = Story::new(member, log, BTreeSet::new());
    let line = |checked: &CheckedLogEntry| {
        let sentence = words.sentences.get(&checked.entry.sequence).unwrap_or(&words.other);
        LogLine::new(checked, story.exported_actor(checked), sentence.clone())
    };
    log.entries.iter().map(line).collect()
}

/// What can still be taken back: live grants, and those whose last opening is open now. Lists that cannot be read offer
/// nothing; the log is shown nevertheless.
async fn lasting_grants(member: &SignedIn) -> BTreeSet<GrantId> {
    let grants = member.list_grants().await.unwrap_or_default();
    let openings = member.list_openings().await.unwrap_or_default();
    let gives = |state| matches!(state, GrantState::Live | GrantState::Paused);
    let live = grants.iter().filter(|grant| gives(grant.state)).map(|grant| grant.act.body.grant);
    let open = openings.iter().filter(|opening| opening.state == OpeningState::Opened);
    live.chain(open.map(|opening| opening.act.body.grant)).collect()
}

fn verdict(log: &CheckedLog) -> LogVerdict {
    if let Some(problem) = log.problem {
        return view_problem(problem);
    }
    let wrong = log.entries.iter().find_map(|entry| entry.verdict.err());
    wrong.map_or(if log.compared { LogVerdict::Complete } else { LogVerdict::NotCompared }, view_problem)
}

fn view_problem(problem: LogError) -> LogVerdict {
    match problem {
        LogError::OutOfOrder(sequence) => LogVerdict::OutOfOrder { sequence },
        LogError::Forged(sequence) => LogVerdict::Forged { sequence },
        LogError::NotAContinuation | LogError::OtherHistory(_) => LogVerdict::WentBack,
        LogError::LeftOut(opening) => LogVerdict::LeftOut { opening },
    }
}

/// What the sentences need to know of each other: who asked, to whom it was given, whose opening it was, for what.
struct Story<'a> {
    member: &'a SignedIn,
    openings: BTreeMap<OpeningId, &'a Opening>,
    requests: BTreeMap<KeyRequestId, AccountId>,
    grants: BTreeMap<GrantId, AccountId>,
    /// Grants that can still be taken back.
    live: BTreeSet<GrantId>,
}

impl<'a> Story<'a> {
    fn new(member: &'a SignedIn, log: &'a CheckedLog, live: BTreeSet<GrantId>) -> Self {
        let (mut openings, mut requests, mut grants) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for checked in log.entries.iter().filter(|checked| checked.verdict.is_ok()) {
            match &checked.object {
                LogObject::RequestKey(act) => _ = requests.insert(act.request, checked.entry.actor),
                LogObject::GrantKeyRequest(act) => _ = grants.insert(act.grant, act.clinician),
                LogObject::Opening(opening) => _ = openings.insert(opening.opening, &**opening),
                _ => {}
            }
        }
        Self { member, openings, requests, grants, live }
    }

    /// One entry; nothing for those that repeat what another says.
    fn view(&self, checked: &CheckedLogEntry) -> Option<LogEntryView> {
        let entry = &checked.entry;
        let event = self.event(checked)?;
        Some(LogEntryView {
            sequence: entry.sequence,
            at: Moment::from_wire(entry.at),
            actor: self.actor(checked),
            unusual: event.is_unusual() || checked.verdict.is_err(),
            grants: self.lasting_grants_of(checked),
            answer: self.member.vault().log_answer(entry.sequence),
            check: match LogProof::of(checked) {
                LogProof::Forged => EntryCheck::Forged,
                LogProof::ServerOnly => EntryCheck::ServerOnly,
                LogProof::Signed => EntryCheck::Signed,
            },
            event,
        })
    }

    fn event(&self, checked: &CheckedLogEntry) -> Option<LogEvent> {
        let claim = claim_of(checked.entry.kind);
        if checked.verdict.is_err() {
            return Some(LogEvent::Unproven { claim });
        }
        Some(match &checked.object {
            LogObject::None => match checked.entry.kind {
                LogKind::SignedInOnNewDevice => LogEvent::SignedInOnNewDevice,
                LogKind::SignedIn => LogEvent::SignedIn,
                // Only sign-ins go unsigned.
                _ => LogEvent::Unproven { claim },
            },
            LogObject::Register => LogEvent::Registered,
            LogObject::ReplaceCredentials(act) => match act.change {
                CredentialChange::Password => LogEvent::PasswordChanged,
                CredentialChange::Recovery => LogEvent::Recovered,
                CredentialChange::NewKit | CredentialChange::LostDevice => LogEvent::KitReplaced,
            },
            LogObject::PublishRecords(act) => LogEvent::RecordsPublished {
                count: count(act.records.len()),
                portions: distinct(act.records.iter().map(|record| record.portion)),
            },
            LogObject::RequestKey(act) => LogEvent::KeyRequested { portions: act.portions.clone() },
            LogObject::GrantKeyRequest(act) => LogEvent::KeyRequestGranted {
                person: self.name(act.clinician),
                portions: act.scope.portions.clone(),
                single_records: count(act.scope.records.len()),
            },
            LogObject::RefuseKeyRequest(act) => {
                LogEvent::KeyRequestRefused { person: self.name_of(self.requests.get(&act.request)) }
            }
            LogObject::TakeBackGrant(act) => {
                LogEvent::GrantTakenBack { person: self.name_of(self.grants.get(&act.grant)) }
            }
            LogObject::Opening(opening) => LogEvent::RandomKeyIssued { person: self.name(opening.clinician) },
            LogObject::ReleaseRecords(release) => {
                LogEvent::RecordsReleased { count: count(release.fields.records.len()) }
            }
            LogObject::WritePrescription(_) => LogEvent::PrescriptionWritten,
            LogObject::CloseOpening(act) => {
                LogEvent::OpeningClosed { read: count(act.opened.len()), written: count(act.written.len()) }
            }
            LogObject::ServerClosing(closing) => {
                LogEvent::OpeningClosedByServer { person: self.name_of_opening(closing.fields.opening) }
            }
            LogObject::DeleteRecord(act, _) => LogEvent::RecordDeleted { portion: act.body.portion },
            LogObject::BlockPerson(act) => {
                let person = self.name(act.person);
                if act.blocked { LogEvent::PersonBlocked { person } } else { LogEvent::PersonUnblocked { person } }
            }
            LogObject::PauseGrant(act) => {
                let person = self.name_of(self.grants.get(&act.grant));
                if act.paused { LogEvent::GrantPaused { person } } else { LogEvent::GrantResumed { person } }
            }
            LogObject::SetListing(act) if act.unlisted => LogEvent::LeftList,
            LogObject::SetListing(_) => LogEvent::JoinedList,
            LogObject::RollPortionKey(act) => LogEvent::PortionKeyRolled { portions: vec![act.portion] },
            LogObject::Srs(entry) => {
                let person = self.name_of_opening(entry.fields.opening);
                match entry.fields.event {
                    // The opening's own entry says it.
                    SrsEvent::Registered | SrsEvent::Activated => return None,
                    SrsEvent::Attempted => LogEvent::OpeningAttempted { person },
                    SrsEvent::Opened => LogEvent::Opened { person, portions: self.portions(entry.fields.opening) },
                    SrsEvent::Failed => LogEvent::KeyBurnt { person },
                    SrsEvent::Ended => LogEvent::OpeningEnded { person },
                }
            }
        })
    }

    /// Whose doing an entry tells of; nothing where it was the server's.
    fn actor_account(&self, checked: &CheckedLogEntry) -> Option<AccountId> {
        let opening = match &checked.object {
            LogObject::Srs(entry) => Some(entry.fields.opening),
            LogObject::ReleaseRecords(release) => Some(release.fields.opening),
            LogObject::ServerClosing(_) => return None,
            _ => None,
        };
        let clinician = opening.and_then(|opening| self.openings.get(&opening)).map(|opening| opening.clinician);
        Some(clinician.unwrap_or(checked.entry.actor))
    }

    fn actor(&self, checked: &CheckedLogEntry) -> LogActor {
        let Some(actor) = self.actor_account(checked) else { return LogActor::Server };
        if actor == self.member.account() {
            return LogActor::You;
        }
        let vault = self.member.vault();
        vault.contact(actor).map_or(LogActor::Server, |contact| {
            let Profile { display_name, handle, .. } = contact.profile().to_visible();
            LogActor::Person { display_name, handle }
        })
    }

    /// Who did it, for exports.
    fn exported_actor(&self, checked: &CheckedLogEntry) -> export::LogActor {
        let account = self.actor_account(checked).unwrap_or(checked.entry.actor);
        let (name, handle, is_server) = match self.actor(checked) {
            LogActor::You => {
                let profile = self.member.profile().to_visible();
                (profile.display_name, profile.handle, false)
            }
            LogActor::Person { display_name, handle } => (display_name, handle, false),
            LogActor::Server => (String::new(), String::new(), true),
        };
        export::LogActor { account, name, handle, is_server }
    }

    /// Everything that the clinician of this entry can still use.
    fn lasting_grants_of(&self, checked: &CheckedLogEntry) -> Vec<GrantId> {
        let Some(clinician) = self.clinician(checked).filter(|_| checked.verdict.is_ok()) else { return Vec::new() };
        let theirs = self.grants.iter().filter(|(_, holder)| **holder == clinician);
        theirs.map(|(grant, _)| *grant).filter(|grant| self.live.contains(grant)).collect()
    }

    /// The clinician that an entry is about.
    fn clinician(&self, checked: &CheckedLogEntry) -> Option<AccountId> {
        let opening = match &checked.object {
            LogObject::GrantKeyRequest(act) => return Some(act.clinician),
            LogObject::Opening(opening) => return Some(opening.clinician),
            LogObject::RequestKey(_) | LogObject::WritePrescription(_) => return Some(checked.entry.actor),
            LogObject::Srs(entry) => entry.fields.opening,
            LogObject::ReleaseRecords(release) => release.fields.opening,
            LogObject::CloseOpening(act) => act.opening,
            _ => return None,
        };
        self.openings.get(&opening).map(|opening| opening.clinician)
    }

    fn name(&self, account: AccountId) -> String {
        let vault = self.member.vault();
        vault.contact(account).map(name_of).unwrap_or_default()
    }

    fn name_of_opening(&self, opening: OpeningId) -> String {
        self.openings.get(&opening).map(|opening| self.name(opening.clinician)).unwrap_or_default()
    }

    /// Empty where this log does not say who it was.
    fn name_of(&self, account: Option<&AccountId>) -> String {
        account.map(|account| self.name(*account)).unwrap_or_default()
    }

    fn portions(&self, opening: OpeningId) -> Vec<Portion> {
        self.openings
            .get(&opening)
            .map(|opening| opening.portions.iter().map(|portion| portion.portion).collect())
            .unwrap_or_default()
    }
}

const fn claim_of(kind: LogKind) -> LogClaim {
    match kind {
        LogKind::Registered => LogClaim::Registered,
        LogKind::SignedIn | LogKind::SignedInOnNewDevice => LogClaim::SignedIn,
        LogKind::CredentialsReplaced => LogClaim::CredentialsReplaced,
        LogKind::RecordsPublished => LogClaim::RecordsPublished,
        LogKind::KeyRequested => LogClaim::KeyRequested,
        LogKind::KeyRequestGranted => LogClaim::Granted,
        LogKind::KeyRequestRefused => LogClaim::Refused,
        LogKind::GrantTakenBack => LogClaim::TakenBack,
        LogKind::RandomKeyIssued => LogClaim::KeyIssued,
        LogKind::SrsReported => LogClaim::OpeningReported,
        LogKind::RecordsReleased => LogClaim::RecordsReleased,
        LogKind::PrescriptionWritten => LogClaim::PrescriptionWritten,
        LogKind::OpeningClosed | LogKind::OpeningClosedByServer => LogClaim::Closed,
        LogKind::PortionKeyRolled => LogClaim::KeysRolled,
        LogKind::RecordDeleted => LogClaim::RecordDeleted,
        LogKind::PersonBlocked => LogClaim::Blocked,
        LogKind::GrantPaused => LogClaim::Paused,
        LogKind::ListingChanged => LogClaim::ListingChanged,
    }
}

fn distinct(portions: impl Iterator<Item = Portion>) -> Vec<Portion> {
    portions.collect::<BTreeSet<_>>().into_iter().collect()
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_complete_only_where_the_srs_was_heard_and_told_of_nothing_else() {
        let opening = OpeningId::from_bytes([7; 16]);
        let table = [
            (None, true, LogVerdict::Complete),
            (None, false, LogVerdict::NotCompared),
            (Some(LogError::LeftOut(opening)), true, LogVerdict::LeftOut { opening }),
            (Some(LogError::NotAContinuation), false, LogVerdict::WentBack),
        ];
        for (problem, compared, expected) in table {
            assert_eq!(verdict(&CheckedLog { entries: Vec::new(), problem, compared }), expected);
        }
    }
}
