//! What may be written of a program.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    follow_ups::Handover,
    ids::{DepartmentId, UserId},
    organization::check_descriptions,
    patch::Patch,
    problem::FieldError,
    validate::{self, Draft},
};

/// More people than this work in no program.
pub const MAX_STAFF: usize = 200;

/// Somebody who is to work in a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberDraft {
    pub user_id: UserId,
    #[serde(default)]
    pub manages: bool,
}

/// A new program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProgramDraft {
    #[validate(length(min = 1, max = 120), custom(function = validate::line))]
    pub name: String,
    #[serde(default)]
    #[validate(length(max = 2_000), custom(function = validate::paragraph))]
    pub description: String,
    /// The same in the organization's other languages: `{"es": "…"}`.
    #[serde(default)]
    pub descriptions: BTreeMap<String, String>,
    #[serde(default)]
    #[validate(length(max = 200), custom(function = validate::line))]
    pub location: String,
    #[serde(default)]
    #[validate(custom(function = validate::code))]
    pub kind: Option<String>,
    #[serde(default)]
    pub department_id: Option<DepartmentId>,
    /// Whether people may apply for it now.
    #[serde(default = "yes")]
    pub open_to_intake: bool,
    /// After so many days managers are told of follow-ups that stay undone; as in the organization when absent.
    #[serde(default)]
    #[validate(range(min = 1, max = 60))]
    pub escalate_after_days: Option<u8>,
    #[serde(default)]
    #[validate(length(max = 200))]
    pub staff: Vec<MemberDraft>,
}

fn yes() -> bool {
    true
}

impl Draft for ProgramDraft {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        each_once(&self.staff, errors);
        check_descriptions(&self.descriptions, errors);
    }
}

/// A change of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ProgramPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 120), custom(function = validate::line))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 2_000), custom(function = validate::paragraph))]
    pub description: Option<String>,
    /// All of them: a language that is not named has none any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub descriptions: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 200), custom(function = validate::line))]
    pub location: Option<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub kind: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub department_id: Patch<DepartmentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_to_intake: Option<bool>,
    /// Null: as in the organization.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub escalate_after_days: Patch<u8>,
    /// The place among all programs, from 0; the others make room.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0))]
    pub position: Option<i32>,
    /// Everybody who is to work in it: who is not named does not any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 200))]
    pub staff: Option<Vec<MemberDraft>>,
    /// Where open follow-ups go of whoever sees a client no longer by this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
}

impl Draft for ProgramPatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
        if self.kind.set().is_some_and(|kind| validate::code(kind).is_err()) {
            errors.push(FieldError::new("/kind", "code"));
        }
        if self.escalate_after_days.set().is_some_and(|days| !(1..=60).contains(days)) {
            errors
                .push(FieldError::new("/escalate_after_days", "out_of_range").with("min", 1).with("max", 60));
        }
        each_once(self.staff.as_deref().unwrap_or_default(), errors);
        if let Some(handover) = &self.follow_ups {
            handover.check(errors);
        }
        if let Some(descriptions) = &self.descriptions {
            check_descriptions(descriptions, errors);
        }
    }
}

fn each_once(staff: &[MemberDraft], errors: &mut Vec<FieldError>) {
    for (at, member) in staff.iter().enumerate() {
        if staff[..at].iter().any(|other| other.user_id == member.user_id) {
            errors.push(FieldError::new(format!("/staff/{at}/user_id"), "twice"));
        }
    }
}
