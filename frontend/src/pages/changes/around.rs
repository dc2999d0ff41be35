//! From one proposal that waits to the next and back, by link and by the keys `j` and `k`.

use domain::{
    changes::{Change, ChangeFilter, Sort, Status},
    ids::ChangeId,
    page::MAX_LIMIT,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};
use web_sys::KeyboardEvent;

use crate::{
    api::Answer,
    components::{loaded::Reading, steps::is_typing},
    i18n::{say, tr, use_i18n},
    session::{Session, use_session},
};

/// Stands on a proposal, for those who decide.
#[component]
pub fn Around(id: ChangeId, status: Status) -> impl IntoView {
    let (i18n, session, navigate) = (use_i18n(), use_session(), use_navigate());
    let waits = status == Status::Pending;
    let waiting = Reading::new(move || oldest(session, waits.then_some(id)));
    let neighbors = Memo::new(move |_| {
        let Oldest { items, of } = waiting.value()?;
        Neighbors::of(&items, id, of)
    });
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

/// Those that wait, the oldest first, up to the page with the proposal and the one after it.
#[derive(Clone)]
struct Oldest {
    items: Vec<Change>,
    /// How many wait in all.
    of: usize,
}

/// Goes on from where a page ends until the proposal and what comes after it are there. Of one that is decided the first
/// page will do: it stands before all.
async fn oldest(session: Session, wanted: Option<ChangeId>) -> Answer<Oldest> {
    let (mut items, mut cursor) = (Vec::<Change>::new(), None);
    loop {
        let (sort, limit) = (Some(Sort::Oldest), Some(MAX_LIMIT));
        let filter = ChangeFilter { to_decide: true, sort, limit, cursor, ..ChangeFilter::default() };
        let page = session.changes(filter).await?;
        items.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            let of = items.len();
            return Ok(Oldest { items, of });
        }
        let at = wanted.map_or(Some(0), |id| items.iter().position(|change| change.id == id));
        if at.is_some_and(|at| at + 1 < items.len()) {
            let of = usize::try_from(session.change_counts().await?.to_decide).unwrap_or(items.len());
            return Ok(Oldest { items, of });
        }
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
    fn of(waiting: &[Change], id: ChangeId, of: usize) -> Option<Self> {
        let at = waiting.iter().position(|change| change.id == id);
        let before = at.and_then(|at| waiting.get(at.checked_sub(1)?)).map(|change| change.id);
        let after = waiting.get(at.map_or(0, |at| at + 1)).map(|change| change.id);
        let found = Self { before, after, place: at.map(|at| at + 1), of };
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
