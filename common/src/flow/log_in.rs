//! Signing in: with the password on a device that knows the account, with kit and password on a new one.

use super::credentials::device_id;
use super::keep_vault::open_stored_vault;
use super::kit_tag::{confirm_kit_tag, is_stale_kit, place_of_kit, remember_kit_tag};
use super::member::server_pins;
use super::{DeviceKeyPlace, FlowError, Host, Member};
use crate::api::{
    DescribeServerEndpoint, ErrorCode, FinishLogInEndpoint, FinishLogInRequest, FinishLogInResponse,
    IdentifyLogInEndpoint, IdentifyLogInRequest, IdentifyLogInResponse, LogInPurpose, ServerDescription,
    StartLogInEndpoint, StartLogInRequest,
};
use crate::crypto::opaque::{ExportKey, OpaqueContext, OpaquePassword, start_log_in};
use crate::crypto::{DeviceMac, Kit, VaultKey, derive_account_password};
use crate::vault::{VaultContent, open_log_in_wrap, vault_hash};

/// Signs in with a password on a device that knows the account.
///
/// # Errors
/// [`FlowError::WrongPassword`], [`FlowError::KitNeeded`] where the device does not know the account,
/// [`FlowError::KitReplaced`] where it knows an old kit, [`crate::vault::VaultError::RolledBack`].
pub async fn log_in<H: Host>(host: H, handle: &str, password: &str) -> Result<Member<H>, FlowError> {
    let handle = &normalise(handle);
    let known = identify(&host, handle).await?;
    // A new kit whose commit was never answered is in force where the server shows its tag.
    let place = place_of_kit(&host, known.account, known.kit_tag).await?;
    let mac = host.device_mac(known.account, place).await?.ok_or(FlowError::KitNeeded)?;
    let member = finish(host, handle, password, &known, &mac).await?;
    if place == DeviceKeyPlace::Pending {
        confirm_kit_tag(&member.host, known.account, known.kit_tag).await?;
    }
    Ok(member)
}

/// Signs in with kit and password on a new device, which knows the account from then on.
///
/// # Errors
/// As [`log_in`]; a kit that is not the account's reads as [`FlowError::WrongPassword`].
pub async fn log_in_with_kit<H: Host>(
    host: H,
    handle: &str,
    kit: &Kit,
    password: &str,
) -> Result<Member<H>, FlowError> {
    let handle = &normalise(handle);
    let known = identify(&host, handle).await?;
    let device_key = kit.derive_device_key();
    // The password is tried with the key as typed; the device keeps it only once it has signed in.
    let member = finish(host, handle, password, &known, &device_key.mac_account(known.account)).await?;
    member.host.keep_device_key(known.account, DeviceKeyPlace::InForce, device_key).await?;
    Ok(member)
}

async fn finish<H: Host>(
    host: H,
    handle: &str,
    password: &str,
    known: &IdentifyLogInResponse,
    mac: &DeviceMac,
) -> Result<Member<H>, FlowError> {
    let opaque_password = derive_account_password(password, mac);
    let answer = match authenticate(&host, handle, known, LogInPurpose::LogIn, &opaque_password).await {
        Err(FlowError::WrongPassword) if is_stale_kit(&host, known.account, known.kit_tag).await? => {
            return Err(FlowError::KitReplaced);
        }
        other => other?,
    };
    let vault_key = open_log_in_wrap(known.account, &answer.response.vault.vault.log_in_wrap, &answer.export_key)?;
    let member = enter(host, known, answer, vault_key).await?;
    member.note_password(password);
    Ok(member)
}

/// What authenticating gave: the server's answer, and the key only the password's knower has.
pub(super) struct Authenticated {
    pub(super) response: FinishLogInResponse,
    pub(super) export_key: ExportKey,
    pub(super) server: ServerDescription,
}

/// Runs OPAQUE with one of the account's two records.
pub(super) async fn authenticate<H: Host>(
    host: &H,
    handle: &str,
    known: &IdentifyLogInResponse,
    purpose: LogInPurpose,
    password: &OpaquePassword,
) -> Result<Authenticated, FlowError> {
    let server = host.call::<DescribeServerEndpoint>(&(), None).await?;
    host.learn_server(&server);
    let sas = *server.sas_key.0.as_bytes();
    let context = match purpose {
        LogInPurpose::LogIn => OpaqueContext::log_in(known.account, known.key, sas),
        LogInPurpose::Recovery => OpaqueContext::recovery(known.account, known.key, sas),
    };
    let (attempt, ke1) = start_log_in(password)?;
    let request = StartLogInRequest { handle: handle.to_owned(), purpose, ke1 };
    let started = host.call::<StartLogInEndpoint>(&request, None).await?;
    let logged_in = attempt.finish(&context, &started.ke2, None)?;
    let device = device_id(host, known.account).await?;
    let request = FinishLogInRequest { log_in: started.log_in, ke3: logged_in.ke3, device };
    let response = match host.call::<FinishLogInEndpoint>(&request, None).await.map_err(FlowError::from) {
        Err(error) if error.is_refusal(ErrorCode::WrongCredentials) => return Err(FlowError::WrongPassword),
        other => other?,
    };
    Ok(Authenticated { response, export_key: logged_in.export_key, server })
}

/// Opens the vault and checks that its pins are the server's keys.
pub(super) async fn enter<H: Host>(
    host: H,
    known: &IdentifyLogInResponse,
    answer: Authenticated,
    vault_key: VaultKey,
) -> Result<Member<H>, FlowError> {
    let FinishLogInResponse { session, vault: stored } = answer.response;
    let mut content = open_stored_vault(&host, known.account, &stored, &vault_key).await?;
    check_pins(&mut content, &answer.server)?;
    remember_kit_tag(&host, known.account, content.kit_tag).await?;
    let device = device_id(&host, known.account).await?;
    let hash = vault_hash(&stored.vault.sealed);
    Ok(Member::new(host, device, session, content, vault_key, hash))
}

pub(super) async fn identify<H: Host>(host: &H, handle: &str) -> Result<IdentifyLogInResponse, FlowError> {
    Ok(host.call::<IdentifyLogInEndpoint>(&IdentifyLogInRequest { handle: handle.to_owned() }, None).await?)
}

/// Handles are lowercase, however they were typed.
pub(super) fn normalise(handle: &str) -> String {
    handle.trim().to_lowercase()
}

fn check_pins(content: &mut VaultContent, server: &ServerDescription) -> Result<(), FlowError> {
    let shown = server_pins(server);
    if (shown.sas, shown.srs) != (content.server.sas, content.server.srs) {
        return Err(FlowError::Untrustworthy("the server's own key"));
    }
    if shown.restore_epoch < content.server.restore_epoch {
        return Err(FlowError::Untrustworthy("the server's restore epoch"));
    }
    content.server.restore_epoch = shown.restore_epoch;
    Ok(())
}
