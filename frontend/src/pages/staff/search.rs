//! Finds a client, a page or an action from everywhere: `/` or Ctrl-K, a few letters, Enter.

use std::time::Duration;

use domain::{
    clients::{ClientFilter, ClientRow},
    permission::Permission,
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::hooks::{use_location, use_navigate};
use web_sys::KeyboardEvent;

use super::{
    super::names::called,
    places::{EXPLORER, Place, places},
};
use crate::{
    api::query::escape,
    components::{
        icon::{Icon, Name},
        steps::is_typing,
    },
    format,
    forms::use_leaving,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
    signals::now,
};

const PAUSE: Duration = Duration::from_millis(180);
const SHOWN: u16 = 8;

/// What is typed, what was found, and which of it is chosen.
#[derive(Clone, Copy)]
struct Finding {
    typed: RwSignal<String>,
    found: RwSignal<Option<Vec<ClientRow>>>,
    chosen: RwSignal<Option<usize>>,
    open: RwSignal<bool>,
    places: StoredValue<Vec<Place>>,
    /// Whoever sees no clients looks for pages and actions alone.
    clients: bool,
}

/// One line that can be chosen.
#[derive(Clone)]
enum Line {
    Place(Place),
    Client(Box<ClientRow>),
    /// The list of all clients who are found.
    All,
}

impl Finding {
    fn new() -> Self {
        let session = use_session();
        Self {
            typed: RwSignal::new(String::new()),
            found: RwSignal::new(None),
            chosen: RwSignal::new(None),
            open: RwSignal::new(false),
            places: StoredValue::new(places(session)),
            clients: session.may(Permission::SeeClients),
        }
    }

    fn close(self) {
        self.open.set(false);
        self.chosen.set(None);
    }

    fn clear(self) {
        self.typed.set(String::new());
        self.found.set(None);
        self.close();
    }

    fn wanted(self) -> String {
        now(self.typed).trim().to_owned()
    }

    fn asks_for_people(self) -> bool {
        self.clients && !self.wanted().is_empty()
    }

    /// Pages and actions whose name has what is typed; all of them while nothing is.
    fn matching(self) -> Vec<Place> {
        let wanted = self.wanted().to_lowercase();
        let fits = |place: &Place| place.label.get().to_lowercase().contains(&wanted);
        self.places.with_value(|places| places.iter().filter(|place| fits(place)).cloned().collect())
    }

    /// Everything that can be chosen, in the order in which it stands.
    fn lines(self) -> Vec<Line> {
        let people = now(self.found).unwrap_or_default().into_iter().map(|row| Line::Client(Box::new(row)));
        let all = self.asks_for_people().then_some(Line::All);
        let places = self.matching().into_iter().map(Line::Place);
        people.chain(places).chain(all).collect()
    }

    /// One up or down, round the end.
    fn step(self, by: isize) {
        let lines = untrack(|| self.lines().len());
        if lines == 0 {
            return;
        }
        let next = match self.chosen.get_untracked() {
            None if by > 0 => 0,
            None => lines - 1,
            Some(at) => (at as isize + by).rem_euclid(lines as isize) as usize,
        };
        self.chosen.set(Some(next));
        self.open.set(true);
    }

    /// Where Enter leads: to what is chosen, else to all who are found, or to the first page for whoever finds pages alone.
    fn destination(self) -> Option<String> {
        let lines = untrack(|| self.lines());
        let chosen = self.chosen.get_untracked().and_then(|at| lines.get(at).cloned());
        let usual = match self.clients {
            true => lines.last(),
            false => lines.first(),
        };
        let is_typed = !self.typed.read_untracked().trim().is_empty();
        let usual = usual.filter(|_| is_typed).cloned();
        chosen.or(usual).map(|line| untrack(|| self.address(&line)))
    }

    fn address(self, line: &Line) -> String {
        match line {
            Line::Place(place) => place.href.to_owned(),
            Line::Client(row) => format!("/staff/clients/{}", row.id),
            Line::All => format!("/staff/clients?q={}", escape(&self.wanted())),
        }
    }
}

#[component]
pub fn Search() -> impl IntoView {
    let finding = Finding::new();
    let input = NodeRef::<html::Input>::new();
    look_up(finding);
    focus_by_key(input);
    let place = use_location().pathname;
    Effect::new(move |_| {
        place.track();
        finding.close();
    });
    let (label, hint) = match finding.clients {
        true => (tr!(shell.search), Some(tr!(shell.search_hint))),
        false => (tr!(shell.search_pages), None),
    };
    let go = use_way();
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => step(&event, finding, 1),
        "ArrowUp" => step(&event, finding, -1),
        "Escape" => finding.clear(),
        "Enter" => {
            if let Some(to) = finding.destination() {
                event.prevent_default();
                finding.clear();
                go.run(to);
            }
        }
        _ => {}
    };
    view! {
        <div class="search" role="search" aria-label=label>
            <Icon name=Name::Search/>
            <input
                node_ref=input
                class="input"
                type="text"
                role="combobox"
                aria-label=label
                aria-autocomplete="list"
                aria-expanded=move || finding.open.get().to_string()
                aria-controls="search-results"
                aria-activedescendant=move || finding.chosen.get().map(|at| format!("search-result-{at}"))
                placeholder=hint.unwrap_or(label)
                autocomplete="off"
                spellcheck="false"
                prop:value=finding.typed
                on:input=move |event| finding.typed.set(event_target_value(&event))
                on:keydown=keys
                on:focus=move |_| finding.open.set(true)
                on:blur=move |_| set_timeout(move || finding.close(), PAUSE)
            />
            <kbd class="search-key" aria-hidden="true">"/"</kbd>
            {move || finding.open.get().then(|| view! { <Results finding/> })}
        </div>
    }
}

/// Goes there, once the person has agreed to lose what stands unsaved on this page.
fn use_way() -> Callback<String> {
    let (leaving, navigate) = (use_leaving(), use_navigate());
    let navigate = Callback::new(move |to: String| match to.as_str() {
        EXPLORER => drop(window().location().set_href(EXPLORER)),
        _ => navigate(&to, Default::default()),
    });
    Callback::new(move |to: String| leaving.first(Callback::new(move |()| navigate.run(to.clone()))))
}

fn step(event: &KeyboardEvent, finding: Finding, by: isize) {
    event.prevent_default();
    finding.step(by);
}

/// Asks the server once the typing pauses.
fn look_up(finding: Finding) {
    let session = use_session();
    Effect::new(move |pending: Option<Option<TimeoutHandle>>| {
        if let Some(Some(earlier)) = pending {
            earlier.clear();
        }
        let typed = finding.typed.get().trim().to_owned();
        finding.chosen.set(None);
        if typed.is_empty() {
            finding.found.set(None);
            return None;
        }
        finding.open.set(true);
        if !finding.clients {
            return None;
        }
        let ask = move || {
            spawn_local(async move {
                let filter =
                    ClientFilter { q: Some(typed.clone()), limit: Some(SHOWN), ..ClientFilter::default() };
                let answer = session.clients(filter).await;
                // An answer to what is no longer typed is of no use.
                if finding.typed.try_get_untracked().is_some_and(|now| now.trim() == typed) {
                    finding.found.set(answer.ok().map(|page| page.items));
                }
            });
        };
        set_timeout_with_handle(ask, PAUSE).ok()
    });
}

/// `/` outside a field, and Ctrl-K or ⌘K everywhere.
fn focus_by_key(input: NodeRef<html::Input>) {
    let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let command = event.key() == "k" && (event.ctrl_key() || event.meta_key());
        if !command && (event.key() != "/" || is_typing()) {
            return;
        }
        if let Some(input) = input.get_untracked() {
            event.prevent_default();
            // Focusing an element that is there cannot fail.
            drop(input.focus());
            input.select();
        }
    });
    on_cleanup(move || listener.remove());
}

#[component]
fn Results(finding: Finding) -> impl IntoView {
    let i18n = use_i18n();
    let people = move || finding.asks_for_people().then(|| people(i18n, finding));
    let places = move || {
        let first = finding.found.read().as_ref().map_or(0, Vec::len);
        let all = finding.matching();
        let heading = match (all.is_empty(), finding.clients) {
            (true, true) => None,
            (true, false) => {
                let nothing = say!(i18n, shell.search_no_page, q = finding.typed.get());
                Some(view! { <li class="search-note" role="presentation">{nothing}</li> })
            }
            (false, _) => {
                Some(view! { <li class="search-group" role="presentation">{say!(i18n, shell.go_to)}</li> })
            }
        };
        let lines = all.into_iter().enumerate();
        let lines = lines.map(|(at, place)| view! { <ToPlace finding at=first + at place/> }).collect_view();
        view! { {heading} {lines} }
    };
    let all = move || {
        let at = finding.lines().len().saturating_sub(1);
        let words = say!(i18n, shell.search_all, q = finding.typed.get());
        finding
            .asks_for_people()
            .then(|| view! { <Choice finding at line=Line::All><span>{words}</span></Choice> })
    };
    let label = if finding.clients { tr!(shell.search_any) } else { tr!(shell.search_pages) };
    view! {
        <ul id="search-results" class="search-results" role="listbox" aria-label=label>
            {people} {places} {all}
        </ul>
    }
}

/// Who was found; first that one is looking, then that nobody was.
fn people(i18n: I18n, finding: Finding) -> AnyView {
    match finding.found.get() {
        None => view! { <li class="search-note" role="presentation">{say!(i18n, shell.searching)}</li> }
            .into_any(),
        Some(rows) if rows.is_empty() => {
            let nothing = say!(i18n, shell.search_nothing, q = finding.typed.get());
            view! { <li class="search-note" role="presentation">{nothing}</li> }.into_any()
        }
        Some(rows) => {
            let rows = rows.into_iter().enumerate();
            rows.map(|(at, row)| view! { <Found finding at row/> }).collect_view().into_any()
        }
    }
}

#[component]
fn Found(finding: Finding, at: usize, row: ClientRow) -> impl IntoView {
    let i18n = use_i18n();
    let name = called(&row.first_name, &row.last_name, row.preferred_name.as_deref());
    let born = row.date_of_birth.map(|born| format::day(i18n, born));
    let more = [born, row.phone.clone(), row.email.clone()];
    let more = more.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <Choice finding at line=Line::Client(Box::new(row))>
            <span class="search-name">{name}</span>
            <span class="muted small">{more}</span>
        </Choice>
    }
}

#[component]
fn ToPlace(finding: Finding, at: usize, place: Place) -> impl IntoView {
    let (icon, label) = (place.icon, place.label);
    view! {
        <Choice finding at line=Line::Place(place)>
            <span class="search-place"><Icon name=icon/> {label}</span>
        </Choice>
    }
}

/// One line of the list. The field keeps the focus; the line is only pointed at.
#[component]
fn Choice(finding: Finding, at: usize, line: Line, children: Children) -> impl IntoView {
    let go = use_way();
    let href = untrack(|| finding.address(&line));
    let choose = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        finding.clear();
        go.run(href.clone());
    };
    let chosen = move || (finding.chosen.get() == Some(at)).to_string();
    view! {
        <li id=format!("search-result-{at}") class="search-result" role="option" aria-selected=chosen on:mousedown=choose>
            {children()}
        </li>
    }
}
