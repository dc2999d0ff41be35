//! How many places were taken and are, beside how many there are: as steps, and in a table for those who rather read.

use chrono::NaiveDate;
use domain::{enrollments::Occupancy, ids::ProgramId};
use leptos::prelude::*;

use crate::{
    components::loaded::{Loaded, Reading},
    format::{day, today},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

const WIDE: f64 = 520.0;
const HIGH: f64 = 150.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 24.0;
const SIDE: f64 = 12.0;

/// Places of the drawing.
#[derive(Clone, Debug, PartialEq)]
struct Drawing {
    /// What is below the line of the places taken.
    taken: String,
    capacity: String,
    today: f64,
    first: NaiveDate,
    last: NaiveDate,
}

/// From the first day to the last, or to a month from today. Nothing where nothing is known.
fn drawn(days: &[Occupancy], today: NaiveDate) -> Option<Drawing> {
    let first = days.first()?.day;
    let last = days.last()?.day.max(today) + chrono::Days::new(30);
    let most = |one: &Occupancy| f64::from(one.capacity.unwrap_or_default()).max(one.taken as f64);
    let most = days.iter().map(most).fold(1.0, f64::max);
    let span = (last - first).num_days().max(1) as f64;
    let across = |on: NaiveDate| SIDE + (on - first).num_days() as f64 / span * (WIDE - 2.0 * SIDE);
    let up = |places: f64| HIGH - BOTTOM - places / most * (HIGH - TOP - BOTTOM);
    let until = |at: usize| days.get(at + 1).map_or(across(last), |next| across(next.day));
    let (mut taken, mut capacity) = (format!("M{SIDE:.1} {:.1}", up(0.0)), String::new());
    let mut is_drawing = false;
    for (at, one) in days.iter().enumerate() {
        taken.push_str(&format!("V{:.1}H{:.1}", up(one.taken as f64), until(at)));
        if let Some(places) = one.capacity {
            let (x, y) = (across(one.day), up(f64::from(places)));
            let begin = if is_drawing { format!("V{y:.1}") } else { format!("M{x:.1} {y:.1}") };
            capacity.push_str(&format!("{begin}H{:.1}", until(at)));
        }
        is_drawing = one.capacity.is_some();
    }
    taken.push_str(&format!("V{:.1}Z", up(0.0)));
    Some(Drawing { taken, capacity, today: across(today), first, last })
}

#[component]
pub fn PlacesTaken(program: ProgramId) -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.occupancy(program));
    view! {
        <section class="section">
            <h2>{tr!(enrollments.places_taken)}</h2>
            <Loaded reading let:days><Picture days=days.clone()/><Table days/></Loaded>
        </section>
    }
}

#[component]
fn Picture(days: Vec<Occupancy>) -> impl IntoView {
    let i18n = use_i18n();
    drawn(&days, today()).map(|Drawing { taken, capacity, today, first, last }| {
        let ground = HIGH - BOTTOM;
        let (beside, anchor) = if today < WIDE / 2.0 { (4.0, "start") } else { (-4.0, "end") };
        view! {
            <svg viewBox=format!("0 0 {WIDE} {HIGH}") role="img" aria-label=tr!(enrollments.places_chart) width="520"
                style:max-width="100%">
                <path d=taken fill="var(--accent-soft)" stroke="var(--accent-ink)" stroke-width="1"/>
                <path d=capacity stroke="var(--ink)" stroke-width="2.5" fill="none"/>
                <path d=format!("M{SIDE} {ground}H{}", WIDE - SIDE) stroke="var(--line-strong)" fill="none"/>
                <path d=format!("M{today:.1} 2V{ground}") stroke="var(--ink-muted)" stroke-dasharray="4 4" fill="none"/>
                <g font-size="12" fill="var(--ink-muted)">
                    <text x=SIDE.to_string() y=(HIGH - 6.0).to_string()>{day(i18n, first)}</text>
                    <text x=(WIDE - SIDE).to_string() y=(HIGH - 6.0).to_string() text-anchor="end">{day(i18n, last)}</text>
                    <text x=format!("{:.1}", today + beside) y="12" text-anchor=anchor>{say!(i18n, common.today)}</text>
                </g>
            </svg>
            <p class="muted small">{tr!(enrollments.places_legend)}</p>
        }
    })
}

#[component]
fn Table(days: Vec<Occupancy>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = days.into_iter().rev().map(|one| {
        let over = one.capacity.is_some_and(|capacity| one.taken > i64::from(capacity));
        let over = over.then(|| say!(i18n, enrollments.over));
        let capacity = one.capacity.map_or_else(|| say!(i18n, common.not_known), |places| places.to_string());
        view! { <tr><th scope="row">{day(i18n, one.day)}</th><td>{one.taken} " " {over}</td><td>{capacity}</td></tr> }
    });
    view! {
        <details class="chart-table">
            <summary>{tr!(chart.as_table)}</summary>
            <table class="list list-plain">
                <thead><tr>
                    <th scope="col">{tr!(enrollments.from_day)}</th>
                    <th scope="col">{tr!(enrollments.taken)}</th>
                    <th scope="col">{tr!(enrollments.places)}</th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: u32, taken: i64, capacity: Option<i32>) -> Occupancy {
        Occupancy { day: NaiveDate::from_ymd_opt(2026, 1, day).unwrap(), taken, capacity }
    }

    #[test]
    fn what_is_taken_is_drawn_over_the_capacity_where_it_is_more() {
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let drawing = drawn(&[on(1, 0, None), on(1, 3, Some(2)), on(2, 1, Some(2))], first).unwrap();
        // Three is the most: it reaches the top, and two of three are a third below it.
        assert!(drawing.taken.contains(&format!("V{TOP:.1}")), "{}", drawing.taken);
        assert!(drawing.capacity.starts_with("M12.0 58.0"), "{}", drawing.capacity);
        assert_eq!(drawn(&[], first), None);
    }
}
