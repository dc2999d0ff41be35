//! How much there is: clients by stage, what colleagues carry, people in programs.

use domain::{
    assignments::CaseLoad as Load,
    clients::Status,
    dashboard::{Dashboard as Awaiting, Places, StageLoad, Tile},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{Page, part::Part};
use crate::{
    components::{
        badge::{Badge, Tone},
        chart::{Chart, Point, Shape},
        empty::Empty,
        icon::Name,
    },
    i18n::{I18n, say, tr, use_i18n},
    pages::words,
};

/// So many colleagues have room on a tile; the team's page has them all.
const FEW: usize = 8;

#[component]
pub fn CaseLoad(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let body = move |awaiting: Awaiting| {
        let load = awaiting.case_load?;
        if load.iter().all(|one| one.clients == 0) {
            let (title, help) = (tr!(dashboard.no_load), tr!(dashboard.no_load_help));
            return Some(view! { <Empty icon=Name::Stage title help/> }.into_any());
        }
        let points = load.into_iter().map(|one| of_stage(i18n, one)).collect();
        let head = (tr!(clients.stage), tr!(dashboard.clients_head));
        Some(view! { <Chart shape=Shape::Lines points head/> }.into_any())
    };
    let active = Status::Active.code();
    let more = Some((format!("/staff/clients?status={active}"), tr!(dashboard.all_active)));
    view! { <Part tile=Tile::CaseLoad reading=page.figures more body/> }
}

fn of_stage(i18n: I18n, StageLoad { stage, clients }: StageLoad) -> Point {
    let (label, active) = (words::stage(i18n, stage), Status::Active.code());
    Point {
        words: match clients {
            1 => say!(i18n, dashboard.clients_in_one, stage = label.clone()),
            n => say!(i18n, dashboard.clients_in, n = n, stage = label.clone()),
        },
        label,
        value: clients as f64,
        text: clients.to_string(),
        href: format!("/staff/clients?status={active}&stage={}", stage.code()),
    }
}

/// Colleagues by what one counts of them, the most first; whoever has none is left out.
fn most(team: Vec<Load>, count: fn(&Load) -> i64) -> Vec<Load> {
    let mut team: Vec<Load> = team.into_iter().filter(|load| count(load) > 0).collect();
    team.sort_by_key(|load| -count(load));
    team
}

#[component]
pub fn Team(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let body = move |awaiting: Awaiting| {
        let team = most(awaiting.team?, |load| load.clients);
        if team.is_empty() {
            let (title, help) = (tr!(dashboard.no_team), tr!(dashboard.no_team_help));
            return Some(view! { <Empty icon=Name::People title help/> }.into_any());
        }
        let point = |load: Load| Point {
            words: match load.clients {
                1 => say!(i18n, dashboard.clients_of_one, name = load.user.clone()),
                n => say!(i18n, dashboard.clients_of, n = n, name = load.user.clone()),
            },
            label: load.user,
            value: load.clients as f64,
            text: load.clients.to_string(),
            href: format!("/staff/clients?assignee={}", load.user_id),
        };
        let points = team.into_iter().take(FEW).map(point).collect();
        let head = (tr!(follow_ups.colleague), tr!(dashboard.clients_head));
        Some(view! { <Chart shape=Shape::Lines points head/> }.into_any())
    };
    let more = Some(("/staff/follow-ups?show=team".to_owned(), tr!(dashboard.whole_team)));
    view! { <Part tile=Tile::Team reading=page.figures more body/> }
}

#[component]
pub fn TeamOverdue(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let count = Callback::new(move |page: Awaiting| team_due(i18n, &page.team?));
    let body = move |awaiting: Awaiting| {
        let team = most(awaiting.team?, |load| load.overdue_follow_ups);
        if team.is_empty() {
            return Some(
                view! { <Empty icon=Name::CheckCircle title=tr!(dashboard.team_in_time)/> }.into_any(),
            );
        }
        let point = |load: Load| Point {
            words: say!(i18n, dashboard.overdue_of, n = load.overdue_follow_ups, name = load.user.clone()),
            label: load.user,
            value: load.overdue_follow_ups as f64,
            text: load.overdue_follow_ups.to_string(),
            href: format!("/staff/follow-ups?show=team-overdue&assignee={}", load.user_id),
        };
        let points = team.into_iter().take(FEW).map(point).collect();
        let head = (tr!(follow_ups.colleague), tr!(dashboard.overdue_head));
        Some(view! { <Chart shape=Shape::Lines points head/> }.into_any())
    };
    let more = Some(("/staff/follow-ups?show=team-overdue".to_owned(), tr!(dashboard.all_overdue)));
    view! { <Part tile=Tile::TeamOverdue reading=page.figures more count body/> }
}

fn team_due(i18n: I18n, team: &[Load]) -> Option<AnyView> {
    let overdue: i64 = team.iter().map(|load| load.overdue_follow_ups).sum();
    let today: i64 = team.iter().map(|load| load.follow_ups_today).sum();
    let overdue = match overdue {
        0 => None,
        1 => Some(say!(i18n, dashboard.overdue_one)),
        n => Some(say!(i18n, dashboard.overdue, n = n)),
    };
    let overdue = overdue.map(|text| {
        view! { <A href="/staff/follow-ups?show=team-overdue"><Badge tone=Tone::Danger icon=Name::Clock text/></A> }
    });
    let today = (today > 0).then(|| {
        let text = say!(i18n, dashboard.due_today, n = today);
        view! { <A href="/staff/follow-ups?show=team-today"><Badge tone=Tone::Warning text/></A> }
    });
    Some(view! { {overdue} {today} }.into_any())
}

#[component]
pub fn Capacity(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let body = move |awaiting: Awaiting| {
        let programs = awaiting.capacity?;
        if programs.is_empty() {
            let (title, help) = (tr!(dashboard.no_capacity), tr!(dashboard.no_capacity_help));
            return Some(view! { <Empty icon=Name::Program title help/> }.into_any());
        }
        let points = programs.into_iter().map(|one| of_program(i18n, one)).collect();
        let head = (tr!(programs.name), tr!(programs.places));
        // What fills the line is a full program, and a fuller one does not go beyond it.
        Some(view! { <Chart shape=Shape::Lines points head most=1.0/> }.into_any())
    };
    let more = Some(("/staff/programs".to_owned(), tr!(dashboard.all_programs)));
    view! { <Part tile=Tile::Capacity reading=page.figures more body/> }
}

fn of_program(i18n: I18n, places: Places) -> Point {
    let Places { program_id, program, enrolled, capacity } = places;
    let text = say!(i18n, programs.taken_of, n = enrolled, capacity = capacity);
    Point {
        words: format!("{program}: {text}"),
        label: program,
        value: enrolled as f64 / f64::from(capacity.max(1)),
        text,
        href: format!("/staff/clients?program={program_id}"),
    }
}
