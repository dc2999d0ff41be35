//! The last weeks, and what was waited for in each.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
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

/// An application, as far as its answer is concerned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waited {
    /// The organization's day on which it came.
    pub day: NaiveDate,
    pub submitted_at: DateTime<Utc>,
    /// When somebody first spoke with the person, or decided.
    pub answered_at: Option<DateTime<Utc>>,
}

impl ResponseWeek {
    pub fn of(week: Week, all: &[Waited]) -> Self {
        let here: Vec<&Waited> = all.iter().filter(|one| (week.from..=week.to).contains(&one.day)).collect();
        let hours = |one: &&Waited| {
            one.answered_at.map(|at| (at - one.submitted_at).num_seconds().max(0) as f64 / 3600.0)
        };
        let answered: Vec<f64> = here.iter().filter_map(hours).collect();
        Self {
            week,
            received: here.len() as i64,
            answered: answered.len() as i64,
            median_hours: median(answered),
        }
    }
}

/// The middle one; of an even number what lies between the two in the middle.
fn median(mut all: Vec<f64>) -> Option<f64> {
    all.sort_by(f64::total_cmp);
    let middle = all.len() / 2;
    let upper = *all.get(middle)?;
    let lower = if all.len().is_multiple_of(2) { all[middle - 1] } else { upper };
    Some((lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

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

    #[test]
    fn the_median_is_of_those_who_were_answered() {
        let week = Week { from: day("2026-11-02"), to: day("2026-11-08") };
        let came = DateTime::UNIX_EPOCH;
        let one = |on: &str, hours: Option<i64>| Waited {
            day: day(on),
            submitted_at: came,
            answered_at: hours.map(|hours| came + TimeDelta::hours(hours)),
        };
        let all = [
            one("2026-11-02", Some(2)),
            one("2026-11-08", Some(5)),
            one("2026-11-03", None),
            one("2026-11-09", Some(90)),
        ];
        let found = ResponseWeek::of(week, &all);
        assert_eq!((found.received, found.answered, found.median_hours), (3, 2, Some(3.5)));
        assert_eq!(ResponseWeek::of(week, &all[2..]).median_hours, None);
    }
}
