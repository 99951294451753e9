//! What a request brings: a body of bounded size, the number of a stay, flags.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde::de::DeserializeOwned;
use yijie_core::failure::Api;
use yijie_core::settlement::ids::StayNo;

use super::failed::Failed;
use super::language::Speaks;
use super::limits::{BODY_BYTES_MAX, BODY_MS_MAX};
use super::shared::Shared;
use crate::desk::Trouble;

/// The body as it came.
pub struct Sent(pub Bytes);

/// The body as JSON; an empty one stands for an object without fields.
pub struct SentJson<T>(pub T);

/// The stay that the address names.
pub struct OfStay(pub StayNo);

/// What stands behind the question mark. An unknown name is an error: a misspelt one would otherwise be lost.
pub struct Flags<T>(pub T);

impl FromRequest<Arc<Shared>> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, shared: &Arc<Shared>) -> Result<Self, Response> {
        let refused = refusal(Speaks::of(request.headers()), shared);
        let too_large = || refused(Trouble::new(Api::BodyTooLarge, format!("> {BODY_BYTES_MAX}")));
        let told = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if told.is_some_and(|length: u64| length > BODY_BYTES_MAX as u64) {
            return Err(too_large());
        }
        let all = to_bytes(request.into_body(), BODY_BYTES_MAX);
        match tokio::time::timeout(Duration::from_millis(BODY_MS_MAX), all).await {
            Ok(Ok(bytes)) => Ok(Self(bytes)),
            Ok(Err(error)) if is_length(&error) => Err(too_large()),
            Ok(Err(_)) => Err(refused(Trouble::new(Api::BadRequest, "the body broke off"))),
            Err(_) => Err(refused(Trouble::new(Api::BadRequest, "the body did not arrive in time"))),
        }
    }
}

impl<T: DeserializeOwned> FromRequest<Arc<Shared>> for SentJson<T> {
    type Rejection = Response;

    async fn from_request(request: Request, shared: &Arc<Shared>) -> Result<Self, Response> {
        let refused = refusal(Speaks::of(request.headers()), shared);
        let Sent(bytes) = Sent::from_request(request, shared).await?;
        let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        // Where, and not what: serde's own words may quote a name.
        serde_json::from_slice(text).map(Self).map_err(|error| {
            let kind = if error.is_data() { "not as described" } else { "not JSON" };
            refused(Trouble::new(Api::BadRequest, format!("{kind}, line {}, column {}", error.line(), error.column())))
        })
    }
}

impl FromRequestParts<Arc<Shared>> for OfStay {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Response> {
        let refused = refusal(Speaks::of(&parts.headers), shared);
        let path = Path::<String>::from_request_parts(parts, shared).await;
        let Path(text) = path.map_err(|_| refused(Trouble::new(Api::BadRequest, "stay_no")))?;
        StayNo::parse(&text).map(Self).map_err(|error| refused(Trouble::new(Api::BadRequest, error.to_string())))
    }
}

impl<T: DeserializeOwned> FromRequestParts<Arc<Shared>> for Flags<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Response> {
        let refused = refusal(Speaks::of(&parts.headers), shared);
        let flags = Query::try_from_uri(&parts.uri);
        flags.map(|Query(flags)| Self(flags)).map_err(|_| refused(Trouble::new(Api::BadRequest, "?…")))
    }
}

/// Nothing at this address.
pub async fn nothing_here(
    axum::extract::State(shared): axum::extract::State<Arc<Shared>>,
    Speaks(language): Speaks,
    uri: axum::http::Uri,
) -> Response {
    Failed::from(no_such(&uri)).answer(language, shared.training)
}

/// Something at this address, and not for this method.
pub async fn not_like_this(
    axum::extract::State(shared): axum::extract::State<Arc<Shared>>,
    Speaks(language): Speaks,
    method: axum::http::Method,
    uri: axum::http::Uri,
) -> Response {
    let trouble = Trouble::new(Api::NoSuchThing, format!("{method} {}", shown(&uri)));
    Failed::from(trouble).answer_as(StatusCode::METHOD_NOT_ALLOWED, language, shared.training)
}

fn no_such(uri: &axum::http::Uri) -> Trouble {
    Trouble::new(Api::NoSuchThing, shown(uri))
}

fn shown(uri: &axum::http::Uri) -> String {
    uri.path().chars().take(PATH_CHARS_SHOWN_MAX).collect()
}

fn refusal(speaks: Speaks, shared: &Arc<Shared>) -> impl Fn(Trouble) -> Response + use<> {
    let training = shared.training;
    move |trouble| Failed::from(trouble).answer(speaks.0, training)
}

fn is_length(error: &axum::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if inner.to_string().contains("length limit") {
            return true;
        }
        source = inner.source();
    }
    false
}

const PATH_CHARS_SHOWN_MAX: usize = 100;
