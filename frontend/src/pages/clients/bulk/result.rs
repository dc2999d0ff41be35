//! What has become of each: followed while it goes on, and taken back where it can be.

use std::time::Duration;

use domain::{
    bulk::{Bulk, Counts, Outcome, State},
    ids::BulkId,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use super::words::{Reasons, Rows};
use crate::{
    components::{button::Button, confirm::Call, failure::FailureAlert},
    format,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
    wait::wait,
};

const LOOK_EVERY: Duration = Duration::from_millis(700);

/// A change that is followed, and what its end means where it stands. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Following {
    pub bulk: RwSignal<Option<Bulk>>,
    /// Something was changed: read again what shows it.
    pub again: Callback<()>,
    /// Nothing of it goes on.
    pub ended: Callback<()>,
    /// Closes the dialog, where it stands in one.
    pub close: Option<Callback<()>>,
}

impl Following {
    /// On a page of its own, where nothing else shows what was changed.
    pub fn alone(bulk: Bulk) -> Self {
        let nothing = Callback::new(|()| ());
        Self { bulk: RwSignal::new(Some(bulk)), again: nothing, ended: nothing, close: None }
    }

    fn is_running(self, id: BulkId) -> bool {
        self.bulk.read().as_ref().is_some_and(|bulk| bulk.id == id && bulk.state == State::Running)
    }

    /// Reads how far it is until it is done, or nobody looks any more. Only in a component's body.
    pub fn follow(self, id: BulkId) -> Memo<bool> {
        let session = use_session();
        let running = Memo::new(move |_| self.is_running(id));
        Effect::new(move |_| {
            if !running.get() {
                return self.ended.run(());
            }
            spawn_local(async move {
                while running.try_get_untracked() == Some(true) {
                    wait(LOOK_EVERY).await;
                    let Ok(bulk) = session.bulk(id).await else { continue };
                    let is_done = bulk.state == State::Done;
                    if running.try_get_untracked() == Some(true) {
                        self.bulk.set(Some(bulk));
                    }
                    if is_done {
                        self.again.try_run(());
                    }
                }
            });
        });
        running
    }
}

#[component]
pub fn Ran(following: Following, id: BulkId) -> impl IntoView {
    let i18n = use_i18n();
    let running = following.follow(id);
    let now = move || following.bulk.get().filter(|bulk| bulk.id == id);
    let headline = move || now().map(|bulk| headline(i18n, &bulk));
    let progress = move || {
        now().filter(|bulk| bulk.state == State::Running).map(|bulk| view! { <Progress counts=bulk.counts/> })
    };
    let goes_on =
        move || running.get().then(|| view! { <p class="muted small">{tr!(bulk.goes_on)} " " <ToAll/></p> });
    let ended = move || (!running.get()).then(|| now().map(|bulk| view! { <Ended following bulk/> }));
    view! {
        <p class="bulk-headline" role="status">{headline}</p>
        {progress}
        {goes_on}
        {ended}
    }
}

/// The way to all of one's changes.
#[component]
pub fn ToAll() -> impl IntoView {
    view! { <A href="/staff/bulk-changes" {..} class="link">{tr!(bulk.mine)}</A> }
}

#[component]
pub fn Progress(counts: Counts) -> impl IntoView {
    let done = counts.total - counts.ready;
    view! {
        <progress class="progress w-full" max=counts.total.to_string() value=done.to_string() aria-label=tr!(bulk.progress)></progress>
    }
}

#[component]
fn Ended(following: Following, bulk: Bulk) -> impl IntoView {
    let session = use_session();
    let call = Call::new();
    let (id, counts) = (bulk.id, bulk.counts.clone());
    let take_back = move || {
        call.run(session.undo_bulk(id), move |back| {
            following.again.run(());
            following.bulk.set(Some(back));
        });
    };
    let left_out = (counts.refused > 0).then(|| {
        view! {
            <section class="bulk-part">
                <h3>{tr!(bulk.left_out)}</h3>
                <Reasons counts=counts.clone()/>
                <Rows id outcome=Outcome::Refused/>
            </section>
        }
    });
    let done = [
        (counts.changed, Outcome::Changed, tr!(bulk.were_changed)),
        (counts.proposed, Outcome::Proposed, tr!(bulk.were_proposed)),
    ];
    let part = move |(n, outcome, title)| {
        (n > 0).then(|| view! { <section class="bulk-part"><h3>{title}</h3> <Rows id outcome/></section> })
    };
    let close = following.close.map(|close| {
        view! { <Button label=tr!(bulk.done) class="btn btn-primary" on_click=move || close.run(())/> }
    });
    view! {
        {left_out}
        {done.map(part).into_iter().collect_view()}
        <FailureAlert failure=call.failure/>
        <div class="form-actions">
            {close}
            {bulk.can_undo.then(|| view! { <Button label=tr!(bulk.undo) class="btn" pending=call.pending on_click=take_back/> })}
        </div>
    }
}

pub fn headline(i18n: I18n, bulk: &Bulk) -> String {
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
