//! What would become of each, before anything is done.

use domain::bulk::{Bulk, Outcome};
use leptos::prelude::*;

use super::{
    dialog::Making,
    words::{Reasons, Rows},
};
use crate::{
    components::{button::Button, confirm::Call, failure::FailureAlert},
    format,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn Planned(making: Making) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let call = Call::new();
    let Some(bulk) = making.bulk.get_untracked() else { return ().into_any() };
    let (id, counts, proposes) = (bulk.id, bulk.counts.clone(), bulk.proposes);
    let run = move || {
        call.run(session.run_bulk(id), move |bulk| {
            making.again.run(());
            making.bulk.set(Some(bulk));
        });
    };
    let label = Signal::derive(move || run_words(i18n, &bulk));
    let headline = Signal::derive(move || {
        let (ready, total) = (format::number(i18n, counts.ready), format::number(i18n, counts.total));
        say!(i18n, bulk.would, ready = ready, total = total)
    });
    let (ready, left_out) = (counts.ready > 0, counts.refused > 0);
    view! {
        <p class="bulk-headline" role="status">{headline}</p>
        {proposes.then(|| view! { <p class="notice notice-info">{tr!(bulk.only_proposes)}</p> })}
        {left_out.then(|| view! {
            <section class="bulk-part">
                <h3>{tr!(bulk.left_out)}</h3>
                <Reasons counts=counts.clone()/>
                <Rows id outcome=Outcome::Refused/>
            </section>
        })}
        {ready.then(|| view! {
            <section class="bulk-part">
                <h3>{tr!(bulk.would_be_changed)}</h3>
                <Rows id outcome=Outcome::Ready/>
            </section>
        })}
        <FailureAlert failure=call.failure/>
        <div class="form-actions">
            {ready.then(|| view! { <Button label class="btn btn-primary" pending=call.pending on_click=run/> })}
            <Button label=tr!(bulk.back) class="btn btn-ghost" on_click=move || making.bulk.set(None)/>
        </div>
    }
    .into_any()
}

/// "Change 12 clients", "Propose for 12 clients".
fn run_words(i18n: I18n, bulk: &Bulk) -> String {
    let count = format::number(i18n, bulk.counts.ready);
    match (bulk.proposes, bulk.counts.ready) {
        (true, _) => say!(i18n, bulk.propose_some, count = count),
        (false, 1) => say!(i18n, bulk.change_one),
        (false, _) => say!(i18n, bulk.change_some, count = count),
    }
}
