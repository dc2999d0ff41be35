//! What one signs in with.

mod password;

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        icon::{Icon, Name},
        page_header::PageHeader,
    },
    i18n::tr,
};
use password::Password;

#[component]
pub fn Account() -> impl IntoView {
    view! {
        <PageHeader title=tr!(account.title) help=tr!(account.help)/>
        <div class="account">
            <Password/>
            <p>
                <A href="/staff/sessions" {..} class="link">
                    <Icon name=Name::Monitor/> " " {tr!(sessions.title)}
                </A>
            </p>
        </div>
    }
}
