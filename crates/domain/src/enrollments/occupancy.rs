//! How many people are in a program, day by day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From this day on so many places are taken of so many, until the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occupancy {
    pub day: NaiveDate,
    /// People of all caseloads: it is a number and names nobody.
    pub taken: i64,
    /// How many people fit; none where nobody has said so.
    pub capacity: Option<i32>,
}

/// Between which days. Of at most ten years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct OccupancyFilter {
    /// The first day; a year ago when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day; half a year from today when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}
