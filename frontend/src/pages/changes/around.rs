//! From one proposal that waits to the next and back, by link and by the keys `j` and `k`.

use domain::{
    changes::{Change, ChangeFilter, Sort},
    ids::ChangeId,
    page::MAX_LIMIT,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};
use web_sys::KeyboardEvent;

use crate::{
    components::{loaded::Reading, steps::is_typing},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

/// Stands on a proposal, for those who decide.
#[component]
pub fn Around(id: ChangeId) -> impl IntoView {
    let (i18n, session, navigate) = (use_i18n(), use_session(), use_navigate());
    let waiting = Reading::new(move || {
        let (sort, limit) = (Some(Sort::Oldest), Some(MAX_LIMIT));
        session.changes(ChangeFilter { to_decide: true, sort, limit, ..ChangeFilter::default() })
    });
    let neighbors = Memo::new(move |_| Neighbors::of(&waiting.value()?.items, id));
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let to = neighbors.try_get_untracked().flatten().and_then(|all| all.by_key(&event));
        if let Some(to) = to {
            event.prevent_default();
            navigate(&address(to), Default::default());
        }
    });
    on_cleanup(move || keys.remove());
    move || {
        let Neighbors { before, after, place, of } = neighbors.get()?;
        let place = place.map(|place| say!(i18n, changes.place, n = place, of = of));
        Some(view! {
            <nav class="row-line" aria-label=tr!(changes.waiting)>
                {before.map(|id| view! { <A href=address(id) {..} class="btn btn-sm btn-ghost">{tr!(changes.before)}</A> })}
                <span class="muted small">{place}</span>
                {after.map(|id| view! { <A href=address(id) {..} class="btn btn-sm">{tr!(changes.next)}</A> })}
            </nav>
        })
    }
}

fn address(id: ChangeId) -> String {
    format!("/staff/changes/{id}")
}

/// What waits before and after a proposal. One that is decided stands before all that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Neighbors {
    before: Option<ChangeId>,
    after: Option<ChangeId>,
    place: Option<usize>,
    of: usize,
}

impl Neighbors {
    /// Nothing where nothing else waits.
    fn of(waiting: &[Change], id: ChangeId) -> Option<Self> {
        let at = waiting.iter().position(|change| change.id == id);
        let before = at.and_then(|at| waiting.get(at.checked_sub(1)?)).map(|change| change.id);
        let after = waiting.get(at.map_or(0, |at| at + 1)).map(|change| change.id);
        let found = Self { before, after, place: at.map(|at| at + 1), of: waiting.len() };
        (before.is_some() || after.is_some()).then_some(found)
    }

    fn by_key(self, event: &KeyboardEvent) -> Option<ChangeId> {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        let under_dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
        if !plain || under_dialog || is_typing() {
            return None;
        }
        match event.key().as_str() {
            "j" => self.after,
            "k" => self.before,
            _ => None,
        }
    }
}
