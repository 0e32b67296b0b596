//! Asking for access, and reading who asked.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::credentials::make_id;
use super::sealed_message::{MessageInfo, open_message, seal_message};
use super::{FlowError, Host, Member};
use crate::api::{KeyRequestState, ListKeyRequestsEndpoint, RequestKeyEndpoint, RequestKeyRequest, StoredKeyRequest};
use crate::codec::Encoder;
use crate::id::{AccountId, Encoded, Hash, KeyId, KeyRequestId};
use crate::portion::Portion;
use crate::sharing::{PurposeOfUse, RequestKey, SignedAct};

/// How long a request waits for an answer: 30 days.
const REQUEST_LIFE: u64 = 30 * 24 * 60 * 60 * 1000;

/// What a clinician asks for.
pub struct Ask {
    /// Whom.
    pub patient: AccountId,
    /// Which portions.
    pub portions: Vec<Portion>,
    /// Why.
    pub purpose: PurposeOfUse,
    /// For how long, in seconds.
    pub duration: u32,
    /// Whether prescriptions are to be written.
    pub write_back: bool,
    /// A word to the patient; may be empty.
    pub message: String,
}

/// A request with what only its reader can see.
pub struct OpenedKeyRequest {
    /// The signed act, checked.
    pub act: SignedAct<RequestKey>,
    /// How it stands.
    pub state: KeyRequestState,
    /// The key that a known person asks or answers under, where it is not the pinned one: a full stop. What they answered is
    /// not taken for theirs.
    pub changed_key: Option<KeyId>,
    /// The word to the patient, for the patient.
    pub message: Option<Zeroizing<String>>,
    /// The reason of a refusal, for the clinician.
    pub reason: Option<Zeroizing<String>>,
}

impl<H: Host> Member<H> {
    /// Asks a patient for access.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where nothing is asked for; [`FlowError::KeyChanged`]; those of the server.
    pub async fn request_key(&self, ask: Ask) -> Result<KeyRequestId, FlowError> {
        let mut portions = ask.portions;
        portions.sort_unstable();
        portions.dedup();
        if portions.is_empty() {
            return Err(FlowError::Invalid("Choose what you need to see."));
        }
        let patient = self.shown_person(ask.patient).await?;
        let mut wish = Encoder::default();
        wish.put(&ask.patient).put(&portions).put(&ask.purpose).put_u32(ask.duration).put_bool(ask.write_back);
        wish.put(&ask.message);
        let request = KeyRequestId(make_id(self.host.now()));
        let info = MessageInfo { kind: "request-key", subject: request.as_bytes() };
        let body = RequestKey {
            request,
            patient_key: patient.key,
            portions,
            purpose: ask.purpose,
            duration: ask.duration,
            write_back: ask.write_back,
            expires_at: self.host.now().saturating_add(REQUEST_LIFE),
            message: seal_message(&patient.card()?.fields.kem_key, &info, &ask.message)?,
        };
        let (act, _) = self
            .act_once(&wish.finish(), ask.patient, body, async |act| {
                self.call::<RequestKeyEndpoint>(&RequestKeyRequest { act: Encoded(act) }).await
            })
            .await?;
        Ok(act.body.request)
    }

    /// Requests to and from this person, oldest first. One that does not check out is left out.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn list_key_requests(&self) -> Result<Vec<OpenedKeyRequest>, FlowError> {
        let mut requests = Vec::new();
        for stored in self.list::<ListKeyRequestsEndpoint, _>().await? {
            match self.open_key_request(stored).await {
                // Not what it says: not shown, and nothing can be granted on it.
                Err(FlowError::Untrustworthy(_)) => {}
                opened => requests.push(opened?),
            }
        }
        Ok(requests)
    }

    /// This person's own requests by hash, with whom each was asked of.
    pub(super) async fn asked_of(&self) -> Result<BTreeMap<Hash, AccountId>, FlowError> {
        let stored = self.list::<ListKeyRequestsEndpoint, _>().await?;
        let mine = stored.iter().map(|stored| &stored.act.0).filter(|act| act.header.actor == self.account());
        Ok(mine.map(|act| (act.hash(), act.header.patient)).collect())
    }

    async fn open_key_request(&self, stored: StoredKeyRequest) -> Result<OpenedKeyRequest, FlowError> {
        let act = stored.act.0;
        let me = self.account();
        let mut opened = OpenedKeyRequest { state: stored.state, changed_key: None, message: None, reason: None, act };
        if opened.act.header.patient == me {
            match self.check_act(&opened.act).await {
                Err(FlowError::KeyChanged { shown, .. }) => opened.changed_key = Some(shown),
                checked => drop(checked?),
            }
            if let Some(message) = &opened.act.body.message {
                opened.message = self.open_own("request-key", opened.act.body.request.as_bytes(), message).ok();
            }
        } else if opened.act.header.actor == me {
            opened.act.verify(&self.vault().identity.signing_key.verifying_key())?;
            if let Some(refusal) = stored.refusal {
                match self.check_act(&refusal.0).await {
                    Err(FlowError::KeyChanged { shown, .. }) => {
                        opened.changed_key = Some(shown);
                        return Ok(opened);
                    }
                    checked => drop(checked?),
                }
                let (answerer, asked) = (refusal.0.header.actor, opened.act.header.patient);
                if refusal.0.body.request_hash != opened.act.hash() || answerer != asked {
                    return Err(FlowError::Untrustworthy("a refusal"));
                }
                if let Some(reason) = &refusal.0.body.reason {
                    opened.reason =
                        self.open_own("refuse-key-request", opened.act.body.request.as_bytes(), reason).ok();
                }
            }
        } else {
            return Err(FlowError::Untrustworthy("a request"));
        }
        Ok(opened)
    }

    fn open_own(
        &self,
        kind: &'static str,
        subject: &[u8; 16],
        message: &crate::sharing::SealedMessage,
    ) -> Result<Zeroizing<String>, FlowError> {
        open_message(&self.vault().identity.kem_secret, &MessageInfo { kind, subject }, message)
    }
}
