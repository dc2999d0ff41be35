//! One person's account.

use domain::{ids::UserId, roles::ListedRole, users::User};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{details::Details, record::RecordOf, sessions::SessionsOf, standing::Standing, words};
use crate::{
    components::{
        badge::Badge,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
    pages::{audit::HistoryLink, by_id::read_by_id, roles::words::names},
    session::use_session,
};

#[component]
pub fn UserPage() -> impl IntoView {
    let session = use_session();
    let reading = read_by_id(move |id: UserId| session.user(id));
    // Read once: each save reads the account again, and nothing of it is to go meanwhile.
    let roles = Reading::new(move || session.roles());
    let again = Callback::new(move |()| reading.again());
    let title = Signal::derive(move || reading.value().map(|user| user.name).unwrap_or_default());
    view! {
        <p><A href="/staff/users" {..} class="link back-link"><Icon name=Name::ArrowLeft/> {tr!(users.title)}</A></p>
        <PageHeader title/>
        <Loaded reading let:user><Account user roles again/></Loaded>
    }
}

#[component]
fn Account(user: User, roles: Reading<Vec<ListedRole>>, again: Callback<()>) -> impl IntoView {
    let (session, user) = (use_session(), StoredValue::new(user));
    let body =
        move |all: Vec<ListedRole>| match user.with_value(|user| words::is_in_reach(session, user, &all)) {
            true => view! { <Mine user=user.get_value() roles again/> }.into_any(),
            false => view! { <MayMore user=user.get_value()/> }.into_any(),
        };
    view! { <Head user=user.get_value()/> <Loaded reading=roles rows=6 lasting=true let:all>{body(all)}</Loaded> }
}

/// What may be done to the account.
#[component]
fn Mine(user: User, roles: Reading<Vec<ListedRole>>, again: Callback<()>) -> impl IntoView {
    let id = user.id;
    view! {
        <div class="account">
            <Details user=user.clone() giving=roles again/>
            <RecordOf user=user.clone() again/>
            <Standing user again/>
            <SessionsOf id/>
        </div>
    }
}

/// Whoever may do less than somebody changes nothing of their account, and is told so instead of being refused.
#[component]
fn MayMore(user: User) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="notice notice-info">
            <Icon name=Name::Lock/>
            <div>
                <p class="notice-title">{tr!(users.may_more)}</p>
                <p>{user.email} " · " {names(i18n, &user.roles)}</p>
            </div>
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
