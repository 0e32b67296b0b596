//! Table `sas.server_key`: the server's own secrets.

use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult};
use diesel_async::RunQueryDsl as _;
use sesemr_common::crypto::{SigningKey, fill_random, opaque::ServerSetup};
use zeroize::Zeroizing;

use crate::{
    db::{
        Connection,
        column::{read_number, read_secret},
    },
    schema::server_key,
};

/// What the SAS keeps of its own.
#[derive(Debug)]
pub(crate) struct ServerKey {
    /// Signs its closings; names it in OPAQUE.
    pub(crate) signing: SigningKey,
    /// OPAQUE secrets of all accounts.
    pub(crate) opaque: ServerSetup,
    /// Keys the answers for handles that nobody has, and the hashes of addresses.
    pub(crate) unknown: Zeroizing<[u8; 32]>,
    pub(crate) restore_epoch: u32,
}

/// Reads the server's secrets; the first of all starts makes them. Replicas that start together end up with the same.
pub(crate) async fn read_or_make(connection: &mut Connection) -> QueryResult<ServerKey> {
    let mut unknown = Zeroizing::new([0; 32]);
    fill_random(unknown.as_mut_slice());
    let (signing, opaque) = (SigningKey::make().to_bytes(), ServerSetup::make().to_bytes());
    diesel::insert_into(server_key::table)
        .values((
            server_key::id.eq(1),
            server_key::signing_seed.eq(signing.as_slice()),
            server_key::opaque_setup.eq(opaque.as_slice()),
            server_key::unknown_secret.eq(unknown.as_slice()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    let (signing, opaque, unknown, restore_epoch): (Vec<u8>, Vec<u8>, Vec<u8>, i64) = server_key::table
        .find(1)
        .select((
            server_key::signing_seed,
            server_key::opaque_setup,
            server_key::unknown_secret,
            server_key::restore_epoch,
        ))
        .first(connection)
        .await?;
    let opaque = ServerSetup::from_bytes(&*read_secret(opaque)?);
    Ok(ServerKey {
        signing: SigningKey::from_bytes(*read_secret(signing)?),
        opaque: opaque.map_err(|error| diesel::result::Error::DeserializationError(error.into()))?,
        unknown: read_secret(unknown)?,
        restore_epoch: read_number(restore_epoch)?,
    })
}
