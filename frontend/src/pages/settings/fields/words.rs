//! Kinds of answer, and who is asked, in words.

use domain::custom_fields::On;

use crate::i18n::{I18n, say};

/// The kinds that there are, as they stand in the database.
pub const KINDS: [&str; 4] = ["text", "number", "date", "choice"];

pub fn kind(i18n: I18n, kind: &str) -> String {
    match kind {
        "number" => say!(i18n, custom_fields.k_number),
        "date" => say!(i18n, custom_fields.k_date),
        "choice" => say!(i18n, custom_fields.k_choice),
        _ => say!(i18n, custom_fields.k_text),
    }
}

pub fn on(i18n: I18n, on: On) -> String {
    match on {
        On::Both => say!(i18n, custom_fields.on_both),
        On::Clients => say!(i18n, custom_fields.on_clients),
        On::Applications => say!(i18n, custom_fields.on_applications),
    }
}
