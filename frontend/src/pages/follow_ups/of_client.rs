//! A client's follow-ups, open ones first, and planning a new one.

use domain::{
    follow_ups::{FollowUp, FollowUpFilter, Status},
    page::Page,
    permission::Permission,
};
use leptos::prelude::*;

use super::{add::AddFollowUp, row::FollowUpRow};
use crate::{
    components::{
        dialog::Dialog,
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    i18n::{say, tr, use_i18n},
    pages::client::use_record,
    session::use_session,
};

#[component]
pub fn FollowUpsOfClient() -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let read = move |status| {
        let filter =
            FollowUpFilter { client: Some(record.id()), status: Some(status), ..FollowUpFilter::default() };
        session.follow_ups(filter)
    };
    let open = Reading::new(move || read(Status::Open));
    let done = Reading::new(move || read(Status::Done));
    let again = Callback::new(move |()| {
        open.again();
        done.again();
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
            <Loaded reading=open let:page><Rows page again/></Loaded>
        </section>
        <section class="section">
            <h2>{tr!(follow_ups.done)}</h2>
            <Loaded reading=done let:page><Rows page again done=true/></Loaded>
        </section>
        <Dialog open=adding title><AddFollowUp client=record.id() open=adding again/></Dialog>
    }
}

#[component]
fn Rows(page: Page<FollowUp>, again: Callback<()>, #[prop(optional)] done: bool) -> impl IntoView {
    match (page.items, done) {
        (rows, true) if rows.is_empty() => {
            view! { <p class="muted">{tr!(follow_ups.none_done)}</p> }.into_any()
        }
        (rows, false) if rows.is_empty() => {
            view! { <Empty icon=Name::Task title=tr!(follow_ups.none)/> }.into_any()
        }
        (rows, _) => {
            let rows = rows.into_iter();
            let rows = rows.map(|follow_up| view! { <FollowUpRow follow_up again without_client=true/> });
            view! { <ul class="rows card">{rows.collect_view()}</ul> }.into_any()
        }
    }
}
