//! The capacity over time as steps. The table beside it says the same in words.

use chrono::{Days, NaiveDate};
use domain::programs::Capacity;
use leptos::prelude::*;

use crate::{
    format::{day, today},
    i18n::{say, tr, use_i18n},
};

const WIDE: f64 = 520.0;
const HIGH: f64 = 150.0;
/// Room for today and the figures above the line, and for the days below.
const TOP: f64 = 36.0;
const BOTTOM: f64 = 24.0;
const SIDE: f64 = 12.0;

/// Places of the drawing.
#[derive(Clone, Debug, PartialEq)]
struct Drawing {
    path: String,
    /// Where each capacity begins, and what it is.
    figures: Vec<(f64, f64, i32)>,
    today: f64,
    first: NaiveDate,
    last: NaiveDate,
}

/// From the first day, or today, to a month beyond the last. Nothing where there is no capacity.
fn drawn(all: &[Capacity], today: NaiveDate) -> Option<Drawing> {
    let (first, last) = (all.first()?.effective_from.min(today), all.last()?.effective_from.max(today));
    let last = last.checked_add_days(Days::new(30)).unwrap_or(last);
    let most = f64::from(all.iter().map(|one| one.capacity).max().unwrap_or_default().max(1));
    let days = (last - first).num_days().max(1) as f64;
    let across = |on: NaiveDate| SIDE + (on - first).num_days() as f64 / days * (WIDE - 2.0 * SIDE);
    let up = |capacity: i32| HIGH - BOTTOM - f64::from(capacity) / most * (HIGH - TOP - BOTTOM);
    let figures: Vec<_> =
        all.iter().map(|one| (across(one.effective_from), up(one.capacity), one.capacity)).collect();
    let step = |at: usize| {
        let (x, y, _) = figures[at];
        let end = figures.get(at + 1).map_or(across(last), |next| next.0);
        let begin = if at == 0 { format!("M{x:.1} {y:.1}") } else { format!("V{y:.1}") };
        format!("{begin}H{end:.1}")
    };
    let path = (0..figures.len()).map(step).collect();
    Some(Drawing { path, today: across(today), figures, first, last })
}

#[component]
pub fn Chart(all: Vec<Capacity>) -> impl IntoView {
    let i18n = use_i18n();
    drawn(&all, today()).map(|Drawing { path, figures, today, first, last }| {
        let ground = HIGH - BOTTOM;
        let (beside, anchor) = if today < WIDE / 2.0 { (4.0, "start") } else { (-4.0, "end") };
        let figures = figures.into_iter().map(|(x, y, capacity)| {
            view! { <text x=format!("{:.1}", x + 3.0) y=format!("{:.1}", y - 6.0) font-size="13" fill="var(--ink)">{capacity}</text> }
        });
        view! {
            <svg viewBox=format!("0 0 {WIDE} {HIGH}") role="img" aria-label=tr!(programs.chart) width="520"
                style:max-width="100%">
                <path d=format!("M{SIDE} {ground}H{}", WIDE - SIDE) stroke="var(--line-strong)" fill="none"/>
                <path d=path stroke="var(--accent-ink)" stroke-width="2.5" fill="none"/>
                <path d=format!("M{today:.1} 2V{ground}") stroke="var(--ink-muted)" stroke-dasharray="4 4" fill="none"/>
                {figures.collect_view()}
                <g font-size="12" fill="var(--ink-muted)">
                    <text x=SIDE.to_string() y=(HIGH - 6.0).to_string()>{day(i18n, first)}</text>
                    <text x=(WIDE - SIDE).to_string() y=(HIGH - 6.0).to_string() text-anchor="end">{day(i18n, last)}</text>
                    <text x=format!("{:.1}", today + beside) y="12" text-anchor=anchor>{say!(i18n, common.today)}</text>
                </g>
            </svg>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, day).unwrap()
    }

    fn from(day: u32, capacity: i32) -> Capacity {
        Capacity { id: uuid::Uuid::nil().into(), effective_from: on(day), capacity, set_by: None }
    }

    #[test]
    fn a_capacity_is_drawn_until_the_next_begins() {
        let drawing = drawn(&[from(1, 10), from(16, 20)], on(16)).unwrap();
        let middle = SIDE + 15.0 / 45.0 * (WIDE - 2.0 * SIDE);
        assert_eq!(drawing.figures[1], (middle, TOP, 20));
        assert_eq!(drawing.today, middle);
        assert_eq!(drawing.path, format!("M12.0 81.0H{middle:.1}V36.0H508.0"));
    }

    #[test]
    fn nothing_is_drawn_of_nothing_and_zero_lies_on_the_ground() {
        assert_eq!(drawn(&[], on(1)), None);
        assert_eq!(drawn(&[from(1, 0)], on(1)).unwrap().figures[0].1, HIGH - BOTTOM);
    }
}
