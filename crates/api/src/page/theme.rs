//! The organization's colors as a stylesheet of their own: inline styles are forbidden.

use actix_web::{HttpResponse, get, http::header::CACHE_CONTROL};
use domain::organization::text_on;
use store::organization;

use crate::{problem::Refused, session::Public};

#[get("/theme.css")]
pub async fn theme(public: Public) -> Result<HttpResponse, Refused> {
    let organization = public.read(organization::public).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(stylesheet(&organization.accent_color)))
}

/// Nothing but a color gets into the stylesheet.
fn stylesheet(accent: &str) -> String {
    let is_color =
        accent.strip_prefix('#').is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if !is_color {
        return String::new();
    }
    format!(":root {{ --accent: {accent}; --accent-text: {}; }}\n", text_on(accent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accent_and_what_can_be_read_on_it() {
        assert_eq!(stylesheet("#ffd54f"), ":root { --accent: #ffd54f; --accent-text: #000000; }\n");
    }

    #[test]
    fn what_is_no_color_stays_out() {
        assert_eq!(stylesheet("red} body {display: none"), "");
    }
}
