//! All that one was told: read one by one or all at once, each with the way to its cause.

use domain::notifications::{Inbox, InboxFilter, Notification};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use super::inbox::{about, place, words};
use crate::{
    components::{
        address::Address,
        badge::{Badge, Tone},
        button::Button,
        confirm::Call,
        empty::Empty,
        failure::FailureAlert,
        filters::View,
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn News() -> impl IntoView {
    let (session, address, call) = (use_session(), Address::here(), Call::new());
    let reading = Reading::new(move || {
        let unread = (address.one("show").as_deref() == Some("unread")).then_some(true);
        session.inbox_of(InboxFilter { unread, cursor: address.one("cursor"), limit: None })
    });
    let again = Callback::new(move |()| reading.again());
    let any = Memo::new(move |_| reading.value().is_some_and(|inbox| inbox.unread > 0));
    let all = move || call.run(session.mark_read(), move |()| again.run(()));
    view! {
        <PageHeader title=tr!(news.title) help=tr!(news.help)/>
        <nav class="tab-bar" aria-label=tr!(news.title)>
            <View key="show" value="" label=tr!(news.all)/>
            <View key="show" value="unread" label=tr!(news.unread)/>
        </nav>
        <FailureAlert failure=call.failure/>
        <div class="row-actions">
            {move || any.get().then(|| view! { <Button label=tr!(news.mark_all) class="btn btn-sm" pending=call.pending on_click=all/> })}
            <A href="/staff/account/notifications" {..} class="btn btn-sm btn-ghost">{tr!(news.preferences)}</A>
        </div>
        <Loaded reading let:inbox><Rows inbox again/></Loaded>
    }
}

#[component]
fn Rows(inbox: Inbox, again: Callback<()>) -> impl IntoView {
    if inbox.latest.is_empty() {
        return view! { <Empty icon=Name::Bell title=tr!(news.none)/> }.into_any();
    }
    let place = Place::before(inbox.next);
    let rows = inbox.latest.into_iter().map(|told| view! { <Told told again/> });
    view! { <ul class="rows card">{rows.collect_view()}</ul> <Paging place/> }.into_any()
}

#[component]
fn Told(told: Notification, again: Callback<()>) -> impl IntoView {
    let (i18n, session, call) = (use_i18n(), use_session(), Call::new());
    let (id, href, new) = (told.id, place(&told, session), told.read_at.is_none());
    let mark = move || call.run(session.mark_one_read(id), move |()| again.run(()));
    // Whoever goes to the cause has read of it; the page that opens does not wait for that.
    let gone = move |_| {
        if new {
            spawn_local(async move { drop(session.mark_one_read(id).await) });
        }
    };
    let is_new = new.then(|| view! { <Badge tone=Tone::Info text=say!(i18n, news.new)/> });
    view! {
        <li class="row">
            <A href {..} class="row-link" on:click=gone>{words(i18n, told.kind)}</A>
            {is_new}
            <span class="row-more muted small">{about(&told)} <Moment at=told.at/></span>
            {new.then(|| view! { <Button label=tr!(news.mark_one) class="btn btn-sm btn-ghost row-end" pending=call.pending on_click=mark/> })}
            <FailureAlert failure=call.failure/>
        </li>
    }
}
