//! Pages of a list: the count, and the way to the next page. The cursor lives in the address.

use domain::page::{Page, Total};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::address::Address,
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

/// Where a page stands in its list.
#[derive(Clone)]
pub struct Place {
    next: Option<String>,
    total: Option<Total>,
}

impl Place {
    /// Of a list without a count.
    pub fn before(next: Option<String>) -> Self {
        Self { next, total: None }
    }
}

impl<T> From<&Page<T>> for Place {
    fn from(page: &Page<T>) -> Self {
        Self { next: page.next.clone(), total: page.total }
    }
}

/// What stands below a page of a list: the count and the links.
#[component]
pub fn Paging(#[prop(into)] place: Place) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let (first, onward, pages) = (tr!(common.first_page), tr!(common.next_page), tr!(common.pages));
    let Place { next, total } = place;
    let later = address.one("cursor").is_some();
    let links = (later || next.is_some()).then(|| {
        view! {
            <nav class="paging-links" aria-label=pages>
                {later.then(|| view! { <A href=address.with("cursor", None) {..} class="btn btn-sm">{first}</A> })}
                {next.map(|next| {
                    let href = address.with("cursor", Some(&next));
                    view! { <A href {..} class="btn btn-sm">{onward}</A> }
                })}
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
