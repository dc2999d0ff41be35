//! Programs and services: what they are, who works in them, and how many people fit.

mod capacity;
mod draft;

pub use capacity::{Capacity, CapacityDraft, capacity_on};
pub use draft::{MAX_STAFF, MemberDraft, ProgramDraft, ProgramPatch};

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{DepartmentId, ProgramId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Program {
    pub id: ProgramId,
    pub name: String,
    pub description: String,
    pub location: String,
    /// A value of the code list `program_type`.
    pub kind: Option<String>,
    pub department_id: Option<DepartmentId>,
    pub department_name: Option<String>,
    pub open_to_intake: bool,
    /// After so many days managers are told of follow-ups that stay undone; as in the organization where nothing is said.
    pub escalate_after_days: Option<u8>,
    /// How many people fit today, or on the day that was asked for; none where nobody has said so.
    pub capacity: Option<i32>,
    /// People in sight who are enrolled on that day.
    pub enrolled: i64,
    /// Places that are taken on that day, by people of all caseloads and by offers that hold: it is a number and names
    /// nobody.
    pub taken: i64,
    pub version: i32,
}

/// A program with who works in it, and its capacity at all times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProgramDetail {
    #[serde(flatten)]
    pub program: Program,
    /// The description in the organization's other languages: `{"es": "…"}`.
    pub descriptions: BTreeMap<String, String>,
    /// Managers first, then by name.
    pub staff: Vec<Member>,
    /// In the order of their days, coming ones too.
    pub capacities: Vec<Capacity>,
}

/// Somebody who works in a program, and so sees those who are enrolled in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    pub user_id: UserId,
    pub name: String,
    pub manages: bool,
}

/// Which programs are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ProgramFilter {
    /// Part of the name, however it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_to_intake: Option<bool>,
    /// Those that this person works in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_id: Option<UserId>,
    /// Capacity and enrollments as they were, or will be, on this day; today's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// The day as of which something is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct AsOf {
    /// Capacity and enrollments as they were, or will be, on this day; today's when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}
