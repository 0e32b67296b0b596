//! People, as they present themselves: by handle or by id.

use sesemr_common::{
    api::{ErrorCode, FindPersonRequest, Person, ReadKeyCardsQuery, ReadPortionCardsQuery, ReadPortionCardsResponse},
    id::{Encoded, Hash},
    sharing::{Opening, PortionCard, Register, SignedAct},
};

use super::{Sas, set_listing::only_visible};
use crate::{
    access::{opening_state, require_open},
    auth::Session,
    db::{
        Connection,
        sas::{
            account::{self, Account},
            act as acts, opening, portion_card,
        },
    },
    error::{Error, Outcome},
};

impl Sas {
    /// The person behind a handle.
    ///
    /// # Errors
    /// Where there is none, or none for whoever asks; where the database is away.
    pub async fn find_person(&self, session: &Session, request: FindPersonRequest) -> Outcome<Person> {
        check_typed(&request.handle)?;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let found = account::find_by_handle(&mut connection, &request.handle).await?;
        let invitation = request.invitation.as_ref();
        let found = only_visible(&mut connection, session.account, found, invitation, now).await?;
        read_person(&mut connection, found).await
    }

    /// The person of an account.
    ///
    /// # Errors
    /// Where there is none, or none for whoever asks; where the database is away.
    pub async fn read_key_cards(&self, session: &Session, query: ReadKeyCardsQuery) -> Outcome<Person> {
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let found = account::find_signer(&mut connection, query.account).await?;
        let found = only_visible(&mut connection, session.account, found, None, now).await?;
        read_person(&mut connection, found).await
    }

    /// A patient's own portion cards, or those under which a clinician may write just now.
    ///
    /// # Errors
    /// Where nothing of that patient's is open to the session; where the database is away.
    pub async fn read_portion_cards(
        &self,
        session: &Session,
        query: ReadPortionCardsQuery,
    ) -> Outcome<ReadPortionCardsResponse> {
        if query.patient != session.account {
            self.hear_srs().await;
        }
        let mut connection = self.pool.get().await?;
        let mut cards = if query.patient == session.account {
            portion_card::read_current(&mut connection, query.patient).await?
        } else {
            self.read_writable_cards(&mut connection, session, query).await?
        };
        cards.sort_by_key(|card| card.fields.portion);
        Ok(ReadPortionCardsResponse { cards: cards.into_iter().map(Encoded).collect() })
    }

    async fn read_writable_cards(
        &self,
        connection: &mut Connection,
        session: &Session,
        query: ReadPortionCardsQuery,
    ) -> Outcome<Vec<PortionCard>> {
        let (mut hashes, mut is_open): (Vec<Hash>, bool) = (Vec::new(), false);
        for open in opening::read_open(connection, query.patient, session.account).await? {
            if require_open(opening_state(&open, self.clock.now())).is_ok() {
                let act: SignedAct<Opening> = acts::read(connection, query.patient, open.act).await?;
                hashes.extend(act.body.write_back.iter().map(|named| named.card));
                is_open = true;
            }
        }
        if !is_open {
            return Err(Error::refused(ErrorCode::NotOpen, "nothing of this patient's is open to you"));
        }
        Ok(portion_card::read_by_hash(connection, query.patient, &hashes).await?)
    }
}

/// Checks a handle that is looked up. One that nobody can have is found nowhere, as long as it can be looked for.
pub(super) fn check_typed(handle: &str) -> Outcome<()> {
    if handle.contains('\0') { Err(Error::bad_field("handle", "a handle has no zero bytes")) } else { Ok(()) }
}

async fn read_person(connection: &mut Connection, found: Option<Account>) -> Outcome<Person> {
    let found = found.ok_or_else(|| Error::not_found("person"))?;
    let register: SignedAct<Register> = acts::read(connection, found.id, found.register).await?;
    let key_cards = account::read_key_cards(connection, found.id).await?;
    Ok(Person { register: Encoded(register), key_cards: key_cards.into_iter().map(Encoded).collect() })
}
