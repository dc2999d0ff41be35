//! Which clients are wanted, in which order.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Stage, Status};
use crate::{
    custom_fields::FieldIs,
    demographics::AnswerIs,
    ids::{ProgramId, UserId},
};

/// Orders that have an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientSort {
    /// Last name, first name.
    #[default]
    Name,
    /// Newest record first.
    Newest,
    /// Last changed first.
    Updated,
}

/// Which clients are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ClientFilter {
    /// Any name, alias, phone, email, external id or date of birth; slips of the finger and accents are
    /// forgiven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// May be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<Status>,
    /// May be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stage: Vec<Stage>,
    /// Has one of these tags. May be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", param(example = json!(["job_fair"])))]
    pub tag: Vec<String>,
    /// Enrolled now in this program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<ProgramId>,
    /// Assigned to this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserId>,
    /// With `assignee`: since this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_since: Option<NaiveDate>,
    /// Whose answer of today is this one, as `gender:woman`. May be repeated: several codes of one question are
    /// alternatives, several questions narrow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", param(value_type = Vec<String>, example = json!(["gender:woman"])))]
    pub answer: Vec<AnswerIs>,
    /// What a custom field has: `shirt_size:xl`, words that a text has, `age:18..25` for numbers and days. May be
    /// repeated: several values of one field are alternatives, several fields narrow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", param(value_type = Vec<String>, example = json!(["shirt_size:xl"])))]
    pub field: Vec<FieldIs>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub sort: Option<ClientSort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
