//! Taking some fields of a proposal and leaving others out.

use std::collections::BTreeSet;

use domain::changes::ChangeDetail;
use leptos::prelude::*;

/// The fields that are taken at first: those that stand as they stood, and that the reader sees.
pub fn at_first(detail: &ChangeDetail) -> BTreeSet<String> {
    let open = |field: &&String| detail.stands(field) && detail.shows(field);
    detail.separable.iter().filter(open).cloned().collect()
}

/// Whether there is anything to choose.
pub fn is_choice(detail: &ChangeDetail) -> bool {
    detail.separable.len() > 1
}

/// What keeps the whole of a proposal from being approved.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// What it is about is gone, or out of sight.
    Gone,
    /// The reader does not see all of it.
    Withheld,
    /// Something else stands there now.
    Moved,
}

/// Nothing where something of it can be approved.
pub fn obstacle(detail: &ChangeDetail) -> Option<Obstacle> {
    let nothing_left = is_choice(detail) && at_first(detail).is_empty();
    let whole = !is_choice(detail);
    match () {
        () if detail.current.is_none() => Some(Obstacle::Gone),
        () if !detail.change.withheld.is_empty() && (whole || nothing_left) => Some(Obstacle::Withheld),
        () if !detail.moved.is_empty() && (whole || nothing_left) => Some(Obstacle::Moved),
        () => None,
    }
}

/// A field's name with its box. What the reader does not see cannot be taken.
#[component]
pub fn Take(
    field: String,
    taken: RwSignal<BTreeSet<String>>,
    label: Signal<String>,
    closed: bool,
) -> impl IntoView {
    let here = field.clone();
    let checked = move || taken.read().contains(&here);
    let turn = move |event| {
        let on = event_target_checked(&event);
        taken.update(|all| {
            if on {
                all.insert(field.clone());
            } else {
                all.remove(&field);
            }
        });
    };
    view! {
        <label class="field-choice">
            <input class="checkbox" type="checkbox" prop:checked=checked disabled=closed on:change=turn/>
            <span>{label}</span>
        </label>
    }
}
