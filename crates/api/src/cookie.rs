//! Cookies: bound to this host, unreadable for scripts, and never sent by another site's pages.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite},
};

/// A cookie that goes when the browser does. The name begins with `__Host-`, so that browsers hold us to the
/// rest. They take `Secure` on `http://localhost` as well.
pub fn kept(name: &'static str, value: impl Into<String>) -> Cookie<'static> {
    Cookie::build(name, value.into())
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .finish()
}

/// Takes a cookie out of the browser.
pub fn gone(name: &'static str) -> Cookie<'static> {
    let mut cookie = kept(name, "");
    cookie.make_removal();
    cookie
}

/// What the browser sent along under a name.
pub fn sent(request: &HttpRequest, name: &str) -> Option<String> {
    request.cookie(name).map(|cookie| cookie.value().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_hold_us_to_the_host_prefix() {
        let cookie = kept("__Host-refresh", "abc").to_string();
        for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain") && !cookie.contains("Max-Age"), "{cookie}");
        assert!(gone("__Host-refresh").to_string().contains("Max-Age=0"));
    }
}
