//! Where somebody is signed in, and signing them out.

use domain::{
    ids::{SessionId, UserId},
    sessions::OpenSession,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::Failure,
    components::{
        failure::FailureAlert,
        icon::Icon,
        loaded::{Loaded, Reading},
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
    pages::sessions::{device, icon},
    session::use_session,
};

/// One of them, or all.
#[derive(Clone, Copy)]
enum Which {
    One(SessionId),
    All,
}

#[component]
pub fn SessionsOf(id: UserId) -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.user_sessions(id));
    let failure = RwSignal::new(None::<Failure>);
    let end = Callback::new(move |which: Which| {
        failure.set(None);
        spawn_local(async move {
            let answer = match which {
                Which::One(one) => session.end_user_session(id, one).await,
                Which::All => session.end_user_sessions(id).await,
            };
            match answer {
                Ok(()) => reading.again(),
                Err(refused) => drop(failure.try_set(Some(refused))),
            }
        });
    });
    view! {
        <section class="card padded" aria-labelledby="user-sessions">
            <h2 id="user-sessions">{tr!(users.sessions)}</h2>
            <FailureAlert failure/>
            <Loaded reading rows=2 let:all><List all end/></Loaded>
        </section>
    }
}

#[component]
fn List(all: Vec<OpenSession>, end: Callback<Which>) -> impl IntoView {
    if all.is_empty() {
        return view! { <p class="muted">{tr!(users.no_sessions)}</p> }.into_any();
    }
    let rows = all.into_iter().map(|one| view! { <One one end/> }).collect_view();
    view! {
        <ul class="rows">{rows}</ul>
        <button class="btn btn-sm" type="button" on:click=move |_| end.run(Which::All)>{tr!(users.end_all)}</button>
    }
    .into_any()
}

#[component]
fn One(one: OpenSession, end: Callback<Which>) -> impl IntoView {
    let i18n = use_i18n();
    let name = device(i18n, &one.device);
    let label = say!(i18n, sessions.end_named, device = name.clone());
    view! {
        <li class="row row-tall session">
            <span class="event-icon"><Icon name=icon(&one.device)/></span>
            <div class="row-body">
                <strong>{name}</strong>
                <p class="muted small">{say!(i18n, sessions.used)} " " <Moment at=one.last_used_at/></p>
            </div>
            <div class="row-end">
                <button class="btn btn-sm" type="button" aria-label=label on:click=move |_| end.run(Which::One(one.id))>
                    {say!(i18n, sessions.end)}
                </button>
            </div>
        </li>
    }
}
