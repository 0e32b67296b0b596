//! How often signing in may be tried. Counted in Postgres, so that every process sees the same number.
//!
//! Counted by handle *and* address, and by address alone; never by handle alone, or whoever types wrong passwords
//! elsewhere could lock the owner out. That loses nothing: a password can only be tested with its device's key.

use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sesemr_common::id::Hash;
use sha2::Sha256;

use super::Sas;
use crate::{
    client_address::ClientAddress,
    clock::UnixMs,
    db::{Connection, sas::sign_in_try, transaction::in_transaction},
    error::{Error, Outcome},
};

/// How long a try counts.
pub(super) const TRY_WINDOW: Duration = Duration::from_mins(15);
/// How many handles' worth of tries an address has: a clinic shares one.
const HANDLES_PER_ADDRESS: u32 = 10;

/// What a sign-in was charged with, and a success takes back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Charge {
    /// The tries of this handle from this address.
    pub(super) tries_key: Hash,
    /// The try of the address.
    pub(super) address_try: i64,
}

impl Sas {
    /// Charges a sign-in to the handle it names and the address it comes from.
    ///
    /// # Errors
    /// [`Error::too_many`].
    pub(super) async fn charge_sign_in(
        &self,
        connection: &mut Connection,
        handle: &str,
        address: Option<ClientAddress>,
        now: UnixMs,
    ) -> Outcome<Charge> {
        let address = address.map(|address| address.to_string()).unwrap_or_default();
        let tries_key = self.keyed_hash("handle", &[handle, &address]);
        let address_key = self.keyed_hash("address", &[&address]);
        let tries = self.limits.sign_in_tries;
        in_transaction(connection, async |connection| {
            for (key, limit) in [(tries_key, tries), (address_key, tries.saturating_mul(HANDLES_PER_ADDRESS))] {
                // Tries that come at once are counted one after another; the address last, by everybody.
                sign_in_try::lock(connection, key).await?;
                let since = now.minus(TRY_WINDOW);
                if let Some(tried_at) = sign_in_try::find_nth_latest(connection, key, since, limit).await? {
                    return Err(Error::too_many(now.until(tried_at.plus(TRY_WINDOW))));
                }
            }
            sign_in_try::insert(connection, tries_key, now).await?;
            let address_try = sign_in_try::insert(connection, address_key, now).await?;
            Ok(Charge { tries_key, address_try })
        })
        .await
    }

    /// A hash of texts that only this server can make: what was typed as a handle may have been a password.
    pub(super) fn keyed_hash(&self, label: &str, texts: &[&str]) -> Hash {
        let mut bytes = Vec::new();
        for text in [label].iter().chain(texts) {
            bytes.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        Hash(keyed(&self.key.unknown, &bytes))
    }
}

fn keyed(key: &[u8; 32], bytes: &[u8]) -> [u8; 32] {
    // HMAC pads a short key with zeros to its block of 64 bytes.
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}
