//! What awaits one this morning, and what one has just done.

mod lately;
mod note;
mod waiting;

use domain::{dashboard::Dashboard as Awaiting, permission::Permission};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    i18n::{I18n, Text, say, use_i18n},
    session::use_session,
};
use lately::{Lately, Numbers};
use note::NoteForMine;
use waiting::{Applications, Clients, FollowUps};

#[component]
pub fn Dashboard() -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let reading = Reading::new(move || session.dashboard());
    // Made here and not with the parts: an undo calls it when they have long been drawn anew.
    let again = Callback::new(move |()| reading.again());
    let title = Signal::derive(move || greeting(i18n, &session.me().name));
    view! {
        <PageHeader title/>
        <Loaded reading rows=8 let:awaiting><Parts awaiting again/></Loaded>
    }
}

fn greeting(i18n: I18n, name: &str) -> String {
    let name = name.split_whitespace().next().unwrap_or(name).to_owned();
    match js_sys::Date::new_0().get_hours() {
        0..12 => say!(i18n, dashboard.morning, name = name),
        12..18 => say!(i18n, dashboard.afternoon, name = name),
        _ => say!(i18n, dashboard.evening, name = name),
    }
}

/// What is urgent stands at the left, what one looks up at the right.
#[component]
fn Parts(awaiting: Awaiting, again: Callback<()>) -> impl IntoView {
    let Awaiting { new_applications, my_clients, follow_ups, activity, numbers } = awaiting;
    let writes = use_session().may(Permission::WriteGeneralNotes);
    let mine = my_clients.as_ref().map(|part| part.recent.clone()).unwrap_or_default();
    let details = use_session().may(Permission::SeeClientDetails);
    view! {
        <div class="dashboard">
            <div class="dashboard-side">
                {follow_ups.map(|part| view! { <FollowUps part again/> })}
                {new_applications.map(|part| view! { <Applications part/> })}
            </div>
            <div class="dashboard-side">
                {(writes && !mine.is_empty()).then(|| view! { <NoteForMine mine again/> })}
                {my_clients.map(|part| view! { <Clients part/> })}
                {details.then(|| view! { <Lately activity/> })}
                {writes.then(|| view! { <Numbers numbers/> })}
            </div>
        </div>
    }
}

/// A part of the page: a heading, a count, the way to the whole list.
#[component]
fn Part(
    title: Text,
    #[prop(optional)] count: Option<AnyView>,
    #[prop(optional)] more: Option<(&'static str, Text)>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card part">
            <header class="part-head">
                <h2>{title}</h2>
                <div class="part-count">{count}</div>
                {more.map(|(href, words)| view! { <A href {..} class="link part-all">{words}</A> })}
            </header>
            {children()}
        </section>
    }
}
