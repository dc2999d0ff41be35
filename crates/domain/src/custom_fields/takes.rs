//! What kind of answer a field takes, and within which bounds.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Decimal, FieldValue};
use crate::{
    code_lists::{self, Labels},
    problem::FieldError,
    validate,
};

/// The kind never changes; the bounds may, and hold for what is written from then on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CustomFieldTakes))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Takes {
    /// Characters. With more than 200 allowed it is several lines.
    Text {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shortest: Option<u16>,
        /// 200 when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        longest: Option<u16>,
    },
    Number {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least: Option<Decimal>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<Decimal>,
    },
    Date {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        earliest: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        latest: Option<NaiveDate>,
    },
    /// One of these.
    Choice { choices: Vec<FieldChoice> },
}

/// A choice. Its code never changes; once a record may have it, it is retired and never taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldChoice {
    pub code: String,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

impl Takes {
    /// No text of a custom field is longer.
    pub const LONGEST: u16 = 2000;
    /// A line.
    pub const LINE: u16 = 200;
    const MOST_CHOICES: usize = 100;

    /// As it stands in the database.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Number { .. } => "number",
            Self::Date { .. } => "date",
            Self::Choice { .. } => "choice",
        }
    }

    pub fn choices(&self) -> &[FieldChoice] {
        match self {
            Self::Choice { choices } => choices,
            _ => &[],
        }
    }

    /// Without the choices that are not offered any more.
    pub fn offered(self) -> Self {
        match self {
            Self::Choice { choices } => {
                Self::Choice { choices: choices.into_iter().filter(|choice| !choice.retired).collect() }
            }
            other => other,
        }
    }

    /// What is wrong with a value that is there.
    pub(super) fn wrong(&self, pointer: &str, value: &FieldValue) -> Option<FieldError> {
        match self {
            Self::Text { shortest, longest } => wrong_text(pointer, (*shortest, *longest), value),
            Self::Number { least, most } => match value {
                FieldValue::Number(number) => outside(pointer, number, (least.as_ref(), most.as_ref())),
                FieldValue::Text(_) => Some(FieldError::new(pointer, "number")),
            },
            Self::Date { earliest, latest } => match value.day() {
                None => Some(FieldError::new(pointer, "date")),
                Some(day) if earliest.is_some_and(|earliest| day < earliest) => {
                    Some(bound(pointer, "too_early", *earliest))
                }
                Some(day) if latest.is_some_and(|latest| day > latest) => {
                    Some(bound(pointer, "too_late", *latest))
                }
                Some(_) => None,
            },
            Self::Choice { choices } => {
                let is = |choice: &FieldChoice| !choice.retired && value.text() == Some(&choice.code);
                (!choices.iter().any(is)).then(|| FieldError::new(pointer, "unknown"))
            }
        }
    }

    /// What is wrong with the bounds themselves.
    pub(super) fn check(&self, errors: &mut Vec<FieldError>) {
        let mut refuse = |pointer: String, code: &str| errors.push(FieldError::new(pointer, code));
        match self {
            Self::Text { shortest, longest } => {
                let longest = longest.unwrap_or(Self::LINE);
                if longest == 0 || longest > Self::LONGEST {
                    refuse("/takes/longest".into(), "length_limit");
                }
                if shortest.is_some_and(|shortest| shortest > longest) {
                    refuse("/takes/longest".into(), "below_least");
                }
            }
            Self::Number { least: Some(least), most: Some(most) } if least > most => {
                refuse("/takes/most".into(), "below_least");
            }
            Self::Date { earliest: Some(earliest), latest: Some(latest) } if earliest > latest => {
                refuse("/takes/latest".into(), "below_least");
            }
            Self::Number { .. } | Self::Date { .. } => {}
            Self::Choice { choices } => check_choices(choices, errors),
        }
    }
}

fn wrong_text(
    pointer: &str,
    (shortest, longest): (Option<u16>, Option<u16>),
    value: &FieldValue,
) -> Option<FieldError> {
    let Some(text) = value.text() else { return Some(FieldError::new(pointer, "text")) };
    let longest = longest.unwrap_or(Takes::LINE);
    let length = text.chars().count();
    let seen = if longest > Takes::LINE { validate::paragraph(text) } else { validate::line(text) };
    match () {
        () if length > longest.into() => Some(FieldError::new(pointer, "too_long").with("max", longest)),
        () if length < shortest.unwrap_or(0).into() => {
            Some(FieldError::new(pointer, "too_short").with("min", shortest.unwrap_or(0)))
        }
        () => seen.err().map(|odd| FieldError::new(pointer, odd.code)),
    }
}

fn outside(
    pointer: &str,
    number: &Decimal,
    (least, most): (Option<&Decimal>, Option<&Decimal>),
) -> Option<FieldError> {
    let is_outside = least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most);
    let name = |error: FieldError, (name, limit): (&str, Option<&Decimal>)| match limit {
        Some(limit) => error.with(name, limit.to_string()),
        None => error,
    };
    let error = match (least, most) {
        (Some(_), Some(_)) => "out_of_range",
        (Some(_), None) => "too_small",
        _ => "too_large",
    };
    is_outside.then(|| name(name(FieldError::new(pointer, error), ("min", least)), ("max", most)))
}

fn bound(pointer: &str, code: &'static str, day: Option<NaiveDate>) -> FieldError {
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    FieldError::new(pointer, code).with("day", day)
}

fn check_choices(choices: &[FieldChoice], errors: &mut Vec<FieldError>) {
    if choices.is_empty() {
        errors.push(FieldError::new("/takes/choices", "required"));
    }
    if choices.len() > Takes::MOST_CHOICES {
        errors.push(FieldError::new("/takes/choices", "too_many").with("max", Takes::MOST_CHOICES));
    }
    for (place, choice) in choices.iter().enumerate() {
        let at = |field: &str| format!("/takes/choices/{place}/{field}");
        if let Err(odd) = validate::code(&choice.code) {
            errors.push(FieldError::new(at("code"), odd.code));
        }
        if choices[..place].iter().any(|earlier| earlier.code == choice.code) {
            errors.push(FieldError::new(at("code"), "twice"));
        }
        if let Err(odd) = code_lists::labelled(&choice.labels) {
            errors.push(FieldError::new(at("labels"), odd.code));
        }
    }
}
