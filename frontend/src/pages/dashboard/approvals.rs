//! Proposals that wait for a review.

use domain::{
    changes::Change,
    dashboard::{Dashboard as Awaiting, Tile},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{Page, part::Part};
use crate::{
    components::{
        badge::{Badge, Tone},
        empty::Empty,
        icon::Name,
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
    pages::changes::words,
};

#[component]
pub fn Waiting(page: Page) -> impl IntoView {
    let i18n = use_i18n();
    let count = Callback::new(move |page: Awaiting| {
        let text = match page.approvals?.count {
            0 => return None,
            1 => say!(i18n, dashboard.waiting_one),
            n => say!(i18n, dashboard.waiting, n = n),
        };
        Some(view! { <A href="/staff/changes?status=to_decide"><Badge tone=Tone::Info text/></A> }.into_any())
    });
    let body = |awaiting: Awaiting| {
        let latest = awaiting.approvals?.latest;
        if latest.is_empty() {
            let (title, help) = (tr!(dashboard.no_approvals), tr!(dashboard.no_approvals_help));
            return Some(view! { <Empty icon=Name::CheckCircle title help/> }.into_any());
        }
        let rows = latest.into_iter().map(|change| view! { <Row change/> }).collect_view();
        Some(view! { <ul class="rows">{rows}</ul> }.into_any())
    };
    let more = Some(("/staff/changes".to_owned(), tr!(dashboard.all_approvals)));
    view! { <Part tile=Tile::Approvals reading=page.day more count body/> }
}

#[component]
fn Row(change: Change) -> impl IntoView {
    let i18n = use_i18n();
    let client = change.client_name.clone().unwrap_or_else(|| say!(i18n, changes.new_client));
    let what = words::edit(i18n, &change.edit);
    let client = [Some(client), words::subject(i18n, &change)].into_iter().flatten();
    let client = client.collect::<Vec<_>>().join(" · ");
    view! {
        <li class="row">
            <A href=format!("/staff/changes/{}", change.id) {..} class="row-link">{what}</A>
            <span class="row-more">{client}</span>
            <span class="muted small row-end">{change.requester} " · " <Moment at=change.requested_at/></span>
        </li>
    }
}
