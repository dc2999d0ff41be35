//! Finds a client from everywhere: `/` or Ctrl-K, a few letters, Enter.

use std::time::Duration;

use domain::clients::{ClientFilter, ClientRow};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::hooks::{use_location, use_navigate};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::super::names::called;
use crate::{
    api::query::escape,
    components::icon::{Icon, Name},
    format,
    i18n::{say, tr, use_i18n},
    session::use_session,
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
}

impl Finding {
    fn new() -> Self {
        Self {
            typed: RwSignal::new(String::new()),
            found: RwSignal::new(None),
            chosen: RwSignal::new(None),
            open: RwSignal::new(false),
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

    /// One up or down, round the end. The last place is "show all".
    fn step(self, by: isize) {
        let places = self.found.read_untracked().as_ref().map_or(0, Vec::len) + 1;
        let next = match self.chosen.get_untracked() {
            None if by > 0 => 0,
            None => places - 1,
            Some(at) => (at as isize + by).rem_euclid(places as isize) as usize,
        };
        self.chosen.set(Some(next));
        self.open.set(true);
    }

    /// Where Enter leads.
    fn destination(self) -> String {
        let found = self.found.read_untracked();
        let row = self.chosen.get_untracked().and_then(|at| found.as_ref()?.get(at));
        row.map_or_else(|| self.all(), |row| format!("/staff/clients/{}", row.id))
    }

    fn all(self) -> String {
        format!("/staff/clients?q={}", escape(self.typed.read_untracked().trim()))
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
    let (label, navigate) = (tr!(shell.search_hint), use_navigate());
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => step(&event, finding, 1),
        "ArrowUp" => step(&event, finding, -1),
        "Escape" => finding.clear(),
        "Enter" if !finding.typed.read_untracked().trim().is_empty() => {
            event.prevent_default();
            navigate(&finding.destination(), Default::default());
            finding.clear();
        }
        _ => {}
    };
    view! {
        <div class="search" role="search" aria-label=tr!(shell.search)>
            <Icon name=Name::Search/>
            <input
                node_ref=input
                class="input"
                type="text"
                role="combobox"
                aria-label=tr!(shell.search)
                aria-autocomplete="list"
                aria-expanded=move || finding.open.get().to_string()
                aria-controls="search-results"
                aria-activedescendant=move || finding.chosen.get().map(|at| format!("search-result-{at}"))
                placeholder=label
                autocomplete="off"
                spellcheck="false"
                prop:value=finding.typed
                on:input=move |event| finding.typed.set(event_target_value(&event))
                on:keydown=keys
                on:focus=move |_| finding.open.set(!finding.typed.read_untracked().trim().is_empty())
                on:blur=move |_| set_timeout(move || finding.close(), PAUSE)
            />
            <kbd class="search-key" aria-hidden="true">"/"</kbd>
            {move || finding.open.get().then(|| view! { <Results finding/> })}
        </div>
    }
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
            finding.open.set(false);
            return None;
        }
        finding.open.set(true);
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

fn is_typing() -> bool {
    let focused = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    focused.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.is_content_editable()
    })
}

#[component]
fn Results(finding: Finding) -> impl IntoView {
    let i18n = use_i18n();
    let list = tr!(shell.clients);
    let rows = move || match finding.found.get() {
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
    };
    let places = move || finding.found.read().as_ref().map_or(0, Vec::len);
    view! {
        <ul id="search-results" class="search-results" role="listbox" aria-label=list>
            {rows}
            {move || view! { <ShowAll finding at=places()/> }}
        </ul>
    }
}

#[component]
fn Found(finding: Finding, at: usize, row: ClientRow) -> impl IntoView {
    let i18n = use_i18n();
    let name = called(&row.first_name, &row.last_name, row.preferred_name.as_deref());
    let born = row.date_of_birth.map(|born| format::day(i18n, born));
    let more = [born, row.phone.clone(), row.email.clone()];
    let more = more.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let href = format!("/staff/clients/{}", row.id);
    view! {
        <Option finding at href>
            <span class="search-name">{name}</span>
            <span class="muted small">{more}</span>
        </Option>
    }
}

#[component]
fn ShowAll(finding: Finding, at: usize) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || say!(i18n, shell.search_all, q = finding.typed.get());
    view! { <Option finding at href=untrack(|| finding.all())><span>{words}</span></Option> }
}

/// One line of the list. The field keeps the focus; the line is only pointed at.
#[component]
fn Option(finding: Finding, at: usize, href: String, children: Children) -> impl IntoView {
    let navigate = use_navigate();
    let go = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        navigate(&href, Default::default());
        finding.clear();
    };
    let chosen = move || (finding.chosen.get() == Some(at)).to_string();
    view! {
        <li id=format!("search-result-{at}") class="search-result" role="option" aria-selected=chosen on:mousedown=go>
            {children()}
        </li>
    }
}
