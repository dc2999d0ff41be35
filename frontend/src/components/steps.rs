//! Going through a list by keyboard: `j` and `k` from anywhere, arrows on a row, Enter opens, Space looks.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Rows whose links have the class `row-link`; a row that can be looked at has a button `row-look`.
#[component]
pub fn Steps(children: Children) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let Some(list) = node.try_get_untracked().flatten().filter(|_| is_for_lists(&event)) else { return };
        if act(&list, &event).is_some() {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
    view! { <div class="by-key" node_ref=node>{children()}</div> }
}

fn act(list: &Element, event: &KeyboardEvent) -> Option<()> {
    let focused = document().active_element().filter(|at| list.contains(Some(at)));
    let on_row = focused.as_ref().is_some_and(|at| at.class_list().contains("row-link"));
    match event.key().as_str() {
        "j" => step(list, focused, 1),
        "k" => step(list, focused, -1),
        "ArrowDown" if on_row => step(list, focused, 1),
        "ArrowUp" if on_row => step(list, focused, -1),
        " " if on_row => look(&focused?),
        _ => None,
    }
}

/// Focuses the next row or the one before; the first one where nothing in a row has the focus.
fn step(list: &Element, focused: Option<Element>, by: isize) -> Option<()> {
    let rows = list.query_selector_all(".row-link").ok()?;
    let rows: Vec<Element> = (0..rows.length()).filter_map(|at| rows.get(at)?.dyn_into().ok()).collect();
    let at = focused.and_then(|focused| {
        let around = focused.closest("tr, li").ok().flatten();
        let is_beside = |row: &Element| around.as_ref().is_some_and(|around| around.contains(Some(row)));
        rows.iter().position(|row| *row == focused).or_else(|| rows.iter().position(is_beside))
    });
    let next = at.map_or(0, |at| at.saturating_add_signed(by).min(rows.len().saturating_sub(1)));
    let row = rows.get(next)?.dyn_ref::<HtmlElement>()?;
    row.focus().ok()
}

fn look(row_link: &Element) -> Option<()> {
    let row = row_link.closest("tr, li").ok().flatten()?;
    let look = row.query_selector(".row-look").ok().flatten()?;
    look.dyn_ref::<HtmlElement>()?.click();
    Some(())
}

/// Not while somebody types, and not under a dialog.
fn is_for_lists(event: &KeyboardEvent) -> bool {
    let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
    let under_dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
    plain && !under_dialog && !is_typing()
}

/// Whether what is pressed goes into a field.
pub fn is_typing() -> bool {
    let focused = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    focused.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.is_content_editable()
    })
}
