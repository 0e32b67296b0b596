//! Registering: nothing is stored before the one transaction that stores everything.

use std::time::Duration;

use sesemr_common::{
    api::{
        ErrorCode, FinishRegisterRequest, LogInPurpose, SessionGranted, StartRegisterRequest, StartRegisterResponse,
    },
    crypto::{opaque::finish_registration, sha256},
    id::{Encoded, Hash},
    portion::Portion,
    sharing::{
        KeyCard, LogHead, LogKind, PortionCard, Profile, ProfileFault, Register, Role, SignedAct, verify_key_cards,
    },
};
use uuid::Uuid;

use super::{
    Sas,
    log::{self, Report},
    sessions,
    vault::check_vault,
};
use crate::{
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            account::{self, Account},
            account_head, act as acts,
            credential::{self, Credential},
            portion_card,
            session::{self, Family},
            vault,
        },
        transaction::in_transaction,
    },
    error::{Error, Outcome},
};

/// How long a registration may be asked for again, where its answer got lost.
const REPEAT_LIMIT: Duration = Duration::from_mins(10);

impl Sas {
    /// Answers the two OPAQUE registrations of an account to be.
    ///
    /// # Errors
    /// [`ErrorCode::HandleTaken`]; a malformed message; where the database is away.
    pub async fn start_register(&self, request: StartRegisterRequest) -> Outcome<StartRegisterResponse> {
        if !Profile::is_handle(&request.handle) {
            return Err(bad_profile(ProfileFault::Handle));
        }
        if account::find_by_handle(&mut *self.pool.get().await?, &request.handle).await?.is_some() {
            return Err(handle_taken());
        }
        let answer = |purpose, message, field| {
            let context = self.opaque_context(purpose, request.account, request.key);
            self.key.opaque.answer_registration(&context, message).map_err(Error::of_opaque(field))
        };
        Ok(StartRegisterResponse {
            log_in_response: answer(LogInPurpose::LogIn, &request.log_in_request, "log_in_request")?,
            recovery_response: answer(LogInPurpose::Recovery, &request.recovery_request, "recovery_request")?,
        })
    }

    /// Makes an account. The same request again gets another session for it, as nobody else can have sent it; for some
    /// minutes only, or the request would be a password that is never changed.
    ///
    /// # Errors
    /// [`ErrorCode::HandleTaken`]; whatever does not fit together; where the database is away.
    pub async fn finish_register(&self, request: FinishRegisterRequest) -> Outcome<SessionGranted> {
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let Encoded(act) = &request.act;
        let (Encoded(card), cards) = (&request.key_card, &request.portion_cards);
        self.check(act, card, cards, &request)?;
        let body = serde_json::to_vec(&request).map_err(|error| Error::internal(error.to_string()))?;
        let new = Account {
            id: act.header.actor,
            role: act.body.profile.role,
            register: act.hash(),
            request: sha256(&[&body]),
            key: card.key_id(),
            first_key: card.key_id(),
            registered_at: now,
            unlisted: false,
            invitation: None,
        };
        let credential = Credential {
            log_in: finish_registration(&request.log_in_upload).map_err(Error::of_opaque("log_in_upload"))?,
            recovery: finish_registration(&request.recovery_upload).map_err(Error::of_opaque("recovery_upload"))?,
            kit_tag: request.kit_tag,
        };
        in_transaction(&mut connection, async |connection| {
            if account::insert(connection, &new, &act.body.profile).await? {
                fill(connection, &request, &credential, now).await?;
            } else {
                let known = account::find(connection, new.id).await?.ok_or_else(handle_taken)?;
                if known.request != new.request || known.registered_at.plus(REPEAT_LIMIT) <= now {
                    return Err(handle_taken());
                }
            }
            let family = Family { id: Uuid::now_v7(), account: new.id, device: request.device };
            sessions::start(connection, &family, now).await
        })
        .await
    }

    fn check(
        &self,
        act: &SignedAct<Register>,
        card: &KeyCard,
        cards: &[Encoded<PortionCard>],
        request: &FinishRegisterRequest,
    ) -> Outcome<()> {
        let (header, fields) = (&act.header, &card.fields);
        act.verify(&fields.signing_key)?;
        verify_key_cards(fields.account, [card])?;
        act.body.profile.check().map_err(bad_profile)?;
        check_vault(&request.vault)?;
        let is_first = (header.counter, header.on_behalf_of) == (1, Hash::ZERO) && header.log_head == LogHead::EMPTY;
        let is_own = (header.patient, fields.account) == (header.actor, header.actor)
            && (header.actor_key, header.device) == (card.key_id(), request.device);
        if !is_first || !is_own || header.restore_epoch != self.key.restore_epoch || act.body.key_card != card.hash() {
            return Err(Error::bad_field("act", "the act does not fit the card, the device or a new account"));
        }
        check_portion_cards(act, card, cards)
    }
}

/// Everything that an account begins with, besides its row.
async fn fill(
    connection: &mut Connection,
    request: &FinishRegisterRequest,
    credential: &Credential,
    now: UnixMs,
) -> Outcome<()> {
    let Encoded(act) = &request.act;
    let account = act.header.actor;
    account_head::insert(connection, account).await?;
    account::insert_key_card(connection, &request.key_card.0).await?;
    for Encoded(card) in &request.portion_cards {
        portion_card::insert(connection, card).await?;
    }
    credential::insert(connection, account, credential).await?;
    vault::insert(connection, account, &request.vault).await?;
    session::insert_device(connection, account, request.device, now).await?;
    acts::lock_counter(connection, &act.header).await?;
    acts::write_counter(connection, &act.header).await?;
    acts::insert(connection, act, None, now).await?;
    log::append(connection, Report::of_act(LogKind::Registered, act), now).await
}

/// A patient begins with one card a portion, ascending; a clinician with none.
fn check_portion_cards(act: &SignedAct<Register>, card: &KeyCard, cards: &[Encoded<PortionCard>]) -> Outcome<()> {
    let wanted: &[Portion] = if act.body.profile.role == Role::Patient { &Portion::ALL } else { &[] };
    let given: Vec<Portion> = cards.iter().map(|Encoded(card)| card.fields.portion).collect();
    let hashes: Vec<Hash> = cards.iter().map(|Encoded(card)| card.hash()).collect();
    if given != wanted || hashes != act.body.portion_cards {
        return Err(Error::bad_field(
            "portion_cards",
            "a patient has one card of each portion, ascending; others none",
        ));
    }
    for Encoded(portion_card) in cards {
        let fields = &portion_card.fields;
        portion_card.verify(&card.fields.signing_key)?;
        if (fields.patient, fields.patient_key) != (act.header.actor, card.key_id())
            || (fields.epoch, fields.previous) != (1, Hash::ZERO)
        {
            return Err(Error::bad_field(
                "portion_cards",
                "a first card names its patient, epoch 1 and no card before",
            ));
        }
    }
    Ok(())
}

fn bad_profile(fault: ProfileFault) -> Error {
    Error::bad_field(fault.field(), fault.to_string())
}

fn handle_taken() -> Error {
    Error::refused(ErrorCode::HandleTaken, "somebody has this handle")
}
