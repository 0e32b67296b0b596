//! How an endpoint of the contract becomes a route here and a paragraph in the description: one table serves both.
//!
//! Handlers speak in [`Body`], [`Query`] and [`Answer`] of an endpoint, so a handler mounted at another endpoint than
//! its own does not compile.

use actix_web::{
    FromRequest, Handler, HttpRequest, Responder,
    dev::Payload,
    web::{self, ServiceConfig},
};
use serde::Serialize;
use sesemr_common::api::{Endpoint, Method, Page, PageQuery};
use utoipa::{IntoParams, ToSchema};

use crate::{
    error::{Error, Outcome},
    extract::{JsonBody, QueryString},
};

/// The JSON body of an endpoint's request.
pub type Body<E> = JsonBody<<E as Endpoint>::Request>;
/// The query string of an endpoint's request.
pub type Query<E> = QueryString<<E as Endpoint>::Request>;
/// The JSON body of an endpoint's response.
pub type Answer<E> = Outcome<web::Json<<E as Endpoint>::Response>>;

/// Something that endpoints are entered into: the server's routes, or its description.
pub trait Table {
    /// An endpoint that takes and gives JSON.
    fn json<E, H, Args>(&mut self, summary: &'static str, handler: H)
    where
        E: Endpoint<Request: ToSchema, Response: ToSchema + 'static>,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static;

    /// An endpoint that takes nothing and gives JSON.
    fn plain<E, H, Args>(&mut self, summary: &'static str, handler: H)
    where
        E: Endpoint<Request = (), Response: ToSchema>,
        H: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static;

    /// An endpoint that takes a query string and gives JSON.
    fn query<E, H, Args>(&mut self, summary: &'static str, handler: H)
    where
        E: Endpoint<Request: IntoParams, Response: ToSchema + 'static>,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static;

    /// An endpoint that gives a page of a list.
    fn page<E, T, H, Args>(&mut self, summary: &'static str, handler: H)
    where
        E: Endpoint<Request = PageQuery, Response = Page<T>>,
        T: ToSchema + Serialize + 'static,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static;

    /// An endpoint that takes a query string and frames, and gives JSON.
    fn frames_in<E, H, Args>(&mut self, summary: &'static str, handler: H)
    where
        E: Endpoint<Request: IntoParams, Response: ToSchema + 'static>,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static;

    /// An endpoint that takes JSON and gives frames.
    fn frames_out<E, H, Args>(&mut self, summary: &'static str, handler: H)
    where
        E: Endpoint<Request: ToSchema>,
        H: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static;
}

/// The server's routes.
impl Table for ServiceConfig {
    fn json<E, H, Args>(&mut self, _summary: &'static str, handler: H)
    where
        E: Endpoint<Request: ToSchema, Response: ToSchema + 'static>,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static,
    {
        mount::<E, _, _>(self, handler);
    }

    fn plain<E, H, Args>(&mut self, _summary: &'static str, handler: H)
    where
        E: Endpoint<Request = (), Response: ToSchema>,
        H: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        mount::<E, _, _>(self, handler);
    }

    fn query<E, H, Args>(&mut self, _summary: &'static str, handler: H)
    where
        E: Endpoint<Request: IntoParams, Response: ToSchema + 'static>,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static,
    {
        mount::<E, _, _>(self, handler);
    }

    fn page<E, T, H, Args>(&mut self, _summary: &'static str, handler: H)
    where
        E: Endpoint<Request = PageQuery, Response = Page<T>>,
        T: ToSchema + Serialize + 'static,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static,
    {
        mount::<E, _, _>(self, handler);
    }

    fn frames_in<E, H, Args>(&mut self, _summary: &'static str, handler: H)
    where
        E: Endpoint<Request: IntoParams, Response: ToSchema + 'static>,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static,
    {
        mount::<E, _, _>(self, handler);
    }

    fn frames_out<E, H, Args>(&mut self, _summary: &'static str, handler: H)
    where
        E: Endpoint<Request: ToSchema>,
        H: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        mount::<E, _, _>(self, handler);
    }
}

fn mount<E, H, Args>(config: &mut ServiceConfig, handler: H)
where
    E: Endpoint,
    H: Handler<Args, Output: Responder + 'static>,
    Args: FromRequest + 'static,
{
    let route = match E::METHOD {
        Method::Get => web::get(),
        Method::Post => web::post(),
        Method::Put => web::put(),
    };
    config.route(E::PATH, route.to(handler));
}

/// The version that `If-Match` names, as `"<number>"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub u64);

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = std::future::Ready<Outcome<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = request.headers().get("if-match").and_then(|value| value.to_str().ok());
        let version = text.and_then(|text| text.strip_prefix('"')?.strip_suffix('"')?.parse().ok());
        std::future::ready(
            version
                .map(Self)
                .ok_or_else(|| Error::bad_field("if-match", "name the version that is replaced, as \"7\"")),
        )
    }
}
