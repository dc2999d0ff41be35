//! The control of each kind of field.

use domain::{
    code_lists::label,
    custom_fields::{AskedField, Decimal, FieldChoice, FieldValue, Takes},
};
use leptos::prelude::*;

use super::words::called;
use crate::{
    forms::{Choices, Core, DateField, Field, Kind, Select, TextArea, TextField},
    i18n::{I18n, Text, use_i18n},
};

/// What was typed, as a value; nothing where nothing was. What is no number stays a text, and is told to be none.
pub fn value(takes: &Takes, typed: &str) -> Option<FieldValue> {
    let typed = typed.trim();
    let text = || FieldValue::Text(typed.to_owned());
    match takes {
        _ if typed.is_empty() => None,
        Takes::Number { .. } => Some(Decimal::read(typed).map_or_else(text, FieldValue::Number)),
        _ => Some(text()),
    }
}

/// The field that it is typed into. Half a date is told, and is never none.
pub fn typed(core: Core, pointer: String, takes: &Takes, now: String) -> Field<String> {
    let field = core.text(pointer, now);
    if matches!(takes, Takes::Date { .. }) { field.takes_day() } else { field }
}

#[component]
pub fn Control(field: Field<String>, asked: AskedField) -> impl IntoView {
    let i18n = use_i18n();
    let AskedField { labels, hints, takes, required, .. } = asked;
    let help: Option<Text> = (!hints.is_empty()).then(|| called(i18n, hints));
    let (label, optional) = (called(i18n, labels), !required);
    match takes {
        Takes::Text { longest, .. } if longest.is_some_and(|longest| longest > Takes::LINE) => {
            view! { <TextArea field label help optional/> }.into_any()
        }
        Takes::Text { .. } => view! { <TextField field label help optional/> }.into_any(),
        Takes::Number { .. } => view! { <TextField field label help optional kind=Kind::Number/> }.into_any(),
        Takes::Date { .. } => view! { <DateField field label help optional/> }.into_any(),
        Takes::Choice { choices } => {
            let choices = worded(i18n, choices);
            view! { <Select field label choices help optional/> }.into_any()
        }
    }
}

fn worded(i18n: I18n, choices: Vec<FieldChoice>) -> Choices {
    let choices = StoredValue::new(choices);
    Signal::derive(move || {
        let language = i18n.language().code();
        let word = |choice: &FieldChoice| (choice.code.clone(), label(&choice.labels, language).to_owned());
        choices.with_value(|choices| choices.iter().map(word).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_and_what_is_none_is_kept_to_be_told() {
        let number = Takes::Number { least: None, most: None };
        assert!(matches!(value(&number, " 12,5 "), Some(FieldValue::Number(_))));
        assert_eq!(value(&number, "twelve"), Some(FieldValue::Text("twelve".into())));
        assert_eq!(value(&number, "  "), None);
    }
}
