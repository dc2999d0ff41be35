//! The organization that runs this installation. Nothing of one organization is built in.

mod words;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

pub use words::{Reader, Words, WordsByLanguage, check_descriptions};

use crate::{
    colors,
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
    /// `#rrggbb` behind the head of the public pages; empty where it is as light or dark as the page.
    pub header_color: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// IANA name; the organization's day is counted here.
    pub time_zone: String,
    /// Whoever has one of these roles signs in with a second factor, and does nothing else before it is set up.
    pub second_factor_roles: Vec<Role>,
    /// After how many days managers are told of a follow-up that stays undone.
    pub escalate_after_days: u8,
    /// What it says in its other languages.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub words: WordsByLanguage,
    pub version: i32,
}

/// The languages in which the public pages can be read, and choices labelled.
pub const LANGUAGES: [&str; 5] = ["en", "es", "zh-Hant", "fil", "vi"];

/// The organization's mark, drawn anew from the picture that was sent. It lies at `/api/v1/organization/logo/{digest}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Logo {
    /// SHA-256 of its bytes in hexadecimal: another logo has another address, so browsers may keep it for ever.
    pub digest: String,
    pub width: u32,
    pub height: u32,
}

impl Logo {
    /// The largest that is kept, in pixels; twice what the pages show.
    pub const MOST: (u32, u32) = (600, 160);
    /// The smallest side, in pixels.
    pub const LEAST: u32 = 32;

    /// Where it is served.
    pub fn address(&self) -> String {
        format!("/api/v1/organization/logo/{}", self.digest)
    }

    /// The size that fits, in the same proportions and never larger than it came.
    pub fn fitting(width: u32, height: u32) -> (u32, u32) {
        let (wide, high) = (f64::from(width.max(1)), f64::from(height.max(1)));
        let scale = (f64::from(Self::MOST.0) / wide).min(f64::from(Self::MOST.1) / high).min(1.0);
        let scaled = |side: f64| ((side * scale).round() as u32).max(1);
        (scaled(wide), scaled(high))
    }
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
    #[validate(custom(function = accent))]
    pub accent_color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = color_or_empty))]
    pub header_color: Option<String>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 60))]
    pub escalate_after_days: Option<u8>,
    /// Languages of the public pages, first one first: some of `en`, `es`, `zh-Hant`, `fil` and `vi`. Texts stay in the
    /// language that they were written in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
    /// All of them: a language that is not named has none any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub words: Option<WordsByLanguage>,
}

impl Draft for OrganizationPatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
        if self.places_people == Patch::Clear {
            errors.push(FieldError::new("/places_people", "required"));
        }
        if let Some(languages) = &self.languages {
            check_languages(languages, errors);
        }
        words::check(self.words.iter().flatten(), errors);
    }
}

/// At least one, each of them ours, none twice.
fn check_languages(languages: &[String], errors: &mut Vec<FieldError>) {
    if languages.is_empty() {
        errors.push(FieldError::new("/languages", "required_choice"));
    }
    for (index, language) in languages.iter().enumerate() {
        let code = match () {
            () if !LANGUAGES.contains(&language.as_str()) => "language",
            () if languages[..index].contains(language) => "twice",
            () => continue,
        };
        errors.push(FieldError::new(format!("/languages/{index}"), code));
    }
}

fn web_address(text: &str) -> Result<(), ValidationError> {
    let fine = text.is_empty() || ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    let fine =
        fine && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'));
    if fine { Ok(()) } else { Err(ValidationError::new("web_address")) }
}

fn color(text: &str) -> Result<(), ValidationError> {
    colors::rgb(text).map(|_| ()).ok_or_else(|| ValidationError::new("color"))
}

/// A color whose links can be read on light pages and on dark ones.
fn accent(text: &str) -> Result<(), ValidationError> {
    let color = colors::rgb(text).ok_or_else(|| ValidationError::new("color"))?;
    colors::readable(color).map_err(|why| ValidationError::new(why.code()))
}

/// A color, or nothing.
fn color_or_empty(text: &str) -> Result<(), ValidationError> {
    if text.is_empty() { Ok(()) } else { color(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_no_website() {
        assert!(web_address("javascript:alert(1)").is_err());
        assert!(web_address("https://missionhiringhall.org").is_ok());
    }

    #[test]
    fn the_public_pages_have_some_of_our_languages_each_once() {
        let wrong = |languages: &[&str]| {
            let mut errors = Vec::new();
            let languages: Vec<String> = languages.iter().map(|&language| language.to_owned()).collect();
            check_languages(&languages, &mut errors);
            errors.iter().map(|error| format!("{} {}", error.pointer, error.code)).collect::<Vec<_>>()
        };
        assert!(wrong(&["vi", "en"]).is_empty());
        assert_eq!(wrong(&[]), ["/languages required_choice"]);
        assert_eq!(wrong(&["es", "fr", "es"]), ["/languages/1 language", "/languages/2 twice"]);
    }

    #[test]
    fn a_logo_keeps_its_proportions_and_never_grows() {
        assert_eq!(Logo::fitting(1200, 300), (600, 150));
        assert_eq!(Logo::fitting(1000, 1000), (160, 160));
        assert_eq!(Logo::fitting(100, 40), (100, 40));
        assert_eq!(Logo::fitting(60_000, 1), (600, 1));
    }

    #[test]
    fn a_color_has_six_digits() {
        for wrong in ["#fff", "red", "#gggggg", "#12345é"] {
            assert!(color(wrong).is_err(), "{wrong}");
        }
    }
}
