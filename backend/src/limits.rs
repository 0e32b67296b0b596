//! Limits for ordinary things, kept per process: requests by address and by account, registrations by address.
//!
//! Limits that guard secrets (sign-in tries, attempts) are rows in Postgres instead: see `db::sign_in_try`.

use std::{hash::Hash, num::NonZeroU32, time::Duration};

use actix_web::{
    Error as ActixError, ResponseError as _,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};
use sesemr_common::id::AccountId;

use crate::{
    client_address::{ClientAddress, Network},
    error::{Error, Outcome},
    settings::Limits,
};

/// How many times a second's worth may come at once.
const BURST: u32 = 10;

/// The counters of this process.
#[derive(Debug)]
pub struct RateLimits {
    trusted_proxies: Vec<Network>,
    by_address: DefaultKeyedRateLimiter<ClientAddress>,
    by_account: DefaultKeyedRateLimiter<AccountId>,
    registrations: DefaultKeyedRateLimiter<ClientAddress>,
}

impl RateLimits {
    /// Counters at zero.
    pub fn new(limits: &Limits) -> Self {
        Self {
            trusted_proxies: limits.trusted_proxies.clone(),
            by_address: RateLimiter::keyed(per_second(limits.address_rate)),
            by_account: RateLimiter::keyed(per_second(limits.account_rate)),
            registrations: RateLimiter::keyed(Quota::per_hour(limits.registration_rate)),
        }
    }

    /// Counts one request by an account.
    ///
    /// # Errors
    /// [`Error::too_many`].
    pub fn count_account(&self, account: AccountId) -> Outcome<()> {
        count(&self.by_account, &account)
    }

    /// Counts one registration.
    ///
    /// # Errors
    /// [`Error::too_many`].
    pub fn count_registration(&self, address: ClientAddress) -> Outcome<()> {
        count(&self.registrations, &address)
    }

    /// The proxies whose forwarded addresses are believed.
    pub fn trusted_proxies(&self) -> &[Network] {
        &self.trusted_proxies
    }

    /// Forgets who has been quiet for long enough to count as new.
    pub fn forget_quiet(&self) {
        self.by_address.retain_recent();
        self.by_account.retain_recent();
        self.registrations.retain_recent();
    }
}

/// Counts a request by its address and refuses it where there are too many. The refusal is an answer and not an error: it
/// passes through the middlewares outside this one, which give every answer its headers.
///
/// # Errors
/// Those of the request.
pub(crate) async fn limit_address<B: MessageBody>(
    limits: Data<RateLimits>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, ActixError> {
    let address = ClientAddress::of_service(&request, &limits.trusted_proxies);
    match address.map_or(Ok(()), |address| count(&limits.by_address, &address)) {
        Ok(()) => Ok(next.call(request).await?.map_into_left_body()),
        Err(refusal) => Ok(request.into_response(refusal.error_response()).map_into_right_body()),
    }
}

fn per_second(rate: NonZeroU32) -> Quota {
    Quota::per_second(rate).allow_burst(rate.saturating_mul(NonZeroU32::MIN.saturating_add(BURST - 1)))
}

fn count<K: Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Outcome<()> {
    limiter.check_key(key).map_err(|denied| {
        let wait: Duration = denied.wait_time_from(DefaultClock::default().now());
        Error::too_many(wait)
    })
}
