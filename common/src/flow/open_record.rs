//! Opening what was granted: one attempt with the random key, then a portal to exactly the records of the opening.

use core::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use futures_util::lock::Mutex;

use super::opening_box::open_box;
use super::write_prescription::PreparedPrescription;
use super::{CheckedOpening, FlowError, Host, Member, WrittenPrescription};
use crate::api::srs::{
    AttemptOpeningEndpoint, AttemptOpeningRequest, AttemptOpeningResponse, ConfirmOpeningEndpoint,
    ConfirmOpeningRequest, FailOpeningEndpoint, FailOpeningRequest,
};
use crate::api::{ErrorCode, OpeningState};
use crate::crypto::opaque::{OpaqueContext, OpaqueError, start_log_in};
use crate::crypto::{OpeningCode, SigningKey, object_hash};
use crate::envelope::BatchKemSecret;
use crate::id::{AccountId, Encoded, Hash, RecordId};
use crate::pre::{Fragment, PreSecretKey};
use crate::sharing::{
    AttemptOpening, ConfirmOpening, FailOpening, Opening, RecordMark, SignedAct, Ticket, confirm_transcript,
    failed_transcript,
};

/// Pauses before an attempt is sent again, in milliseconds; together well below a minute.
const INSIST_PAUSES: [u32; 4] = [500, 2_000, 5_000, 10_000];

/// An open opening: what the clinician's side holds while it lasts. Dropping it wipes its secrets.
pub struct Portal {
    pub(super) opening: SignedAct<Opening>,
    pub(super) one_time_pre_secret: PreSecretKey,
    pub(super) one_time_signing_key: SigningKey,
    pub(super) kem_secrets: BTreeMap<Hash, BatchKemSecret>,
    pub(super) fragments: BTreeMap<Hash, Fragment>,
    /// What the patient says of records.
    pub(super) marks: BTreeMap<RecordId, RecordMark>,
    pub(super) ticket: RefCell<Ticket>,
    /// Releases go out one after another, so that their numbers have no gaps.
    pub(super) releases: Mutex<()>,
    pub(super) next_release: Cell<u32>,
    pub(super) opened: RefCell<BTreeSet<(RecordId, u32)>>,
    /// What was written, in its order.
    pub(super) written: RefCell<Vec<Rc<WrittenPrescription>>>,
    /// Prescriptions whose answers never came: written again, the same bytes go out.
    pub(super) unanswered: Mutex<Vec<PreparedPrescription>>,
}

impl Portal {
    /// The opening.
    pub fn opening(&self) -> &SignedAct<Opening> {
        &self.opening
    }

    /// Whose records.
    pub fn patient(&self) -> AccountId {
        self.opening.header.patient
    }

    /// What was written through it so far, in its order: an opening lends what there was when it was made.
    pub fn written(&self) -> Vec<Rc<WrittenPrescription>> {
        self.written.borrow().clone()
    }

    /// Whether all that was written through it is known: no prescription is on its way, and none was never answered. Only then
    /// closing hands in a signed receipt.
    pub fn knows_what_was_written(&self) -> bool {
        self.unanswered.try_lock().is_some_and(|unanswered| unanswered.is_empty())
    }
}

impl core::fmt::Debug for Portal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Portal([REDACTED])")
    }
}

impl<H: Host> Member<H> {
    /// Makes the one attempt. Everything that can be checked is checked before the code is used up.
    ///
    /// # Errors
    /// [`FlowError::WrongRandomKey`] where the code was wrong: it is used up, ask for a new one. A refusal with
    /// `RandomKeyUsed` where it was used before, `Expired` or `TakenBack` where its time is over.
    pub async fn open_record(&self, opening: &CheckedOpening, code: &OpeningCode) -> Result<Portal, FlowError> {
        let act = &opening.act;
        let body = &act.body;
        self.check_act(act).await?;
        self.shown_person(act.header.actor).await?;
        self.check_addressed_to_me(body.clinician, body.clinician_key)?;
        if body.srs_key != self.srs_key() {
            return Err(FlowError::Untrustworthy("the SRS's key"));
        }
        match opening.state {
            OpeningState::Pending => {}
            OpeningState::TakenBack => return Err(refusal(ErrorCode::TakenBack)),
            OpeningState::Expired => return Err(refusal(ErrorCode::Expired)),
            _ => return Err(refusal(ErrorCode::RandomKeyUsed)),
        }
        if body.expires_at <= self.host.now() {
            return Err(refusal(ErrorCode::Expired));
        }

        let (attempt, ke1) = start_log_in(&code.to_password())?;
        let act_body = AttemptOpening { opening: body.opening, opening_hash: act.hash(), ke1 };
        let key_cards: Vec<_> = self.vault().identity.cards.iter().cloned().map(Encoded).collect();
        let (_, answer) = self
            .act(act.header.patient, act_body, async |act| {
                let request = AttemptOpeningRequest { act: Encoded(act), key_cards: key_cards.clone() };
                self.insist(async || self.call::<AttemptOpeningEndpoint>(&request).await).await
            })
            .await?;
        let context = OpaqueContext::opening(body.opening, body.clinician_key, *body.srs_key.as_bytes());
        let logged_in = match attempt.finish(&context, &answer.ke2, None) {
            Ok(logged_in) => logged_in,
            Err(OpaqueError::WrongPassword) => {
                self.fail_opening(act, failed_transcript(&ke1, &answer.ke2)).await;
                return Err(FlowError::WrongRandomKey);
            }
            Err(other) => return Err(other.into()),
        };
        let opened_box = self.open_answer(act, &answer, &logged_in.export_key)?;
        let transcript = confirm_transcript(&ke1, &answer.ke2, &logged_in.ke3);
        let confirm = ConfirmOpening {
            opening: body.opening,
            opening_hash: act.hash(),
            ke3: logged_in.ke3,
            transcript,
            one_time_signature: opened_box
                .one_time_signing_key
                .sign("confirm-opening-transcript", transcript.as_bytes()),
        };
        let (_, confirmed) = self
            .act(act.header.patient, confirm, async |act| {
                let request = ConfirmOpeningRequest { act: Encoded(act) };
                self.insist(async || self.call::<ConfirmOpeningEndpoint>(&request).await).await
            })
            .await?;
        let ticket = confirmed.ticket.0;
        self.check_ticket(act, &ticket)?;
        Ok(Portal {
            opening: act.clone(),
            one_time_pre_secret: opened_box.one_time_pre_secret,
            one_time_signing_key: opened_box.one_time_signing_key,
            kem_secrets: opened_box.keys.into_iter().map(|key| (key.batch, key.kem_secret)).collect(),
            fragments: confirmed.fragments.into_iter().map(|some| (some.batch, some.fragment.0)).collect(),
            marks: opened_box.marks.into_iter().map(|mark| (mark.record, mark)).collect(),
            ticket: RefCell::new(ticket),
            releases: Mutex::new(()),
            next_release: Cell::new(1),
            opened: RefCell::default(),
            written: RefCell::default(),
            unanswered: Mutex::default(),
        })
    }

    /// Sends the same bytes again while the SRS is away: it answers them as before for a minute, and any others never.
    async fn insist<T>(&self, send: impl AsyncFn() -> Result<T, FlowError>) -> Result<T, FlowError> {
        for pause in INSIST_PAUSES {
            match send().await {
                Err(FlowError::Away) => self.host.sleep(pause).await,
                other => return other,
            }
        }
        send().await
    }

    fn open_answer(
        &self,
        opening: &SignedAct<Opening>,
        answer: &AttemptOpeningResponse,
        export_key: &crate::crypto::opaque::ExportKey,
    ) -> Result<crate::sharing::BoxContent, FlowError> {
        let body = &opening.body;
        if object_hash("box", &answer.sealed_box.0) != body.box_hash {
            return Err(FlowError::Untrustworthy("the box of an opening"));
        }
        let vault = self.vault();
        let key = &vault.identity.kem_secret;
        let opened_box = open_box(&answer.sealed_box.0, body.opening, &body.box_info(), key, export_key)?;
        // The opening names B and W: a box with other secrets was not made with it.
        let fits = opened_box.one_time_pre_secret.public_key() == body.one_time_pre_key
            && opened_box.one_time_signing_key.verifying_key() == body.one_time_signing_key;
        if fits { Ok(opened_box) } else { Err(FlowError::Untrustworthy("the box of an opening")) }
    }

    /// Says that the code was wrong. Silence would do the same after two minutes, so a server that is away is let be.
    async fn fail_opening(&self, opening: &SignedAct<Opening>, transcript: Hash) {
        let body = FailOpening { opening: opening.body.opening, opening_hash: opening.hash(), transcript };
        let told = self.act(opening.header.patient, body, async |act| {
            self.call::<FailOpeningEndpoint>(&FailOpeningRequest { act: Encoded(act) }).await
        });
        let _ = told.await;
    }

    pub(super) fn check_ticket(&self, opening: &SignedAct<Opening>, ticket: &Ticket) -> Result<(), FlowError> {
        ticket.verify(&self.srs_key())?;
        let fields = &ticket.fields;
        let fits = fields.opening == opening.body.opening
            && fields.opening_hash == opening.hash()
            && fields.clinician_key == opening.body.clinician_key;
        if fits { Ok(()) } else { Err(FlowError::Untrustworthy("a ticket")) }
    }
}

fn refusal(code: ErrorCode) -> FlowError {
    FlowError::Refused(crate::api::ApiError::new(code, "the list of openings says so"))
}
