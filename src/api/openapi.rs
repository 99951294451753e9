//! Every address, registered and described in one place.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, Info, OpenApi, OpenApiBuilder, SecurityRequirement};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shared::{Shared, answer};
use super::{account, bill, card, events, instructions, person, queue, readers, settle, story, vault};

/// All routes, and the document that describes them.
pub fn routes() -> OpenApiRouter<Arc<Shared>> {
    OpenApiRouter::with_openapi(head())
        .routes(routes!(readers::health))
        .routes(routes!(readers::readers))
        .routes(routes!(card::card))
        .routes(routes!(card::check))
        .routes(routes!(bill::check_bill))
        .routes(routes!(story::story))
        .routes(routes!(settle::presettle))
        .routes(routes!(settle::settle))
        .routes(routes!(settle::cancel))
        .routes(routes!(account::account))
        .routes(routes!(vault::of_person))
        .routes(routes!(vault::rotate_key))
        .routes(routes!(story::receipt))
        .routes(routes!(story::slip))
        .routes(routes!(queue::queue))
        .routes(routes!(queue::replay))
        .routes(routes!(person::item))
        .routes(routes!(person::decision))
        .routes(routes!(person::leaving))
        .routes(routes!(person::withdrawal))
        .routes(routes!(person::note))
        .routes(routes!(person::shift))
        .routes(routes!(instructions::instructions))
        .routes(routes!(instructions::acknowledge))
        .routes(routes!(events::events))
        .routes(routes!(openapi))
}

/// The document, as it is served and as it stands in `docs/openapi.json`.
pub fn document() -> OpenApi {
    routes().into_openapi()
}

/// This document
#[utoipa::path(get, path = "/v1/openapi.json", tag = "desk", responses(
    (status = 200, description = "OpenAPI", content_type = "application/json"),
))]
async fn openapi(State(shared): State<Arc<Shared>>) -> Response {
    answer(StatusCode::OK, shared.training, &document())
}

fn head() -> OpenApi {
    let mut info = Info::new("Yijie: the local API of a desk", "1");
    info.description = Some(ABOUT.to_owned());
    let mut components = Components::new();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("What stands in the token file, readable by its owner only"))
        .build();
    components.add_security_scheme("token", SecurityScheme::Http(bearer));
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([SecurityRequirement::new("token", Vec::<String>::new())]))
        .build()
}

const ABOUT: &str = "On this machine only. Every call needs the token; a `Host` that is not this machine and an \
`Origin` that is not listed are refused with 403. Amounts are JSON numbers with two places: read them as decimals. \
Errors are entries of the failure book, in Chinese unless `Accept-Language` asks for English. Answers of a training \
platform say `training: true` and carry the header `x-yijie-training`. Work that takes long can be watched: with \
`Accept: application/x-ndjson` each step is a line as it is done (`{\"step\": …}`), and the last line is the answer \
(`{\"status\": 200, \"answer\": …}`). At most 16 requests are answered at once, \
16 event streams are open and a body has 16 MiB; beyond that: `api.too_busy` (503), `api.body_too_large` (413).";
