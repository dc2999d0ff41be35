//! The days of an enrollment, and those that a correction adds to them.

use chrono::{Days as Count, NaiveDate};

/// The first day and the last one; without a last one it is open-ended.
pub type Days = (NaiveDate, Option<NaiveDate>);

/// The days that an enrollment gets besides those that it had: before them, and after them.
pub fn days_added(was: Days, now: Days) -> (Option<Days>, Option<Days>) {
    let ((was_first, was_last), (first, last)) = (was, now);
    let eve = was_first - Count::new(1);
    let before = (first < was_first).then(|| (first, Some(last.map_or(eve, |last| last.min(eve)))));
    let longer = was_last.filter(|was| last.is_none_or(|last| last > *was));
    let after = longer.map(|was| ((was + Count::new(1)).max(first), last));
    (before, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn days(first: u32, last: u32) -> Days {
        (day(first), Some(day(last)))
    }

    #[test]
    fn a_stay_that_grows_adds_what_comes_before_and_after() {
        assert_eq!(days_added(days(10, 20), days(8, 23)), (Some(days(8, 9)), Some(days(21, 23))));
        assert_eq!(days_added(days(10, 20), days(11, 19)), (None, None));
        assert_eq!(days_added(days(10, 20), (day(10), None)), (None, Some((day(21), None))));
        assert_eq!(days_added((day(10), None), days(9, 30)), (Some(days(9, 9)), None));
    }

    #[test]
    fn a_stay_that_moves_adds_no_day_between_the_two() {
        assert_eq!(days_added(days(1, 10), days(20, 30)), (None, Some(days(20, 30))));
        assert_eq!(days_added(days(20, 30), days(1, 10)), (Some(days(1, 10)), None));
        assert_eq!(days_added(days(10, 20), days(15, 25)), (None, Some(days(21, 25))));
        assert_eq!(days_added((day(20), None), (day(1), Some(day(10)))), (Some(days(1, 10)), None));
    }
}
