//! The last weeks, and what was waited for in each.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// So many weeks are looked back at, the present one among them.
pub const WEEKS: usize = 12;

/// From Monday to Sunday; the present week ends today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DashboardWeek))]
pub struct Week {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The weeks up to a day, the earliest first.
pub fn weeks_to(today: NaiveDate) -> Vec<Week> {
    let monday = today - Days::new(today.weekday().num_days_from_monday().into());
    let week = |back: u64| {
        let from = monday - Days::new(7 * back);
        Week { from, to: today.min(from + Days::new(6)) }
    };
    (0..WEEKS as u64).rev().map(week).collect()
}

/// How many follow-ups were overdue when a week ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OverdueWeek {
    /// The last day of the week, or today.
    pub on: NaiveDate,
    /// Due before this day, as they are dated now, and not closed when it ended.
    pub overdue: i64,
}

/// One's own follow-ups, or those of the team for those who see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OverdueTrend {
    pub team: bool,
    pub weeks: Vec<OverdueWeek>,
}

/// How those were answered who applied in a week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResponseWeek {
    #[serde(flatten)]
    pub week: Week,
    /// Applications that came in.
    pub received: i64,
    /// Those of them that somebody has answered.
    pub answered: i64,
    /// The hours until the first answer in the middle one of these.
    pub median_hours: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weeks_begin_on_mondays_and_the_present_one_ends_today() {
        let weeks = weeks_to(day("2026-11-04"));
        assert_eq!(weeks.len(), WEEKS);
        assert_eq!(weeks[WEEKS - 1], Week { from: day("2026-11-02"), to: day("2026-11-04") });
        assert_eq!(weeks[WEEKS - 2], Week { from: day("2026-10-26"), to: day("2026-11-01") });
        assert_eq!(weeks[0].from, day("2026-08-17"));
    }

    #[test]
    fn a_monday_is_a_week_of_one_day() {
        let weeks = weeks_to(day("2026-11-02"));
        assert_eq!(weeks[WEEKS - 1], Week { from: day("2026-11-02"), to: day("2026-11-02") });
    }
}
