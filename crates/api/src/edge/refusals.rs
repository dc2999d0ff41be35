//! One form for every refusal: a problem with the request's id, whoever refused.

use std::{error::Error as Cause, iter::successors, panic::AssertUnwindSafe};

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
};
use futures_util::FutureExt;
use tracing_actix_web::RequestId;

use super::headers::guarded;
use crate::problem::Refused;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives every answer its request's id, and makes a problem of every error, also of those that libraries
/// answer in their own way. A handler that panics answers 500 instead of closing the connection.
pub async fn refusals(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Ok(outcome) = AssertUnwindSafe(next.call(request)).catch_unwind().await else {
        tracing::error!("a handler panicked");
        return Err(guarded(Refused::internal("a handler panicked")).into());
    };
    let answer = outcome?.map_into_boxed_body();
    let id = request_id(answer.request());
    let mut answer = match refusal(&answer, id.as_deref()) {
        Some(refusal) => answer.into_response(refusal),
        None => answer,
    };
    if let Some(id) = id.and_then(|id| HeaderValue::try_from(id).ok()) {
        answer.headers_mut().insert(REQUEST_ID, id);
    }
    Ok(answer)
}

/// The number to give when asking for help.
pub fn request_id(request: &HttpRequest) -> Option<String> {
    request.extensions().get::<RequestId>().map(ToString::to_string)
}

fn refusal(answer: &ServiceResponse, id: Option<&str>) -> Option<HttpResponse> {
    let error = answer.response().error();
    if let Some(refused) = error.and_then(|error| error.as_error::<Refused>()) {
        return Some(told(refused, id));
    }
    let failed = answer.status().is_client_error() || answer.status().is_server_error();
    failed.then(|| match error {
        Some(error) => told(&Refused::from_status(answer.status()).caused_by(error.to_string()), id),
        None => told(&Refused::from_status(answer.status()), id),
    })
}

/// Logs what the caller does not read. Causes of what the caller did wrong may repeat what was sent: only
/// their code is logged.
fn told(refused: &Refused, id: Option<&str>) -> HttpResponse {
    let problem = refused.problem();
    tracing::Span::current().record("problem", problem.code.name());
    if problem.status >= 500 {
        let cause = refused.cause().map(chain);
        tracing::error!(cause, "a request failed");
    }
    refused.answer(id.map(str::to_owned))
}

/// An error and what caused it, in one line.
fn chain(error: &(dyn Cause + Send + Sync + 'static)) -> String {
    let first: &dyn Cause = error;
    let causes = successors(Some(first), |error| (*error).source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App,
        dev::Service,
        get,
        middleware::from_fn,
        test::{TestRequest, call_service, init_service, read_body_json},
    };
    use domain::problem::{Code, Problem};
    use tracing_actix_web::TracingLogger;

    use super::*;
    use crate::answer::Reply;

    #[get("/stale")]
    async fn stale() -> Reply<()> {
        Err(Refused::new(Code::StaleVersion))
    }

    #[get("/panic")]
    #[expect(clippy::panic, reason = "that is what is tried")]
    async fn panics() -> Reply<()> {
        panic!("at the disco")
    }

    #[get("/plain")]
    async fn plain() -> HttpResponse {
        HttpResponse::BadRequest().body("some library's own words")
    }

    async fn get(path: &str) -> (ServiceResponse<BoxBody>, String) {
        let app = App::new().wrap(from_fn(refusals)).wrap(TracingLogger::default());
        let app = init_service(app.service(stale).service(plain)).await;
        let answer = call_service(&app, TestRequest::get().uri(path).to_request()).await;
        let id = answer.headers().get(REQUEST_ID).unwrap().to_str().unwrap().to_owned();
        (answer.map_into_boxed_body(), id)
    }

    #[actix_web::test]
    async fn a_refusal_carries_the_requests_id() {
        let (answer, id) = get("/stale").await;
        let problem: Problem = read_body_json(answer).await;
        assert_eq!((problem.code, problem.request_id), (Code::StaleVersion, Some(id)));
    }

    #[actix_web::test]
    async fn a_panic_is_a_problem_with_every_header() {
        let app = App::new().wrap(from_fn(refusals)).wrap(TracingLogger::default()).service(panics);
        let app = init_service(app).await;
        let error = app.call(TestRequest::get().uri("/panic").to_request()).await.err().unwrap();
        let answer = error.error_response();
        assert_eq!(answer.status(), 500);
        for name in [
            "x-content-type-options",
            "content-security-policy",
            "cache-control",
            "strict-transport-security",
        ] {
            assert!(answer.headers().contains_key(name), "{name}");
        }
    }

    #[actix_web::test]
    async fn a_librarys_error_becomes_a_problem() {
        let (answer, _) = get("/plain").await;
        let problem: Problem = read_body_json(answer).await;
        assert_eq!(problem.code, Code::Malformed);
    }
}
