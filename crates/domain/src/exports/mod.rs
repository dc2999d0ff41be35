//! Exports: clients as a file for a spreadsheet, a row for each.

mod column;
mod csv;
mod words;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

pub use column::{Column, Plain};
pub use csv::{BEGINNING, line};

use crate::{
    clients::ClientFilter,
    code_lists::Labels,
    ids::ClientId,
    problem::FieldError,
    validate::{self, Draft},
};

/// The most clients in one file.
pub const MOST: usize = 100_000;
/// So many are read at once, whatever the length of the file.
pub const PIECE: usize = 500;

/// Whom a file is to be about: those who are named, or all who fit a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ExportOf {
    /// At most 5,000.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 5000))]
    pub clients: Vec<ClientId>,
    /// The filter of the list of clients, as it stands there; limit and cursor are of no account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>, example = json!({ "status": ["active"] })))]
    pub filter: Option<ClientFilter>,
}

impl Draft for ExportOf {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        match (self.clients.is_empty(), &self.filter) {
            (true, None) => errors.push(FieldError::new("/of/clients", "required")),
            (false, Some(_)) => errors.push(FieldError::new("/of/filter", "clients_or_filter")),
            _ => {}
        }
    }
}

/// A question before a file is made: how many it would be about, and what may stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportQuestion {
    #[validate(nested)]
    pub of: ExportOf,
}

impl Draft for ExportQuestion {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        self.of.rules(today, errors);
    }
}

/// What a file would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportPreview {
    /// How many rows it would have: none where nobody fits any more, and 100,001 where there are more than one file takes.
    pub clients: u64,
    /// The columns that the reader may choose, in their order.
    pub columns: Vec<ExportColumn>,
}

/// A column that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportColumn {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "field:shirt_size"))]
    pub column: Column,
    /// Of a custom field its label, by language; of the others the word over the column.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
}

/// A file that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportDraft {
    #[validate(nested)]
    pub of: ExportOf,
    /// In this order. A custom field is `field:` and its name.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>,
        example = json!(["last_name", "first_name", "phones", "field:shirt_size"])))]
    #[validate(length(min = 1, max = 100))]
    pub columns: Vec<Column>,
    /// Why. It stands in the audit beside the reader's name.
    #[validate(length(min = 5, max = 500), custom(function = validate::line))]
    #[cfg_attr(feature = "openapi", schema(example = "Invitations to the job fair in May"))]
    pub reason: String,
    /// In which language headings and labels are written: `en` where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 2, max = 10))]
    pub language: Option<String>,
}

impl ExportDraft {
    pub fn language(&self) -> &str {
        self.language.as_deref().unwrap_or("en")
    }
}

impl Draft for ExportDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        self.of.rules(today, errors);
        for (place, column) in self.columns.iter().enumerate() {
            if self.columns[..place].contains(column) {
                errors.push(FieldError::new(format!("/columns/{place}"), "twice"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(draft: &str) -> Vec<String> {
        let draft: ExportDraft = serde_json::from_str(draft).unwrap();
        let errors = draft.check(NaiveDate::default()).err().unwrap_or_default();
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn a_file_is_about_somebody_and_for_something() {
        let fine = r#"{ "of": { "filter": {} }, "columns": ["last_name"], "reason": "The job fair" }"#;
        assert!(wrong(fine).is_empty());
        let odd = r#"{ "of": {}, "columns": ["last_name", "last_name"], "reason": "why" }"#;
        assert_eq!(wrong(odd), ["/columns/1 twice", "/of/clients required", "/reason too_short"]);
    }
}
