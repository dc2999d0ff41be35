//! The last weeks: what was overdue when each ended, and how soon applicants were answered.

use domain::dashboard::{Dashboard as Awaiting, OverdueWeek, ResponseWeek, Tile};
use leptos::prelude::*;

use super::{Page, part::Part};
use crate::{
    components::{
        chart::{Chart, Point, Shape},
        empty::Empty,
        icon::Name,
    },
    format::{day, short_day},
    i18n::{I18n, say, tr, use_i18n},
};

#[component]
pub fn OverdueTrend(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let body = move |awaiting: Awaiting| {
        let trend = awaiting.overdue_trend?;
        if trend.weeks.iter().all(|week| week.overdue == 0) {
            let (title, help) = (tr!(dashboard.never_overdue), tr!(dashboard.never_overdue_help));
            return Some(view! { <Empty icon=Name::CheckCircle title help/> }.into_any());
        }
        let show = if trend.team { "team-late" } else { "late" };
        let points = trend.weeks.into_iter().map(|week| of_overdue(i18n, show, &week)).collect();
        let head = (tr!(dashboard.week_end), tr!(dashboard.overdue_head));
        let whose = if trend.team { tr!(dashboard.of_team) } else { tr!(dashboard.of_mine) };
        Some(
            view! {
                <p class="muted small chart-note">{whose}</p>
                <Chart shape=Shape::Columns points head/>
            }
            .into_any(),
        )
    };
    view! { <Part tile=Tile::OverdueTrend reading=page.figures more=None body/> }
}

fn of_overdue(i18n: I18n, show: &str, OverdueWeek { on, overdue }: &OverdueWeek) -> Point {
    Point {
        label: short_day(i18n, *on),
        value: *overdue as f64,
        text: overdue.to_string(),
        words: say!(i18n, dashboard.overdue_on, day = day(i18n, *on), n = overdue),
        href: format!("/staff/follow-ups?show={show}&on={on}"),
    }
}

#[component]
pub fn ResponseTime(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let body = move |awaiting: Awaiting| {
        let weeks = awaiting.response_time?;
        if weeks.iter().all(|week| week.received == 0) {
            let (title, help) = (tr!(dashboard.nobody_applied), tr!(dashboard.nobody_applied_help));
            return Some(view! { <Empty icon=Name::Inbox title help/> }.into_any());
        }
        if weeks.iter().all(|week| week.answered == 0) {
            let waiting = weeks.iter().map(|week| week.received).sum::<i64>();
            let title = tr!(dashboard.nobody_answered, n = waiting);
            return Some(
                view! { <Empty icon=Name::Inbox title help=tr!(dashboard.nobody_applied_help)/> }.into_any(),
            );
        }
        let points = weeks.iter().map(|week| of_response(i18n, week)).collect();
        let head = (tr!(dashboard.week_begin), tr!(dashboard.wait_head));
        Some(
            view! {
                <p class="muted small chart-note">{tr!(dashboard.wait_note)}</p>
                <Chart shape=Shape::Columns points head/>
            }
            .into_any(),
        )
    };
    view! { <Part tile=Tile::ResponseTime reading=page.figures more=None body/> }
}

fn of_response(i18n: I18n, response: &ResponseWeek) -> Point {
    let (from, to) = (response.week.from, response.week.to);
    let text = response.median_hours.map_or_else(|| "–".to_owned(), |hours| wait(i18n, hours));
    let (received, answered) = (response.received, response.answered);
    let week = day(i18n, from);
    let words = match response.median_hours {
        Some(_) => {
            let wait = text.clone();
            say!(i18n, dashboard.wait_in, week = week, wait = wait, answered = answered, received = received)
        }
        None => say!(i18n, dashboard.no_wait_in, week = week, received = received),
    };
    Point {
        label: short_day(i18n, from),
        value: response.median_hours.unwrap_or_default(),
        text,
        words,
        href: format!("/staff/applications?from={from}&to={to}"),
    }
}

/// "5 h", and from two days on "3 d".
fn wait(i18n: I18n, hours: f64) -> String {
    match hours {
        hours if hours < 1.0 => say!(i18n, dashboard.under_an_hour),
        hours if hours < 48.0 => say!(i18n, dashboard.hours, n = hours.round()),
        hours => say!(i18n, dashboard.days, n = (hours / 24.0).round()),
    }
}
