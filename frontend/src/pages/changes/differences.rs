//! Proposed against what was there, field by field.

use domain::{changes::Change, problem::Conflict};
use leptos::prelude::*;
use serde_json::Value;

use super::own_fields::{OwnFields, use_own_fields};
use crate::{
    i18n::{I18n, Text, say, tr, use_i18n},
    pages::values::use_values,
};

#[component]
pub fn Differences(change: Change) -> impl IntoView {
    let (i18n, own) = (use_i18n(), use_own_fields());
    let rows = fields(&change).into_iter().map(|(field, one, other)| view! { <Sides field one other/> });
    let rows = rows.collect_view();
    let withheld = (!change.withheld.is_empty()).then(|| {
        let all = change.withheld.clone();
        let fields = move || all.iter().map(|field| own.title(i18n, field)).collect::<Vec<_>>().join(", ");
        view! { <p class="muted">{move || say!(i18n, changes.withheld, fields = fields())}</p> }
    });
    view! { <Table first=tr!(changes.now)>{rows}</Table> {withheld} }
}

/// Fields that somebody else changed meanwhile: both sides.
#[component]
pub fn Conflicts(conflicts: Vec<Conflict>) -> impl IntoView {
    let rows = conflicts.into_iter().map(|Conflict { field, current, proposed, .. }| {
        view! { <Sides field one=current other=proposed/> }
    });
    let rows = rows.collect_view();
    view! { <Table first=tr!(changes.current)>{rows}</Table> }
}

/// A field, what it is, and what is proposed.
#[component]
fn Table(first: Text, children: Children) -> impl IntoView {
    view! {
        <table class="list list-plain">
            <thead>
                <tr>
                    <th scope="col">{tr!(changes.field)}</th>
                    <th scope="col">{first}</th>
                    <th scope="col">{tr!(changes.proposed)}</th>
                </tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
}

#[component]
fn Sides(field: String, one: Value, other: Value) -> impl IntoView {
    let (i18n, own, values) = (use_i18n(), use_own_fields(), use_values([field.as_str()]));
    let side = |value: Value| {
        let field = field.clone();
        let words =
            move || own.say(i18n, &field, &value).unwrap_or_else(|| values.say("clients", &field, &value));
        move || match words() {
            words if words.is_empty() => say!(i18n, changes.nothing),
            words => words,
        }
    };
    let (one, other) = (side(one), side(other));
    view! { <tr><th scope="row">{move || own.title(i18n, &field)}</th> <td>{one}</td> <td>{other}</td></tr> }
}

/// The fields that a proposal is about: "Came to us through, Neighborhood".
pub fn named(i18n: I18n, own: OwnFields, change: &Change) -> String {
    let names = fields(change).into_iter().map(|(field, ..)| own.title(i18n, &field));
    names.collect::<Vec<_>>().join(", ")
}

/// Field, base and proposed value, for every field that says something.
fn fields(change: &Change) -> Vec<(String, Value, Value)> {
    let Some(proposed) = change.proposed.as_object() else { return Vec::new() };
    let base = |field: &str| change.base.get(field).cloned().unwrap_or(Value::Null);
    let all = proposed.iter().map(|(field, after)| (field.clone(), base(field), after.clone()));
    all.filter(|(_, before, after)| !(is_nothing(before) && is_nothing(after))).collect()
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
