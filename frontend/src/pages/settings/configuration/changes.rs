//! What becomes of one part.

use domain::configuration::{Changed, Entry, FieldChange, Part, PartChanges};
use leptos::prelude::*;

use super::{
    values::sides,
    words::{field, named, title},
};
use crate::{
    components::badge::{Badge, Tone},
    i18n::{say, tr, use_i18n},
};

#[component]
pub(super) fn PartView(part: PartChanges) -> impl IntoView {
    let i18n = use_i18n();
    let PartChanges { part, added, changed, kept, same } = part;
    if added.is_empty() && changed.is_empty() && kept.is_empty() {
        return ().into_any();
    }
    let id = format!("part-{}", part.code());
    let count = say!(i18n, configuration.count, added = added.len(), changed = changed.len(), same = same);
    let has_changes = !changed.is_empty();
    view! {
        <section aria-labelledby=id.clone()>
            <h4 id=id.clone()><strong>{title(i18n, part)}</strong></h4>
            <p class="muted small">{count}</p>
            <Added part added/>
            {has_changes.then(|| view! { <Table part changed/> })}
            <Kept part kept/>
        </section>
    }
    .into_any()
}

#[component]
fn Added(part: Part, added: Vec<Entry>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = added.into_iter().map(|entry| {
        let name = named(i18n, part, &entry);
        view! { <li class="row"><Badge tone=Tone::Success text=say!(i18n, configuration.new)/> " " <strong>{name}</strong></li> }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| view! { <ul class="rows card">{rows}</ul> })
}

#[component]
fn Table(part: Part, changed: Vec<Changed>) -> impl IntoView {
    let rows = changed.into_iter().flat_map(|one| {
        let Changed { entry, fields } = one;
        fields.into_iter().map(move |change| view! { <Row part entry=entry.clone() change/> })
    });
    let rows = rows.collect_view();
    view! {
        <table class="list list-plain">
            <thead>
                <tr>
                    <th scope="col">{tr!(configuration.what)}</th>
                    <th scope="col">{tr!(configuration.now)}</th>
                    <th scope="col">{tr!(configuration.then)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Row(part: Part, entry: Entry, change: FieldChange) -> impl IntoView {
    let i18n = use_i18n();
    let (name, about) = (named(i18n, part, &entry), field(i18n, part, &change.field));
    let (now, then) = sides(i18n, part, &change);
    view! {
        <tr>
            <th scope="row">{name} " " <span class="muted small">{about}</span></th>
            <td class="prewrap">{now}</td>
            <td class="prewrap">{then}</td>
        </tr>
    }
}

/// What only this installation has. It is closed at first: nothing becomes of it.
#[component]
fn Kept(part: Part, kept: Vec<Entry>) -> impl IntoView {
    let i18n = use_i18n();
    let names: Vec<String> = kept.iter().map(|entry| named(i18n, part, entry)).collect();
    (!names.is_empty()).then(|| {
        view! {
            <details class="small">
                <summary>{say!(i18n, configuration.kept, n = names.len())}</summary>
                <p class="muted">{names.join(", ")}</p>
            </details>
        }
    })
}
