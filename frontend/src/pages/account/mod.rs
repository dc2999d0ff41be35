//! What one signs in with.

mod first;
mod news;
mod password;
mod prove;
mod recovery;
mod required;
mod second_factor;
mod set_up;

use domain::permission::Permission;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        icon::{Icon, Name},
        page_header::PageHeader,
    },
    i18n::tr,
    session::use_session,
};
use password::Password;
use second_factor::SecondFactorCard;

pub use first::SetUpFirst;
pub use news::NewsPreferences;
pub use required::Required;

#[component]
pub fn Account() -> impl IntoView {
    let session = use_session();
    view! {
        <PageHeader title=tr!(account.title) help=tr!(account.help)/>
        <div class="account">
            <Password/>
            <SecondFactorCard/>
            {session.may(Permission::EditOrganization).then(|| view! { <Required/> })}
            <p>
                <A href="/staff/account/notifications" {..} class="link">
                    <Icon name=Name::Bell/> " " {tr!(news.preferences)}
                </A>
            </p>
            <p>
                <A href="/staff/sessions" {..} class="link">
                    <Icon name=Name::Monitor/> " " {tr!(sessions.title)}
                </A>
            </p>
        </div>
    }
}
