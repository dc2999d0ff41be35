//! The first stop of the keyboard: past the menu, to what the page is about.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::i18n::tr;

/// `to` is the id of the page's main part, which takes the focus. The router would follow the address and leave the
/// focus where it was.
#[component]
pub fn SkipLink(to: &'static str) -> impl IntoView {
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        let main = document().get_element_by_id(to).and_then(|main| main.dyn_into::<HtmlElement>().ok());
        if let Some(main) = main {
            // Focusing an element that is there cannot fail.
            drop(main.focus());
        }
    };
    view! { <a class="skip-link" href=format!("#{to}") on:click=skip>{tr!(common.skip_to_content)}</a> }
}
