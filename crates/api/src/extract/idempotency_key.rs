//! The key that makes a repeated post the same post.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use domain::problem::Code;
use utoipa::IntoParams;

use crate::problem::Refused;

const HEADER: &str = "idempotency-key";
const LONGEST: usize = 100;

/// Made by the caller and kept across retries, so that a reply lost on its way does not become a second
/// application.
#[derive(Clone, Debug, PartialEq, Eq, IntoParams)]
#[into_params(names("Idempotency-Key"), parameter_in = Header)]
pub struct IdempotencyKey(
    /// 1 to 100 visible characters, such as a random UUID.
    #[param(min_length = 1, max_length = 100, example = "6f1d3b52-8a6e-4c57-9f0e-1f6f9c1d2a34")]
    pub String,
);

impl FromRequest for IdempotencyKey {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(read(request))
    }
}

fn read(request: &HttpRequest) -> Result<IdempotencyKey, Refused> {
    let mut keys = request.headers().get_all(HEADER);
    let only = keys.next().filter(|_| keys.next().is_none());
    let key = only.and_then(|key| key.to_str().ok()).filter(|key| is_key(key));
    key.map(|key| IdempotencyKey(key.to_owned())).ok_or_else(|| {
        Refused::new(Code::Malformed).because("Send an Idempotency-Key of 1 to 100 visible characters.")
    })
}

fn is_key(key: &str) -> bool {
    (1..=LONGEST).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_key_is_short_and_visible() {
        assert!(is_key("6f1d3b52-8a6e"));
        for wrong in ["", "a b", "é", &"x".repeat(101)] {
            assert!(!is_key(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_missing_key_is_refused() {
        assert_eq!(read(&TestRequest::post().to_http_request()).unwrap_err().problem().status, 400);
    }

    #[test]
    fn two_keys_are_none() {
        let request = TestRequest::post().append_header((HEADER, "a")).append_header((HEADER, "b"));
        assert!(read(&request.to_http_request()).is_err());
    }
}
