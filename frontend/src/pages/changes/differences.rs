//! What was there, what is there now and what is proposed, field by field.

use std::collections::BTreeSet;

use domain::changes::{Change, ChangeDetail};
use leptos::prelude::*;
use serde_json::Value;

use super::{
    own_fields::{OwnFields, use_own_fields},
    take::Take,
};
use crate::{
    components::badge::{Badge, Tone},
    i18n::{I18n, say, tr, use_i18n},
    pages::values::use_values,
};

/// `taken` are the fields that the reader takes, where they may choose.
#[component]
pub fn Differences(detail: ChangeDetail, taken: Option<RwSignal<BTreeSet<String>>>) -> impl IntoView {
    let (i18n, own) = (use_i18n(), use_own_fields());
    let has_now = detail.current.is_some();
    let rows = fields(&detail.change).into_iter().map(|(field, base, proposed)| {
        let of = |field: &str| detail.current.as_ref().map(|now| now.get(field).cloned().unwrap_or_default());
        let row = FieldRow {
            now: of(&field),
            moved: detail.moved.contains(&field),
            left_out: detail.change.left_out.contains(&field),
            withheld: detail.change.withheld.contains(&field),
            closed: !detail.shows(&field),
            taken: taken.filter(|_| detail.separable.contains(&field)),
            field,
            base,
            proposed,
        };
        view! { <Row row/> }
    });
    let rows = rows.collect::<Vec<_>>();
    let says_something = !rows.is_empty();
    let withheld = (!detail.change.withheld.is_empty()).then(|| {
        let all = detail.change.withheld.clone();
        let fields = move || all.iter().map(|field| own.title(i18n, field)).collect::<Vec<_>>().join(", ");
        view! { <p class="muted">{move || say!(i18n, changes.withheld, fields = fields())}</p> }
    });
    let table = says_something.then(|| {
        view! {
            <table class="list list-plain">
                <thead>
                    <tr>
                        <th scope="col">{tr!(changes.field)}</th>
                        <th scope="col">{tr!(changes.now)}</th>
                        {has_now.then(|| view! { <th scope="col">{tr!(changes.current)}</th> })}
                        <th scope="col">{tr!(changes.proposed)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    view! { {table} {withheld} }
}

struct FieldRow {
    field: String,
    base: Value,
    now: Option<Value>,
    proposed: Value,
    moved: bool,
    left_out: bool,
    withheld: bool,
    /// The reader may not take it: something that goes along with it is withheld, or it is.
    closed: bool,
    taken: Option<RwSignal<BTreeSet<String>>>,
}

#[component]
fn Row(row: FieldRow) -> impl IntoView {
    let (i18n, own, values) = (use_i18n(), use_own_fields(), use_values([row.field.as_str()]));
    let (field, named) = (row.field.clone(), row.field.clone());
    let say = move |value: &Value| {
        own.say(i18n, &field, value).unwrap_or_else(|| values.say("clients", &field, value))
    };
    let marks = marks(i18n, &row);
    let (base, now, proposed) = (row.base, row.now, row.proposed);
    let stands = now.clone().unwrap_or_else(|| base.clone());
    let base = Side { value: base, beside: proposed.clone(), mark: say!(i18n, changes.goes) };
    let now = now.map(|now| Side { value: now, beside: proposed.clone(), mark: say!(i18n, changes.goes) });
    let proposed = Side { value: proposed, beside: stands, mark: say!(i18n, changes.comes) };
    let (base, proposed) = (base.shown(i18n, say.clone()), proposed.shown(i18n, say.clone()));
    let now = now.map(|now| view! { <td>{now.shown(i18n, say)}</td> });
    let title = move || own.title(i18n, &row.field);
    let name = match row.taken {
        Some(taken) => {
            view! { <Take field=named taken label=Signal::derive(title) closed=row.closed/> }.into_any()
        }
        None => title.into_any(),
    };
    view! { <tr><th scope="row">{name} {marks}</th> <td>{base}</td> {now} <td>{proposed}</td></tr> }
}

/// A value and the one beside it. What one list has and the other lacks is marked with a word.
struct Side {
    value: Value,
    beside: Value,
    mark: String,
}

impl Side {
    fn shown(
        self,
        i18n: I18n,
        say: impl Fn(&Value) -> String + Send + 'static,
    ) -> impl Fn() -> AnyView + Send + 'static {
        move || match &self.value {
            Value::Array(items) if !items.is_empty() => {
                let lines = items.iter().map(|item| {
                    let only_here = !self.beside.as_array().is_some_and(|others| others.contains(item));
                    let mark = only_here.then(|| view! { <Badge tone=Tone::Info text=self.mark.clone()/> });
                    view! { <div class="row-line"><span>{say(&Value::Array(vec![item.clone()]))}</span> {mark}</div> }
                });
                lines.collect_view().into_any()
            }
            value => match say(value) {
                words if words.is_empty() => say!(i18n, changes.nothing).into_any(),
                words => words.into_any(),
            },
        }
    }
}

/// What is to be known of a field, in words.
fn marks(i18n: I18n, row: &FieldRow) -> impl IntoView + use<> {
    let done = row.now.as_ref().is_some_and(|now| *now == row.proposed) && !row.withheld;
    let all = [
        (row.moved, Tone::Warning, say!(i18n, changes.moved)),
        (done, Tone::Plain, say!(i18n, changes.done_already)),
        (row.left_out, Tone::Plain, say!(i18n, changes.not_taken)),
    ];
    let all = all.into_iter().filter(|(holds, ..)| *holds);
    all.map(|(_, tone, text)| view! { <Badge tone text/> }).collect_view()
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
