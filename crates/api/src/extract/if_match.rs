//! Which version of a record the caller read.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::IF_MATCH};
use domain::problem::Code;
use utoipa::IntoParams;

use crate::problem::Refused;

/// The version that the caller read and means to change. Writing without it would overwrite what others
/// changed meanwhile, so it is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoParams)]
#[into_params(names("If-Match"), parameter_in = Header)]
pub struct IfMatch(
    /// The `ETag` of the record as it was read: `"3"`.
    #[param(value_type = String, example = "\"3\"")]
    pub i32,
);

impl FromRequest for IfMatch {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(read(request))
    }
}

fn read(request: &HttpRequest) -> Result<IfMatch, Refused> {
    let mut values = request.headers().get_all(IF_MATCH);
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(missing());
    };
    if value == "*" {
        return Err(missing());
    }
    let version =
        value.to_str().ok().and_then(|text| text.strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    version.map(IfMatch).ok_or_else(|| {
        Refused::new(Code::Malformed).because("If-Match takes one ETag as it was given, such as \"3\".")
    })
}

/// `*` counts as missing: it says that the caller does not care what stands there.
fn missing() -> Refused {
    Refused::new(Code::VersionRequired).because("Send the record's ETag in If-Match.")
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn status(value: &str) -> Result<i32, u16> {
        let request = TestRequest::get().insert_header((IF_MATCH, value)).to_http_request();
        read(&request).map(|IfMatch(version)| version).map_err(|refused| refused.problem().status)
    }

    #[test]
    fn a_version_stands_in_quotes() {
        assert_eq!(status("\"3\""), Ok(3));
        for wrong in ["3", "W/\"3\"", "\"3\", \"4\"", "\"x\"", "\"\"", "\""] {
            assert_eq!(status(wrong), Err(400), "{wrong}");
        }
    }

    #[test]
    fn any_version_is_no_version() {
        assert_eq!(status("*"), Err(428));
        assert_eq!(read(&TestRequest::get().to_http_request()).unwrap_err().problem().status, 428);
    }
}
