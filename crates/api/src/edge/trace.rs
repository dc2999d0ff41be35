//! A line in the log for each request: which route, how it ended, how long it took. Never the address itself:
//! paths hold ids and queries hold names.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
};
use tracing::{Span, field::Empty};
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// What is logged of a request. Who asks is added where the token is read ([`crate::session`]), what was wrong where
/// the refusal is told ([`super::refusals`]).
#[derive(Debug)]
pub struct RequestSpan;

#[derive(Clone, Copy)]
struct Begun(Instant);

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        request.extensions_mut().insert(Begun(Instant::now()));
        let id = request.extensions().get::<RequestId>().copied().map(tracing::field::display);
        let method = method(request.method());
        tracing::info_span!(
            "request",
            request_id = id,
            method,
            route = route(request.request()),
            principal = Empty,
            problem = Empty
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let _inside = span.enter();
        match outcome {
            Ok(answer) => log(answer.status().as_u16(), answer.request()),
            Err(_) => tracing::error!(status = 500, "answered"),
        }
    }
}

fn log(status: u16, request: &HttpRequest) {
    let begun = request.extensions().get::<Begun>().copied();
    let milliseconds = begun.map(|Begun(begun)| begun.elapsed().as_secs_f64() * 1000.0);
    // A balancer asks every few seconds.
    match route(request).starts_with("/health") {
        true => tracing::debug!(status, milliseconds, "answered"),
        false => tracing::info!(status, milliseconds, "answered"),
    }
}

/// The pattern of the route. Files of the page and addresses that do not exist have none.
pub fn route(request: &HttpRequest) -> String {
    request.match_pattern().unwrap_or_else(|| "other".to_owned())
}

/// Callers may invent methods; the log and the metrics know these.
pub fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}
