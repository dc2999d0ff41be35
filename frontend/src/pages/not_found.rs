//! No such page.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{components::page_header::PageHeader, i18n::tr};

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="guard">
            <PageHeader title=tr!(common.not_found) help=tr!(common.not_found_help)/>
            <A href="/" {..} class="btn">{tr!(common.to_start)}</A>
        </div>
    }
}
