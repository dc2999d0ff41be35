//! Why some are left out, and who.

use domain::{
    bulk::{BulkRow, BulkRowFilter, Counts, Outcome, Reason},
    ids::BulkId,
    page::Page,
};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::loaded::{Loaded, Reading},
    format,
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

/// How many are left out for which reason.
#[component]
pub fn Reasons(counts: Counts) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |(code, n): (String, u64)| {
        let why = Reason::from_code(&code).map(|one| reason(i18n, one)).unwrap_or(code);
        view! { <li><strong>{format::number(i18n, n)}</strong> " " {why}</li> }
    };
    view! { <ul class="bulk-reasons">{counts.reasons.into_iter().map(line).collect_view()}</ul> }
}

pub fn reason(i18n: I18n, reason: Reason) -> String {
    match reason {
        Reason::OutOfSight => say!(i18n, bulk.out_of_sight),
        Reason::Stale => say!(i18n, bulk.stale),
        Reason::AlreadySo => say!(i18n, bulk.already_so),
        Reason::Merged => say!(i18n, bulk.merged),
        Reason::Restricted => say!(i18n, bulk.restricted),
        Reason::NotAllowed => say!(i18n, bulk.not_allowed),
        Reason::Moved => say!(i18n, bulk.moved),
        Reason::FollowUpsLeft => say!(i18n, bulk.follow_ups_left),
    }
}

/// The first of them by name; the rest are told by their number.
#[component]
pub fn Rows(id: BulkId, outcome: Outcome) -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || {
        session.bulk_rows(id, BulkRowFilter { outcome: Some(outcome), ..BulkRowFilter::default() })
    });
    view! { <Loaded reading rows=3 let:page><Named page/></Loaded> }
}

#[component]
fn Named(page: Page<BulkRow>) -> impl IntoView {
    let i18n = use_i18n();
    let more = page.next.is_some().then(|| view! { <li class="muted">{tr!(bulk.and_more)}</li> });
    let row = move |row: BulkRow| {
        let why = row.reason.map(|why| view! { <span class="muted small">{reason(i18n, why)}</span> });
        let name = match row.client_name {
            Some(name) => {
                let href = format!("/staff/clients/{}", row.client_id);
                view! { <A href {..} class="link">{name}</A> }.into_any()
            }
            None => view! { <span>{tr!(bulk.somebody)}</span> }.into_any(),
        };
        view! { <li>{name} " " {why}</li> }
    };
    view! { <ul class="bulk-rows">{page.items.into_iter().map(row).collect_view()} {more}</ul> }
}
