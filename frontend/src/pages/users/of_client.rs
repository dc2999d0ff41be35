//! On a client's record: whether the person signs in here, for whoever manages the accounts.

use domain::{
    page::Page,
    permission::Permission,
    users::{User, UserFilter},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::words;
use crate::{
    components::{
        badge::Badge,
        loaded::{Loaded, Reading},
    },
    i18n::{tr, use_i18n},
    pages::client::use_record,
    session::use_session,
};

#[component]
pub fn AccountOfClient() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    session.may(Permission::ManageUsers).then(|| {
        let reading = Reading::new(move || {
            let filter = UserFilter { client: Some(record.id()), limit: Some(1), ..UserFilter::default() };
            session.users(filter)
        });
        view! {
            <section class="section">
                <h2>{tr!(users.of_client)}</h2>
                <Loaded reading rows=1 let:page><Theirs page/></Loaded>
            </section>
        }
    })
}

#[component]
fn Theirs(page: Page<User>) -> impl IntoView {
    let (i18n, record) = (use_i18n(), use_record());
    // Of a record that is closed or was joined into another one, the server refuses to make it anybody's.
    let given = move || {
        let status = record.client().and_then(|client| client.status);
        status.is_none_or(|status| status.not_given_because().is_none())
    };
    match page.items.into_iter().next() {
        Some(user) => {
            let (state, tone) = words::state(i18n, &user);
            let href = format!("/staff/users/{}", user.id);
            view! {
                <div class="card padded row-line">
                    <A href {..} class="link">{user.name}</A> <span class="muted">{user.email}</span>
                    <Badge tone text=state/>
                </div>
            }
            .into_any()
        }
        None => view! {
            <p class="muted">
                {tr!(users.of_client_none)} " "
                {move || given().then(|| view! {
                    <A href="/staff/users" {..} class="link">{tr!(users.of_client_invite)}</A>
                })}
            </p>
        }
        .into_any(),
    }
}
