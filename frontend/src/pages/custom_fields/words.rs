//! Fields and values in words.

use domain::{
    code_lists::{Labels, label},
    custom_fields::{FieldValue, Takes},
};

use crate::{
    format,
    i18n::{I18n, Text},
};
use leptos::prelude::*;

/// Labels as a text that follows the language.
pub fn called(i18n: I18n, labels: Labels) -> Text {
    let labels = StoredValue::new(labels);
    Signal::derive(move || labels.with_value(|labels| label(labels, i18n.language().code()).to_owned()))
}

/// A value as people read it.
pub fn shown(i18n: I18n, takes: &Takes, value: &FieldValue) -> String {
    let text = value.to_string();
    match takes {
        Takes::Date { .. } => value.day().map_or(text, |day| format::day(i18n, day)),
        Takes::Choice { choices } => {
            let chosen = choices.iter().find(|choice| choice.code == text);
            chosen.map_or(text.clone(), |choice| label(&choice.labels, i18n.language().code()).to_owned())
        }
        Takes::Text { .. } | Takes::Number { .. } => text,
    }
}
