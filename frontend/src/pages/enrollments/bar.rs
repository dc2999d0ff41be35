//! One enrollment as a bar in the time of all. The words beside it say the same, so it is hidden from those who hear them.

use chrono::{Days, NaiveDate};
use domain::enrollments::{Enrollment, State};
use leptos::prelude::*;

/// The days that the bars of one person share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    first: NaiveDate,
    last: NaiveDate,
    today: NaiveDate,
}

/// Where a bar begins, how long it is and where today is, in hundredths of the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    from: f64,
    long: f64,
    today: f64,
}

impl Span {
    /// From the first start to the last day that is known, with today in it and some days after it, so that what goes on
    /// is seen to go on.
    pub fn of(all: &[Enrollment], today: NaiveDate) -> Self {
        let first = all.iter().map(|one| one.start_date).min().unwrap_or(today).min(today);
        let known = all.iter().map(|one| one.end_date.unwrap_or(one.start_date)).max();
        let last = known.unwrap_or(today).max(today);
        let more = (last - first).num_days().unsigned_abs() / 12 + 7;
        Self { first, last: last.checked_add_days(Days::new(more)).unwrap_or(last), today }
    }

    pub fn bar(self, one: &Enrollment) -> Place {
        let from = self.at(one.start_date);
        // The last day belongs to it.
        let end = one.end_date.map_or(100.0, |end| self.at(end) + self.at_day(1));
        Place { from, long: (end - from).clamp(0.8, 100.0), today: self.at(self.today) }
    }

    fn at(self, day: NaiveDate) -> f64 {
        self.at_day((day - self.first).num_days())
    }

    fn at_day(self, days: i64) -> f64 {
        days as f64 / (self.last - self.first).num_days().max(1) as f64 * 100.0
    }
}

#[component]
pub fn Bar(bar: Place, is: State) -> impl IntoView {
    let fill = match is {
        State::Past => "var(--line-strong)",
        State::Current | State::Upcoming => "var(--accent-ink)",
    };
    let dashes = (is == State::Upcoming).then_some("3 2");
    let Place { from, long, today } = bar;
    view! {
        <svg aria-hidden="true" width="100%" height="12" viewBox="0 0 100 12" preserveAspectRatio="none">
            <path d="M0 6H100" stroke="var(--line)" stroke-width="1" vector-effect="non-scaling-stroke"/>
            <path d=format!("M{from:.2} 6h{long:.2}") stroke=fill stroke-width="8" stroke-dasharray=dashes
                vector-effect="non-scaling-stroke"/>
            <path d=format!("M{today:.2} 0V12") stroke="var(--ink-muted)" stroke-width="1"
                vector-effect="non-scaling-stroke"/>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, day).unwrap()
    }

    fn enrolled(start: u32, end: Option<u32>) -> Enrollment {
        let nobody = uuid::Uuid::nil();
        Enrollment {
            id: nobody.into(),
            version: 1,
            client_id: nobody.into(),
            client_name: String::new(),
            program_id: nobody.into(),
            program_name: String::new(),
            start_date: on(start),
            end_date: end.map(on),
            state: State::Current,
            source_system: None,
            discharge: None,
            override_reason: None,
            passed_waiting: None,
        }
    }

    #[test]
    fn bars_share_one_line_and_what_goes_on_reaches_its_end() {
        let all = [enrolled(1, Some(5)), enrolled(6, None)];
        let span = Span::of(&all, on(13));
        assert_eq!((span.first, span.last), (on(1), on(21)));
        assert_eq!(span.bar(&all[0]), Place { from: 0.0, long: 25.0, today: 60.0 });
        assert_eq!(span.bar(&all[1]), Place { from: 25.0, long: 75.0, today: 60.0 });
    }

    #[test]
    fn one_day_can_be_seen_in_ten_years() {
        let mut long_ago = enrolled(1, None);
        long_ago.start_date = on(1) - Days::new(3650);
        let span = Span::of(&[long_ago, enrolled(2, Some(2))], on(3));
        assert_eq!(span.bar(&enrolled(2, Some(2))).long, 0.8);
    }
}
