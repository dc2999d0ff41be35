//! Requests that a browser sends with a cookie by itself: is it our page that asks?
//!
//! Another site can make a browser post a form here, with the cookies of this site, but it cannot add a
//! header without asking first (CORS), and it cannot lie about `Origin`.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{HOST, ORIGIN},
    web::Data,
};
use domain::problem::Code;

use crate::problem::Refused;

/// The header that our page sends with every such request.
pub const HEADER: &str = "x-openhall";

/// Origins other than the server's own that the page may be served from: `https://hall.example.org`.
#[derive(Clone, Debug, Default)]
pub struct Origins(pub Vec<String>);

/// The proof, for handlers that use a cookie: they take one.
#[derive(Clone, Copy, Debug)]
pub struct OurPage(());

impl FromRequest for OurPage {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(if is_ours(request) { Ok(Self(())) } else { Err(refused()) })
    }
}

fn refused() -> Refused {
    Refused::new(Code::Forbidden).because("This call is made by the page of this server, with X-Openhall.")
}

fn is_ours(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let origin = headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let more = request.app_data::<Data<Origins>>().map_or(&[][..], |origins| &origins.0);
    headers.contains_key(HEADER) && origin.is_none_or(|origin| is_our_origin(origin, host, more))
}

/// The same host as the request went to, whatever the scheme: a proxy may have taken TLS off.
fn is_our_origin(origin: &str, host: Option<&str>, more: &[String]) -> bool {
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    let same = authority.zip(host).is_some_and(|(authority, host)| authority.eq_ignore_ascii_case(host));
    same || more.iter().any(|other| other == origin)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asks(headers: &[(&'static str, &'static str)]) -> bool {
        let request = headers.iter().fold(TestRequest::post(), |all, one| all.append_header(*one));
        is_ours(&request.app_data(Data::new(Origins(vec!["https://hall.org".into()]))).to_http_request())
    }

    #[test]
    fn our_page_may_ask() {
        let (host, mark) = (("host", "127.0.0.1:8080"), (HEADER, "1"));
        assert!(asks(&[host, mark, ("origin", "http://127.0.0.1:8080")]));
        assert!(asks(&[host, mark, ("origin", "https://hall.org")]));
        assert!(asks(&[host, mark]));
    }

    #[test]
    fn another_site_may_not() {
        let (host, mark) = (("host", "127.0.0.1:8080"), (HEADER, "1"));
        for origin in ["https://evil.org", "null", "http://127.0.0.1:80800", "https://hall.org.evil.org", ""]
        {
            assert!(!asks(&[host, mark, ("origin", origin)]), "{origin}");
        }
    }

    #[test]
    fn without_the_header_nobody_may() {
        assert!(!asks(&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:8080")]));
    }
}
