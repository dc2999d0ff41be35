//! The organization's colors and logo as a stylesheet of their own: inline styles are forbidden. The pages' own
//! stylesheet knows nothing of them, and a first visit carries no code for them.

use actix_web::{HttpResponse, get, http::header::CACHE_CONTROL};
use domain::{
    colors::{hex, rgb, text_on},
    organization::{Logo, Organization},
};
use store::organization;

use crate::{problem::Refused, session::Public};

#[get("/theme.css")]
pub async fn theme(public: Public) -> Result<HttpResponse, Refused> {
    let organization = public.read(organization::settings).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(stylesheet(&organization)))
}

fn stylesheet(organization: &Organization) -> String {
    let header = color(&organization.header_color);
    let logo = organization.logo.as_ref().map(|logo| mark(logo, header.as_deref()));
    let rules =
        [color(&organization.public.accent_color).map(|accent| accented(&accent)), header.map(headed), logo];
    rules.into_iter().flatten().collect()
}

/// Nothing but a color gets into the stylesheet.
fn color(text: &str) -> Option<String> {
    rgb(text).map(hex)
}

fn accented(accent: &str) -> String {
    format!(":root {{ --accent: {accent}; --accent-text: {}; }}\n", text_on(accent))
}

fn headed(color: String) -> String {
    let text = text_on(&color);
    format!(".public-header {{ background: {color}; }}\n.public-header .public-name {{ color: {text}; }}\n")
}

/// Half as large as its pixels, so that it is sharp on good screens. Where nobody chose a color for it to stand on, it
/// stands on white in the dark too: most are drawn for paper.
fn mark(logo: &Logo, header: Option<&str>) -> String {
    let (address, width, height) = (logo.address(), logo.width / 2, logo.height / 2);
    let on = header.unwrap_or("#ffffff");
    format!(
        ".public-header .public-width::before, .rail::before {{ content: \"\"; flex: none; width: {width}px; \
         max-width: 45%; height: {height}px; background: {on} url(\"{address}\") left center / contain no-repeat; }}\n\
         .rail::before {{ max-width: 100%; margin-bottom: 8px; border-radius: 4px; }}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accent_and_what_can_be_read_on_it() {
        assert_eq!(accented("#ffd54f"), ":root { --accent: #ffd54f; --accent-text: #000000; }\n");
    }

    #[test]
    fn what_is_no_color_stays_out() {
        assert_eq!(color("red} body {display: none"), None);
        assert_eq!(color("#ABCDEF").as_deref(), Some("#abcdef"));
    }

    #[test]
    fn a_logo_stands_half_as_large_as_its_pixels() {
        let logo = Logo { digest: "ab12".into(), width: 300, height: 80 };
        let rules = mark(&logo, None);
        assert!(rules.contains("width: 150px") && rules.contains("height: 40px"), "{rules}");
        assert!(rules.contains("url(\"/api/v1/organization/logo/ab12\")"), "{rules}");
    }
}
