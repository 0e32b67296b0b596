//! What is typed and not stored yet, kept on the device from one sign-in to the next: neither another page nor a reload loses it.
//! One draft of each kind; a new one takes the place of the one before.
//!
//! ```text
//! draft = seal_base(own KEM key, "sesemr/1/draft/" ‖ kind ‖ 0 ‖ account, content)
//! ```

use zeroize::Zeroizing;

use super::{FlowError, Host, Member};
use crate::id::AccountId;

/// What is being typed. The application decides what its bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKind {
    /// A list of readings.
    Readings,
}

impl DraftKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Readings => "readings",
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

    fn draft_name(&self, kind: DraftKind) -> String {
        format!("draft/{}/{}", self.account(), kind.name())
    }
}

fn info(account: AccountId, kind: DraftKind) -> Vec<u8> {
    [b"sesemr/1/draft/".as_slice(), kind.name().as_bytes(), b"\0", account.as_bytes()].concat()
}
