//! Three steps: what is to be done, what would become of each, and what has.

use domain::{
    bulk::{Bulk, State},
    clients::ClientFilter,
};
use leptos::prelude::*;

use super::{
    choose::Choose,
    plan::Planned,
    result::{Following, Ran},
    selection::Selection,
};
use crate::{components::dialog::Dialog, i18n::tr};

/// The change that is being made. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Making {
    pub bulk: RwSignal<Option<Bulk>>,
    pub selection: Selection,
    pub filter: Callback<(), ClientFilter>,
    pub again: Callback<()>,
}

#[component]
pub fn BulkDialog(
    open: RwSignal<bool>,
    selection: Selection,
    filter: Callback<(), ClientFilter>,
    again: Callback<()>,
) -> impl IntoView {
    let making = Making { bulk: RwSignal::new(None), selection, filter, again };
    Effect::new(move |_| {
        if !open.get() {
            making.bulk.set(None);
        }
    });
    let following = Following {
        bulk: making.bulk,
        again,
        ended: Callback::new(move |()| selection.clear()),
        close: Some(Callback::new(move |()| open.set(false))),
    };
    // A step stands as long as the change is in it; its numbers are followed inside.
    let step =
        Memo::new(move |_| making.bulk.read().as_ref().map(|bulk| (bulk.id, bulk.state == State::Planned)));
    view! {
        <Dialog open title=tr!(bulk.title) wide=true>
            {move || match step.get() {
                None => view! { <Choose making/> }.into_any(),
                Some((_, true)) => view! { <Planned making/> }.into_any(),
                Some((id, false)) => view! { <Ran following id/> }.into_any(),
            }}
        </Dialog>
    }
}
