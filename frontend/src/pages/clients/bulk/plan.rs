//! What would become of each, before anything is done.

use domain::bulk::{Bulk, BulkRun, Outcome};
use leptos::prelude::*;

use super::{
    dialog::Making,
    words::{Reasons, Rows},
};
use crate::{
    components::{
        button::Button,
        loaded::{Loaded, Reading},
    },
    format,
    forms::{Core, Form, FormView, SendButton},
    i18n::{I18n, say, tr, use_i18n},
    pages::follow_ups::handover::{HandoverFields, LeftBehind, WhereTheyGo},
    session::use_session,
};

#[component]
pub fn Planned(making: Making) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let Some(bulk) = making.bulk.get_untracked() else { return ().into_any() };
    let (id, counts, proposes) = (bulk.id, bulk.counts.clone(), bulk.proposes);
    let (ready, left_out) = (counts.ready > 0, counts.refused > 0);
    let any = ready && bulk.left_behind > 0;
    let core = Core::new("run").passing();
    let fields = HandoverFields::new(core, Signal::stored(any), bulk.action.assignee().is_some());
    let form = Form::new(core, move || BulkRun { follow_ups: any.then(|| fields.value()).flatten() });
    let ran = move |bulk| {
        making.again.run(());
        making.bulk.set(Some(bulk));
    };
    let send = move || form.send(move |decided| session.run_bulk(id, decided), ran);
    let headline = Signal::derive(move || {
        let (ready, total) = (format::number(i18n, counts.ready), format::number(i18n, counts.total));
        say!(i18n, bulk.would, ready = ready, total = total)
    });
    let decide = any.then(|| view! { <Decide bulk=bulk.clone() fields/> });
    let counts = bulk.counts.clone();
    let label = Signal::derive(move || run_words(i18n, &bulk));
    view! {
        <p class="bulk-headline" role="status">{headline}</p>
        {proposes.then(|| view! { <p class="notice notice-info">{tr!(bulk.only_proposes)}</p> })}
        {left_out.then(|| view! {
            <section class="bulk-part">
                <h3>{tr!(bulk.left_out)}</h3>
                <Reasons counts/>
                <Rows id outcome=Outcome::Refused/>
            </section>
        })}
        {ready.then(|| view! {
            <section class="bulk-part">
                <h3>{tr!(bulk.would_be_changed)}</h3>
                <Rows id outcome=Outcome::Ready/>
            </section>
        })}
        <FormView core on_send=send>
            {decide}
            <div class="form-actions">
                {ready.then(|| view! { <SendButton core label/> })}
                <Button label=tr!(bulk.back) class="btn btn-ghost" on_click=move || making.bulk.set(None)/>
            </div>
        </FormView>
    }
    .into_any()
}

/// What would be left behind, and where it goes.
#[component]
fn Decide(bulk: Bulk, fields: HandoverFields) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let (id, count, takes_over) = (bulk.id, bulk.left_behind, bulk.action.assignee());
    let left = Reading::new(move || session.left_behind(id));
    let colleagues = Reading::new(move || session.colleagues());
    let title = Signal::derive(move || {
        say!(i18n, handover.left_by_some, count = format::number(i18n, count.unsigned_abs()))
    });
    let along = move || {
        let all = colleagues.value()?;
        let name = all.into_iter().find(|one| Some(one.id) == takes_over)?.name;
        Some(say!(i18n, handover.along, name = name))
    };
    view! {
        <Loaded reading=left rows=3 let:page><LeftBehind title all=page.items more=page.next.is_some()/></Loaded>
        {move || (takes_over.is_none() || colleagues.value().is_some()).then(|| view! { <WhereTheyGo fields along=along()/> })}
    }
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
