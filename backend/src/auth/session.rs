//! The session of a request, from its bearer token.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web::Data};
use futures_util::{FutureExt as _, future::LocalBoxFuture};
use sesemr_common::{
    api::ErrorCode,
    id::{AccountId, DeviceId, Hash},
};
use uuid::Uuid;

use super::SessionToken;
use crate::{
    clock::UnixMs,
    error::{Error, Outcome},
    limits::RateLimits,
    sas::Sas,
};

/// Who asks, from which device, in which sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub account: AccountId,
    /// From which device.
    pub device: DeviceId,
    /// The sign-in and all tokens that came of it.
    pub family: Uuid,
    /// Hash of the token that was shown.
    pub token: Hash,
    /// When that token lapses.
    pub expires_at: UnixMs,
}

impl FromRequest for Session {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Outcome<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(SessionToken::from_header);
        let sas = request.app_data::<Data<Sas>>().cloned();
        let limits = request.app_data::<Data<RateLimits>>().cloned();
        async move {
            let (Some(sas), Some(limits)) = (sas, limits) else {
                return Err(Error::internal("a session without a server"));
            };
            let token = token.ok_or_else(|| Error::refused(ErrorCode::NotSignedIn, "send a bearer token"))?;
            let session = sas.authenticate(&token).await?;
            limits.count_account(session.account)?;
            Ok(session)
        }
        .boxed_local()
    }
}
