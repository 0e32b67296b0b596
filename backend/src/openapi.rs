//! The description of the programming interface: made from the same table as the routes, as OpenAPI 3.1 and as a page
//! to read.

use std::{fmt::Write as _, sync::LazyLock};

use actix_web::{FromRequest, Handler, HttpResponse, Responder, http::header};
use serde::Serialize;
use sesemr_common::api::{ApiError, Endpoint, Method, Page, PageQuery};
use utoipa::{
    IntoParams, PartialSchema as _, ToSchema,
    openapi::{
        Components, ContentBuilder, HttpMethod, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, Paths, Ref, RefOr,
        ResponseBuilder, Schema,
        path::{Operation, OperationBuilder, ParameterIn},
        request_body::RequestBodyBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

use crate::{
    endpoint::{Answer, Table},
    routes,
};

const FRAMES: &str = "application/octet-stream";
const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";
const SESSION: &str = "session";

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| {
    let mut description = Description::default();
    routes::sas(&mut description);
    routes::srs(&mut description);
    description.finish()
});

/// The description, as OpenAPI 3.1.
pub fn document() -> &'static OpenApi {
    &DOCUMENT
}

/// Serves the description for programs.
pub(crate) async fn serve_json() -> impl Responder {
    HttpResponse::Ok().json(document())
}

/// Serves the description for people.
pub(crate) async fn serve_page() -> impl Responder {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page(document()))
}

/// Serves the page's style: the content security policy allows none inside it.
pub(crate) async fn serve_style() -> impl Responder {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .content_type("text/css; charset=utf-8")
        .body(include_str!("openapi.css"))
}

/// The table of endpoints, turned into words.
#[derive(Default)]
struct Description {
    paths: Paths,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Description {
    fn finish(mut self) -> OpenApi {
        self.collect::<ApiError>();
        let mut components = Components::new();
        components.schemas.extend(self.schemas);
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
            "32 bytes in base64url, from signing in; rotated at each refresh. The SRS's endpoints take none: what they \
             get is signed.",
        ));
        components.add_security_scheme(SESSION, SecurityScheme::Http(bearer.build()));
        let info = InfoBuilder::new().title("SeSEMR").version(env!("CARGO_PKG_VERSION")).description(Some(
            "Sealed medical records, lent one opening at a time. Bytes are unpadded base64url; protocol objects travel \
             as their canonical encoding, which docs/PROTOCOL.md lays out byte by byte. Every state change carries a \
             signed act and may be repeated: the same bytes get the same answer.",
        ));
        OpenApiBuilder::new().info(info.build()).paths(self.paths).components(Some(components)).build()
    }

    /// A reference to `T`'s schema, which is kept with all that it refers to.
    fn collect<T: ToSchema>(&mut self) -> Ref {
        T::schemas(&mut self.schemas);
        let name = T::name().into_owned();
        self.schemas.push((name.clone(), T::schema()));
        Ref::from_schema_name(name)
    }

    fn enter<E: Endpoint>(&mut self, summary: &str, operation: OperationBuilder, answer: ResponseBuilder) {
        let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name(ApiError::name()))).build();
        let problem = ResponseBuilder::new().description("A problem (RFC 9457)").content(PROBLEM, problem);
        let mut operation = operation
            .summary(Some(summary))
            .operation_id(Some(operation_id(E::METHOD, E::PATH)))
            .tag(E::PATH.split('/').nth(1).unwrap_or_default())
            .response("200", answer.build())
            .response("default", problem.build());
        if E::SESSION {
            operation = operation.security(SecurityRequirement::new::<_, _, String>(SESSION, []));
        }
        let method = match E::METHOD {
            Method::Get => HttpMethod::Get,
            Method::Post => HttpMethod::Post,
            Method::Put => HttpMethod::Put,
        };
        let item = self.paths.paths.entry(E::PATH.to_owned()).or_default();
        item.merge_operations(PathItem::new(method, operation));
    }

    fn json_body<T: ToSchema>(&mut self) -> RequestBodyBuilder {
        let content = ContentBuilder::new().schema(Some(self.collect::<T>())).build();
        RequestBodyBuilder::new().content(JSON, content)
    }

    fn json_answer<T: ToSchema>(&mut self) -> ResponseBuilder {
        let content = ContentBuilder::new().schema(Some(self.collect::<T>())).build();
        ResponseBuilder::new().description("The answer").content(JSON, content)
    }
}

fn operation_id(method: Method, path: &str) -> String {
    let verb = match method {
        Method::Get => "read",
        Method::Post => "post",
        Method::Put => "put",
    };
    format!("{verb}{}", path.replace(['/', '-'], "_"))
}

fn parameters<T: IntoParams>() -> Vec<utoipa::openapi::path::Parameter> {
    T::into_params(|| Some(ParameterIn::Query))
}

impl Table for Description {
    fn json<E, H, Args>(&mut self, summary: &'static str, _handler: H)
    where
        E: Endpoint<Request: ToSchema, Response: ToSchema + 'static>,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static,
    {
        let operation = OperationBuilder::new().request_body(Some(self.json_body::<E::Request>().build()));
        let answer = self.json_answer::<E::Response>();
        self.enter::<E>(summary, operation, answer);
    }

    fn plain<E, H, Args>(&mut self, summary: &'static str, _handler: H)
    where
        E: Endpoint<Request = (), Response: ToSchema>,
        H: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        let answer = self.json_answer::<E::Response>();
        self.enter::<E>(summary, OperationBuilder::new(), answer);
    }

    fn query<E, H, Args>(&mut self, summary: &'static str, _handler: H)
    where
        E: Endpoint<Request: IntoParams, Response: ToSchema + 'static>,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static,
    {
        let operation = OperationBuilder::new().parameters(Some(parameters::<E::Request>()));
        let answer = self.json_answer::<E::Response>();
        self.enter::<E>(summary, operation, answer);
    }

    fn page<E, T, H, Args>(&mut self, summary: &'static str, _handler: H)
    where
        E: Endpoint<Request = PageQuery, Response = Page<T>>,
        T: ToSchema + Serialize + 'static,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static,
    {
        self.collect::<T>();
        // All pages have one name in the contract; here each list's has its own.
        let name = format!("PageOf{}", T::name());
        self.schemas.push((name.clone(), Page::<T>::schema()));
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(name))).build();
        let answer = ResponseBuilder::new().description("The answer").content(JSON, content);
        let operation = OperationBuilder::new().parameters(Some(parameters::<PageQuery>()));
        self.enter::<E>(summary, operation, answer);
    }

    fn frames_in<E, H, Args>(&mut self, summary: &'static str, _handler: H)
    where
        E: Endpoint<Request: IntoParams, Response: ToSchema + 'static>,
        H: Handler<Args, Output = Answer<E>>,
        Args: FromRequest + 'static,
    {
        let body = RequestBodyBuilder::new().content(FRAMES, ContentBuilder::new().build()).build();
        let operation = OperationBuilder::new().parameters(Some(parameters::<E::Request>())).request_body(Some(body));
        let answer = self.json_answer::<E::Response>();
        self.enter::<E>(summary, operation, answer);
    }

    fn frames_out<E, H, Args>(&mut self, summary: &'static str, _handler: H)
    where
        E: Endpoint<Request: ToSchema>,
        H: Handler<Args, Output: Responder + 'static>,
        Args: FromRequest + 'static,
    {
        let operation = OperationBuilder::new().request_body(Some(self.json_body::<E::Request>().build()));
        let answer = ResponseBuilder::new().description("Frames").content(FRAMES, ContentBuilder::new().build());
        self.enter::<E>(summary, operation, answer);
    }
}

/// A page that needs no script: every endpoint, then every schema.
fn page(document: &OpenApi) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>SeSEMR: programming interface</title><link rel=\"stylesheet\" \
         href=\"/api/v1/docs.css\"></head><body><h1>SeSEMR: programming interface</h1>",
    );
    // Writing to a String cannot fail.
    let about = document.info.description.as_deref().unwrap_or_default();
    let _ = write!(page, "<p>{}</p><p><a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a></p>", escape(about));
    for (path, item) in &document.paths.paths {
        let operations = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put)];
        for (method, operation) in operations.into_iter().filter_map(|(method, it)| Some((method, it.as_ref()?))) {
            let _ = write!(page, "<section><h2><code>{method} {}</code></h2>", escape(path));
            let _ = write!(page, "<p>{}</p>", escape(operation.summary.as_deref().unwrap_or_default()));
            write_parts(&mut page, operation);
            page.push_str("</section>");
        }
    }
    page.push_str("<h1>Schemas</h1>");
    let schemas = document.components.as_ref().map(|components| &components.schemas);
    for (name, schema) in schemas.into_iter().flatten() {
        let json = serde_json::to_string_pretty(schema).unwrap_or_default();
        let name = escape(name);
        let _ = write!(page, "<details id=\"{name}\"><summary>{name}</summary><pre>{}</pre></details>", escape(&json));
    }
    page.push_str("</body></html>");
    page
}

fn write_parts(page: &mut String, operation: &Operation) {
    let request = operation.request_body.as_ref().map(|body| serde_json::to_value(body).unwrap_or_default());
    let answer = operation.responses.responses.get("200").map(|it| serde_json::to_value(it).unwrap_or_default());
    let session = if operation.security.is_some() { "with a session" } else { "without a session" };
    let _ = write!(page, "<p>{session}</p>");
    for (title, value) in [("Request", request), ("Response", answer)] {
        if let Some(name) = value.as_ref().and_then(schema_name) {
            let name = escape(name);
            let _ = write!(page, "<p>{title}: <a href=\"#{name}\">{name}</a></p>");
        }
    }
}

fn schema_name(value: &serde_json::Value) -> Option<&str> {
    value.get("content")?.get(JSON)?.get("schema")?.get("$ref")?.as_str()?.rsplit('/').next()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{document, page};

    #[test]
    fn every_endpoint_is_on_the_page_and_nothing_on_it_runs() {
        let page = page(document());
        assert!(document().paths.paths.keys().all(|path| page.contains(path.as_str())));
        assert!(!page.contains("<script") && !page.contains("style="));
    }
}
