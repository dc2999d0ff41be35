//! A dialog: the browser's own, which traps focus, closes on Escape and gives the focus back. Where words were typed into
//! it that nobody keeps, Escape and the cross ask first.

use leptos::{html, prelude::*};
use web_sys::Event;

use crate::{
    components::icon::{Icon, Name},
    forms::Leaving,
    i18n::{Text, tr},
};

/// Stands on the page while `open`. Its content is made anew each time.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    title: Text,
    #[prop(optional)] wide: bool,
    /// At the side, the whole height: for a look that leaves the list where it is.
    #[prop(optional)]
    drawer: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    let class = match (wide, drawer) {
        (_, true) => "dialog drawer",
        (true, false) => "dialog dialog-wide",
        (false, false) => "dialog",
    };
    move || open.get().then(|| view! { <Opened open title class>{children.get_value()()}</Opened> })
}

#[component]
fn Opened(open: RwSignal<bool>, title: Text, class: &'static str, children: Children) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let opener = document().active_element();
    node.on_load(|dialog| {
        // It cannot be open already: it was made this moment.
        drop(dialog.show_modal());
    });
    on_cleanup(move || return_focus(opener));
    // The forms that come from now on stand in the dialog: it covers the others.
    let watched = use_context::<Leaving>().map(|leaving| (leaving, leaving.newest()));
    let loses = move || watched.is_some_and(|(leaving, newest)| leaving.loses_words(newest));
    let ask = move || {
        if let Some((leaving, newest)) = watched {
            leaving.ask_after(newest, Callback::new(move |()| open.set(false)));
        }
    };
    let shut = move || if loses() { ask() } else { open.set(false) };
    let escape = move |event: Event| {
        // A choice of files within it is cancelled by an event of the same name.
        if event.target() == event.current_target() && loses() {
            event.prevent_default();
            ask();
        }
    };
    let closed = move |_| {
        // A browser does not let a page stop Escape again and again.
        if let Some(dialog) = node.get_untracked().filter(|_| loses()) {
            drop(dialog.show_modal());
        }
        shut();
    };
    let close = tr!(common.close);
    view! {
        <dialog
            node_ref=node
            class=class
            aria-label=title
            on:cancel=escape
            on:close=closed
        >
            <header class="dialog-header">
                <h2>{title}</h2>
                <button class="btn btn-ghost btn-square btn-sm" type="button" aria-label=close on:click=move |_| shut()>
                    <Icon name=Name::Close/>
                </button>
            </header>
            <div class="dialog-body">{children()}</div>
        </dialog>
    }
}

fn return_focus(opener: Option<web_sys::Element>) {
    use wasm_bindgen::JsCast;
    let opener = opener.filter(|element| element.is_connected());
    if let Some(opener) = opener.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Focusing an element that is there cannot fail.
        drop(opener.focus());
    }
}
