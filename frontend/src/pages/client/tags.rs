//! Tags of a client in words.

use domain::code_lists::TAGS;
use leptos::prelude::*;

use crate::{
    components::badge::Badge,
    i18n::tr,
    pages::choices::{CodeList, use_code_list},
};

/// As small labels beside each other.
#[component]
pub fn Tags(list: CodeList, codes: Vec<String>) -> impl IntoView {
    let badge = move |code: &String| {
        let text = list.word(code);
        view! { <Badge text/> " " }
    };
    move || codes.iter().map(badge).collect_view()
}

/// Those of one client. Their words are asked for only where there are any.
#[component]
pub fn TagsOf(codes: Vec<String>) -> impl IntoView {
    (!codes.is_empty()).then(|| {
        let list = use_code_list(TAGS);
        view! { <div class="id-tags" role="group" aria-label=tr!(clients.tags)><Tags list codes/></div> }
    })
}
