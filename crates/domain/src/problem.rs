//! Refusals: one shape (RFC 9457) with a stable code, and what is wrong field by field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Why a request was refused, as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:openhall:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code in English words; the same for every problem of this code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What programs and translations go by.
    pub code: Code,
    /// What happened and what to do, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What is wrong, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The number to give when asking for help; also in the `x-request-id` header and the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Fields that someone else changed meanwhile: what it was, what is proposed, what it is now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
}

/// A field that differs now from what the proposal started from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflict {
    pub field: String,
    pub base: Value,
    pub proposed: Value,
    pub current: Value,
}

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Where, as a JSON pointer (RFC 6901): `/contact_points/0/value`.
    pub pointer: String,
    /// What, as a stable code: `required`, `too_long`, `in_the_future` …
    pub code: String,
    /// The limits that the code's text names. Never the value that was sent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, Value>,
}

impl FieldError {
    pub fn new(pointer: impl Into<String>, code: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), params: BTreeMap::new() }
    }

    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.into(), value.into());
        self
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $status:literal $title:literal)*) => {
        /// Every kind of refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $($(#[$doc])* $name),* }

        impl Code {
            /// The HTTP status that goes with the code.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status),* }
            }
            /// The code in English words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

codes! {
    /// The body or the address cannot be read as what it should be.
    Malformed 400 "The request could not be read"
    /// No valid access token came along.
    Unauthenticated 401 "Sign in first"
    /// Somebody ended this session: here, on another device, or by deactivating the account.
    SessionEnded 401 "You were signed out"
    /// Email or password is wrong, or the account cannot sign in: which of them is not told.
    SignInRefused 401 "Email or password is not right"
    /// The code is wrong, was used before, or is over.
    CodeRefused 401 "This code is not right"
    /// The sign-in that the code belongs to has taken too long, or ended otherwise.
    SignInOver 401 "Sign in from the beginning"
    Forbidden 403 "You may not do this"
    /// One of the roles requires a second factor: nothing else is open before it is set up.
    SecondFactorRequired 403 "Set up the second factor first"
    /// It does not exist, or it is outside one's sight: which of them is not told.
    NotFound 404 "Not found"
    /// The administration switched this part off; nothing else is wrong with the request.
    SwitchedOff 404 "This part is switched off"
    MethodNotAllowed 405 "This address does not take that method"
    /// The rows do not allow it now; the detail says what to do.
    Conflict 409 "This cannot be done now"
    /// Someone changed a field of the proposal; `conflicts` shows both sides.
    ChangeConflict 409 "The record changed since this was proposed"
    /// The reviewer was shown something else than what would be applied now; `change` has it.
    ChangedSinceSeen 409 "The proposal or the record changed since you looked"
    /// The refresh token was replaced a moment ago by another tab.
    AlreadyRenewed 409 "Another tab has just renewed this session"
    /// A request with the same Idempotency-Key is still running.
    StillRunning 409 "The same request is still running"
    /// `If-Match` names an older version.
    StaleVersion 412 "The record changed since you read it"
    TooLarge 413 "This is too large"
    UnsupportedMediaType 415 "This kind of content is not taken here"
    /// Something in the body is not allowed; `errors` names each field.
    Invalid 422 "Some answers need another look"
    /// The Idempotency-Key was used for another body.
    KeyReused 422 "This Idempotency-Key belongs to another request"
    /// A write on this record wants `If-Match`.
    VersionRequired 428 "Say which version you read"
    TooManyRequests 429 "Too many tries; wait a little"
    Internal 500 "Something went wrong on our side"
    Unavailable 503 "The service is busy or restarting; try again"
}

impl Code {
    /// The code as it stands in JSON.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

impl Problem {
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("urn:openhall:problem:{}", code.name()),
            title: code.title().into(),
            status: code.status(),
            code,
            detail: None,
            errors: Vec::new(),
            request_id: None,
            conflicts: Vec::new(),
        }
    }

    /// Adds what happened and what to do.
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A refusal that names the fields.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(Code::Invalid) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_carries_its_code_in_its_type() {
        let problem = Problem::new(Code::StaleVersion);
        assert_eq!(problem.kind, "urn:openhall:problem:stale_version");
        assert_eq!(problem.status, 412);
    }
}
