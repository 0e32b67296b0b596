//! Signing in with OPAQUE (RFC 9807). A handle that nobody has gets a second message like any other, and fails at the
//! third like a wrong password.

use std::time::Duration;

use sesemr_common::{
    api::{
        ErrorCode, FinishLogInRequest, FinishLogInResponse, LogInPurpose, SessionGranted, StartLogInRequest,
        StartLogInResponse,
    },
    crypto::{
        opaque::{OpaqueContext, finish_log_in},
        sha256,
    },
    id::{AccountId, Hash, KeyId, LogInId},
    sharing::LogKind,
};
use uuid::Uuid;

use super::{
    Sas,
    find_person::check_typed,
    identify_log_in::Identified,
    log::{self, Report},
    sessions,
};
use crate::{
    client_address::ClientAddress,
    clock::UnixMs,
    db::{
        Connection,
        sas::{
            account, account_head,
            log_in::{self, LogIn, Stage},
            session::{self, Family},
            sign_in_try, vault,
        },
        transaction::in_transaction,
    },
    error::{Error, Outcome},
};

/// How long the third message may take, and come again.
const FINISH_LIMIT: Duration = Duration::from_mins(2);

impl Sas {
    /// Answers the first message.
    ///
    /// # Errors
    /// [`Error::too_many`]; a malformed message; where the database is away.
    pub async fn start_log_in(
        &self,
        request: StartLogInRequest,
        address: Option<ClientAddress>,
    ) -> Outcome<StartLogInResponse> {
        check_typed(&request.handle)?;
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let charge = self.charge_sign_in(&mut connection, &request.handle, address, now).await?;
        let Identified { answer: identity, known } = self.identify(&mut connection, &request.handle).await?;
        let (account, record) = known
            .map(|(account, credential)| match request.purpose {
                LogInPurpose::LogIn => (account, credential.log_in),
                LogInPurpose::Recovery => (account, credential.recovery),
            })
            .unzip();
        let context = self.opaque_context(request.purpose, identity.account, identity.key);
        let answer = self.key.opaque.answer_log_in(&context, record.as_ref(), &request.ke1);
        let answer = answer.map_err(Error::of_opaque("ke1"))?;
        let id = LogInId(Uuid::now_v7());
        let waiting = LogIn {
            account,
            purpose: request.purpose,
            stage: Stage::Waiting(answer.state),
            tries_key: charge.tries_key,
            address_try: charge.address_try,
            expires_at: now.plus(FINISH_LIMIT),
        };
        log_in::insert(&mut connection, id, &waiting).await?;
        Ok(StartLogInResponse { log_in: id, ke2: answer.ke2 })
    }

    /// Checks the third message and starts a session. The same message again leads to the same session, with another
    /// token: the answer may have got lost.
    ///
    /// # Errors
    /// [`ErrorCode::WrongCredentials`], whatever was wrong; where the database is away.
    pub async fn finish_log_in(&self, request: FinishLogInRequest) -> Outcome<FinishLogInResponse> {
        let (mut connection, now) = (self.pool.get().await?, self.clock.now());
        let waiting = log_in::find(&mut connection, request.log_in).await?.filter(|waiting| waiting.expires_at > now);
        let waiting = waiting.ok_or_else(wrong_credentials)?;
        let account = waiting.account.ok_or_else(wrong_credentials)?;
        let person = account::find(&mut connection, account).await?.ok_or_else(wrong_credentials)?;
        let context = self.opaque_context(waiting.purpose, account, person.first_key);
        if let Stage::Waiting(state) = &waiting.stage
            && let Err(error) = finish_log_in(&context, state, &request.ke3)
        {
            log_in::delete(&mut connection, request.log_in).await?;
            return Err(Error::of_opaque("ke3")(error));
        }
        let ke3_hash = sha256(&[request.ke3.as_bytes()]);
        in_transaction(&mut connection, async |connection| {
            account_head::lock(connection, account).await?;
            // The same message may have come twice at once, or the credentials may have been replaced meanwhile.
            let waiting = log_in::find(connection, request.log_in).await?.ok_or_else(wrong_credentials)?;
            let session = match waiting.stage {
                Stage::Waiting(_) => begin(connection, account, &request, &waiting, ke3_hash, now).await?,
                Stage::Finished { ke3_hash: before, family } if before == ke3_hash => {
                    let again = sessions::resume(connection, family, request.device, now).await?;
                    again.ok_or_else(wrong_credentials)?
                }
                Stage::Finished { .. } => return Err(wrong_credentials()),
            };
            Ok(FinishLogInResponse { session, vault: vault::read(connection, account).await? })
        })
        .await
    }

    /// What the OPAQUE messages of an account are bound to.
    pub(super) fn opaque_context(&self, purpose: LogInPurpose, account: AccountId, key: KeyId) -> OpaqueContext {
        let server = self.verifying_key().0;
        match purpose {
            LogInPurpose::LogIn => OpaqueContext::log_in(account, key, server),
            LogInPurpose::Recovery => OpaqueContext::recovery(account, key, server),
        }
    }
}

/// Starts the session that a sign-in leads to, and logs it.
async fn begin(
    connection: &mut Connection,
    account: AccountId,
    request: &FinishLogInRequest,
    waiting: &LogIn,
    ke3_hash: Hash,
    now: UnixMs,
) -> Outcome<SessionGranted> {
    sign_in_try::delete(connection, waiting.tries_key, waiting.address_try).await?;
    let is_new = session::insert_device(connection, account, request.device, now).await?;
    let kind = if is_new { LogKind::SignedInOnNewDevice } else { LogKind::SignedIn };
    let report = Report { device: request.device, ..Report::of_server(kind, account) };
    log::append(connection, report, now).await?;
    let family = Family { id: Uuid::now_v7(), account, device: request.device };
    log_in::finish(connection, request.log_in, ke3_hash, family.id).await?;
    sessions::start(connection, &family, now).await
}

fn wrong_credentials() -> Error {
    Error::refused(ErrorCode::WrongCredentials, "wrong name, password, kit or device")
}
