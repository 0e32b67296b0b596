//! Replacing a password, a kit or both: records, wraps and vault in one transaction, and other sessions end.

use sesemr_common::{
    api::{
        ErrorCode, FinishReplaceCredentialsRequest, LogInPurpose, ReplacementContents, SessionGranted,
        StartReplaceCredentialsRequest, StartReplaceCredentialsResponse,
    },
    crypto::opaque::finish_registration,
    id::{AccountId, Encoded},
    sharing::{CredentialChange, LogKind},
};

use super::{
    Sas,
    acts::require_own,
    log::{self, Report},
    sessions,
    vault::check_vault,
};
use crate::{
    auth::Session,
    db::{
        Connection,
        sas::{account, credential, log_in, vault},
    },
    error::{Error, Outcome},
};

impl Sas {
    /// Answers the new OPAQUE registrations. Stores nothing.
    ///
    /// # Errors
    /// A malformed message; where the database is away.
    pub async fn start_replace_credentials(
        &self,
        session: &Session,
        request: StartReplaceCredentialsRequest,
    ) -> Outcome<StartReplaceCredentialsResponse> {
        let person = account::find(&mut *self.pool.get().await?, session.account).await?;
        let person = person.ok_or_else(|| Error::not_found("account"))?;
        let answer = |purpose, message, field| {
            let context = self.opaque_context(purpose, person.id, person.first_key);
            self.key.opaque.answer_registration(&context, message).map_err(Error::of_opaque(field))
        };
        let recovery_request = request.recovery_request.as_ref();
        Ok(StartReplaceCredentialsResponse {
            log_in_response: answer(LogInPurpose::LogIn, &request.log_in_request, "log_in_request")?,
            recovery_response: recovery_request
                .map(|it| answer(LogInPurpose::Recovery, it, "recovery_request"))
                .transpose()?,
        })
    }

    /// Replaces what the act says; this session goes on with a new token.
    ///
    /// # Errors
    /// [`ErrorCode::Conflict`] where the vault has moved on; whatever does not fit; where the database is away.
    pub async fn finish_replace_credentials(
        &self,
        session: &Session,
        request: FinishReplaceCredentialsRequest,
    ) -> Outcome<SessionGranted> {
        let (Encoded(act), contents) = (request.act, request.contents);
        self.perform(session, &act, async |connection, now| {
            require_own(&act)?;
            check(act.body.change, &contents)?;
            if act.body.contents != contents.hash() {
                return Err(Error::bad_field("contents", "these are not the contents that the act names"));
            }
            check_vault(&contents.vault)?;
            replace(connection, session.account, &contents).await?;
            // One begun with what was replaced ends with it.
            log_in::delete_of_account(connection, session.account).await?;
            sessions::end_others(connection, session.account, Some(session.family), now).await?;
            log::append(connection, Report::of_act(LogKind::CredentialsReplaced, &act), now).await
        })
        .await?;
        self.refresh_session(session).await
    }
}

async fn replace(connection: &mut Connection, account: AccountId, contents: &ReplacementContents) -> Outcome<()> {
    let log_in = finish_registration(&contents.log_in_upload).map_err(Error::of_opaque("log_in_upload"))?;
    credential::replace_log_in(connection, account, &log_in).await?;
    if let (Some(upload), Some(kit_tag)) = (&contents.recovery_upload, contents.kit_tag) {
        let recovery = finish_registration(upload).map_err(Error::of_opaque("recovery_upload"))?;
        credential::replace_recovery(connection, account, &recovery, kit_tag).await?;
    }
    let before = contents.vault_version.saturating_sub(1);
    if vault::compare_and_replace(connection, account, before, &contents.vault).await? {
        Ok(())
    } else {
        Err(Error::refused(ErrorCode::Conflict, "the vault has moved on: read it and try again"))
    }
}

/// A new password leaves the kit; every other change replaces both.
fn check(change: CredentialChange, contents: &ReplacementContents) -> Outcome<()> {
    let (kit, tag) = (contents.recovery_upload.is_some(), contents.kit_tag.is_some());
    let wants_kit = change != CredentialChange::Password;
    if (kit, tag) == (wants_kit, wants_kit) {
        Ok(())
    } else {
        Err(Error::bad_field("contents", "a new password leaves the kit; every other change brings a new one"))
    }
}
