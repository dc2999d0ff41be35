//! The form's frame: the summary of errors, what the server said, and the button that sends it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{Core, leaving::watch, words};
use crate::{
    components::{
        button::Pending,
        failure::FailureAlert,
        icon::{Icon, Name},
    },
    forms::core::Line,
    i18n::{Text, tr, use_i18n},
};

#[component]
pub fn FormView(
    core: Core,
    on_send: impl Fn() + 'static,
    /// Title and help of a refusal that this form words itself, instead of the usual ones.
    #[prop(optional, into)]
    refusal: Signal<Option<(String, String)>>,
    children: Children,
) -> impl IntoView {
    watch(core);
    let usual = Signal::derive(move || core.failure().get().filter(|_| refusal.read().is_none()));
    view! {
        <form
            id=format!("{}-form", core.name())
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                on_send();
            }
        >
            <Summary core/>
            <FailureAlert failure=usual/>
            <Refusal refusal/>
            {children()}
        </form>
    }
}

#[component]
fn Refusal(refusal: Signal<Option<(String, String)>>) -> impl IntoView {
    move || {
        refusal.get().map(|(title, help)| {
            view! {
                <div class="notice notice-danger" role="alert">
                    <Icon name=Name::Alert/>
                    <div><p class="notice-title">{title}</p> <p>{help}</p></div>
                </div>
            }
        })
    }
}

/// Says how much is wrong and leads to it.
#[component]
fn Summary(core: Core) -> impl IntoView {
    let title = tr!(forms.summary);
    let lines = Memo::new(move |_| core.summary());
    move || {
        (!lines.read().is_empty()).then(|| {
            view! {
                <div class="notice notice-danger" role="alert">
                    <Icon name=Name::Alert/>
                    <div>
                        <p class="notice-title">{title}</p>
                        <ul>{lines.get().into_iter().map(|line| view! { <SummaryLine line/> }).collect_view()}</ul>
                    </div>
                </div>
            }
        })
    }
}

#[component]
fn SummaryLine(line: Line) -> impl IntoView {
    let (i18n, Line { id, label, error }) = (use_i18n(), line);
    let text = move || {
        let what = words::word(i18n, &error);
        label.as_ref().map_or(what.clone(), |label| said(label, &what))
    };
    match id {
        Some(id) => {
            let link = format!("#{id}");
            let go = move |event: web_sys::MouseEvent| {
                event.prevent_default();
                focus_control(&id);
            };
            view! { <li><a class="link" href=link on:click=go>{text}</a></li> }.into_any()
        }
        None => view! { <li>{text}</li> }.into_any(),
    }
}

/// A question has its mark already.
fn said(label: &str, what: &str) -> String {
    if label.ends_with('?') { format!("{label} {what}") } else { format!("{label}: {what}") }
}

/// Focuses a control, or the first one of a group.
fn focus_control(id: &str) {
    let Some(place) = document().get_element_by_id(id) else { return };
    let inner = place.query_selector("input, select, textarea").ok().flatten();
    if let Ok(control) = inner.unwrap_or(place).dyn_into::<HtmlElement>() {
        // Focusing an element that is there cannot fail.
        drop(control.focus());
    }
}

/// The button that sends the form and says what it does.
#[component]
pub fn SendButton(
    core: Core,
    label: Text,
    #[prop(default = "btn btn-primary")] class: &'static str,
) -> impl IntoView {
    let pending = core.pending();
    view! {
        <button class=class type="submit" aria-disabled=move || pending.get().to_string()>
            <Pending pending=pending/>
            {label}
        </button>
    }
}
