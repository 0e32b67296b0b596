//! Where the SRS has an origin of its own: lets the application's pages, from their one origin, call it.

use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderValue},
    },
    middleware::Next,
    web::Data,
};

/// The origin of the application's pages, where it is another than this server's.
#[derive(Clone, Debug)]
pub(crate) struct AppOrigin(pub(crate) Option<HeaderValue>);

/// Answers the browser's question before a call, and marks the answers that the pages may read.
///
/// # Errors
/// Those of the request, unchanged.
pub(crate) async fn allow_app<B: MessageBody>(
    allowed: Data<AppOrigin>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let Some(origin) = origin.filter(|origin| Some(origin) == allowed.0.as_ref()) else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let mut response = if request.method() == Method::OPTIONS {
        let preflight = HttpResponse::NoContent()
            .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "POST"))
            .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"))
            .insert_header((header::ACCESS_CONTROL_MAX_AGE, "600"))
            .finish();
        request.into_response(preflight).map_into_boxed_body().map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("origin"));
    Ok(response)
}
