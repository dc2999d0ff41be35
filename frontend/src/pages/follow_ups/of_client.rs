//! A client's follow-ups, open ones first, and planning a new one.

use domain::{
    follow_ups::{FollowUp, FollowUpFilter, Status},
    ids::ClientId,
    page::{MAX_LIMIT, Page},
    permission::Permission,
};
use leptos::prelude::*;

use super::{add::AddFollowUp, row::FollowUpRow};
use crate::{
    components::{
        button::Button,
        confirm::Call,
        dialog::Dialog,
        empty::Empty,
        failure::FailureAlert,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    i18n::{say, tr, use_i18n},
    pages::client::use_record,
    session::use_session,
};

/// Those of one client that stand in one way. What is to be done stands there whole, as far as one page goes.
fn of(client: ClientId, status: Status, cursor: Option<String>) -> FollowUpFilter {
    let limit = (status == Status::Open).then_some(MAX_LIMIT);
    FollowUpFilter { client: Some(client), status: Some(status), limit, cursor, ..FollowUpFilter::default() }
}

#[component]
pub fn FollowUpsOfClient() -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let read = move |status| Reading::new(move || session.follow_ups(of(record.id(), status, None)));
    let (open, done, ended) = (read(Status::Open), read(Status::Done), read(Status::Cancelled));
    let again = Callback::new(move |()| {
        open.again();
        done.again();
        ended.again();
        record.again();
    });
    let adding = RwSignal::new(false);
    let may = session.may(Permission::WriteFollowUps);
    let title = Signal::derive(move || say!(i18n, follow_ups.add_title, name = record.called()));
    view! {
        <section class="section">
            <header class="section-head">
                <h2>{tr!(follow_ups.open)}</h2>
                {may.then(|| view! {
                    <button class="btn btn-sm" type="button" on:click=move |_| adding.set(true)>
                        <Icon name=Name::Plus/> {tr!(follow_ups.add)}
                    </button>
                })}
            </header>
            <Loaded reading=open let:page><Rows page status=Status::Open again/></Loaded>
        </section>
        <section class="section">
            <h2>{tr!(follow_ups.done)}</h2>
            <Loaded reading=done let:page><Rows page status=Status::Done again/></Loaded>
        </section>
        <Ended reading=ended again/>
        <Dialog open=adding title><AddFollowUp client=record.id() open=adding again/></Dialog>
    }
}

/// Those that were ended with a reason, as when the record was closed; most people have none.
#[component]
fn Ended(reading: Reading<Page<FollowUp>>, again: Callback<()>) -> impl IntoView {
    let any = Memo::new(move |_| {
        reading.failure().is_some() || reading.value().is_some_and(|page| !page.items.is_empty())
    });
    move || {
        any.get().then(|| {
            view! {
                <section class="section">
                    <h2>{tr!(follow_ups.ended)}</h2>
                    <Loaded reading let:page><Rows page status=Status::Cancelled again/></Loaded>
                </section>
            }
        })
    }
}

#[component]
fn Rows(page: Page<FollowUp>, status: Status, again: Callback<()>) -> impl IntoView {
    match status {
        _ if !page.items.is_empty() => view! { <Leafed page status again/> }.into_any(),
        Status::Open => view! { <Empty icon=Name::Task title=tr!(follow_ups.none)/> }.into_any(),
        Status::Done | Status::Cancelled => {
            view! { <p class="muted">{tr!(follow_ups.none_done)}</p> }.into_any()
        }
    }
}

/// The first ones, and more at a press.
#[component]
fn Leafed(page: Page<FollowUp>, status: Status, again: Callback<()>) -> impl IntoView {
    let (session, record, call) = (use_session(), use_record(), Call::new());
    let (rows, next) = (RwSignal::new(page.items), RwSignal::new(page.next));
    let more = move || {
        let filter = of(record.id(), status, next.get_untracked());
        call.run(session.follow_ups(filter), move |page| {
            rows.update(|rows| rows.extend(page.items));
            next.set(page.next);
        });
    };
    let any = Memo::new(move |_| next.read().is_some());
    view! {
        <ul class="rows card">
            <For each=move || rows.get() key=|one| (one.id, one.version) let:follow_up>
                <FollowUpRow follow_up again without_client=true/>
            </For>
        </ul>
        <FailureAlert failure=call.failure/>
        {move || any.get().then(|| view! {
            <Button label=tr!(follow_ups.more) class="btn btn-sm" pending=call.pending on_click=more/>
        })}
    }
}
