//! A page of a list as a table: its columns, its rows, what stands there when there are none, and the way onward.

use domain::page::Page;
use leptos::prelude::*;

use crate::{
    components::{
        paging::{Paging, Place},
        steps::Steps,
    },
    i18n::Text,
};

/// A column's heading, and where it is shown.
pub struct Column {
    label: Text,
    class: &'static str,
}

impl Column {
    /// On every screen.
    pub fn new(label: Text) -> Self {
        Self { label, class: "" }
    }

    /// Only where there is room.
    pub fn wide(label: Text) -> Self {
        Self { label, class: "wide-only" }
    }

    /// The buttons of the row, whose heading only a screen reader needs.
    pub fn buttons(label: Text) -> Self {
        Self { label, class: "list-look" }
    }

    /// The boxes by which rows are chosen, whose heading only a screen reader needs.
    pub fn picks(label: Text) -> Self {
        Self { label, class: "list-pick" }
    }

    /// The last one, at the right.
    pub fn end(label: Text) -> Self {
        Self { label, class: "list-end" }
    }
}

#[component]
pub fn Listing<T: 'static>(
    page: Page<T>,
    columns: Vec<Column>,
    /// Draws a row, `<tr>` and all.
    row: fn(T) -> AnyView,
    /// What stands there instead of no rows.
    nothing: fn() -> AnyView,
) -> impl IntoView {
    if page.items.is_empty() {
        return nothing();
    }
    let place = Place::from(&page);
    let rows = page.items.into_iter().map(row).collect_view();
    let head = |column: Column| view! { <th scope="col" class=column.class><span class="list-word">{column.label}</span></th> };
    let head = columns.into_iter().map(head).collect_view();
    view! {
        <Steps>
            <table class="list">
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Steps>
        <Paging place/>
    }
    .into_any()
}
