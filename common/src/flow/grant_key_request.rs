//! The patient's decision: granting a request, refusing it, taking access back; and the list of grants.

use std::collections::BTreeMap;

use super::check_act::sound;
use super::credentials::make_id;
use super::sealed_message::{MessageInfo, seal_message};
use super::{FlowError, Host, Member};
use crate::api::{
    ErrorCode, GrantKeyRequestEndpoint, GrantKeyRequestRequest, GrantState, ListGrantsEndpoint,
    RefuseKeyRequestEndpoint, RefuseKeyRequestRequest, StoredGrant, TakeBackGrantEndpoint, TakeBackGrantRequest,
};
use crate::codec::Encoder;
use crate::id::{AccountId, Encoded, GrantId, Hash};
use crate::portion::Portion;
use crate::sharing::{
    EndOpening, EndReason, GrantKeyRequest, RefuseKeyRequest, RequestKey, Scope, SignedAct, TakeBackGrant,
};

/// What a patient grants.
pub struct Decision {
    /// What.
    pub scope: Scope,
    /// Until when, milliseconds since 1970 UTC.
    pub expires_at: u64,
    /// How many openings.
    pub openings: u16,
    /// Whether the clinician may write prescriptions.
    pub write_back: bool,
}

/// A grant that has been checked.
pub struct CheckedGrant {
    /// The signed act.
    pub act: SignedAct<GrantKeyRequest>,
    /// How it stands.
    pub state: GrantState,
    /// Openings used.
    pub openings_used: u16,
    /// When it was taken back, milliseconds since 1970 UTC.
    pub taken_back_at: Option<u64>,
}

impl<H: Host> Member<H> {
    /// Grants a request, in whole or in part.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] where nothing is granted or the end lies in the past; [`FlowError::KeyChanged`].
    pub async fn grant_key_request(
        &self,
        request: &SignedAct<RequestKey>,
        decision: Decision,
    ) -> Result<GrantId, FlowError> {
        let mut scope = decision.scope;
        scope.portions.sort_unstable();
        scope.portions.dedup();
        scope.records.sort_unstable();
        scope.records.dedup();
        if scope.portions.is_empty() && scope.records.is_empty() {
            return Err(FlowError::Invalid("Choose at least one thing to give access to."));
        }
        if decision.openings == 0 {
            return Err(FlowError::Invalid("Choose how many times it may be opened."));
        }
        if decision.expires_at <= self.host.now() {
            return Err(FlowError::Invalid("Choose an end that lies in the future."));
        }
        self.check_act(request).await?;
        let clinician = self.shown_person(request.header.actor).await?;
        let body = GrantKeyRequest {
            grant: GrantId(make_id(self.host.now())),
            request: request.body.request,
            request_hash: request.hash(),
            clinician: clinician.account,
            clinician_key: clinician.key,
            scope,
            expires_at: decision.expires_at,
            openings: decision.openings,
            write_back: decision.write_back,
        };
        let mut wish = Encoder::default();
        wish.put(&body.request_hash).put(&body.scope).put_u64(body.expires_at).put(&body.openings);
        wish.put_bool(body.write_back);
        let wanted = body.clone();
        let granted = self
            .act_once(&wish.finish(), self.account(), body, async |act| {
                self.call::<GrantKeyRequestEndpoint>(&GrantKeyRequestRequest { act: Encoded(act) }).await
            })
            .await;
        match granted {
            Ok((act, _)) => Ok(act.body.grant),
            // Answered before. Where the answer was this one, its own answer had got lost.
            Err(error) if error.is_refusal(ErrorCode::Conflict) => {
                let grants = self.list_grants().await?;
                let same = grants.into_iter().find(|grant| is_within(&grant.act.body, &wanted));
                same.map(|grant| grant.act.body.grant).ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    /// Refuses a request, with a reason that only the clinician can read.
    ///
    /// # Errors
    /// [`FlowError::KeyChanged`]; those of the server.
    pub async fn refuse_key_request(&self, request: &SignedAct<RequestKey>, reason: &str) -> Result<(), FlowError> {
        let clinician = self.check_act(request).await?;
        let info = MessageInfo { kind: "refuse-key-request", subject: request.body.request.as_bytes() };
        let body = RefuseKeyRequest {
            request: request.body.request,
            request_hash: request.hash(),
            reason: seal_message(&clinician.card()?.fields.kem_key, &info, reason)?,
        };
        let mut wish = Encoder::default();
        wish.put(&body.request_hash).put_var(reason.as_bytes());
        self.act_once(&wish.finish(), self.account(), body, async |act| {
            self.call::<RefuseKeyRequestEndpoint>(&RefuseKeyRequestRequest { act: Encoded(act) }).await
        })
        .await?;
        Ok(())
    }

    /// Takes access back: the SAS ends the grant, the SRS each of its openings. Either alone stops the clinician, so a
    /// server that is away does not keep the other from being told.
    ///
    /// # Errors
    /// That of the first server that could not be told; try again.
    pub async fn take_back_grant(&self, grant: &SignedAct<GrantKeyRequest>) -> Result<(), FlowError> {
        self.check_own_act(grant)?;
        let openings = self.list_openings().await?;
        let body = TakeBackGrant { grant: grant.body.grant, grant_hash: grant.hash() };
        let ended = self
            .act(self.account(), body, async |act| {
                self.call::<TakeBackGrantEndpoint>(&TakeBackGrantRequest { act: Encoded(act) }).await
            })
            .await;
        let mut destroyed = Ok(());
        for opening in
            openings.iter().filter(|opening| opening.act.body.grant == grant.body.grant && !opening.end_confirmed)
        {
            let body = EndOpening {
                opening: opening.act.body.opening,
                opening_hash: opening.act.hash(),
                reason: EndReason::TakenBack,
            };
            destroyed = destroyed.and(self.end_opening(self.account(), body).await);
        }
        // Told before, by a try that reached one server and not the other.
        if !matches!(&ended, Err(error) if error.is_refusal(ErrorCode::TakenBack)) {
            ended?;
        }
        destroyed?;
        let portions: Vec<Portion> = openings
            .iter()
            .filter(|opening| opening.act.body.grant == grant.body.grant)
            .flat_map(|opening| opening.act.body.portions.iter().map(|portion| portion.portion))
            .collect();
        self.change_vault(|vault| vault.note_rolls_due(&portions)).await
    }

    /// Grants by and to this person, oldest first, each checked against its signer's key. One that does not check out is
    /// left out.
    ///
    /// # Errors
    /// Those of the server.
    pub async fn list_grants(&self) -> Result<Vec<CheckedGrant>, FlowError> {
        let asked = self.asked_of().await?;
        let mut grants = Vec::new();
        for stored in self.list::<ListGrantsEndpoint, _>().await? {
            grants.extend(sound(self.check_grant(stored, &asked).await)?);
        }
        Ok(grants)
    }

    async fn check_grant(
        &self,
        stored: StoredGrant,
        asked: &BTreeMap<Hash, AccountId>,
    ) -> Result<CheckedGrant, FlowError> {
        let act = stored.act.0;
        if act.header.actor == self.account() {
            self.check_own_act(&act)?;
        } else {
            self.check_act(&act).await?;
            self.check_addressed_to_me(act.body.clinician, act.body.clinician_key)?;
            // Only whom this person asked can answer, and only what they were asked.
            if asked.get(&act.body.request_hash) != Some(&act.header.actor) || act.header.actor != act.header.patient {
                return Err(FlowError::Untrustworthy("whose grant it is"));
            }
        }
        let taken_back_at = stored.take_back.map(|take_back| take_back.0.header.signed_at);
        Ok(CheckedGrant { act, state: stored.state, openings_used: stored.openings_used, taken_back_at })
    }

    pub(super) fn check_addressed_to_me(&self, account: AccountId, key: crate::id::KeyId) -> Result<(), FlowError> {
        if account == self.account() && key == self.key_id() {
            Ok(())
        } else {
            Err(FlowError::Untrustworthy("whom a grant is for"))
        }
    }
}

/// Whether a grant gives what is wanted now, and no longer: an end that is counted from now on moves on between two tries.
fn is_within(given: &GrantKeyRequest, wanted: &GrantKeyRequest) -> bool {
    (given.request_hash, &given.scope, given.openings, given.write_back)
        == (wanted.request_hash, &wanted.scope, wanted.openings, wanted.write_back)
        && given.expires_at <= wanted.expires_at
}
