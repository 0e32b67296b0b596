//! Signing an act and sending it: counters are stored before sending, and acts go out one after another.

use super::{FlowError, Host, Member};
use crate::api::ErrorCode;
use crate::codec::{Decode as _, Encode as _};
use crate::crypto::object_hash;
use crate::id::{AccountId, Hash};
use crate::sharing::{ActBody, ActHeader, Audience, LogHead, SignedAct};

impl<H: Host> Member<H> {
    /// Signs `body` about `patient` and sends it. Where the server has seen this number, from a time that this device has
    /// lost, it says which is next, and the act goes out once more under that.
    pub(super) async fn act<B, T>(
        &self,
        patient: AccountId,
        body: B,
        send: impl AsyncFn(SignedAct<B>) -> Result<T, FlowError>,
    ) -> Result<(SignedAct<B>, T), FlowError>
    where
        B: ActBody + Clone,
    {
        let _one = self.acts.lock().await;
        let act = self.sign_next(patient, body, None).await?;
        self.send_counted(act, &send, |_| {}).await
    }

    /// As [`Self::act`], for what must not be done twice. `wish` says what the person wants, whatever ids and seals the
    /// body has: where an act for the same wish went out and was never answered, that one is sent again, byte for byte,
    /// and `body` is not used.
    pub(super) async fn act_once<B, T>(
        &self,
        wish: &[u8],
        patient: AccountId,
        body: B,
        send: impl AsyncFn(SignedAct<B>) -> Result<T, FlowError>,
    ) -> Result<(SignedAct<B>, T), FlowError>
    where
        B: ActBody + Clone,
    {
        let _one = self.acts.lock().await;
        let wish = object_hash(B::TYPE_NAME, wish);
        let left = self.unanswered.borrow().get(&wish).and_then(|act| SignedAct::decode(act).ok());
        let act = match left {
            Some(act) => act,
            None => self.sign_next(patient, body, None).await?,
        };
        let keep = |act: &SignedAct<B>| drop(self.unanswered.borrow_mut().insert(wish, act.encode()));
        let outcome = self.send_counted(act, &send, keep).await;
        if !matches!(&outcome, Err(error) if error.leaves_open()) {
            self.unanswered.borrow_mut().remove(&wish);
        }
        outcome
    }

    async fn send_counted<B, T>(
        &self,
        act: SignedAct<B>,
        send: &impl AsyncFn(SignedAct<B>) -> Result<T, FlowError>,
        keep: impl Fn(&SignedAct<B>),
    ) -> Result<(SignedAct<B>, T), FlowError>
    where
        B: ActBody + Clone,
    {
        keep(&act);
        match send(act.clone()).await {
            Ok(answer) => Ok((act, answer)),
            Err(FlowError::Refused(error)) if error.code == ErrorCode::WrongCounter && error.expected.is_some() => {
                let act = self.sign_next(act.header.patient, act.body, error.expected).await?;
                keep(&act);
                let answer = send(act.clone()).await?;
                Ok((act, answer))
            }
            Err(error) => Err(error),
        }
    }

    async fn sign_next<B: ActBody>(
        &self,
        patient: AccountId,
        body: B,
        at: Option<u64>,
    ) -> Result<SignedAct<B>, FlowError> {
        let header = self.next_header(patient, B::AUDIENCE, at).await?;
        Ok(SignedAct::sign(header, body, &self.vault().identity.signing_key))
    }

    /// The header of the next act, its number stored on the device.
    async fn next_header(
        &self,
        patient: AccountId,
        audience: Audience,
        at: Option<u64>,
    ) -> Result<ActHeader, FlowError> {
        let actor = self.account();
        let name = counter_name(actor, patient, audience);
        let counter = match at {
            Some(number) => number,
            None => load_counter(&self.host, &name).await?.saturating_add(1),
        };
        self.host.store(&name, counter.to_be_bytes().to_vec()).await?;
        let vault = self.vault();
        Ok(ActHeader {
            actor,
            actor_key: vault.key_id(),
            patient,
            device: self.device,
            audience,
            counter,
            log_head: if actor == patient { vault.log_head.clone() } else { LogHead::EMPTY },
            signed_at: self.host.now(),
            restore_epoch: vault.server.restore_epoch,
            on_behalf_of: Hash::ZERO,
        })
    }
}

async fn load_counter<H: Host>(host: &H, name: &str) -> Result<u64, FlowError> {
    let stored = host.load(name).await?;
    Ok(stored.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
}

/// Remembers the number of an act that was signed before its person was signed in.
pub(super) async fn remember_counter<H: Host>(host: &H, header: &ActHeader) -> Result<(), FlowError> {
    let name = counter_name(header.actor, header.patient, header.audience);
    Ok(host.store(&name, header.counter.to_be_bytes().to_vec()).await?)
}

fn counter_name(actor: AccountId, patient: AccountId, audience: Audience) -> String {
    let audience = match audience {
        Audience::Sas => "sas",
        Audience::Srs => "srs",
    };
    format!("act-counter/{actor}/{patient}/{audience}")
}
