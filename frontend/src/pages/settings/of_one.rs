//! A dialog about one row of a list.

use leptos::prelude::*;

use crate::{components::dialog::Dialog, i18n::Text};

/// A dialog about one row, as long as there is one.
#[component]
pub fn OfOne<T: Send + Sync + 'static>(
    which: RwSignal<Option<T>>,
    title: Text,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // Each follows the other, and neither sets what stands there already, or they would never come to rest.
    Effect::new(move |_| {
        let is_there = which.read().is_some();
        if open.get_untracked() != is_there {
            open.set(is_there);
        }
    });
    Effect::new(move |_| {
        if !open.get() && which.read_untracked().is_some() {
            which.set(None);
        }
    });
    view! { <Dialog open title>{children()}</Dialog> }
}
