//! What a handler answers with.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    cookie::Cookie,
    http::{
        StatusCode,
        header::{ETAG, HeaderName, HeaderValue, LOCATION},
    },
};
use serde::Serialize;

use crate::problem::Refused;

/// What every handler returns.
pub type Reply<T> = Result<Answer<T>, Refused>;

/// A status, a body as JSON, and what else goes into the headers.
#[derive(Debug)]
pub struct Answer<T = ()> {
    status: StatusCode,
    body: Option<T>,
    version: Option<i32>,
    location: Option<String>,
    cookie: Option<Cookie<'static>>,
    figures: Vec<(HeaderName, u64)>,
}

impl<T> Answer<T> {
    pub fn ok(body: T) -> Self {
        Self { body: Some(body), ..Self::empty(StatusCode::OK) }
    }

    fn empty(status: StatusCode) -> Self {
        Self { status, body: None, version: None, location: None, cookie: None, figures: Vec::new() }
    }

    /// A new record, and where it can be read.
    pub fn created(body: T, location: impl Into<String>) -> Self {
        Self { status: StatusCode::CREATED, location: Some(location.into()), ..Self::ok(body) }
    }

    /// Not done yet: somebody else has to agree.
    pub fn accepted(body: T) -> Self {
        Self { status: StatusCode::ACCEPTED, ..Self::ok(body) }
    }

    /// Done, or there is nothing to tell.
    pub fn no_content() -> Self {
        Self::empty(StatusCode::NO_CONTENT)
    }

    /// The same answer with another body.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
        let Self { status, body, version, location, cookie, figures } = self;
        Answer { status, body: body.map(change), version, location, cookie, figures }
    }

    /// Puts a cookie into the browser, or takes one out ([`crate::cookie`]).
    pub fn with_cookie(mut self, cookie: Cookie<'static>) -> Self {
        self.cookie = Some(cookie);
        self
    }

    /// Adds a number to the headers.
    pub fn with_figure(mut self, name: HeaderName, figure: u64) -> Self {
        self.figures.push((name, figure));
        self
    }

    /// Names the version, which a later write has to name in `If-Match`.
    pub fn etag(mut self, version: impl FnOnce(&T) -> i32) -> Self {
        self.version = self.body.as_ref().map(version);
        self
    }
}

impl<T: Serialize> Responder for Answer<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        if let Some(version) = self.version {
            answer.insert_header((ETAG, format!("\"{version}\"")));
        }
        if let Some(location) = self.location {
            answer.insert_header((LOCATION, location));
        }
        if let Some(cookie) = self.cookie {
            answer.cookie(cookie);
        }
        for (name, figure) in self.figures {
            answer.insert_header((name, HeaderValue::from(figure)));
        }
        match self.body {
            Some(body) => answer.json(body),
            None => answer.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_version_becomes_the_etag() {
        let answer = Answer::ok(7).etag(|version| *version).respond_to(&TestRequest::get().to_http_request());
        assert_eq!(answer.headers().get("etag").unwrap(), "\"7\"");
    }

    #[test]
    fn a_new_record_says_where_it_is() {
        let answer = Answer::created("x", "/api/v1/clients/1");
        let answer = answer.respond_to(&TestRequest::get().to_http_request());
        assert_eq!(
            (answer.status().as_u16(), answer.headers().get("location").unwrap()),
            (201, &"/api/v1/clients/1".parse().unwrap())
        );
    }
}
