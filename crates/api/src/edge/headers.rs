//! What browsers are told to allow, on every answer.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
};

use crate::problem::Refused;

/// The page: its own scripts and WebAssembly, its own styles, nothing inline, nothing from elsewhere.
const PAGE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'; object-src 'none'";

/// The API's explorer.
const EXPLORER: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// An answer of the API shows nothing, should a browser open it as a page.
const API: &str = "default-src 'none'; frame-ancestors 'none'";

const ALWAYS: &[(&str, &str)] = &[
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Adds what is not there: a handler that serves a file says stricter things of its own.
pub async fn headers<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let policy = policy(request.path());
    let mut answer = next.call(request).await?;
    let headers = answer.headers_mut();
    for (name, value) in ALWAYS {
        add(headers, HeaderName::from_static(name), value);
    }
    add(headers, CONTENT_SECURITY_POLICY, policy);
    if policy == API {
        add(headers, CACHE_CONTROL, "no-store");
    }
    Ok(answer)
}

/// For the one answer that does not come by here.
pub fn guarded(refused: Refused) -> Refused {
    let all = ALWAYS.iter().map(|(name, value)| (HeaderName::from_static(name), *value));
    let all = all.chain([(CONTENT_SECURITY_POLICY, API), (CACHE_CONTROL, "no-store")]);
    all.fold(refused, |refused, (name, value)| refused.header(name, HeaderValue::from_static(value)))
}

fn policy(path: &str) -> &'static str {
    match path.split('/').nth(1) {
        Some("docs") => EXPLORER,
        Some("api" | "health" | "metrics") => API,
        _ => PAGE,
    }
}

fn add(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App, HttpResponse, get,
        middleware::from_fn,
        test::{TestRequest, call_service, init_service},
    };

    use super::*;

    #[get("/api/v1/documents/1")]
    async fn file() -> HttpResponse {
        HttpResponse::Ok().insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")).finish()
    }

    async fn header(path: &str, name: &str) -> String {
        let app = init_service(App::new().wrap(from_fn(headers)).service(file)).await;
        let answer = call_service(&app, TestRequest::get().uri(path).to_request()).await;
        answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned()
    }

    #[actix_web::test]
    async fn the_page_compiles_wasm_and_evaluates_nothing() {
        let policy = header("/", "content-security-policy").await;
        assert!(policy.contains("'wasm-unsafe-eval'") && !policy.contains("'unsafe-"), "{policy}");
    }

    #[actix_web::test]
    async fn answers_of_the_api_are_not_kept() {
        assert_eq!(header("/api/v1/clients", "cache-control").await, "no-store");
        assert_eq!(header("/pkg/x.js", "cache-control").await, "");
    }

    #[actix_web::test]
    async fn what_a_handler_says_of_a_file_stands() {
        assert!(header("/api/v1/documents/1", "content-security-policy").await.starts_with("sandbox"));
    }

    #[actix_web::test]
    async fn errors_have_the_headers_too() {
        assert_eq!(header("/nowhere", "x-content-type-options").await, "nosniff");
    }
}
