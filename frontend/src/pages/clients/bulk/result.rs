//! What has become of each: followed while it goes on, and taken back where it can be.

use std::time::Duration;

use domain::{
    bulk::{Bulk, Counts, Outcome, State},
    ids::BulkId,
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    dialog::Making,
    words::{Reasons, Rows},
};
use crate::{
    components::{button::Button, confirm::Call, failure::FailureAlert},
    format,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
    wait::wait,
};

const LOOK_EVERY: Duration = Duration::from_millis(700);

#[component]
pub fn Ran(making: Making, id: BulkId) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let running = Memo::new(move |_| {
        making.bulk.read().as_ref().is_some_and(|bulk| bulk.id == id && bulk.state == State::Running)
    });
    Effect::new(move |_| {
        if running.get() {
            spawn_local(async move {
                // Until it is done, or the dialog is closed.
                while running.try_get_untracked() == Some(true) {
                    wait(LOOK_EVERY).await;
                    if let Ok(bulk) = session.bulk(id).await {
                        let is_done = bulk.state == State::Done;
                        if running.try_get_untracked() == Some(true) {
                            making.bulk.set(Some(bulk));
                        }
                        if is_done {
                            making.again.try_run(());
                        }
                    }
                }
            });
        } else {
            making.selection.clear();
        }
    });
    let now = move || making.bulk.get().filter(|bulk| bulk.id == id);
    let headline = move || now().map(|bulk| headline(i18n, &bulk));
    let progress = move || {
        now().filter(|bulk| bulk.state == State::Running).map(|bulk| view! { <Progress counts=bulk.counts/> })
    };
    let ended = move || (!running.get()).then(|| now().map(|bulk| view! { <Ended making bulk/> }));
    view! {
        <p class="bulk-headline" role="status">{headline}</p>
        {progress}
        {ended}
    }
}

#[component]
fn Progress(counts: Counts) -> impl IntoView {
    let done = counts.total - counts.ready;
    view! {
        <progress class="progress w-full" max=counts.total.to_string() value=done.to_string() aria-label=tr!(bulk.progress)></progress>
    }
}

#[component]
fn Ended(making: Making, bulk: Bulk) -> impl IntoView {
    let session = use_session();
    let call = Call::new();
    let (id, counts) = (bulk.id, bulk.counts.clone());
    let take_back = move || {
        call.run(session.undo_bulk(id), move |back| {
            making.again.run(());
            making.bulk.set(Some(back));
        });
    };
    let left_out = (counts.refused > 0).then(|| {
        view! {
            <section class="bulk-part">
                <h3>{tr!(bulk.left_out)}</h3>
                <Reasons counts/>
                <Rows id outcome=Outcome::Refused/>
            </section>
        }
    });
    view! {
        {left_out}
        <FailureAlert failure=call.failure/>
        <div class="form-actions">
            <Button label=tr!(bulk.done) class="btn btn-primary" on_click=move || making.open.set(false)/>
            {bulk.can_undo.then(|| view! { <Button label=tr!(bulk.undo) class="btn" pending=call.pending on_click=take_back/> })}
        </div>
    }
}

fn headline(i18n: I18n, bulk: &Bulk) -> String {
    let number = |n: u64| format::number(i18n, n);
    let counts = &bulk.counts;
    let (all, done) = (number(counts.total), number(counts.total - counts.ready));
    match bulk.state {
        State::Planned | State::Running => say!(i18n, bulk.running, done = done, total = all),
        State::Done if bulk.undoes.is_some() => {
            say!(i18n, bulk.undone, count = number(counts.changed), total = all)
        }
        State::Done if counts.proposed > 0 => {
            say!(i18n, bulk.proposed, count = number(counts.proposed), total = all)
        }
        State::Done => say!(i18n, bulk.changed, count = number(counts.changed), total = all),
    }
}
