//! Pages of a list: the count, and the way to the next page. The cursor lives in the address.

use domain::page::{Page, Total};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_location, use_query_map},
};

use crate::{
    api::query::escape,
    format,
    i18n::{I18n, say, tr, use_i18n},
};

/// "1,204 in all", "Over 1,000".
pub fn count(i18n: I18n, total: Total) -> String {
    let number = format::number(i18n, total.count);
    match total {
        Total { exact: false, .. } => say!(i18n, common.count_over, count = number),
        Total { count: 1, .. } => say!(i18n, common.count_one),
        _ => say!(i18n, common.count_exact, count = number),
    }
}

/// What stands below a page of a list. Nothing where all of it is on this page.
#[component]
pub fn Paging(
    #[prop(optional_no_strip)] next: Option<String>,
    #[prop(optional_no_strip)] total: Option<Total>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (first, onward, pages) = (tr!(common.first_page), tr!(common.next_page), tr!(common.pages));
    let later = use_query_map().read_untracked().get_str("cursor").is_some();
    let links = (later || next.is_some()).then(|| {
        view! {
            <nav class="paging-links" aria-label=pages>
                {later.then(|| view! { <A href=with("cursor", None) {..} class="btn btn-sm">{first}</A> })}
                {next.map(|next| view! { <A href=with("cursor", Some(&next)) {..} class="btn btn-sm">{onward}</A> })}
            </nav>
        }
    });
    view! {
        <div class="paging">
            <p class="muted">{total.map(|total| count(i18n, total))}</p>
            {links}
        </div>
    }
}

/// The parts of a page that [`Paging`] needs.
pub fn parts<T>(page: &Page<T>) -> (Option<String>, Option<Total>) {
    (page.next.clone(), page.total)
}

/// This address with one key of its query set or taken away. Another filter begins at the first page again.
pub fn with(key: &str, value: Option<&str>) -> String {
    let query = use_query_map().get_untracked();
    let path = use_location().pathname.get_untracked();
    let kept = query.into_iter().filter(|(name, _)| name != key && name != "cursor");
    let mut pairs: Vec<String> = kept.map(|(name, value)| format!("{name}={}", escape(&value))).collect();
    pairs.extend(value.filter(|value| !value.is_empty()).map(|value| format!("{key}={}", escape(value))));
    if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
}
