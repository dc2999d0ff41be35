//! The list: this browser first, then the others, the last used first.

use domain::sessions::OpenSession;
use leptos::prelude::*;

use super::{everywhere::Everywhere, one::One};
use crate::{
    components::{
        dialog::Dialog,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    i18n::tr,
    session::use_session,
};

#[component]
pub fn Sessions() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.open_sessions());
    view! {
        <PageHeader title=tr!(sessions.title) help=tr!(sessions.help)/>
        <Loaded reading rows=3 let:all><List all/></Loaded>
    }
}

#[component]
fn SignOutEverywhere(count: usize) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <div class="form-actions">
            <button class="btn btn-danger" type="button" on:click=move |_| open.set(true)>
                <Icon name=Name::SignOut/> {tr!(sessions.everywhere)}
            </button>
        </div>
        <Dialog open title=tr!(sessions.everywhere_title)><Everywhere open count/></Dialog>
    }
}

#[component]
fn List(all: Vec<OpenSession>) -> impl IntoView {
    let count = all.len();
    let (this, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.current);
    let rows = this.into_iter().chain(others).map(|one| view! { <One one/> }).collect_view();
    let below = match count {
        0 | 1 => view! { <p class="muted">{tr!(sessions.alone)}</p> }.into_any(),
        _ => view! { <SignOutEverywhere count/> }.into_any(),
    };
    view! { <ul class="rows card">{rows}</ul> {below} }
}
