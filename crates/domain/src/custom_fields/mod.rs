//! Custom fields: what an organization asks and keeps beyond what every agency does. An administrator defines them; one
//! with values is retired, never deleted.

mod draft;
mod filter;
mod takes;
mod value;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    code_lists::Labels,
    codes::codes,
    ids::CustomFieldId,
    permission::Permission,
    problem::FieldError,
    validate::{self, Draft},
};

pub use draft::{CustomFieldDraft, CustomFieldPatch};
pub use filter::{FieldIs, Span};
pub use takes::{FieldChoice, Takes};
pub use value::{Decimal, FieldValue, Values};

/// As many as a person can still fill in.
pub const MOST_FIELDS: usize = 60;

/// Whom a field is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CustomFieldOn))]
#[serde(rename_all = "snake_case")]
pub enum On {
    /// Staff write it on clients; applicants are not asked.
    Clients,
    /// Applicants are asked; it stays on the application.
    Applications,
    /// Applicants are asked, and the answer goes over to the client.
    #[default]
    Both,
}
codes!(On: Clients "clients", Applications "applications", Both "both");

impl On {
    pub fn clients(self) -> bool {
        self != Self::Applications
    }

    pub fn applications(self) -> bool {
        self != Self::Clients
    }
}

/// A field as it was defined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomField {
    pub id: CustomFieldId,
    pub version: i32,
    /// Its name in the API, in filters and in exports. It never changes.
    pub name: String,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
    /// A word of help beside it; may be empty.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub hints: Labels,
    pub takes: Takes,
    /// An application is not taken without it, and on a client it is never emptied.
    pub required: bool,
    pub on: On,
    /// Shown to those alone who see demographic answers.
    pub sensitive: bool,
    /// Its place among the fields.
    pub position: i32,
    /// Since this day it is not asked any more.
    pub retired_on: Option<NaiveDate>,
    /// A record has a value of it, or had one.
    pub in_use: bool,
}

impl CustomField {
    /// What one must be allowed in order to see its value.
    pub fn permission(&self) -> Permission {
        if self.sensitive { Permission::SeeDemographics } else { Permission::SeeClientDetails }
    }

    /// The same of a value that an applicant gave.
    pub fn permission_on_applications(&self) -> Permission {
        if self.sensitive { Permission::SeeDemographics } else { Permission::SeeApplications }
    }

    pub fn is_retired(&self, today: NaiveDate) -> bool {
        self.retired_on.is_some_and(|since| since <= today)
    }

    /// What is wrong with a value of it.
    pub fn wrong(&self, pointer: &str, value: Option<&FieldValue>) -> Option<FieldError> {
        wrong(pointer, (&self.takes, self.required), value)
    }

    /// As an applicant is asked for it.
    pub fn asked(self) -> AskedField {
        let Self { name, labels, hints, takes, required, .. } = self;
        AskedField { name, labels, hints, takes: takes.offered(), required }
    }
}

/// A field as the public form asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskedField {
    pub name: String,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub hints: Labels,
    pub takes: Takes,
    pub required: bool,
}

impl AskedField {
    /// What is wrong with the answer to it.
    pub fn wrong(&self, values: &Values) -> Option<FieldError> {
        let pointer = format!("/fields/{}", self.name);
        wrong(&pointer, (&self.takes, self.required), values.get(&self.name))
    }
}

fn wrong(pointer: &str, (takes, required): (&Takes, bool), value: Option<&FieldValue>) -> Option<FieldError> {
    match value.filter(|value| !value.is_blank()) {
        Some(value) => takes.wrong(pointer, value),
        None => required.then(|| FieldError::new(pointer, "required")),
    }
}

/// What stands in a client's custom fields, as far as the reader may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientFields {
    /// The client's version: custom fields are a part of the record.
    pub version: i32,
    /// By name of the field; fields without a value are left out.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub values: Values,
    /// Fields whose values the reader may not see.
    pub withheld: Vec<String>,
}

/// New values of a client's custom fields. A field that is not named keeps its value; null clears it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldsPatch {
    /// By name of the field: a text, a number, or null.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, serde_json::Value>))]
    pub values: BTreeMap<String, Option<FieldValue>>,
}

impl Draft for FieldsPatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if self.values.is_empty() {
            errors.push(FieldError::new("/values", "required"));
        }
        let given = self.values.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        check_typed("/values", given, errors);
    }
}

/// What can be said of values without knowing the fields: that there are not too many, and that nothing stands in them
/// that nobody types.
pub fn check_typed<'a>(
    at: &str,
    values: impl IntoIterator<Item = (&'a String, &'a FieldValue)>,
    errors: &mut Vec<FieldError>,
) {
    for (number, (name, value)) in values.into_iter().enumerate() {
        if number >= MOST_FIELDS {
            errors.push(FieldError::new(at, "too_many").with("max", MOST_FIELDS));
            return;
        }
        let FieldValue::Text(text) = value else { continue };
        let pointer = format!("{at}/{name}");
        if text.chars().count() > Takes::LONGEST.into() {
            errors.push(FieldError::new(pointer, "too_long").with("max", Takes::LONGEST));
        } else if let Err(odd) = validate::paragraph(text) {
            errors.push(FieldError::new(pointer, odd.code));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(takes: Takes, required: bool) -> AskedField {
        let labels = Labels::from([("en".into(), "Shoe size".into())]);
        AskedField { name: "shoe".into(), labels, hints: Labels::new(), takes, required }
    }

    fn code(field: &AskedField, value: Option<&str>) -> Option<String> {
        let value = value.map(|text| ("shoe".to_owned(), serde_json::from_str(text).unwrap()));
        field.wrong(&value.into_iter().collect()).map(|error| error.code)
    }

    #[test]
    fn a_required_field_wants_more_than_nothing() {
        let text = Takes::Text { shortest: None, longest: None };
        let field = asked(text.clone(), true);
        assert_eq!(code(&field, None).as_deref(), Some("required"));
        assert_eq!(code(&field, Some(r#""  ""#)).as_deref(), Some("required"));
        assert_eq!(code(&field, Some(r#""ten""#)), None);
        assert_eq!(code(&asked(text, false), None), None);
    }

    #[test]
    fn values_of_another_kind_are_refused() {
        let number = asked(Takes::Number { least: Decimal::whole(1), most: Decimal::whole(20) }, false);
        for (value, expected) in [
            ("12", None),
            ("12.5", None),
            ("0", Some("out_of_range")),
            ("20.001", Some("out_of_range")),
            (r#""twelve""#, Some("number")),
        ] {
            assert_eq!(code(&number, Some(value)).as_deref(), expected, "{value}");
        }
        let day = NaiveDate::from_ymd_opt(2026, 1, 1);
        let date = asked(Takes::Date { earliest: day, latest: None }, false);
        for (value, expected) in [
            (r#""2026-01-01""#, None),
            (r#""2025-12-31""#, Some("too_early")),
            (r#""1/2/2026""#, Some("date")),
            ("2026", Some("date")),
        ] {
            assert_eq!(code(&date, Some(value)).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn a_retired_choice_is_not_chosen_any_more() {
        let choice = |code: &str, retired| FieldChoice { code: code.into(), labels: Labels::new(), retired };
        let field = asked(Takes::Choice { choices: vec![choice("s", false), choice("xs", true)] }, false);
        assert_eq!(code(&field, Some(r#""s""#)), None);
        for unknown in [r#""xs""#, r#""xl""#, "3"] {
            assert_eq!(code(&field, Some(unknown)).as_deref(), Some("unknown"), "{unknown}");
        }
    }

    #[test]
    fn what_nobody_types_is_no_value() {
        let patch = |text: &str| FieldsPatch {
            values: BTreeMap::from([("shoe".to_owned(), Some(FieldValue::Text(text.to_owned())))]),
        };
        let codes = |text: &str| patch(text).check(NaiveDate::default()).unwrap_err()[0].code.clone();
        assert_eq!(codes("a\u{7}b"), "invisible_characters");
        assert_eq!(codes(&"x".repeat(2001)), "too_long");
        assert_eq!(FieldsPatch::default().check(NaiveDate::default()).unwrap_err()[0].code, "required");
    }
}
