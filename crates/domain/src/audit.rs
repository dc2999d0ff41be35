//! The audit log: every change and every opened secret, with who, when, before and after.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use validator::Validate;

use crate::{
    code_lists::Labels,
    codes::codes,
    ids::{ClientId, UserId},
    problem::FieldError,
    validate::{self, Draft},
};

/// What was done to the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Create,
    Update,
    Delete,
    /// A secret, a confidential note or a file was opened.
    Disclose,
    /// Somebody was kept from signing in, or from what they may not do.
    Refuse,
}
codes!(Action: Create "create", Update "update", Delete "delete", Disclose "disclose", Refuse "refuse");

/// One field, before and after. A value that the reader may not see is null and `withheld`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    pub field: String,
    pub before: Value,
    pub after: Value,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// The entry's place in the log; entries of one transaction share `transaction`.
    pub seq: i64,
    pub transaction: String,
    pub at: DateTime<Utc>,
    /// The person, or `job`, `public`.
    pub principal: String,
    pub principal_id: Option<UserId>,
    /// The key that acted in the person's name, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key: Option<String>,
    /// Whose proposal it was, where somebody else approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<String>,
    /// What was asked for: `restrictions.lift`.
    pub operation: String,
    pub action: Action,
    pub reason: Option<String>,
    /// Why somebody else approved it, or declined, for those who review proposals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rationale: Option<String>,
    /// The table.
    pub entity: String,
    pub entity_id: Option<Uuid>,
    /// What the custom field is called that a value belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub custom_field: Option<Labels>,
    pub client_id: Option<ClientId>,
    pub client_name: Option<String>,
    pub changes: Vec<FieldChange>,
    pub request_id: Option<String>,
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct AuditFilter {
    /// Words of what was done, why, by whom, to whom, and of the values before and after, as far as the reader may see
    /// them. An entry has all of them, or words that begin so. What was written in the last minute is not found yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 100))]
    pub q: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// First day, by the organization's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day, by the organization's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Entries that are wanted as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AuditExportDraft {
    /// The filter of the log, as it stands there; limit and cursor are of no account.
    #[cfg_attr(feature = "openapi", schema(value_type = Object, example = json!({ "entity": "restrictions" })))]
    pub filter: AuditFilter,
    /// Why. It stands in the log beside the reader's name.
    #[validate(length(min = 5, max = 500), custom(function = validate::line))]
    #[cfg_attr(feature = "openapi", schema(example = "Asked for by the auditor of the county"))]
    pub reason: String,
}

impl Draft for AuditExportDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        if let Err(found) = self.filter.check(today) {
            errors.extend(
                found
                    .into_iter()
                    .map(|error| FieldError { pointer: format!("/filter{}", error.pointer), ..error }),
            );
        }
    }
}

impl AuditFilter {
    /// Refuses days that nobody means; the oldest of them no database knows.
    pub fn check(&self, today: NaiveDate) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        for (pointer, day) in [("/from", self.from), ("/to", self.to)] {
            if let Some(day) = day {
                validate::day(pointer, day, today, &mut errors);
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}
