//! The OpenAPI document, and the page that shows it and tries it out. Everything it needs is served from here.

use actix_web::{HttpResponse, get, http::header::LOCATION};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::openapi;

const DOCUMENT: &str = "/api/openapi.json";

#[get("/api/openapi.json")]
pub async fn document() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(openapi::CHECKED_IN)
}

#[get("/docs")]
pub async fn docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/docs/")).finish()
}

/// The explorer. Tokens stay in memory, and no validator elsewhere hears of us.
pub fn explorer() -> SwaggerUi {
    let config = Config::from(DOCUMENT)
        .validator_url("none")
        .display_operation_id(true)
        .doc_expansion("none")
        .filter(true)
        .default_models_expand_depth(-1);
    SwaggerUi::new("/docs/{_:.*}").config(config)
}
