//! Which proposals are wanted, in which order, and how many there are.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Status;
use crate::{
    codes::codes,
    ids::{ClientId, ProgramId, UserId},
};

/// The kinds of records that proposals are about: the first part of what is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ChangeKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Clients,
    Photos,
    Demographics,
    CustomFields,
    Assignments,
    Enrollments,
    Restrictions,
    Programs,
    Departments,
}
codes!(Kind: Clients "clients", Photos "photos", Demographics "demographics", CustomFields "custom_fields",
    Assignments "assignments", Enrollments "enrollments", Restrictions "restrictions", Programs "programs",
    Departments "departments");

/// The order of proposals, by when they were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    #[default]
    Newest,
    /// Who has waited longest comes first.
    Oldest,
}

/// Which proposals are wanted. Those who review see all; others their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ChangeFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    /// Those alone that are about this program, or about people who are enrolled in it today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<ProgramId>,
    /// Those that this person made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposer: Option<UserId>,
    /// Those that the reader made.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub mine: bool,
    /// Those alone that wait for the reader: that are pending, and proposed by somebody else.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub to_decide: bool,
    /// Made on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Made on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    #[cfg_attr(feature = "openapi", param(inline))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// How many proposals there are, of those that the reader sees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeCounts {
    /// Those that wait for the reader: nobody decides what they proposed themselves.
    pub to_decide: i64,
    /// Those that the reader made, wherever they stand.
    pub mine: i64,
    /// Each status and kind that there are any of.
    pub each: Vec<ChangeCount>,
}

impl ChangeCounts {
    /// How many stand there.
    pub fn of(&self, status: Status) -> i64 {
        self.each.iter().filter(|one| one.status == status).map(|one| one.count).sum()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeCount {
    pub status: Status,
    pub kind: Kind,
    pub count: i64,
}
