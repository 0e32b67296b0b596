//! A person who is signed in: their open vault, their session, and what every flow does with both.
//!
//! Methods take `&self`: a long upload must not keep a person from granting a request meanwhile. No borrow of the
//! state lives across an await; locks put acts and vault writes in order.

use core::cell::{Cell, Ref, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures_util::lock::Mutex;

use super::confirm_password::PasswordDigest;
use super::replace_credentials::Replacement;
use super::{FlowError, Host, Listing, Token};
use crate::api::{Endpoint, Page, PageQuery, RefreshSessionEndpoint, ServerDescription, SessionGranted};
use crate::crypto::{VaultKey, VerifyingKey};
use crate::id::{AccountId, DeviceId, Hash, KeyId};
use crate::sharing::Profile;
use crate::vault::{ServerPins, VaultContent};

/// How long before its end a token is refreshed, in milliseconds.
const REFRESH_AHEAD: u64 = 5 * 60 * 1000;

/// A person who is signed in.
pub struct Member<H> {
    pub(super) host: H,
    pub(super) device: DeviceId,
    pub(super) state: RefCell<MemberState>,
    /// Acts go out one after another, so that their counters have no gaps.
    pub(super) acts: Mutex<()>,
    /// Vault writes go out one after another.
    pub(super) vault_writes: Mutex<()>,
    /// Rolls are done one after another: two would make two candidates for one portion.
    pub(super) rolls: Mutex<()>,
    /// A change of credentials whose answer never came.
    pub(super) replacement: RefCell<Option<Rc<Replacement>>>,
    /// Acts whose answers never came, by what they are to do: a retry sends the same bytes.
    pub(super) unanswered: RefCell<BTreeMap<Hash, Vec<u8>>>,
    /// The last listing of one's records, until something changes.
    pub(super) listing: RefCell<Option<Rc<Listing>>>,
    pub(super) password: RefCell<Option<PasswordDigest>>,
    refreshing: Mutex<()>,
    token_expires_at: Cell<u64>,
}

/// What signing in opened.
pub(super) struct MemberState {
    pub(super) token: Token,
    pub(super) vault: VaultContent,
    pub(super) vault_key: VaultKey,
    /// Hash of the sealed vault that `vault` came from.
    pub(super) vault_hash: Hash,
}

impl<H: Host> Member<H> {
    pub(super) fn new(
        host: H,
        device: DeviceId,
        session: SessionGranted,
        vault: VaultContent,
        vault_key: VaultKey,
        vault_hash: Hash,
    ) -> Self {
        let state = MemberState { token: Token::from_wire(session.token), vault, vault_key, vault_hash };
        Self {
            host,
            device,
            state: RefCell::new(state),
            acts: Mutex::new(()),
            vault_writes: Mutex::new(()),
            rolls: Mutex::new(()),
            replacement: RefCell::new(None),
            unanswered: RefCell::default(),
            listing: RefCell::new(None),
            password: RefCell::new(None),
            refreshing: Mutex::new(()),
            token_expires_at: Cell::new(session.expires_at),
        }
    }

    /// The world this person acts in.
    pub fn host(&self) -> &H {
        &self.host
    }

    /// Whose account.
    pub fn account(&self) -> AccountId {
        self.vault().account
    }

    /// This person's key id.
    pub fn key_id(&self) -> KeyId {
        self.vault().key_id()
    }

    /// This person as they present themself.
    pub fn profile(&self) -> Profile {
        self.vault().identity.register.body.profile.clone()
    }

    /// The pinned key of the SRS.
    pub(super) fn srs_key(&self) -> VerifyingKey {
        self.vault().server.srs
    }

    /// The open vault. Do not hold it across an await.
    pub fn vault(&self) -> Ref<'_, VaultContent> {
        Ref::map(self.state.borrow(), |state| &state.vault)
    }

    /// The bearer token, refreshed where it soon ends. For the live event stream, which is not a call.
    ///
    /// # Errors
    /// When the session has ended or the server is away.
    pub async fn token(&self) -> Result<Token, FlowError> {
        let _one = self.refreshing.lock().await;
        if self.host.now().saturating_add(REFRESH_AHEAD) >= self.token_expires_at.get() {
            let old = self.state.borrow().token.clone();
            let session = self.host.call::<RefreshSessionEndpoint>(&(), Some(&old)).await?;
            self.keep_session(session);
        }
        Ok(self.state.borrow().token.clone())
    }

    pub(super) fn keep_session(&self, session: SessionGranted) {
        self.token_expires_at.set(session.expires_at);
        self.state.borrow_mut().token = Token::from_wire(session.token);
    }

    /// Calls an endpoint with this session.
    pub(super) async fn call<E: Endpoint>(&self, request: &E::Request) -> Result<E::Response, FlowError> {
        let token = if E::SESSION { Some(self.token().await?) } else { None };
        Ok(self.host.call::<E>(request, token.as_ref()).await?)
    }

    /// Reads a whole list by its pages.
    pub(super) async fn list<E, T>(&self) -> Result<Vec<T>, FlowError>
    where
        E: Endpoint<Request = PageQuery, Response = Page<T>>,
    {
        let mut items = Vec::new();
        let mut query = PageQuery { cursor: None, limit: Some(500) };
        loop {
            let page = self.call::<E>(&query).await?;
            items.extend(page.items);
            match page.next {
                Some(next) if query.cursor.as_ref() != Some(&next) => query.cursor = Some(next),
                _ => return Ok(items),
            }
        }
    }
}

/// The keys a client talks to, from what the server says of itself.
pub(super) fn server_pins(server: &ServerDescription) -> ServerPins {
    ServerPins { sas: server.sas_key.0, srs: server.srs_key.0, restore_epoch: server.restore_epoch }
}
