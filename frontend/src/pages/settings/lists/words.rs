//! Lists and languages in words.

use crate::i18n::{I18n, say};

pub fn list(i18n: I18n, list: &str) -> String {
    match list {
        "sex" => say!(i18n, settings.l_sex),
        "gender" => say!(i18n, settings.l_gender),
        "sexual_orientation" => say!(i18n, settings.l_sexual_orientation),
        "race_ethnicity" => say!(i18n, settings.l_race_ethnicity),
        "language" => say!(i18n, settings.l_language),
        "immigration_status" => say!(i18n, settings.l_immigration_status),
        "education" => say!(i18n, settings.l_education),
        "employment_status" => say!(i18n, settings.l_employment_status),
        "referral_source" => say!(i18n, settings.l_referral_source),
        "neighborhood" => say!(i18n, settings.l_neighborhood),
        "residency" => say!(i18n, settings.l_residency),
        "residency_proof" => say!(i18n, settings.l_residency_proof),
        "discharge_reason" => say!(i18n, settings.l_discharge_reason),
        "note_type" => say!(i18n, settings.l_note_type),
        "program_type" => say!(i18n, settings.l_program_type),
        "tag" => say!(i18n, settings.l_tag),
        other => other.to_owned(),
    }
}

/// A public language by its own name.
pub fn language(code: &str) -> &'static str {
    match code {
        "en" => "English",
        "es" => "Español",
        "zh-Hant" => "繁體中文",
        "fil" => "Filipino",
        "vi" => "Tiếng Việt",
        _ => "",
    }
}
