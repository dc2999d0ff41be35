//! Which restrictions are wanted, and in which order.

use serde::{Deserialize, Serialize};

use super::State;
use crate::{codes::codes, ids::ProgramId};

/// In which order restrictions are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The newest start first.
    #[default]
    Start,
    /// The next day of review first; those without one come last.
    Review,
}
codes!(Sort: Start "start", Review "review");

/// Which restrictions are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct RestrictionFilter {
    /// May be repeated; all states when absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub state: Vec<State>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<ProgramId>,
    /// Those alone that are set aside for a program on the day of reading, or those alone that are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bypassed: Option<bool>,
    /// True for those in force whose day of review has come. Only who sees reasons may ask for it, or sort by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_due: Option<bool>,
    #[cfg_attr(feature = "openapi", param(inline))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl RestrictionFilter {
    /// Whether it asks for what only those see who see reasons: the day of review.
    pub fn touches_reasons(&self) -> bool {
        self.review_due == Some(true) || self.sort == Some(Sort::Review)
    }
}
