//! A link of the organization that works no longer. Why is not told: it would say something of whoever used it.

use domain::organization::PublicOrganization;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{components::title::Title, i18n::tr, pages::public::contact::Contact};

#[component]
pub fn Over(organization: PublicOrganization) -> impl IntoView {
    let title = tr!(applying.over);
    view! {
        <Title text=move || title.get()/>
        <div class="public-text">
            <h1>{title}</h1>
            <p>{tr!(applying.over_help)}</p>
            <Contact organization/>
            <p><A href="/" {..} class="link">{tr!(common.to_start)}</A></p>
        </div>
    }
}
