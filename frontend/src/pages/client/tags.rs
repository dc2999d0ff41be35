//! Tags of a client in words.

use leptos::prelude::*;

use crate::{components::badge::Badge, pages::choices::CodeList};

/// As small labels beside each other.
#[component]
pub fn Tags(list: CodeList, codes: Vec<String>) -> impl IntoView {
    let badge = move |code: &String| {
        let text = list.word(code);
        view! { <Badge text/> " " }
    };
    move || codes.iter().map(badge).collect_view()
}
