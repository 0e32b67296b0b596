//! Two groups typed back commit whatever showed the kit: a registration, a recovery, a new kit.

use std::rc::Rc;

use super::{
    log_in::enter,
    offline::follow_password,
    reporter::Reporter,
    state::{PendingSecret, Vault},
};
use crate::{
    message::{AppError, ConfirmKit, ErrorCode, Progress, ProgressStep},
    model::account::AccountView,
};

pub(super) async fn confirm_kit(
    vault: &Rc<Vault>,
    verb: ConfirmKit,
    reporter: &Reporter,
) -> Result<AccountView, AppError> {
    let (mut pending, asked) = vault.pending.borrow_mut().take().ok_or(ErrorCode::NotFound)?;
    if let Err(error) = check_groups(&pending, asked, &verb) {
        *vault.pending.borrow_mut() = Some((pending, asked));
        return Err(error);
    }
    vault.kit_given_up.set(false);
    reporter.progress(Progress { step: ProgressStep::MakingKeys, file: None, done: 0, total: 0 });
    let host = vault.host();
    let committed = match &mut pending {
        PendingSecret::Registration(registration) => registration.finish(host).await.map(Rc::new),
        PendingSecret::Kit { kit, member } => kit.finish(member).await.map(|()| Rc::clone(member)),
    };
    match committed {
        Ok(member) => {
            let view = enter(vault, Rc::clone(&member)).await?;
            if let PendingSecret::Kit { kit, .. } = &pending {
                // The copy on this device opens with the new keys too.
                follow_password(vault, &member, kit.password());
            }
            Ok(view)
        }
        Err(error) => {
            // Kept, so that trying again shows no third kit, as long as somebody is there to try.
            if !vault.kit_given_up.get() {
                *vault.pending.borrow_mut() = Some((pending, asked));
            }
            Err(error.into())
        }
    }
}

fn check_groups(pending: &PendingSecret, asked: [u8; 2], verb: &ConfirmKit) -> Result<(), AppError> {
    for (place, typed) in asked.into_iter().zip(&verb.groups) {
        let typed = [(usize::from(place), typed.as_str())];
        let confirmed = match pending {
            PendingSecret::Registration(registration) => registration.confirms(&typed),
            PendingSecret::Kit { kit, .. } => kit.confirms(&typed),
        };
        if !confirmed {
            return Err(AppError::new(ErrorCode::KitNotConfirmed).in_group(place));
        }
    }
    Ok(())
}
