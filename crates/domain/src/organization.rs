//! The organization that runs this installation. Nothing of one organization is built in.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::{
    patch::Patch,
    problem::FieldError,
    role::Role,
    validate::{self, Draft},
};

/// The profile, as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicOrganization {
    pub name: String,
    /// One line on what it is for.
    pub mission: String,
    pub address: String,
    pub phone: String,
    pub email: String,
    pub website: String,
    /// `#rrggbb`; the readable text color on it is computed.
    pub accent_color: String,
    /// How the form asks whether the person lives here: "Do you live in San Francisco?"
    pub residency_label: String,
    /// Whether the form asks for a social security number.
    pub collects_ssn: bool,
    /// Languages of the public pages, first one first.
    pub languages: Vec<String>,
    /// Whether the last steps of the journey are about jobs; otherwise about service completion.
    pub places_people: bool,
}

/// The profile, with what only the administration needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organization {
    #[serde(flatten)]
    pub public: PublicOrganization,
    /// IANA name; the organization's day is counted here.
    pub time_zone: String,
    /// Whoever has one of these roles signs in with a second factor, and does nothing else before it is set up.
    pub second_factor_roles: Vec<Role>,
    pub version: i32,
}

/// A change of the profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct OrganizationPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 120), custom(function = validate::line))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 200), custom(function = validate::line))]
    pub mission: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 200), custom(function = validate::line))]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 40), custom(function = validate::phone_or_empty))]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 254), custom(function = validate::email_or_empty))]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 200), custom(function = web_address))]
    pub website: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = color))]
    pub accent_color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 120), custom(function = validate::line))]
    pub residency_label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collects_ssn: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 40), custom(function = validate::line))]
    pub time_zone: Option<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub places_people: Patch<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 16))]
    pub second_factor_roles: Option<Vec<Role>>,
}

impl Draft for OrganizationPatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
        if self.places_people == Patch::Clear {
            errors.push(FieldError::new("/places_people", "required"));
        }
    }
}

fn web_address(text: &str) -> Result<(), ValidationError> {
    let fine = text.is_empty() || ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    let fine =
        fine && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'));
    if fine { Ok(()) } else { Err(ValidationError::new("web_address")) }
}

fn color(text: &str) -> Result<(), ValidationError> {
    rgb(text).map(|_| ()).ok_or_else(|| ValidationError::new("color"))
}

/// `#rrggbb` as three numbers.
fn rgb(text: &str) -> Option<[u8; 3]> {
    let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// The text color, black or white, that reads better on a color (contrast as WCAG 2.2 defines it; the
/// better of the two is always at least 4.5:1).
pub fn text_on(color: &str) -> &'static str {
    let luminance = rgb(color).map_or(0.0, luminance);
    let on_white = 1.05 / (luminance + 0.05);
    let on_black = (luminance + 0.05) / 0.05;
    if on_white >= on_black { "#ffffff" } else { "#000000" }
}

/// Relative luminance (WCAG 2.2).
fn luminance([r, g, b]: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_the_accent_can_be_read() {
        assert_eq!(text_on("#0b3d5c"), "#ffffff");
        assert_eq!(text_on("#ffd54f"), "#000000");
    }

    #[test]
    fn a_script_is_no_website() {
        assert!(web_address("javascript:alert(1)").is_err());
        assert!(web_address("https://missionhiringhall.org").is_ok());
    }

    #[test]
    fn a_color_has_six_digits() {
        for wrong in ["#fff", "red", "#gggggg", "#12345é"] {
            assert!(color(wrong).is_err(), "{wrong}");
        }
    }
}
