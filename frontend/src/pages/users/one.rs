//! One person's account.

use domain::{ids::UserId, users::User};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{details::Details, sessions::SessionsOf, standing::Standing, words};
use crate::{
    components::{
        badge::Badge,
        icon::{Icon, Name},
        loaded::Loaded,
        page_header::PageHeader,
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
    pages::{audit::HistoryLink, by_id::read_by_id},
    session::use_session,
};

#[component]
pub fn UserPage() -> impl IntoView {
    let session = use_session();
    let reading = read_by_id(move |id: UserId| session.user(id));
    let again = Callback::new(move |()| reading.again());
    let title = Signal::derive(move || reading.value().map(|user| user.name).unwrap_or_default());
    view! {
        <p><A href="/staff/users" {..} class="link back-link"><Icon name=Name::ArrowLeft/> {tr!(users.title)}</A></p>
        <PageHeader title/>
        <Loaded reading let:user><Account user again/></Loaded>
    }
}

#[component]
fn Account(user: User, again: Callback<()>) -> impl IntoView {
    let id = user.id;
    view! {
        <Head user=user.clone()/>
        <div class="account">
            <Details user=user.clone() again/>
            <Standing user again/>
            <SessionsOf id/>
        </div>
    }
}

#[component]
fn Head(user: User) -> impl IntoView {
    let i18n = use_i18n();
    let (state, tone) = words::state(i18n, &user);
    let seen = match user.last_seen {
        Some(at) => view! { {say!(i18n, users.last_seen)} " " <Moment at/> }.into_any(),
        None => say!(i18n, users.never_seen).into_any(),
    };
    let factor = if user.has_second_factor {
        say!(i18n, users.second_factor)
    } else {
        say!(i18n, users.no_second_factor)
    };
    let behind = words::left_behind(i18n, &user).map(|what| view! { <p>{what}</p> });
    view! {
        <div>
            <div class="row-line">
                <Badge tone text=state/> <span class="muted">{seen} " · " {factor}</span>
                <HistoryLink entity="users" id=user.id.to_string()/>
            </div>
            {behind}
        </div>
    }
}
