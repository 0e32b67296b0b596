//! Acts are taken once: the same bytes get the same answer, every number is used up by one act, refused or not. Only
//! too many tries, and a wrong number itself, use none up.

use sesemr_common::{
    api::{Done, ErrorCode},
    id::Hash,
    sharing::{ActBody, SignedAct},
};

use super::Sas;
use crate::{
    auth::Session,
    clock::UnixMs,
    db::{
        Connection,
        sas::{account, account_head, act as acts},
        transaction::in_transaction,
    },
    error::{Error, Outcome},
};

impl Sas {
    /// Takes an act of the session's account: checks its signature and its number, does `work` and writes the act down,
    /// all in one transaction that has locked the patient it is about. An act that was taken is not done again.
    ///
    /// # Errors
    /// Refusals, which are written down and use the act's number up too; where the database is away.
    pub(super) async fn perform<B: ActBody>(
        &self,
        session: &Session,
        act: &SignedAct<B>,
        work: impl AsyncFnOnce(&mut Connection, UnixMs) -> Outcome<()>,
    ) -> Outcome<Done> {
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        self.verify_act(&mut connection, session, act).await?;
        let outcome = in_transaction(&mut connection, async |connection| {
            if !account_head::lock(connection, act.header.patient).await? {
                return Err(Error::not_found("patient"));
            }
            if was_taken(connection, act).await? {
                return Ok(());
            }
            let next = acts::lock_counter(connection, &act.header).await?.saturating_add(1);
            if act.header.counter != next {
                return Err(Error::wrong_counter(next));
            }
            work(connection, now).await?;
            acts::write_counter(connection, &act.header).await?;
            Ok(acts::insert(connection, act, None, now).await?)
        })
        .await;
        settle(&mut connection, act, now, outcome).await?;
        Ok(Done {})
    }

    /// Checks that an act is the session's own: its account, its device, its current identity key.
    async fn verify_act<B: ActBody>(
        &self,
        connection: &mut Connection,
        session: &Session,
        act: &SignedAct<B>,
    ) -> Outcome<()> {
        let header = &act.header;
        if (header.actor, header.device) != (session.account, session.device) {
            return Err(Error::not_permitted("an act is sent by its actor, from the device that signed it"));
        }
        if header.on_behalf_of != Hash::ZERO {
            return Err(Error::bad_field("act", "version 1 knows no delegation"));
        }
        let actor = account::find(connection, header.actor).await?.ok_or_else(|| Error::not_found("account"))?;
        let key = account::find_signing_key(connection, header.actor, header.actor_key).await?;
        match key {
            Some(key) if header.actor_key == actor.key => act.verify(&key)?,
            _ => return Err(Error::refused(ErrorCode::BadSignature, "the act is not signed by the current key")),
        }
        if header.restore_epoch != self.key.restore_epoch {
            return Err(Error::refused(ErrorCode::Conflict, "signed in another restore epoch of this server"));
        }
        Ok(())
    }
}

/// Requires that an act is about its actor's own records.
pub(super) fn require_own<B>(act: &SignedAct<B>) -> Outcome<()> {
    if act.header.actor == act.header.patient {
        Ok(())
    } else {
        Err(Error::not_permitted("only the patient does this"))
    }
}

async fn was_taken<B: ActBody>(connection: &mut Connection, act: &SignedAct<B>) -> Outcome<bool> {
    match acts::find_answer(connection, act.header.patient, act.hash()).await? {
        None => Ok(false),
        Some(acts::KnownAct::Taken) => Ok(true),
        Some(acts::KnownAct::Refused(refusal)) => Err(Error::Refused(Box::new(refusal))),
    }
}

/// Passes an outcome on. Where the act was refused, its number is used up and the refusal kept, in a transaction of its
/// own; a number that was not the next one is not used up, whatever the refusal. Too many tries are no answer to keep:
/// the same bytes are to be sent again later.
async fn settle<B: ActBody>(
    connection: &mut Connection,
    act: &SignedAct<B>,
    now: UnixMs,
    outcome: Outcome<()>,
) -> Outcome<()> {
    let Err(Error::Refused(refusal)) = &outcome else { return outcome };
    if matches!(refusal.code, ErrorCode::WrongCounter | ErrorCode::TooManyRequests) {
        return outcome;
    }
    let kept = in_transaction(connection, async |connection| {
        let last = acts::lock_counter(connection, &act.header).await?;
        if last.saturating_add(1) == act.header.counter {
            acts::write_counter(connection, &act.header).await?;
            acts::insert(connection, act, Some(refusal), now).await?;
        }
        Ok(())
    });
    kept.await?;
    outcome
}
