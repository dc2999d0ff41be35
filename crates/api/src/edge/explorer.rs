//! The OpenAPI document, and the page that shows it and tries it out. Everything it needs is served from here.

use actix_web::{
    HttpResponse, get,
    http::header::LOCATION,
    web::{Bytes, Data},
};
use utoipa_swagger_ui::{Config, SwaggerUi};

const DOCUMENT: &str = "/api/openapi.json";

/// The document as it is sent.
#[derive(Clone, Debug)]
pub struct Document(pub Bytes);

#[get("/api/openapi.json")]
pub async fn document(document: Data<Document>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(document.0.clone())
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
