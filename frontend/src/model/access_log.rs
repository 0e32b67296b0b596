//! The access log: sentences by day, and whether the list can be believed.

use serde::{Deserialize, Serialize};
use sesemr_common::{
    id::{GrantId, OpeningId},
    portion::Portion,
    vault::LogAnswer,
};

use super::moment::Moment;

/// The log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessLogView {
    /// Newest first.
    pub entries: Vec<LogEntryView>,
    /// Whether the list is complete and unforged.
    pub verdict: LogVerdict,
}

impl AccessLogView {
    /// Whether numbers are missing that the list does have: what another entry says already is no sentence.
    pub fn passes_over_notes(&self) -> bool {
        let is_whole = matches!(self.verdict, LogVerdict::Complete | LogVerdict::NotCompared);
        is_whole && (1..).zip(self.entries.iter().rev()).any(|(place, entry)| entry.sequence != place)
    }
}

/// Whether the list can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogVerdict {
    /// Every link, signature and counter fits, to the head that this account saw last.
    Complete,
    /// The same, but the SRS is away and was not asked what the list leaves out.
    NotCompared,
    /// Entries carry forged or missing signatures: those with `check: Forged`.
    Forged {
        /// The first of them.
        sequence: u64,
    },
    /// An entry is missing, doubled or out of order.
    OutOfOrder {
        /// The first that does not follow.
        sequence: u64,
    },
    /// The list is not a continuation of what this account saw before.
    WentBack,
    /// The SRS reports something that the list leaves out.
    LeftOut {
        /// Which opening it is about.
        opening: OpeningId,
    },
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntryView {
    /// Its number, from 1.
    pub sequence: u64,
    /// When, by the server's clock.
    pub at: Moment,
    /// What.
    pub event: LogEvent,
    /// Who, for the sentence.
    pub actor: LogActor,
    /// Whether it is shown first: a burnt key, a new device, another password or kit, a closing by the server, no proof.
    pub unusual: bool,
    /// What "No, stop access" takes back: everything that the person it is about can still use. Often nothing.
    #[serde(default)]
    pub grants: Vec<GrantId>,
    /// What was answered to "Was this right?", here or on another device.
    #[serde(default)]
    pub answer: Option<LogAnswer>,
    /// Whether its signature holds.
    pub check: EntryCheck,
}

/// What "No" means where the page asks "Was this right?"
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Somebody has what they should not have: all of this is taken back.
    StopAccess(Vec<GrantId>),
    /// Somebody else has used one's own account: the page for a lost device helps.
    LostDevice,
}

impl LogEntryView {
    /// Whether "Was this right?" is asked, and what "No" means. Nothing is asked about what has no proof: its warning says
    /// what to think of it.
    pub fn doubt(&self) -> Option<Doubt> {
        if self.check == EntryCheck::Forged {
            None
        } else if self.event.is_of_own_account() {
            Some(Doubt::LostDevice)
        } else {
            (!self.grants.is_empty()).then(|| Doubt::StopAccess(self.grants.clone()))
        }
    }
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogActor {
    /// The reader.
    You,
    /// Somebody else.
    Person {
        /// Their name.
        display_name: String,
        /// Their handle.
        handle: String,
    },
    /// A server, by itself.
    Server,
}

/// Whether an entry's signature holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryCheck {
    /// Signed by its actor.
    Signed,
    /// The server alone says so: there is nothing to sign (a sign-in).
    ServerOnly,
    /// The signature is forged or missing.
    Forged,
}

/// What an entry without proof claims to be: nothing that it says can be believed, so no names and numbers of it are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogClaim {
    /// The account was made.
    Registered,
    /// Somebody signed in.
    SignedIn,
    /// Password, kit or device changed.
    CredentialsReplaced,
    /// Records were added.
    RecordsPublished,
    /// A record was deleted.
    RecordDeleted,
    /// Access was asked for.
    KeyRequested,
    /// Access was given.
    Granted,
    /// A request was refused.
    Refused,
    /// Access was taken back.
    TakenBack,
    /// A random key was made.
    KeyIssued,
    /// A random key was tried, opened something, burnt, or an opening ended.
    OpeningReported,
    /// Records were read.
    RecordsReleased,
    /// A prescription was written.
    PrescriptionWritten,
    /// What was open was closed.
    Closed,
    /// Locks were changed.
    KeysRolled,
    /// Somebody was blocked or unblocked.
    Blocked,
    /// Access was paused, or goes on.
    Paused,
    /// Who finds the account was changed.
    ListingChanged,
}

/// What happened. One sentence each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogEvent {
    /// "The server claims that records were added. Do not believe it."
    Unproven {
        /// What it claims.
        claim: LogClaim,
    },
    /// "You made this account."
    Registered,
    /// "You signed in."
    SignedIn,
    /// "You signed in on a new device."
    SignedInOnNewDevice,
    /// "You changed your password."
    PasswordChanged,
    /// "You set a new password with your kit."
    Recovered,
    /// "You made a new kit."
    KitReplaced,
    /// "You added 12 records to medicines."
    RecordsPublished {
        /// How many.
        count: u32,
        /// To which portions.
        portions: Vec<Portion>,
    },
    /// "You deleted a record of history."
    RecordDeleted {
        /// Of which portion.
        portion: Portion,
    },
    /// "Dr Bello asked for medicines and allergies."
    KeyRequested {
        /// For what.
        portions: Vec<Portion>,
    },
    /// "You gave Dr Bello access to medicines."
    KeyRequestGranted {
        /// To whom.
        person: String,
        /// What.
        portions: Vec<Portion>,
        /// How many single records besides.
        single_records: u32,
    },
    /// "You refused Dr Bello's request."
    KeyRequestRefused {
        /// Whom.
        person: String,
    },
    /// "You took back Dr Bello's access."
    GrantTakenBack {
        /// Whose.
        person: String,
    },
    /// "You made a random key for Dr Bello."
    RandomKeyIssued {
        /// For whom.
        person: String,
    },
    /// "A key was tried with Dr Bello's account."
    OpeningAttempted {
        /// Whose account.
        person: String,
    },
    /// "Dr Bello opened your medicines."
    Opened {
        /// Who.
        person: String,
        /// What.
        portions: Vec<Portion>,
    },
    /// "Someone using Dr Bello's account typed a wrong key. Nothing was opened."
    KeyBurnt {
        /// Whose account.
        person: String,
    },
    /// "Dr Bello read 4 records."
    RecordsReleased {
        /// How many.
        count: u32,
    },
    /// "Dr Bello wrote a prescription."
    PrescriptionWritten,
    /// "Dr Bello closed your records."
    OpeningClosed {
        /// How many records were read.
        read: u32,
        /// How many were written.
        written: u32,
    },
    /// "The server closed Dr Bello's opening."
    OpeningClosedByServer {
        /// Whose.
        person: String,
    },
    /// "The server confirmed that nothing is left of Dr Bello's opening."
    OpeningEnded {
        /// Whose.
        person: String,
    },
    /// "You blocked Dr Bello."
    PersonBlocked {
        /// Whom.
        person: String,
    },
    /// "You unblocked Dr Bello."
    PersonUnblocked {
        /// Whom.
        person: String,
    },
    /// "You paused Dr Bello's access."
    GrantPaused {
        /// Whose.
        person: String,
    },
    /// "You let Dr Bello's access go on."
    GrantResumed {
        /// Whose.
        person: String,
    },
    /// "You made yourself unlisted."
    LeftList,
    /// "You let everybody find you."
    JoinedList,
    /// "Your medicines have new locks."
    PortionKeyRolled {
        /// Which.
        portions: Vec<Portion>,
    },
}

impl LogEvent {
    /// Whether it is a way into the account that somebody else would take: a new device, another password, another kit.
    pub const fn is_of_own_account(&self) -> bool {
        matches!(self, Self::SignedInOnNewDevice | Self::PasswordChanged | Self::Recovered | Self::KitReplaced)
    }

    /// Whether it stands first in its day.
    pub const fn is_unusual(&self) -> bool {
        self.is_of_own_account() || matches!(self, Self::KeyBurnt { .. } | Self::OpeningClosedByServer { .. })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where an assumption fails")]

    use super::*;

    fn entry(event: LogEvent, check: EntryCheck, grants: Vec<GrantId>) -> LogEntryView {
        let (at, actor) = (Moment(1), LogActor::You);
        LogEntryView { sequence: 1, at, event, actor, unusual: false, grants, answer: None, check }
    }

    #[test]
    fn whoever_gets_into_the_account_is_asked_about_and_no_leads_to_the_page_for_a_lost_device() {
        let ways_in =
            [LogEvent::SignedInOnNewDevice, LogEvent::PasswordChanged, LogEvent::Recovered, LogEvent::KitReplaced];
        for event in ways_in {
            assert!(event.is_unusual(), "{event:?}");
            let doubt = entry(event.clone(), EntryCheck::ServerOnly, Vec::new()).doubt();
            assert_eq!(doubt, Some(Doubt::LostDevice), "{event:?}");
        }
        assert!(!LogEvent::SignedIn.is_unusual());
        assert_eq!(entry(LogEvent::SignedIn, EntryCheck::ServerOnly, Vec::new()).doubt(), None);
    }

    #[test]
    fn what_can_be_taken_back_is_asked_about_and_what_has_no_proof_is_not() {
        let grants: Vec<GrantId> = vec!["018f2e3a-7c1d-7000-8000-000000000001".parse().unwrap()];
        let opened = LogEvent::RecordsReleased { count: 1 };
        let doubt = |check| entry(opened.clone(), check, grants.clone()).doubt();
        assert_eq!(doubt(EntryCheck::Signed), Some(Doubt::StopAccess(grants.clone())));
        assert_eq!(doubt(EntryCheck::Forged), None);
    }

    #[test]
    fn numbers_that_are_passed_over_are_told_where_the_list_can_be_believed() {
        let log = |numbers: &[u64], verdict| {
            let entry =
                |sequence| LogEntryView { sequence, ..entry(LogEvent::SignedIn, EntryCheck::ServerOnly, Vec::new()) };
            AccessLogView { entries: numbers.iter().copied().map(entry).collect(), verdict }
        };
        assert!(log(&[5, 3, 2, 1], LogVerdict::Complete).passes_over_notes());
        assert!(log(&[3, 2], LogVerdict::NotCompared).passes_over_notes());
        assert!(!log(&[3, 2, 1], LogVerdict::Complete).passes_over_notes());
        assert!(!log(&[3, 1], LogVerdict::OutOfOrder { sequence: 3 }).passes_over_notes());
    }
}
