//! The list of openings, each checked against the patient who signed it.

use zeroize::Zeroizing;

use super::check_act::sound;
use super::sealed_message::{MessageInfo, open_message};
use super::{FlowError, Host, Member};
use crate::api::{ListOpeningsEndpoint, OpeningState, StoredOpening};
use crate::sharing::{Opening, SignedAct};

/// An opening that has been checked.
pub struct CheckedOpening {
    /// The signed act.
    pub act: SignedAct<Opening>,
    /// How it stands.
    pub state: OpeningState,
    /// The code, for the clinician to whom it was handed over in the app.
    pub code: Option<Zeroizing<String>>,
    /// Whether it was handed over in the app.
    pub sent: bool,
    /// Whether the SRS's signed receipt of the end has arrived.
    pub end_confirmed: bool,
    /// When it was last used, milliseconds since 1970 UTC.
    pub active_at: u64,
}

impl CheckedOpening {
    /// Whether it has ended, in whatever way.
    pub fn has_ended(&self) -> bool {
        !matches!(self.state, OpeningState::Pending | OpeningState::Attempted | OpeningState::Opened)
    }
}

impl<H: Host> Member<H> {
    /// Openings by and for this person, oldest first. One that does not check out is left out.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn list_openings(&self) -> Result<Vec<CheckedOpening>, FlowError> {
        let mut openings = Vec::new();
        for stored in self.list::<ListOpeningsEndpoint, _>().await? {
            openings.extend(sound(self.check_opening(stored).await)?);
        }
        Ok(openings)
    }

    async fn check_opening(&self, stored: StoredOpening) -> Result<CheckedOpening, FlowError> {
        let act = stored.act.0;
        let (mut code, sent) = (None, stored.message.is_some());
        if act.header.actor == self.account() {
            self.check_own_act(&act)?;
        } else {
            self.check_act(&act).await?;
            self.check_addressed_to_me(act.body.clinician, act.body.clinician_key)?;
            if act.header.actor != act.header.patient {
                return Err(FlowError::Untrustworthy("whose opening it is"));
            }
            let info = MessageInfo { kind: "random-key", subject: act.body.opening.as_bytes() };
            let vault = self.vault();
            code = stored.message.and_then(|message| open_message(&vault.identity.kem_secret, &info, &message.0).ok());
        }
        let StoredOpening { state, end_confirmed, active_at, .. } = stored;
        Ok(CheckedOpening { act, state, code, sent, end_confirmed, active_at })
    }
}
