//! The layer that every request crosses, outermost: id, trace, limits, who sends it, draining, problems, headers, log.
//! Knows the order of these things; each of them lives in a module of its own.

use std::time::Instant;

use actix_http::ConnectionType;
use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, web};
use impasto_domain::refusal::Refusal;
use tracing::Instrument;

use super::client::{Client, is_trusted};
use super::payload::{BodyCap, Tracked};
use super::problem::{PROBLEM_JSON, Problem, ProblemType};
use super::request_id::{self, RequestId};
use super::request_key::RequestKey;
use super::shared::{KeyUse, Shared};
use super::under_way::{Counted, UnderWay};
use super::{cors, html, language};
use crate::config::AccessLog;
use crate::identity::cookies::Jar;
use crate::identity::{Identity, Resolved, resolve};
use crate::telemetry::RequestSpan;
use crate::words::{self, Language};

/// The layer: `App::new().app_data(shared).wrap(from_fn(gateway::front))`, outside everything else.
///
/// # Errors
/// None of its own. Handlers and extractors answer even when they fail; only a middleware inside this one could pass an
/// error through, past what is done here, so none does.
pub async fn front<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<Counted<EitherBody<B, BoxBody>>>, Error> {
    let began = Instant::now();
    let Some(shared) = request.app_data::<web::Data<Shared>>().cloned() else {
        let missing = std::io::Error::other("the application has no shared state");
        let place = UnderWay::default().begin();
        let answer = request.into_response(Problem::internal(&missing).json_response(None)).map_into_right_body();
        return Ok(answer.map_body(|_, body| place.with(body)));
    };
    let place = shared.under_way.begin();
    let id = RequestId::of(request.headers());
    request.extensions_mut().insert(id.clone());
    // HEAD goes where GET goes; the connection itself leaves the body out.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let tracked = Tracked::track(&mut request);
    let trace = begin_trace(&shared, &request, &id);
    // No clone of the request may live while it is routed: actix takes it apart on its way.
    let routed = async {
        match admit(&shared, &request).await {
            Ok(()) => {
                let language = spoken(&shared, request.request());
                words::scope(language, next.call(request)).await.map(ServiceResponse::map_into_left_body)
            }
            // Not `into_response`: that loses the problem behind the answer, and with it the request's id.
            Err(answer) => Ok(ServiceResponse::new(request.into_parts().0, answer).map_into_right_body()),
        }
    };
    let mut answer = routed.instrument(trace.span().clone()).await?;
    let request = answer.request().clone();
    if let Some(tracked) = tracked.filter(|tracked| !tracked.is_read()) {
        let cap = request.extensions().get::<BodyCap>().copied();
        tracked.drain(cap).await;
    }
    if let Some(problem) = trace.span().in_scope(|| problem_of(&answer)) {
        let problem = key_before_fields(&shared, &request, problem).await;
        let language = spoken(&shared, &request);
        let response = words::within(language, || render(&shared, &request, &problem, &id.0, answer.headers()));
        answer = ServiceResponse::new(request.clone(), response).map_into_right_body();
    }
    let status = answer.status();
    speak(&shared, &request, answer.headers_mut());
    finish(&shared, &request, &id, status, answer.headers_mut());
    let pattern = request.match_pattern();
    let route = route_of(pattern.as_deref());
    trace.end(method_name(request.method()), route, status);
    log(&shared, &request, route.unwrap_or("-"), &id, &trace, &answer, began);
    if shared.ready.is_stopping() {
        answer.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    Ok(answer.map_body(|_, body| place.with(body)))
}

/// Begins the span of a request. Whose word about its trace is believed is the same question as for its address.
fn begin_trace(shared: &Shared, request: &ServiceRequest, id: &RequestId) -> RequestSpan {
    let from_trusted = || is_trusted(&shared.config, request.peer_addr());
    RequestSpan::begin(shared.sampling, request.path(), request.headers(), &id.0, from_trusted)
}

/// What comes before routing: preflights, rates, who it is.
async fn admit(shared: &Shared, request: &ServiceRequest) -> Result<(), HttpResponse> {
    if let Some(answer) = cors::preflight(&shared.config, request.method(), request.headers()) {
        return Err(answer);
    }
    let client = Client::of(shared, request.peer_addr(), request.headers());
    request.extensions_mut().insert(client);
    shared.limits.count_address(&client).map_err(HttpResponse::from_error)?;
    // Files are the same for everybody: who asks for one does not matter, and must not cost a renewal.
    if is_file(request.path()) {
        return Ok(());
    }
    let found = resolve::request(shared, request.method(), request.headers()).await;
    let owner = found.resolved.who.as_ref().ok().and_then(Identity::owner);
    {
        let mut extensions = request.extensions_mut();
        if !found.cookies.is_empty() {
            extensions.insert(Jar(found.cookies));
        }
        extensions.insert(found.resolved);
    }
    match owner {
        Some(owner) => shared.limits.count_owner(&client, owner).map_err(HttpResponse::from_error),
        None => Ok(()),
    }
}

fn is_file(path: &str) -> bool {
    path.starts_with("/static/") || path.starts_with("/media/")
}

/// The language that a request is answered in.
fn spoken(shared: &Shared, request: &HttpRequest) -> Language {
    if is_file(request.path()) {
        return Language::default();
    }
    language::of(shared, request.headers(), request.query_string(), request.extensions().get::<Resolved>())
}

/// Names a page's language, and remembers it where its address chose one.
fn speak(shared: &Shared, request: &HttpRequest, headers: &mut HeaderMap) {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("text/html")) {
        return;
    }
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(spoken(shared, request).tag()));
    headers.append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    language::remember(shared, request);
}

/// The problem that an answer stands for: the handler's own, or the general one of its status when some layer below
/// answered without any.
fn problem_of<B>(answer: &ServiceResponse<B>) -> Option<Problem> {
    let status = answer.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    let error = answer.response().error();
    if let Some(problem) = error.and_then(|error| error.as_error::<Problem>()) {
        return Some(problem.clone());
    }
    let content_type = answer.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_made = content_type.is_some_and(|kind| kind.starts_with(PROBLEM_JSON) || kind.starts_with("text/html"));
    if is_made && error.is_none() {
        return None;
    }
    if status.is_server_error() {
        tracing::error!(status = status.as_u16(), error = error.map(ToString::to_string), "a layer below failed");
    }
    if status != StatusCode::METHOD_NOT_ALLOWED {
        return Some(Problem::from_status(status));
    }
    // Without methods to name, the path has no routes at all (`unrouted`).
    let allow = answer.headers().get(header::ALLOW).and_then(|value| value.to_str().ok());
    Some(match allow {
        Some(methods) if !methods.is_empty() => Problem::from_status(status).allow(with_head(methods)),
        _ => Problem::not_found("address"),
    })
}

/// A key that was used for another request comes before the fields of this one. Whether it was is only asked when fields
/// were refused: what gets as far as the journal is compared there.
async fn key_before_fields(shared: &Shared, request: &HttpRequest, problem: Problem) -> Problem {
    if !matches!(problem.kind(), Some(ProblemType::InvalidFields | ProblemType::WeakPassword)) {
        return problem;
    }
    let key = request.extensions().get::<RequestKey>().cloned();
    let owner =
        request.extensions().get::<Resolved>().and_then(|found| found.who.as_ref().ok().and_then(Identity::owner));
    let (Some(key), Some(owner)) = (key, owner) else { return problem };
    match shared.used_keys.use_of(&key.of(owner)).await {
        Ok(KeyUse::Another) => Refusal::IdempotencyMismatch.into(),
        Ok(KeyUse::Unused | KeyUse::Same) => problem,
        Err(error) => {
            tracing::warn!(%error, "whether an idempotency key was used could not be found out");
            problem
        }
    }
}

/// HEAD is taken wherever GET is.
fn with_head(methods: &str) -> String {
    let names: Vec<&str> = methods.split(',').map(str::trim).collect();
    let head = if names.contains(&"GET") && !names.contains(&"HEAD") { ", HEAD" } else { "" };
    format!("{}{head}", names.join(", "))
}

fn render(shared: &Shared, request: &HttpRequest, problem: &Problem, id: &str, made: &HeaderMap) -> HttpResponse {
    let mut response = if html::prefers_html(request.headers()) {
        problem.html_response(shared.pages.error(request, problem, id))
    } else {
        match shared.pages.told(problem) {
            Some(words) => problem.clone().with("told", words).json_response(Some(id)),
            None => problem.json_response(Some(id)),
        }
    };
    for cookie in made.get_all(header::SET_COOKIE) {
        response.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    response
}

/// What every answer carries.
fn finish(shared: &Shared, request: &HttpRequest, id: &RequestId, status: StatusCode, headers: &mut HeaderMap) {
    if let Ok(id) = HeaderValue::from_str(&id.0) {
        headers.insert(request_id::HEADER, id);
    }
    if !status.is_client_error() && !status.is_server_error() && request.path().starts_with("/static/") {
        shared.headers.add_to_file(headers);
    } else {
        shared.headers.add_to(headers);
    }
    cors::permit(&shared.config, request.headers(), headers);
    // What is not said to be kept is not kept: most answers depend on who asks. A 304 says nothing of its own, since the
    // answer that the caller has kept takes over what it says.
    if !headers.contains_key(header::CACHE_CONTROL) && status != StatusCode::NOT_MODIFIED {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let jar = request.extensions_mut().remove::<Jar>();
    let cookies = jar.map(|jar| jar.0).unwrap_or_default();
    // A cache between here and the browser must not hand one person's cookies to the next.
    if (!cookies.is_empty() || headers.contains_key(header::SET_COOKIE)) && status != StatusCode::NOT_MODIFIED {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    for cookie in cookies {
        if let Ok(line) = HeaderValue::from_str(&cookie.to_string()) {
            headers.append(header::SET_COOKIE, line);
        }
    }
}

/// The pattern of a route. Paths that no route has are anybody's invention, and so no label.
fn route_of(pattern: Option<&str>) -> Option<&str> {
    pattern.filter(|pattern| !pattern.ends_with("{unmatched:.*}"))
}

fn log<B: MessageBody>(
    shared: &Shared,
    request: &HttpRequest,
    route: &str,
    id: &RequestId,
    trace: &RequestSpan,
    answer: &ServiceResponse<B>,
    began: Instant,
) {
    let status = answer.status().as_u16();
    let elapsed = began.elapsed();
    metrics::histogram!("impasto_http_request_seconds", "method" => method_name(request.method()), "route" => route.to_owned(), "status" => status_class(status))
        .record(elapsed.as_secs_f64());
    let wanted = match shared.config.log.access {
        // Balancers ask all the time whether somebody is there.
        AccessLog::All => status >= 400 || !matches!(route, "/healthz" | "/readyz" | "/metrics"),
        AccessLog::Errors => status >= 500,
        AccessLog::Off => false,
    };
    if !wanted {
        return;
    }
    let bytes = match answer.response().body().size() {
        BodySize::Sized(bytes) => Some(bytes),
        BodySize::None => Some(0),
        BodySize::Stream => None,
    };
    let owner = request
        .extensions()
        .get::<Resolved>()
        .and_then(|found| found.who.as_ref().ok().and_then(Identity::owner))
        .map_or("-", impasto_domain::owner::Owner::kind);
    tracing::info!(
        target: "impasto::access",
        method = %request.method(),
        route,
        status,
        ms = elapsed.as_secs_f64() * 1_000.0,
        bytes,
        owner,
        request_id = %id.0,
        trace_id = trace.trace_id().map(tracing::field::display),
    );
}

fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

fn status_class(status: u16) -> &'static str {
    match status {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests;
