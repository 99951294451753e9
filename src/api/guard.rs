//! The guards: host, origin, token, room; in this order, before a handler hears of a request.
//!
//! A page of any web site can make a browser send requests to this machine. The host guard stops one that had its
//! own name point here (DNS rebinding), the origin guard every page that the hospital did not list, and the token
//! whoever cannot read a file of this desk.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use yijie_core::failure::Api;

use super::failed::Failed;
use super::language::Speaks;
use super::shared::{Shared, TRAINING_MARK, mark};
use crate::desk::Trouble;

/// Stands before every address, those that are not there too.
pub async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let Speaks(language) = Speaks::of(request.headers());
    let refused = |trouble: Trouble| Failed::from(trouble).answer(language, shared.training);
    if !is_here(&request, shared.port) {
        return refused(Trouble::new(Api::Host, ""));
    }
    let origin = match origin_of(request.headers(), &shared.origins) {
        Ok(origin) => origin,
        Err(trouble) => return refused(trouble),
    };
    if let Some(origin) = &origin
        && is_preflight(&request)
    {
        return preflight(request.headers(), origin, shared.training);
    }
    let response = if !is_admitted(request.headers(), &shared) {
        refused(Trouble::new(Api::Token, ""))
    } else if let Ok(_room) = shared.requests.try_acquire() {
        next.run(request).await
    } else {
        refused(Trouble::new(Api::TooBusy, ""))
    };
    match origin {
        Some(origin) => shared_with(response, origin),
        None => response,
    }
}

/// True if the request was meant for this machine: every name it uses for us is one of ours, with our port.
fn is_here(request: &Request, port: u16) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let named = host.to_str().is_ok_and(|host| is_ours(host, port));
    let absolute = request.uri().authority().is_none_or(|authority| is_ours(authority.as_str(), port));
    named && absolute
}

fn is_ours(host: &str, port: u16) -> bool {
    let name = match host.strip_suffix(&format!(":{port}")) {
        Some(name) => name,
        // Only the port that HTTP itself stands for may be left out.
        None if port == 80 => host,
        None => return false,
    };
    name == "127.0.0.1" || name == "[::1]" || name.eq_ignore_ascii_case("localhost")
}

/// The origin of the page that asks, if a page asks. One that is not listed is refused, `null` among them.
fn origin_of(headers: &HeaderMap, listed: &[String]) -> Result<Option<HeaderValue>, Trouble> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let Some(origin) = origins.next() else { return Ok(None) };
    let text = origin.to_str().unwrap_or_default();
    if origins.next().is_none() && listed.iter().any(|known| known == text) {
        return Ok(Some(origin.clone()));
    }
    Err(Trouble::new(Api::Origin, text.chars().take(ORIGIN_CHARS_SHOWN_MAX).collect::<String>()))
}

/// A browser asks whether a page may ask. It never shows a token.
fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

fn preflight(asked: &HeaderMap, origin: &HeaderValue, training: bool) -> Response {
    let mut response = Response::new(axum::body::Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    mark(&mut response, training);
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("authorization, content-type, accept-language"),
    );
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    // A page from the network asks for something on this machine (Private Network Access).
    if asked.contains_key(PRIVATE_NETWORK_ASKED) {
        headers.insert(PRIVATE_NETWORK_ALLOWED, HeaderValue::from_static("true"));
    }
    shared_with(response, origin.clone())
}

fn shared_with(mut response: Response, origin: HeaderValue) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from(TRAINING_MARK));
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    response
}

fn is_admitted(headers: &HeaderMap, shared: &Shared) -> bool {
    let mut shown = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(shown), None) = (shown.next(), shown.next()) else { return false };
    let token = shown.to_str().ok().and_then(|shown| shown.split_once(' '));
    token.is_some_and(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && shared.token.is(token))
}

const ORIGIN_CHARS_SHOWN_MAX: usize = 100;
const PRIVATE_NETWORK_ASKED: HeaderName = HeaderName::from_static("access-control-request-private-network");
const PRIVATE_NETWORK_ALLOWED: HeaderName = HeaderName::from_static("access-control-allow-private-network");
