//! Making a random key: one opening, one attempt, everything it can open named and signed.
//!
//! The SRS prepares (i), the browser finishes the registration, seals the box and signs the opening (ii), and one
//! idempotent upload makes it live (iii); the SAS stores the same signed opening.

use zeroize::Zeroizing;

use super::credentials::make_id;
use super::opening_box::seal_box;
use super::sealed_message::{MessageInfo, seal_message};
use super::select_opening::choose;
use super::{CheckedGrant, FlowError, Host, Member};
use crate::api::srs::{
    ActivateOpeningEndpoint, ActivateOpeningRequest, RegisterOpeningEndpoint, RegisterOpeningRequest,
};
use crate::api::{
    ErrorCode, GrantState, IssueRandomKeyEndpoint, IssueRandomKeyRequest, SendRandomKeyEndpoint, SendRandomKeyRequest,
};
use crate::crypto::opaque::{ExportKey, OpaqueContext, RegistrationUpload, start_registration};
use crate::crypto::{OpeningCode, SigningKey, object_hash};
use crate::id::{Bytes, Encoded, Hash, OpeningId};
use crate::portion::Portion;
use crate::pre::PreSecretKey;
use crate::sharing::{BoxContent, Opening, RegisterOpening, SignedAct, WriteBackCard};
use crate::vault::IssuedCode;

/// How long a random key waits for its attempt at the most: 24 hours.
const LONGEST_WAIT: u64 = 24 * 60 * 60 * 1000;

/// A random key that was made.
pub struct RandomKey {
    /// The opening.
    pub opening: OpeningId,
    /// Three groups of five characters.
    pub code: Zeroizing<String>,
    /// Until when it can be tried, milliseconds since 1970 UTC.
    pub expires_at: u64,
}

impl<H: Host> Member<H> {
    /// Makes a random key for a live grant.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where the grant has ended or nothing in its scope can be opened; [`FlowError::KeyChanged`].
    pub async fn issue_random_key(&self, grant: &CheckedGrant) -> Result<RandomKey, FlowError> {
        // A roll meanwhile would change the locks between the listing and the opening that is made from it.
        let _no_roll = self.rolls.lock().await;
        match self.make_random_key(grant).await {
            Err(error) if error.is_refusal(ErrorCode::OldEpoch) || error.is_refusal(ErrorCode::Conflict) => {
                // Another device rolled or added a record at the same moment: once more, with what there is now.
                self.refresh_vault().await?;
                self.forget_listing();
                self.make_random_key(grant).await
            }
            made => made,
        }
    }

    async fn make_random_key(&self, grant: &CheckedGrant) -> Result<RandomKey, FlowError> {
        let act = &grant.act;
        self.check_own_act(act)?;
        if grant.state == GrantState::Paused {
            return Err(FlowError::Invalid("This access is paused. Let it go on first."));
        }
        if grant.state != GrantState::Live || act.body.expires_at <= self.host.now() {
            return Err(FlowError::Invalid("This access has ended. Ask for a new request."));
        }
        let clinician = self.shown_person(act.body.clinician).await?;
        if clinician.key != act.body.clinician_key {
            return Err(FlowError::KeyChanged {
                account: clinician.account,
                pinned: act.body.clinician_key,
                shown: clinician.key,
            });
        }
        let listing = self.list_records().await?;
        let chosen = {
            let vault = self.vault();
            choose(&listing, &act.body.scope, |record| vault.is_hidden(record))
        };
        let marks = {
            let vault = self.vault();
            chosen.iter().filter_map(|record| vault.mark_on(record.id())).collect()
        };
        if chosen.is_empty() && !act.body.write_back {
            let all_hidden = !choose(&listing, &act.body.scope, |_| false).is_empty();
            return Err(FlowError::Invalid(if all_hidden {
                "Everything that you granted is hidden."
            } else {
                "There is nothing in what you granted."
            }));
        }

        let opening = OpeningId(make_id(self.host.now()));
        let one_time_pre_secret = PreSecretKey::make();
        let one_time_signing_key = SigningKey::make();
        let selection = self.select(&listing, &chosen, &one_time_pre_secret)?;
        let code = OpeningCode::make();
        let (registration_upload, export_key) = self.register_code(opening, grant, &code).await?;

        let content = BoxContent { one_time_pre_secret, one_time_signing_key, keys: selection.box_keys, marks };
        let mut body = Opening {
            opening,
            grant: act.body.grant,
            grant_hash: act.hash(),
            clinician: act.body.clinician,
            clinician_key: act.body.clinician_key,
            srs_key: self.srs_key(),
            expires_at: act.body.expires_at,
            one_time_pre_key: content.one_time_pre_secret.public_key(),
            one_time_signing_key: content.one_time_signing_key.verifying_key(),
            portions: selection.portions,
            batches: selection.batches,
            records: selection.records,
            write_back: self.write_back_card(act.body.write_back)?,
            box_hash: Hash::ZERO,
        };
        let kem_key = clinician.card()?.fields.kem_key;
        let sealed_box = seal_box(&content, opening, &body.box_info(), &kem_key, &export_key)?;
        body.box_hash = object_hash("box", &sealed_box);
        let waits_until = self.host.now().saturating_add(LONGEST_WAIT).min(body.expires_at);

        self.act(self.account(), body, async |act| {
            let request = IssueRandomKeyRequest { act: Encoded(act.clone()), batches: selection.made.clone() };
            self.call::<IssueRandomKeyEndpoint>(&request).await?;
            let request = ActivateOpeningRequest {
                act: Encoded(act),
                portion_cards: selection.cards.iter().cloned().map(Encoded).collect(),
                registration_upload,
                re_encryption_keys: selection.re_keys.clone(),
                sealed_box: Bytes(sealed_box.clone()),
            };
            self.call::<ActivateOpeningEndpoint>(&request).await
        })
        .await?;
        // Kept last: a code that was not activated opens nothing, and must not be shown as one that does. An opening whose
        // code could not be kept is replaced by the next one.
        self.keep_code(opening, grant, &code).await?;
        self.end_replaced(act.body.grant).await;
        Ok(RandomKey { opening, code: code.to_groups(), expires_at: waits_until })
    }

    /// Hands a random key over in the app. Only to somebody whose fingerprint was compared: a swapped key and a code in the
    /// app together would give the server everything.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where no fingerprint was compared or the code is not on this device any more.
    pub async fn send_random_key(&self, opening: &SignedAct<Opening>) -> Result<(), FlowError> {
        let clinician = self.shown_person(opening.body.clinician).await?;
        if !clinician.is_compared() {
            return Err(FlowError::Invalid("Compare fingerprints with this person first."));
        }
        let id = opening.body.opening;
        let code = self.issued_code(id).ok_or(FlowError::Invalid("This random key is used up. Make a new one."))?;
        let info = MessageInfo { kind: "random-key", subject: id.as_bytes() };
        let message = seal_message(&clinician.card()?.fields.kem_key, &info, &code)?
            .ok_or(FlowError::Invalid("This random key is used up. Make a new one."))?;
        self.call::<SendRandomKeyEndpoint>(&SendRandomKeyRequest { opening: id, message: Encoded(message) }).await?;
        Ok(())
    }

    /// A random key that was made and not used up, to be shown again.
    pub fn issued_code(&self, opening: OpeningId) -> Option<Zeroizing<String>> {
        let vault = self.vault();
        vault.issued_codes.iter().find(|issued| issued.opening == opening).map(|issued| issued.code.to_groups())
    }

    async fn keep_code(&self, opening: OpeningId, grant: &CheckedGrant, code: &OpeningCode) -> Result<(), FlowError> {
        let grant = grant.act.body.grant;
        self.change_vault(|vault| {
            // A new random key for the same grant replaces the one before: that one is burnt or given up.
            vault.issued_codes.retain(|issued| issued.grant != grant && issued.opening != opening);
            vault.issued_codes.push(IssuedCode { opening, grant, code: code.clone() });
        })
        .await
    }

    /// Registers the code with the SRS as a one-time OPAQUE record.
    async fn register_code(
        &self,
        opening: OpeningId,
        grant: &CheckedGrant,
        code: &OpeningCode,
    ) -> Result<(RegistrationUpload, ExportKey), FlowError> {
        let (attempt, registration_request) = start_registration(&code.to_password())?;
        let body = RegisterOpening {
            opening,
            grant_hash: grant.act.hash(),
            clinician: grant.act.body.clinician,
            clinician_key: grant.act.body.clinician_key,
            registration_request,
        };
        let key_cards: Vec<_> = self.vault().identity.cards.iter().cloned().map(Encoded).collect();
        let (_, response) = self
            .act(self.account(), body, async |act| {
                let request = RegisterOpeningRequest { act: Encoded(act), key_cards: key_cards.clone() };
                self.call::<RegisterOpeningEndpoint>(&request).await
            })
            .await?;
        let context = OpaqueContext::opening(opening, grant.act.body.clinician_key, *self.srs_key().as_bytes());
        let registered = attempt.finish(&context, &response.registration_response, None)?;
        Ok((registered.upload, registered.export_key))
    }

    fn write_back_card(&self, write_back: bool) -> Result<Vec<WriteBackCard>, FlowError> {
        if !write_back {
            return Ok(Vec::new());
        }
        let vault = self.vault();
        let portion = Portion::Medications;
        let key = vault.current_portion_key(portion).ok_or(FlowError::Invalid("Only patients keep records."))?;
        Ok(vec![WriteBackCard { portion, card: key.card.hash() }])
    }
}
