//! What is typed and not stored yet, kept on the device from one sign-in to the next: neither another page nor a reload loses it.
//! One draft of each kind; a new one takes the place of the one before.
//!
//! ```text
//! draft = seal_base(own KEM key, "sesemr/1/draft/" ‖ kind ‖ 0 ‖ account ‖ ids, content)
//! ```

use zeroize::Zeroizing;

use super::upload_draft::Drafts;
use super::{FlowError, Host, Member};
use crate::id::{AccountId, KeyRequestId, RecordId};

/// What is being typed. The application decides what its bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKind {
    /// A list of readings.
    Readings,
    /// A prescription. An opening ends with the page, and the next one of the same patient goes on with it.
    Prescription {
        /// For whom.
        patient: AccountId,
        /// In the place of which earlier one, where it corrects one.
        corrects: Option<RecordId>,
    },
    /// A request for access.
    KeyRequest {
        /// To whom.
        patient: AccountId,
        /// Which earlier one it repeats.
        again: Option<KeyRequestId>,
    },
    /// The answer to a request: what of it would be given, and why it would be refused.
    KeyAnswer {
        /// To which.
        request: KeyRequestId,
    },
    /// Why a record is to be replaced by a corrected one, and what a corrected reading says.
    Correction {
        /// Which.
        record: RecordId,
    },
    /// What the patient is about to say of a record.
    Mark {
        /// Of which.
        record: RecordId,
    },
    /// Why a prescription is to be withdrawn.
    Withdrawal {
        /// Whose it is.
        patient: AccountId,
        /// Which.
        record: RecordId,
    },
    /// The reading that is being typed and is not on the list yet.
    Reading,
}

impl DraftKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Readings => "readings",
            Self::Prescription { .. } => "prescription",
            Self::KeyRequest { .. } => "key-request",
            Self::KeyAnswer { .. } => "key-answer",
            Self::Correction { .. } => "correction",
            Self::Mark { .. } => "mark",
            Self::Withdrawal { .. } => "withdrawal",
            Self::Reading => "reading",
        }
    }

    /// What tells one of a kind from another, 16 bytes each.
    fn ids(self) -> Vec<[u8; 16]> {
        let with = |patient: AccountId, other: Option<&[u8; 16]>| {
            [*patient.as_bytes()].into_iter().chain(other.copied()).collect::<Vec<_>>()
        };
        match self {
            Self::Readings | Self::Reading => Vec::new(),
            Self::Prescription { patient, corrects } => with(patient, corrects.as_ref().map(RecordId::as_bytes)),
            Self::KeyRequest { patient, again } => with(patient, again.as_ref().map(KeyRequestId::as_bytes)),
            Self::KeyAnswer { request } => vec![*request.as_bytes()],
            Self::Correction { record } | Self::Mark { record } => vec![*record.as_bytes()],
            Self::Withdrawal { patient, record } => vec![*patient.as_bytes(), *record.as_bytes()],
        }
    }
}

impl<H: Host> Member<H> {
    /// Keeps a draft on this device in the place of the one before; an empty one is none.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn keep_draft(&self, kind: DraftKind, content: &[u8]) -> Result<(), FlowError> {
        let name = self.draft_name(kind);
        if content.is_empty() {
            return Ok(self.host.remove(&name).await?);
        }
        let sealed = self.seal_to_self(&info(self.account(), kind), content)?;
        Ok(self.host.store(&name, sealed).await?)
    }

    /// The draft of this kind that this device keeps of this person's; nothing where it does not open.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn kept_draft(&self, kind: DraftKind) -> Result<Option<Zeroizing<Vec<u8>>>, FlowError> {
        let stored = self.host.load(&self.draft_name(kind)).await?;
        Ok(stored.and_then(|sealed| self.open_from_self(&info(self.account(), kind), &sealed)))
    }

    /// Forgets everything that this person is typing on this device, and the uploads that were begun here and did not end,
    /// which lie beside it.
    ///
    /// # Errors
    /// Those of the device's storage.
    pub async fn forget_drafts(&self) -> Result<(), FlowError> {
        Drafts::of(&self.host, self.account()).forget_list().await?;
        Ok(self.host.remove_all(&drafts_of(self.account())).await?)
    }

    fn draft_name(&self, kind: DraftKind) -> String {
        let beginning = drafts_of(self.account()) + kind.name();
        match kind {
            DraftKind::Readings | DraftKind::Reading => beginning,
            DraftKind::Prescription { patient, corrects: None } | DraftKind::KeyRequest { patient, again: None } => {
                format!("{beginning}/{patient}")
            }
            DraftKind::Prescription { patient, corrects: Some(record) } | DraftKind::Withdrawal { patient, record } => {
                format!("{beginning}/{patient}/{record}")
            }
            DraftKind::KeyRequest { patient, again: Some(request) } => format!("{beginning}/{patient}/{request}"),
            DraftKind::KeyAnswer { request } => format!("{beginning}/{request}"),
            DraftKind::Correction { record } | DraftKind::Mark { record } => format!("{beginning}/{record}"),
        }
    }
}

/// What the names of all drafts of an account begin with.
fn drafts_of(account: AccountId) -> String {
    format!("draft/{account}/")
}

fn info(account: AccountId, kind: DraftKind) -> Vec<u8> {
    let ids = kind.ids().concat();
    [b"sesemr/1/draft/".as_slice(), kind.name().as_bytes(), b"\0", account.as_bytes(), ids.as_slice()].concat()
}
