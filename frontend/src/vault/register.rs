//! Makes an account's kit. Nothing is stored on the server before it was confirmed.

use sesemr_common::{
    api::{StartRegisterEndpoint, StartRegisterRequest},
    crypto::{Kit, fill_random, opaque::start_registration},
    flow::{FlowError, Host, PendingRegistration},
    id::{AccountId, KeyId},
    sharing::Profile,
};
use zeroize::Zeroizing;

use super::{
    kit_view::view_kit,
    remember_account::{forget_registration, remember_registration},
    reporter::Reporter,
    state::{PendingSecret, Vault},
};
use crate::{
    message::{AppError, DiscardRegistration, ErrorCode, Progress, ProgressStep, Register},
    model::account::{BegunRegistration, KitView},
};

pub(super) async fn register(vault: &Vault, verb: Register, reporter: &Reporter) -> Result<KitView, AppError> {
    let Register { display_name, handle, password, role, organisation } = verb;
    let handle = handle.trim().to_lowercase();
    let (display_name, organisation) = (Profile::tidy_name(&display_name), Profile::tidy_name(&organisation));
    let profile = Profile { handle, display_name, role, organisation };
    let host = vault.host();
    let password = Zeroizing::new(password.as_str().to_owned());
    let pending = PendingRegistration::start(profile.clone(), password)?;
    reporter.progress(Progress { step: ProgressStep::Asking, file: None, done: 0, total: 0 });
    check_handle(&host, &profile.handle).await?;
    let view = view_kit(&profile, &pending.kit());
    *vault.pending.borrow_mut() = Some((PendingSecret::Registration(Box::new(pending)), view.asked));
    let Profile { handle, display_name, role, organisation } = profile;
    let begun = BegunRegistration { display_name, handle, role, organisation };
    remember_registration(begun).await.map_err(|_| ErrorCode::NoStorage)?;
    Ok(view)
}

/// Asks whether the handle is free, before a kit is printed for it. Registering itself asks the same question of the same
/// endpoint, which stores nothing; here it is about an account, a key and a kit that are thrown away.
async fn check_handle(host: &impl Host, handle: &str) -> Result<(), FlowError> {
    let blinded = || Ok::<_, FlowError>(start_registration(&Kit::make().derive_recovery_password())?.1);
    let mut random = [0; 16];
    fill_random(&mut random);
    let request = StartRegisterRequest {
        account: AccountId::from_bytes(random),
        handle: handle.to_owned(),
        key: KeyId::ZERO,
        log_in_request: blinded()?,
        recovery_request: blinded()?,
    };
    host.call::<StartRegisterEndpoint>(&request, None).await?;
    Ok(())
}

/// Lets go of the kit, and of the account that a recovery has opened for it.
pub(super) async fn discard_registration(vault: &Vault, verb: DiscardRegistration) -> Result<(), AppError> {
    vault.give_up_kit();
    if verb.kit_only {
        return Ok(());
    }
    forget_registration().await.map_err(|_| ErrorCode::NoStorage.into())
}
