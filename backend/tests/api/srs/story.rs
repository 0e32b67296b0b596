//! One opening on its way: a patient and a clinician who know what to send next, and can send something else.

use sesemr_backend::error::Outcome;
use sesemr_common::{
    api::srs::{
        ActivateOpeningRequest, AttemptOpeningRequest, AttemptOpeningResponse, ConfirmOpeningRequest,
        ConfirmOpeningResponse, EndOpeningRequest, FailOpeningRequest, PortionReKey, RegisterOpeningRequest,
        RegisterOpeningResponse, RenewTicketRequest,
    },
    crypto::{KemPublicKey, SigningKey, object_hash},
    id::{BatchId, Bytes, Encoded, GrantId, Hash, OpeningId},
    portion::Portion,
    pre::PreContext,
    sharing::{
        AttemptOpening, ConfirmOpening, EndOpening, EndReason, FailOpening, Opening, OpeningBatch, OpeningPortion,
        PortionCard, PortionCardFields, RegisterOpening, RenewTicket, RenewTicketFields, SignedAct, SrsEntry,
        confirm_transcript, failed_transcript,
    },
};

use super::{
    person::{Person, make_opening_id, random},
    second_client::{
        CodeContext, PortionKeys, Registering, Trying, make_capsule, make_portion_keys, make_pre_public_key,
        start_registration, try_code,
    },
    world::World,
};

/// The code that the patient hands over.
pub(super) const CODE: &[u8] = b"K7QF9MZT3XWD";
/// The portions of every opening here.
const PORTIONS: [Portion; 2] = [Portion::Medications, Portion::Laboratory];

/// An opening, from both sides.
pub(super) struct Story {
    pub(super) patient: Person,
    pub(super) clinician: Person,
    pub(super) id: OpeningId,
    pub(super) grant_hash: Hash,
    pub(super) w: SigningKey,
    registering: Option<Registering>,
    pub(super) activation: Option<ActivateOpeningRequest>,
}

impl Story {
    pub(super) fn new() -> Self {
        Self::between(Person::new(), Person::new())
    }

    pub(super) fn between(patient: Person, clinician: Person) -> Self {
        Self {
            patient,
            clinician,
            id: make_opening_id(),
            grant_hash: Hash(random()),
            w: SigningKey::make(),
            registering: None,
            activation: None,
        }
    }

    /// The registration, not sent yet.
    pub(super) fn registration(&mut self) -> RegisterOpeningRequest {
        let (registering, registration_request) = start_registration(CODE);
        self.registering = Some(registering);
        let body = RegisterOpening {
            opening: self.id,
            grant_hash: self.grant_hash,
            clinician: self.clinician.account,
            clinician_key: self.clinician.key_id(),
            registration_request,
        };
        RegisterOpeningRequest {
            act: Encoded(self.patient.sign(self.patient.account, body)),
            key_cards: self.patient.key_cards(),
        }
    }

    /// Registers, and makes the activation ready.
    pub(super) async fn register(mut self, world: &World) -> Self {
        let request = self.registration();
        let response = world.srs.register_opening(request).await.unwrap();
        self.activation = Some(self.activation(world, &response));
        self
    }

    /// Registers and activates.
    pub(super) async fn issue(self, world: &World) -> Self {
        let story = self.register(world).await;
        world.srs.activate_opening(story.activation.clone().unwrap()).await.unwrap();
        story
    }

    /// Up to the attempt with the right code.
    pub(super) async fn attempt(self, world: &World) -> Attempted {
        Box::pin(self.issue(world)).await.attempt_issued(world).await
    }

    /// The attempt with the right code on an opening that is live.
    pub(super) async fn attempt_issued(self, world: &World) -> Attempted {
        let trying = try_code(CODE);
        let answer = self.send_attempt(world, &trying).await.unwrap();
        Attempted { story: self, trying, answer }
    }

    /// Up to an open opening.
    pub(super) async fn open(self, world: &World) -> Opened {
        let attempted = Box::pin(self.attempt(world)).await;
        let confirmation = attempted.confirmation(world);
        let confirmed = world.srs.confirm_opening(confirmation.clone()).await.unwrap();
        Opened { story: attempted.story, confirmation, confirmed }
    }

    pub(super) fn code_context(&self, world: &World) -> CodeContext {
        CodeContext { opening: self.id, clinician_key: self.clinician.key_id(), srs_key: world.srs.verifying_key() }
    }

    fn activation(&mut self, world: &World, response: &RegisterOpeningResponse) -> ActivateOpeningRequest {
        let context = self.code_context(world);
        let registering = self.registering.take().unwrap();
        let registration_upload = registering.finish(&context, &response.registration_response);
        let keys: Vec<(Portion, PortionKeys)> = PORTIONS.map(|portion| (portion, make_portion_keys())).into();
        let cards: Vec<PortionCard> = keys.iter().map(|(portion, keys)| self.portion_card(*portion, keys)).collect();
        let sealed_box = Bytes(vec![9; 1_400]);
        let body = self.opening(world, &keys, &cards, &sealed_box);
        let re_encryption_keys = keys.iter().map(|(portion, keys)| PortionReKey {
            portion: *portion,
            re_encryption_key: keys.re_encryption_key.clone(),
        });
        ActivateOpeningRequest {
            act: Encoded(self.patient.sign_numbered(self.patient.account, 1, body)),
            re_encryption_keys: re_encryption_keys.collect(),
            portion_cards: cards.into_iter().map(Encoded).collect(),
            registration_upload,
            sealed_box,
        }
    }

    pub(super) fn portion_card(&self, portion: Portion, keys: &PortionKeys) -> PortionCard {
        let fields = PortionCardFields {
            patient: self.patient.account,
            patient_key: self.patient.key_id(),
            portion,
            epoch: 1,
            pre_key: keys.pre_key,
            kem_key: KemPublicKey([3; 1216]),
            previous: Hash::ZERO,
        };
        PortionCard::sign(fields, &self.patient.key)
    }

    fn opening(
        &self,
        world: &World,
        keys: &[(Portion, PortionKeys)],
        cards: &[PortionCard],
        sealed_box: &Bytes,
    ) -> Opening {
        let portions = keys.iter().zip(cards).map(|((portion, keys), card)| OpeningPortion {
            portion: *portion,
            epoch: 1,
            card: card.hash(),
            pre_key: keys.pre_key,
            commitment: keys.commitment,
        });
        // Two batches a portion: a home batch and an opening batch.
        let batches = keys.iter().flat_map(|of_portion| [of_portion, of_portion]).map(|(portion, keys)| {
            let context = PreContext { patient: self.patient.account, portion: *portion, epoch: 1 };
            OpeningBatch {
                batch: BatchId::from_bytes(random()),
                hash: Hash(random()),
                portion: *portion,
                capsule: make_capsule(&context, &keys.pre_key),
            }
        });
        Opening {
            opening: self.id,
            grant: GrantId::from_bytes(random()),
            grant_hash: self.grant_hash,
            clinician: self.clinician.account,
            clinician_key: self.clinician.key_id(),
            srs_key: world.srs.verifying_key(),
            expires_at: world.in_hours(48),
            one_time_pre_key: make_pre_public_key(),
            one_time_signing_key: self.w.verifying_key(),
            portions: portions.collect(),
            batches: batches.collect(),
            records: Vec::new(),
            write_back: Vec::new(),
            box_hash: object_hash("box", &sealed_box.0),
        }
    }

    /// The activation with another body, signed by the patient all the same.
    pub(super) fn resign(&self, change: impl FnOnce(&mut Opening)) -> ActivateOpeningRequest {
        let mut request = self.activation.clone().unwrap();
        let mut body = request.act.0.body.clone();
        change(&mut body);
        request.act = Encoded(self.patient.sign_numbered(self.patient.account, 1, body));
        request
    }

    pub(super) fn signed_opening(&self) -> &SignedAct<Opening> {
        &self.activation.as_ref().unwrap().act.0
    }

    /// The hash of the signed opening; zero before there is one.
    pub(super) fn opening_hash(&self) -> Hash {
        self.activation.as_ref().map_or(Hash::ZERO, |activation| activation.act.0.hash())
    }

    pub(super) fn attempt_body(&self, trying: &Trying) -> AttemptOpening {
        AttemptOpening { opening: self.id, opening_hash: self.opening_hash(), ke1: trying.ke1 }
    }

    pub(super) fn attempt_by(&self, somebody: &Person, trying: &Trying) -> AttemptOpeningRequest {
        let act = somebody.sign(self.patient.account, self.attempt_body(trying));
        AttemptOpeningRequest { act: Encoded(act), key_cards: somebody.key_cards() }
    }

    pub(super) async fn send_attempt(&self, world: &World, trying: &Trying) -> Outcome<AttemptOpeningResponse> {
        world.srs.attempt_opening(self.attempt_by(&self.clinician, trying)).await
    }

    pub(super) fn end_by(&self, somebody: &Person, reason: EndReason) -> EndOpeningRequest {
        let body = EndOpening { opening: self.id, opening_hash: self.opening_hash(), reason };
        EndOpeningRequest { act: Encoded(somebody.sign(self.patient.account, body)) }
    }

    pub(super) async fn take_back(&self, world: &World) -> SrsEntry {
        let request = self.end_by(&self.patient, EndReason::TakenBack);
        world.srs.end_opening(request).await.unwrap().receipt.0
    }
}

/// An opening whose attempt was served.
pub(super) struct Attempted {
    pub(super) story: Story,
    pub(super) trying: Trying,
    pub(super) answer: AttemptOpeningResponse,
}

impl Attempted {
    pub(super) fn confirm_body(&self, world: &World) -> ConfirmOpening {
        let ke3 = self.trying.finish(&self.story.code_context(world), &self.answer.ke2).unwrap();
        let transcript = confirm_transcript(&self.trying.ke1, &self.answer.ke2, &ke3);
        ConfirmOpening {
            opening: self.story.id,
            opening_hash: self.story.opening_hash(),
            ke3,
            transcript,
            one_time_signature: self.story.w.sign("confirm-opening-transcript", transcript.as_bytes()),
        }
    }

    pub(super) fn confirmation(&self, world: &World) -> ConfirmOpeningRequest {
        self.confirmation_of(self.confirm_body(world))
    }

    pub(super) fn confirmation_of(&self, body: ConfirmOpening) -> ConfirmOpeningRequest {
        ConfirmOpeningRequest { act: Encoded(self.story.clinician.sign(self.story.patient.account, body)) }
    }

    pub(super) fn failure(&self) -> FailOpeningRequest {
        let body = FailOpening {
            opening: self.story.id,
            opening_hash: self.story.opening_hash(),
            transcript: failed_transcript(&self.trying.ke1, &self.answer.ke2),
        };
        FailOpeningRequest { act: Encoded(self.story.clinician.sign(self.story.patient.account, body)) }
    }
}

/// An open opening.
pub(super) struct Opened {
    pub(super) story: Story,
    pub(super) confirmation: ConfirmOpeningRequest,
    pub(super) confirmed: ConfirmOpeningResponse,
}

impl Opened {
    pub(super) fn renewal(&self, number: u32) -> RenewTicketRequest {
        let fields = RenewTicketFields { opening: self.story.id, number };
        RenewTicketRequest { renewal: Encoded(RenewTicket::sign(fields, &self.story.w)) }
    }
}
