//! Which applications are wanted, in which order.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Status;
use crate::custom_fields::FieldIs;

/// Which applications are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ApplicationFilter {
    /// May be repeated; all when absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<Status>,
    /// Came in on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Came in on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// A name, phone, email or reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// What a custom field has: `shirt_size:xl`, words that a text has, `age:18..25` for numbers and days. May be
    /// repeated: several values of one field are alternatives, several fields narrow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", param(value_type = Vec<String>, example = json!(["shirt_size:xl"])))]
    pub field: Vec<FieldIs>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub sort: Option<ApplicationSort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApplicationSort {
    /// Who has waited longest comes first.
    #[default]
    Oldest,
    Newest,
}
