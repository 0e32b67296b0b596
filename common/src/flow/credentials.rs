//! What registering, signing in and recovering share: ids, kit tags, the device's own id, and checks of what is typed.

use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::{FlowError, Host};
use crate::crypto::{Kit, fill_random};
use crate::id::{AccountId, DeviceId, KitTag};

/// A fresh `UUIDv7`.
pub(super) fn make_id(now: u64) -> Uuid {
    let mut random = [0; 10];
    fill_random(&mut random);
    uuid::Builder::from_unix_timestamp_millis(now, &random).into_uuid()
}

/// When an id was made, in milliseconds since 1970 UTC: the time in front of a `UUIDv7`.
pub(super) fn made_at(id: Uuid) -> u64 {
    let (seconds, nanoseconds) = id.get_timestamp().map_or((0, 0), |time| time.to_unix());
    seconds * 1_000 + u64::from(nanoseconds / 1_000_000)
}

/// A fresh tag for a fresh kit.
pub(super) fn make_kit_tag() -> KitTag {
    let mut tag = KitTag::ZERO;
    fill_random(&mut tag.0);
    tag
}

/// This device's id for an account, made at its first use.
pub(super) async fn device_id<H: Host>(host: &H, account: AccountId) -> Result<DeviceId, FlowError> {
    let name = format!("device/{account}");
    if let Some(bytes) = host.load(&name).await?.and_then(|bytes| bytes.try_into().ok()) {
        return Ok(DeviceId::from_bytes(bytes));
    }
    let device = DeviceId(make_id(host.now()));
    host.store(&name, device.as_bytes().to_vec()).await?;
    Ok(device)
}

/// Whether `typed` are the kit's groups at these places, counted from 1.
pub(super) fn confirms_kit(kit: &Kit, typed: &[(usize, &str)]) -> bool {
    let groups = kit.to_groups();
    let groups: Vec<&str> = groups.split('-').collect();
    !typed.is_empty()
        && typed.iter().all(|(place, text)| {
            let typed = text.trim().to_ascii_uppercase().replace('O', "0").replace(['I', 'L'], "1");
            place
                .checked_sub(1)
                .and_then(|place| groups.get(place))
                .is_some_and(|group| typed.as_bytes().ct_eq(group.as_bytes()).into())
        })
}

/// Passwords have at least 12 characters; the device key makes guessing them elsewhere pointless.
pub(super) fn check_password(password: &str) -> Result<(), FlowError> {
    match password.chars().count() {
        0..12 => Err(FlowError::Invalid("Use a password of at least 12 characters. Three or four words are good.")),
        12..=1000 => Ok(()),
        _ => Err(FlowError::Invalid("Use a password of at most 1,000 characters.")),
    }
}
