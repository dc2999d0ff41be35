//! What awaits one this morning, in tiles that each person arranges for themselves.

mod approvals;
mod arrange;
mod change;
mod clients;
mod figures;
mod lately;
mod note;
mod part;
mod waiting;
mod weeks;
mod words;

use domain::{
    dashboard::{Dashboard as Awaiting, Tile, Tiles},
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

use crate::{
    components::{
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        screen::use_narrow,
    },
    i18n::{I18n, say, tr, use_i18n},
    pages::staff::first_place,
    session::use_session,
};
use approvals::Waiting as Approvals;
use arrange::Arrange;
use clients::Clients;
use figures::{Capacity, CaseLoad, Team, TeamOverdue};
use lately::{Lately, Numbers};
use note::NoteForMine;
use waiting::{Applications, FollowUps};
use weeks::{OverdueTrend, ResponseTime};

/// Styles that only this page needs: the one stylesheet of all pages is part of everybody's first visit.
const STYLES: &str = concat!("/dashboard.css?v=", env!("CARGO_PKG_VERSION"));

/// What the tiles share. The work of the day and the figures are read apart, so that neither waits for the other. A
/// handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Page {
    pub day: Reading<Awaiting>,
    pub figures: Reading<Awaiting>,
    /// Reads both again. Made with the page and not with a tile: an undo calls it when that has long been drawn anew.
    pub again: Callback<()>,
}

impl Page {
    fn of(tiles: Reading<Tiles>) -> Self {
        let session = use_session();
        let wanted = Memo::new(move |_| tiles.value().map(|tiles| tiles.shown).unwrap_or_default());
        let read = move |figures: bool| {
            Reading::new(move || {
                let all = wanted.get().into_iter();
                session.dashboard(all.filter(|tile| is_figure(*tile) == figures).collect())
            })
        };
        let (day, figures) = (read(false), read(true));
        let again = Callback::new(move |()| {
            day.again();
            figures.again();
        });
        Self { day, figures, again }
    }
}

fn is_figure(tile: Tile) -> bool {
    use Tile::{Capacity, CaseLoad, OverdueTrend, ResponseTime, Team, TeamOverdue};
    matches!(tile, CaseLoad | Team | TeamOverdue | OverdueTrend | ResponseTime | Capacity)
}

/// The first page after signing in. Who sees no clients has no such page, and goes on to the first place of theirs.
#[component]
pub fn Dashboard() -> impl IntoView {
    let session = use_session();
    match session.may(Permission::SeeClients) {
        true => view! { <Morning/> }.into_any(),
        false => {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            view! { <Redirect path=first_place(session) options/> }.into_any()
        }
    }
}

#[component]
fn Morning() -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let tiles = Reading::new(move || session.tiles());
    let (page, arranging) = (Page::of(tiles), RwSignal::new(false));
    let again = Callback::new(move |()| tiles.again());
    let title = Signal::derive(move || greeting(i18n, &session.me().name));
    let offered = move || tiles.value().is_some_and(|all| !(all.shown.is_empty() && all.hidden.is_empty()));
    view! {
        <link rel="stylesheet" href=STYLES/>
        <PageHeader title>
            {move || offered().then(|| view! { <ArrangeButton arranging/> })}
        </PageHeader>
        <Loaded reading=tiles rows=8 let:tiles>
            {move || match arranging.get() {
                true => view! { <Arrange tiles=tiles.clone() arranging again/> }.into_any(),
                false => view! { <Shown tiles=tiles.clone() page/> }.into_any(),
            }}
        </Loaded>
    }
}

#[component]
fn ArrangeButton(arranging: RwSignal<bool>) -> impl IntoView {
    view! {
        <button id="arrange" class="btn" type="button" aria-expanded=move || arranging.get().to_string()
            on:click=move |_| arranging.update(|now| *now = !*now)>
            <Icon name=Name::Sliders/> {tr!(dashboard.arrange)}
        </button>
    }
}

fn greeting(i18n: I18n, name: &str) -> String {
    let name = name.split_whitespace().next().unwrap_or(name).to_owned();
    match js_sys::Date::new_0().get_hours() {
        0..12 => say!(i18n, dashboard.morning, name = name),
        12..18 => say!(i18n, dashboard.afternoon, name = name),
        _ => say!(i18n, dashboard.evening, name = name),
    }
}

/// The tiles in their order: one below the other, or in two columns where there is room.
#[component]
fn Shown(tiles: Tiles, page: Page) -> impl IntoView {
    let narrow = use_narrow();
    if tiles.shown.is_empty() {
        let help = if tiles.hidden.is_empty() {
            tr!(dashboard.nothing_help)
        } else {
            tr!(dashboard.all_hidden_help)
        };
        return view! { <Empty icon=Name::Home title=tr!(dashboard.nothing) help/> }.into_any();
    }
    let columns = move || {
        let many = if narrow.get() { 1 } else { 2 };
        let side = |side: usize| {
            let here = tiles.shown.iter().enumerate().filter(|(place, _)| place % many == side);
            let drawn = here.map(|(_, tile)| draw(*tile, page)).collect_view();
            view! { <div class="dashboard-side">{drawn}</div> }
        };
        (0..many).map(side).collect_view()
    };
    view! { <div class="dashboard">{columns}</div> }.into_any()
}

fn draw(tile: Tile, page: Page) -> AnyView {
    match tile {
        Tile::FollowUps => view! { <FollowUps page/> }.into_any(),
        Tile::MyClients => view! { <Clients page/> }.into_any(),
        Tile::NewApplications => view! { <Applications page/> }.into_any(),
        Tile::QuickNote => view! { <NoteForMine page/> }.into_any(),
        Tile::Approvals => view! { <Approvals page/> }.into_any(),
        Tile::CaseLoad => view! { <CaseLoad page/> }.into_any(),
        Tile::TeamOverdue => view! { <TeamOverdue page/> }.into_any(),
        Tile::Team => view! { <Team page/> }.into_any(),
        Tile::OverdueTrend => view! { <OverdueTrend page/> }.into_any(),
        Tile::ResponseTime => view! { <ResponseTime page/> }.into_any(),
        Tile::Capacity => view! { <Capacity page/> }.into_any(),
        Tile::Activity => view! { <Lately page/> }.into_any(),
        Tile::Numbers => view! { <Numbers page/> }.into_any(),
    }
}
