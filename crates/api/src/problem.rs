//! A refusal on its way out: the problem that the caller reads, and the cause that only the log sees.

mod enrollments;

use std::{error::Error, fmt};

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use domain::{
    changes::ChangeDetail,
    permission::Permission,
    problem::{Code, FieldError, Problem},
    settings::Module,
};
use serde::Serialize;
use store::StoreError;

/// The content type of every refusal (RFC 9457).
pub const CONTENT_TYPE: &str = "application/problem+json";

/// Why a request is not carried out.
pub struct Refused(Box<Inner>);

struct Inner {
    problem: Problem,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// The proposal as it stands, where another one was seen.
    change: Option<Box<ChangeDetail>>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Refused {
    pub fn new(code: Code) -> Self {
        Problem::new(code).into()
    }

    /// Adds what happened and what to do. Never what was sent.
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.0.problem.detail = Some(detail.into());
        self
    }

    /// One field that is not right.
    pub fn field(code: Code, field: FieldError) -> Self {
        Problem { errors: vec![field], ..Problem::new(code) }.into()
    }

    /// Something that should not happen. The cause is logged; the caller reads that it was our fault.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Code::Internal).caused_by(cause)
    }

    pub fn caused_by(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// Says when trying again makes sense.
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER, HeaderValue::from(seconds))
    }

    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    pub fn problem(&self) -> &Problem {
        &self.0.problem
    }

    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }

    /// The problem for a status that came from elsewhere, such as a library's own error page.
    pub fn from_status(status: StatusCode) -> Self {
        Self::new(match status.as_u16() {
            401 => Code::Unauthenticated,
            403 => Code::Forbidden,
            404 => Code::NotFound,
            405 => Code::MethodNotAllowed,
            409 => Code::Conflict,
            413 => Code::TooLarge,
            415 => Code::UnsupportedMediaType,
            422 => Code::Invalid,
            429 => Code::TooManyRequests,
            503 => Code::Unavailable,
            400..500 => Code::Malformed,
            _ => Code::Internal,
        })
    }

    /// The answer, with the number to ask for help with.
    pub fn answer(&self, request_id: Option<String>) -> HttpResponse {
        let problem = Problem { request_id, ..self.0.problem.clone() };
        let mut answer = HttpResponse::build(self.status_code());
        if problem.code == Code::Unauthenticated {
            answer.insert_header((WWW_AUTHENTICATE, "Bearer"));
        }
        for (name, value) in &self.0.headers {
            answer.insert_header((name.clone(), value.clone()));
        }
        answer.content_type(CONTENT_TYPE).json(Body { problem, change: self.0.change.as_deref() })
    }
}

/// A problem with what one kind of it carries besides. It stands apart from [`Problem`], which is part of everybody's
/// first visit.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    problem: Problem,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'a ChangeDetail>,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(Box::new(Inner { problem, headers: Vec::new(), change: None, cause: None }))
    }
}

impl From<Code> for Refused {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unauthenticated => Code::Unauthenticated.into(),
            StoreError::SessionEnded => Code::SessionEnded.into(),
            StoreError::Forbidden(permission) => forbidden(permission),
            StoreError::NotYours(why) => Self::new(Code::Forbidden).because(why),
            StoreError::NotFound => Code::NotFound.into(),
            StoreError::SwitchedOff(module) => switched_off(module),
            StoreError::Stale => Code::StaleVersion.into(),
            StoreError::Invalid(errors) => invalid(errors),
            StoreError::Conflict(why) => Self::new(Code::Conflict).because(why),
            StoreError::HeldBy { names, all } => Self::new(Code::Conflict).because(held_by(&names, all)),
            StoreError::InUse(by) => in_use(&by),
            StoreError::ChangeConflict(conflicts) => {
                Problem { conflicts, ..Problem::new(Code::ChangeConflict) }.into()
            }
            StoreError::ChangedSinceSeen(change) => changed_since_seen(change),
            StoreError::SignInRefused => Code::SignInRefused.into(),
            StoreError::CodeRefused => Code::CodeRefused.into(),
            StoreError::SignInOver => Code::SignInOver.into(),
            StoreError::SecondFactorRequired => Code::SecondFactorRequired.into(),
            StoreError::AlreadyRenewed => Code::AlreadyRenewed.into(),
            StoreError::StillRunning => Self::new(Code::StillRunning).retry_after(1),
            StoreError::KeyReused => Code::KeyReused.into(),
            StoreError::TooMany { retry_after } => Self::new(Code::TooManyRequests).retry_after(retry_after),
            StoreError::BadCursor => Self::field(Code::Malformed, FieldError::new("/cursor", "malformed")),
            StoreError::Unavailable(_) | StoreError::Closed(_) => {
                Self::new(Code::Unavailable).retry_after(5).caused_by(error)
            }
            StoreError::Internal(_) => Self::internal(error),
        }
    }
}

fn switched_off(module: Module) -> Refused {
    Refused::new(Code::SwitchedOff).because(format!(
        "The administration switched off: {}. An administrator can switch it on in the settings.",
        module.code()
    ))
}

fn changed_since_seen(change: Box<ChangeDetail>) -> Refused {
    let mut refused = Refused::new(Code::ChangedSinceSeen)
        .because("Nothing was applied. Look at it again, and send its digest as `seen`.");
    refused.0.change = Some(change);
    refused
}

fn in_use(by: &[&str]) -> Refused {
    Refused::new(Code::Conflict).because(format!("It is in use and stays: {} name it.", by.join(", ")))
}

/// Names the fields, and says what to do where the code alone does not.
fn invalid(errors: Vec<FieldError>) -> Refused {
    let detail = errors
        .iter()
        .find_map(|error| enrollments::why_not(error).or_else(|| what_to_do(&error.code).map(str::to_owned)));
    let refused = Refused::from(Problem::invalid(errors));
    match detail {
        Some(detail) => refused.because(detail),
        None => refused,
    }
}

fn what_to_do(code: &str) -> Option<&'static str> {
    Some(match code {
        "does_not_see_the_client" => {
            "This colleague would not find the follow-up on their list: they do not see the client, or have no \
             follow-ups. Assign the client to them first, or choose somebody who works with the client."
        }
        "follow_ups_left" => {
            "There are open follow-ups. Say under `follow_ups` who takes them over, or why they end."
        }
        "still_enrolled" => {
            "The person is in a program still. Say under `discharge` on which day and why they leave."
        }
        "holders_leave_follow_ups" => {
            "They would see clients no longer with whom they have still to do something. Hand their follow-ups over first, \
             or leave the role its sight and `see_follow_ups`."
        }
        "reason_for_the_past" => "Say under `reason` why days that have gone by are corrected.",
        "own_second_factor_first" => {
            "You have one of these roles and no second factor yet. Set yours up, then require it."
        }
        "more_than_own" => {
            "Nobody gives more than they have. Leave out what you may not do yourself, or ask an administrator."
        }
        "beyond_card" => "A role that sees the card alone takes no permission that opens more of a client.",
        "not_by_key" => {
            "No key manages people, roles, keys, the organization or background work. Leave these permissions out."
        }
        "set_by_merge" => "A record becomes `merged` by joining it into another one, and not by hand.",
        "not_separable" => {
            "Its fields belong together: approve it as a whole, without `fields`, or decline it."
        }
        "nothing_to_change" => "The patch names no field. Name the fields that are to change.",
        "nothing_to_put_back" => {
            "An entry can be put back where it changed fields of a client, an answer, a tag, a custom field, dates of an \
             enrollment, a restriction, a program or a department, and the record did not go another way since. A photo \
             that was replaced is not kept."
        }
        "not_open" => "This program does not take applications now. Leave it out, or choose another one.",
        "outdated" => {
            "The consent text has changed since the form was opened. Show the new one and ask again."
        }
        _ => return None,
    })
}

/// Names a few; a list of fifty is no sentence.
fn held_by(names: &[String], all: i64) -> String {
    let named = names.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
    match all {
        ..=5 => format!("Held by {named}. Give them another role first."),
        _ => format!("Held by {named} and {} more. Give them another role first.", all - 5),
    }
}

fn forbidden(permission: Permission) -> Refused {
    Refused::new(Code::Forbidden).because(format!("This takes the permission {}.", permission.code()))
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.0.problem.code.title())
    }
}

/// The code and the cause; no detail, which may name a record.
impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Refused").field("code", &self.0.problem.code).field("cause", &self.0.cause).finish()
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// [`crate::edge::refusals`] says it again with the request's id.
    fn error_response(&self) -> HttpResponse {
        self.answer(None)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;

    use super::*;

    async fn text(answer: HttpResponse) -> String {
        let body = to_bytes(answer.into_body()).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[actix_web::test]
    async fn the_cause_stays_inside() {
        let refused = Refused::internal("connection to 10.0.0.7 lost");
        assert!(!text(refused.answer(None)).await.contains("10.0.0.7"));
    }

    #[actix_web::test]
    async fn a_refusal_is_a_problem_document() {
        let answer = Refused::new(Code::StaleVersion).answer(Some("abc".into()));
        assert_eq!(answer.headers().get("content-type").unwrap(), CONTENT_TYPE);
        assert_eq!(answer.status(), 412);
        assert!(text(answer).await.contains(r#""request_id":"abc""#));
    }

    #[test]
    fn a_status_from_elsewhere_keeps_its_class() {
        assert_eq!(Refused::from_status(StatusCode::IM_A_TEAPOT).status_code(), 400);
        assert_eq!(Refused::from_status(StatusCode::BAD_GATEWAY).status_code(), 500);
    }
}
