//! Proposed against what was there, field by field.

use domain::{changes::Change, problem::Conflict};
use leptos::prelude::*;
use serde_json::Value;

use crate::{
    i18n::{I18n, say, tr, use_i18n},
    pages::audit::{shown, titled},
};

#[component]
pub fn Differences(change: Change) -> impl IntoView {
    let i18n = use_i18n();
    let rows = fields(&change).into_iter().map(|(field, before, after)| {
        view! {
            <tr>
                <th scope="row">{titled(i18n, &field)}</th>
                <td>{words(i18n, &before)}</td>
                <td>{words(i18n, &after)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let withheld = (!change.withheld.is_empty()).then(|| {
        let fields = change.withheld.iter().map(|field| titled(i18n, field)).collect::<Vec<_>>().join(", ");
        view! { <p class="muted">{say!(i18n, changes.withheld, fields = fields)}</p> }
    });
    view! {
        <table class="list list-plain">
            <thead>
                <tr>
                    <th scope="col">{tr!(changes.field)}</th>
                    <th scope="col">{tr!(changes.now)}</th>
                    <th scope="col">{tr!(changes.proposed)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {withheld}
    }
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

fn words(i18n: I18n, value: &Value) -> String {
    Some(shown(i18n, value)).filter(|text| !text.is_empty()).unwrap_or_else(|| say!(i18n, changes.nothing))
}

/// Fields that somebody else changed meanwhile: both sides.
#[component]
pub fn Conflicts(conflicts: Vec<Conflict>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = conflicts.into_iter().map(|conflict| {
        view! {
            <tr>
                <th scope="row">{titled(i18n, &conflict.field)}</th>
                <td>{words(i18n, &conflict.current)}</td>
                <td>{words(i18n, &conflict.proposed)}</td>
            </tr>
        }
    });
    view! {
        <table class="list list-plain">
            <thead>
                <tr>
                    <th scope="col">{tr!(changes.field)}</th>
                    <th scope="col">{tr!(changes.current)}</th>
                    <th scope="col">{tr!(changes.proposed)}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
