//! What became of each of many.

use domain::users::RowResult;
use leptos::{html, prelude::*};

use super::words;
use crate::{
    components::{
        badge::{Badge, Tone},
        icon::Name,
    },
    i18n::{Text, say, use_i18n},
};

/// The form is gone, so what stands in its place takes the focus.
#[component]
pub fn Results(
    /// Of the rows, in their order.
    names: Vec<String>,
    rows: Vec<RowResult>,
    /// What was done, of a row with which it was.
    done: Text,
) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::P>::new();
    node.on_load(|result| {
        request_animation_frame(move || {
            // Focusing an element that is there cannot fail.
            drop(result.focus());
        });
    });
    let fine = rows.iter().filter(|row| row.refused.is_none()).count();
    let count = say!(i18n, users.done_of, n = fine, all = rows.len());
    let each = rows.into_iter().map(|row| {
        let name = names.get(row.row).cloned().unwrap_or_default();
        let badge = match row.refused {
            None => view! { <Badge tone=Tone::Success icon=Name::Check text=done.get_untracked()/> },
            Some(why) => view! { <Badge tone=Tone::Warning icon=Name::Alert text=words::why(i18n, why)/> },
        };
        view! { <li class="row"><div class="row-more">{name}</div> {badge}</li> }
    });
    view! {
        <p tabindex="-1" role="status" node_ref=node><strong>{count}</strong></p>
        <ul class="rows card">{each.collect_view()}</ul>
    }
}
