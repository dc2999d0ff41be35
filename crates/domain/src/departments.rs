//! Departments, which programs belong to.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    ids::{DepartmentId, UserId},
    patch::Patch,
    problem::FieldError,
    validate::{self, Draft},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Department {
    pub id: DepartmentId,
    pub name: String,
    /// Who answers for it.
    pub owner_id: Option<UserId>,
    pub owner_name: Option<String>,
    /// How many programs belong to it.
    pub programs: i64,
    pub version: i32,
}

/// A new department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DepartmentDraft {
    /// No other department has it, in capitals or not.
    #[validate(length(min = 1, max = 120), custom(function = validate::line))]
    pub name: String,
    #[serde(default)]
    pub owner_id: Option<UserId>,
}
impl Draft for DepartmentDraft {}

/// A change of a department.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DepartmentPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 120), custom(function = validate::line))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub owner_id: Patch<UserId>,
}

impl Draft for DepartmentPatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
    }
}
